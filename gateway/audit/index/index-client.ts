import { once } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../../shared/start-thread';
import { AuditUnavailable } from '../errors';
import { auditPaths } from '../lock-directory';
import { type EventRecord, eventNameOf, type KeptEvent, keptEvent } from '../records';
import type { AuditQuery, FoundRecord } from './audit-query';

/** The main thread's end of the thread that fills the index and searches it. Begun when it is first needed. */
export interface AuditIndex {
  /** There is more to take in. */
  follow(): void;
  /** @throws {AuditUnavailable} the index cannot be read: nothing of the record is lost by that. */
  search(query: AuditQuery): Promise<readonly FoundRecord[]>;
  /** Events of these kinds since then, the newest first. */
  events(kinds: readonly EventRecord['kind'][], since: Date): Promise<readonly KeptEvent[]>;
  close(): Promise<void>;
}

/** How long records wait for the index where nobody asks. */
const FOLLOW_MS = 5_000;
const MOST_EVENTS = 10_000;

type Answer =
  | { readonly kind: 'found'; readonly found: readonly FoundRecord[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** Where checkpoints of the audit are signed: by a key apart from its directory, and where they go beside it. */
export interface EvidenceOptions {
  readonly keyFile: string;
  /** A folder in which nothing is written twice; null: none. */
  readonly exportDirectory: string | null;
}

type Errand =
  | { readonly kind: 'follow' }
  | { readonly kind: 'close' }
  | { readonly kind: 'search'; readonly query: AuditQuery };

export function openIndexClient(
  directory: string,
  evidence: EvidenceOptions | null,
  onFault: (fault: unknown) => void,
): AuditIndex {
  let thread: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  const waiting: ((answer: Answer | Error) => void)[] = [];

  const begin = (): Worker => {
    if (thread) return thread;
    const begun = startThread(join(__dirname, 'index-thread.cjs'), {
      workerData: { directory, file: auditPaths(directory).index, evidence },
    });
    const end = (fault: Error): void => {
      if (thread === begun) thread = null;
      for (const settle of waiting.splice(0)) settle(fault);
    };
    begun.on('error', end);
    begun.on('exit', () => end(new Error('the thread of the index has ended')));
    begun.on('message', (answer: Answer) => waiting.shift()?.(answer));
    begun.unref();
    thread = begun;
    return begun;
  };

  const ask = async (errand: Errand): Promise<readonly FoundRecord[]> => {
    const asked = begin();
    asked.ref();
    const answer = await new Promise<Answer | Error>((resolve) => {
      waiting.push(resolve);
      asked.postMessage(errand);
    });
    if (waiting.length === 0) asked.unref();
    if (answer instanceof Error) throw new AuditUnavailable('its index has ended', answer);
    if (answer.kind === 'failed') throw new AuditUnavailable('its index cannot be read', new Error(answer.reason));
    return answer.found;
  };
  const search = (query: AuditQuery): Promise<readonly FoundRecord[]> => ask({ kind: 'search', query });

  return {
    follow() {
      timer ??= setTimeout(() => {
        timer = null;
        ask({ kind: 'follow' }).catch(onFault);
      }, FOLLOW_MS).unref();
    },
    search,
    async events(kinds, since) {
      const found = await search({ events: kinds.map(eventNameOf), since: since.getTime(), first: MOST_EVENTS });
      return found.map(({ record }) => keptEvent.parse(record));
    },
    async close() {
      if (timer) clearTimeout(timer);
      // What is not signed yet is signed by the next gateway here.
      if (!thread) return;
      const ended = once(thread, 'exit');
      await ask({ kind: 'close' }).catch(onFault);
      await ended;
    },
  };
}
