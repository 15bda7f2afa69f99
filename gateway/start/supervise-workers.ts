import type { Logger } from 'pino';
import { z } from 'zod';
import { FamilyViewError } from '../errors';

/** A worker's process, as its parent has it. */
export interface WorkerProcess {
  readonly pid?: number;
  on(event: 'message', heard: (message: unknown) => void): unknown;
  once(event: 'exit', ended: (code: number | null, signal: NodeJS.Signals | null) => void): unknown;
  kill(signal: NodeJS.Signals): unknown;
}

/** What a worker tells its parent: where it answers, or why it does not start. */
export const workerTold = z.union([z.object({ url: z.string() }), z.object({ fault: z.string() })]);
export type WorkerTold = z.infer<typeof workerTold>;

export interface SuperviseParts {
  readonly workers: number;
  /** Begins a process for this worker, from 1 on. */
  readonly begin: (worker: number) => WorkerProcess;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

export interface Supervision {
  /** Where all of them answer. @throws {WorkerNotStarted} the first that did not start. */
  readonly started: Promise<string>;
  /** Has each take its files again (SIGHUP): one that is about to start reads them anyway. */
  reload(): void;
  /** Tells all to end, and waits until they have. False where one did not end well. */
  stop(): Promise<boolean>;
}

/** A worker did not start, and says why. The others do not go on without it. */
export class WorkerNotStarted extends FamilyViewError {
  constructor(worker: number, why: string) {
    super(`Worker ${worker} did not start. ${why}`, { code: 'WORKER_NOT_STARTED' });
  }
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Whoever has answered for so long did not die of its start. */
const WELL_AFTER_MS = 60_000;

/** @param deaths in a row, from 1 on. */
export const pauseAfter = (deaths: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (deaths - 1), LONGEST_PAUSE_MS);

/**
 * Starts the workers of one machine and starts each again that ends by itself, after a pause that grows with each death.
 * The first begins alone: it makes what all share, and takes along what one gateway kept in its files.
 */
export function superviseWorkers({ workers, begin, log }: SuperviseParts): Supervision {
  const running = new Set<WorkerProcess>();
  const ready = new Set<WorkerProcess>();
  const deaths = new Map<number, number>();
  const pauses = new Set<NodeJS.Timeout>();
  let stopping = false;
  let endedWell = true;
  let allGone = (): void => {};

  const endedBy = (worker: number, wellForMs: number, about: object): void => {
    const many = wellForMs >= WELL_AFTER_MS ? 1 : (deaths.get(worker) ?? 0) + 1;
    deaths.set(worker, many);
    const againInMs = pauseAfter(many);
    log.error({ worker, ...about, againInMs }, 'worker-ended');
    const pause = setTimeout(() => {
      pauses.delete(pause);
      run(worker);
    }, againInMs);
    pauses.add(pause);
  };
  /** @param first told where it answers, or that it does not start, where it is started for the first time. */
  const run = (worker: number, first?: { ready(url: string): void; failed(fault: WorkerNotStarted): void }): void => {
    if (stopping) return;
    const child = begin(worker);
    let readyAt: number | null = null;
    let fault: string | undefined;
    running.add(child);
    child.on('message', (message) => {
      const told = workerTold.parse(message);
      if ('fault' in told) {
        fault = told.fault;
        return;
      }
      readyAt = performance.now();
      ready.add(child);
      log.info({ worker, pid: child.pid }, 'worker-ready');
      first?.ready(told.url);
    });
    child.once('exit', (code, signal) => {
      running.delete(child);
      ready.delete(child);
      if (stopping) {
        if (readyAt !== null && code !== 0) endedWell = false;
        if (running.size === 0) allGone();
      } else if (first && readyAt === null)
        first.failed(new WorkerNotStarted(worker, fault ?? `It ended with ${signal ?? code}.`));
      else endedBy(worker, readyAt === null ? 0 : performance.now() - readyAt, { code, signal, fault });
    });
  };
  const startOne = (worker: number): Promise<string> =>
    new Promise((resolve, reject) => run(worker, { ready: resolve, failed: reject }));
  const startAll = async (): Promise<string> => {
    const url = await startOne(1);
    await Promise.all(Array.from({ length: workers - 1 }, (_, at) => startOne(at + 2)));
    return url;
  };

  return {
    started: startAll(),
    reload() {
      for (const child of ready) child.kill('SIGHUP');
    },
    async stop() {
      stopping = true;
      for (const pause of pauses) clearTimeout(pause);
      const gone = new Promise<void>((resolve) => {
        allGone = resolve;
      });
      for (const child of running) child.kill('SIGTERM');
      if (running.size > 0) await gone;
      return endedWell;
    },
  };
}
