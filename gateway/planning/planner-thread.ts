import { join } from 'node:path';
import { z } from 'zod';
import { startThread } from '../shared/start-thread';

const loaded = z.object({
  kind: z.literal('loaded'),
  apiSdl: z.string(),
  concrete: z.array(z.string()),
  under: z.array(z.tuple([z.string(), z.array(z.string())])),
});
const message = z.discriminatedUnion('kind', [
  loaded,
  z.object({ kind: z.literal('refused'), reason: z.string() }),
  z.object({ kind: z.literal('planned'), plan: z.string() }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);
type Message = z.infer<typeof message>;

/** What the main thread has to know of a supergraph: it loads none itself. */
export type LoadedSupergraph = Omit<z.infer<typeof loaded>, 'kind'>;

/** The supergraph is not one that can be loaded, in the engine's own words. */
export class SupergraphRefused extends Error {}
/** The thread ended with a plan unfinished. */
export class PlannerEnded extends Error {
  constructor(readonly outOfMemory: boolean) {
    super(outOfMemory ? 'the planning thread ran out of memory' : 'the planning thread has ended');
  }
}

/** The main thread's end of one planning thread. One question at a time. */
export interface PlannerThread {
  readonly loaded: Promise<LoadedSupergraph>;
  readonly ended: boolean;
  /** The plan as JSON. */
  plan(text: string): Promise<string>;
  end(): Promise<void>;
}

export function startPlannerThread(supergraphSdl: string, memoryMegabytes: number): PlannerThread {
  const worker = startThread(join(__dirname, 'planner.cjs'), {
    workerData: { supergraphSdl },
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
  });
  let settle: ((answer: Message | Error) => void) | null = null;
  let gone: Error | null = null;
  const answered = (answer: Message | Error): void => {
    // Only a thread that somebody waits for keeps the process alive.
    worker.unref();
    settle?.(answer);
    settle = null;
  };
  const over = (error: Error): void => {
    gone ??= error;
    answered(gone);
  };
  worker.on('message', (came: unknown) => answered(message.parse(came)));
  worker.on('error', (error: NodeJS.ErrnoException) =>
    over(new PlannerEnded(error.code === 'ERR_WORKER_OUT_OF_MEMORY')),
  );
  worker.on('exit', () => over(new PlannerEnded(false)));

  const next = (): Promise<Message> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      worker.ref();
      settle = (answer) => (answer instanceof Error ? reject(answer) : resolve(answer));
    });
  const load = async (): Promise<LoadedSupergraph> => {
    const answer = await next();
    if (answer.kind === 'loaded') return answer;
    await worker.terminate();
    throw new SupergraphRefused(answer.kind === 'refused' ? answer.reason : 'the planning thread did not load it');
  };
  const loading = load();
  // Who starts a thread in place of another waits for it only when there is something to plan.
  loading.catch(() => {});

  return {
    loaded: loading,
    get ended() {
      return gone !== null;
    },
    async plan(text) {
      await loading;
      const answering = next();
      worker.postMessage(text);
      const answer = await answering;
      if (answer.kind === 'planned') return answer.plan;
      throw new Error(answer.kind === 'failed' ? answer.reason : `the planning thread answered "${answer.kind}"`);
    },
    async end() {
      await worker.terminate();
    },
  };
}
