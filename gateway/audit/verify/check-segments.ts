import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startThread } from '../../shared/start-thread';
import { AuditUnavailable } from '../errors';
import { checkSegment, type SegmentCheck, type SegmentErrand } from './check-segment';

const MOST_THREADS = 8;
/** Less than this is done before a thread has begun. */
const WORTH_BYTES = 16 * 1_048_576;

type Answer = { readonly check: SegmentCheck } | { readonly reason: string };

/** Checks segments, several at once where there is enough of them; tells them in their order. */
export async function* checkSegments(
  errands: readonly SegmentErrand[],
  worthBytes = WORTH_BYTES,
): AsyncGenerator<SegmentCheck> {
  const bytes = errands.reduce((sum, { file }) => sum + statSync(file).size, 0);
  const count = Math.min(availableParallelism(), MOST_THREADS, errands.length);
  if (count < 2 || bytes < worthBytes) {
    for (const errand of errands) {
      yield checkSegment(errand);
      await new Promise((turn) => setImmediate(turn));
    }
    return;
  }
  const threads = Array.from({ length: count }, openCheckThread);
  try {
    // Each thread has one segment at work and one to go on with; what is done waits for its turn.
    const begun: (Promise<SegmentCheck> | null)[] = [];
    const begin = (): void => {
      const errand = errands[begun.length];
      if (!errand) return;
      const check = threads[begun.length % count]!.check(errand);
      // A fault is met in its turn.
      check.catch(() => {});
      begun.push(check);
    };
    for (let ahead = 0; ahead < count * 2; ahead += 1) begin();
    for (let at = 0; at < errands.length; at += 1) {
      yield await begun[at]!;
      begun[at] = null;
      begin();
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

/** A thread that answers in the order in which it is asked. */
function openCheckThread() {
  const thread = startThread(join(__dirname, 'check-thread.cjs'), {});
  const waiting: { resolve(check: SegmentCheck): void; reject(fault: AuditUnavailable): void }[] = [];
  const unavailable = (cause: Error): AuditUnavailable =>
    new AuditUnavailable('a segment of it cannot be checked', cause);
  thread.on('message', (answer: Answer) => {
    const next = waiting.shift();
    if ('check' in answer) next?.resolve(answer.check);
    else next?.reject(unavailable(new Error(answer.reason)));
  });
  thread.on('error', (fault: Error) => {
    for (const one of waiting.splice(0)) one.reject(unavailable(fault));
  });
  return {
    check: (errand: SegmentErrand): Promise<SegmentCheck> =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        thread.postMessage(errand);
      }),
    close: () => thread.terminate(),
  };
}
