import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { AuditRow, ChainHead } from './chain';
import { AuditInUse, AuditUnavailable } from './errors';

const message = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opened'),
    journalMode: z.string(),
    synchronous: z.number(),
    last: z.object({ sequence: z.number(), hash: z.string() }).nullable(),
    head: z.object({ sequence: z.number(), hash: z.string(), seal: z.string() }).nullable(),
  }),
  z.object({ kind: z.literal('refused'), inUse: z.boolean(), reason: z.string() }),
  z.object({ kind: z.literal('written') }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);
type Message = z.infer<typeof message>;

/** SQLite's `FULL`: every commit waits until the disk has it. Anything less loses records that were already promised. */
const FULL = 2;

export interface Batch {
  readonly rows: readonly AuditRow[];
  readonly head: ChainHead;
}

/** The main thread's end of the thread that writes. One batch at a time. */
export interface Writer {
  readonly last: { readonly sequence: number; readonly hash: string } | null;
  readonly head: ChainHead | null;
  readonly thread: Worker;
  /** Resolves when the batch is on disk; rejects with `AuditUnavailable` when it is not, or when the thread is gone. */
  write(batch: Batch): Promise<void>;
  close(): Promise<void>;
}

export async function startWriter(files: { readonly file: string; readonly lockFile: string }): Promise<Writer> {
  // No execArgv: the thread needs none of the main thread's loaders.
  const thread = new Worker(join(__dirname, 'audit-writer.cjs'), { workerData: files, execArgv: [] });
  const pending: ((answer: Message | Error) => void)[] = [];
  let gone: Error | null = null;
  const end = (error: Error) => {
    gone ??= error;
    for (const settle of pending.splice(0)) settle(gone);
  };
  thread.on('error', end);
  thread.on('exit', () => end(new Error('the writing thread has ended')));
  thread.on('message', (came: unknown) => pending.shift()?.(message.parse(came)));

  const next = (): Promise<Message> =>
    new Promise((resolve, reject) => {
      const settle = (answer: Message | Error) => (answer instanceof Error ? reject(answer) : resolve(answer));
      if (gone) settle(gone);
      else pending.push(settle);
    });

  const opened = await next().catch((cause: unknown) => {
    throw new AuditUnavailable('its writing thread did not start', cause);
  });
  if (opened.kind !== 'opened') {
    await thread.terminate();
    if (opened.kind === 'refused' && opened.inUse) throw new AuditInUse();
    throw new AuditUnavailable(
      'its file does not open',
      opened.kind === 'refused' ? new Error(opened.reason) : undefined,
    );
  }
  if (opened.journalMode !== 'wal' || opened.synchronous !== FULL) {
    await thread.terminate();
    throw new AuditUnavailable('its file does not promise to wait for the disk');
  }

  return {
    last: opened.last,
    head: opened.head,
    thread,
    async write(batch) {
      if (!gone) thread.postMessage({ kind: 'write', batch });
      const answer = await next().catch((cause: unknown) => {
        throw new AuditUnavailable('its writing thread has ended', cause);
      });
      if (answer.kind !== 'written')
        throw new AuditUnavailable('the disk refused', answer.kind === 'failed' ? new Error(answer.reason) : undefined);
    },
    async close() {
      if (gone) return;
      const ended = once(thread, 'exit');
      thread.postMessage({ kind: 'close' });
      await ended;
    },
  };
}
