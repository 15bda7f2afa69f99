import { once } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { CountUsage } from '../../shared/field-usage';
import { startThread } from '../../shared/start-thread';
import { AuditUnavailable } from '../errors';
import type { OfferedCheckpoint } from '../evidence/tree-keeper';
import { auditPaths } from '../lock-directory';
import { type EventRecord, eventNameOf, type KeptEvent, keptEvent } from '../records';
import type { AuditQuery, FoundRecord, ReviewQuery, ReviewsFound } from './audit-query';

/** The main thread's end of the thread that fills the index and searches it. Begun when it is first needed. */
export interface AuditIndex {
  /** There is more to take in. */
  follow(): void;
  /** Takes in all there is, where other gateways look it up too. @throws {AuditUnavailable} */
  ship(): Promise<void>;
  /** @throws {AuditUnavailable} the index cannot be read: nothing of the record is lost by that. */
  search(query: AuditQuery): Promise<readonly FoundRecord[]>;
  /** @throws {AuditUnavailable} likewise. */
  reviews(query: ReviewQuery): Promise<ReviewsFound>;
  /** @throws {AuditUnavailable} likewise. */
  readonly usage: CountUsage;
  /** Events of these kinds since then, the newest first. */
  events(kinds: readonly EventRecord['kind'][], since: Date): Promise<readonly KeptEvent[]>;
  /** A checkpoint for an agency to countersign; null where there is none that it has not, or none is signed here. */
  offer(agency: string, from?: number): Promise<OfferedCheckpoint | null>;
  /** Keeps what it signed. False where that is no signature of its own. */
  countersigned(agency: string, signed: CountersignedNote): Promise<boolean>;
  close(): Promise<void>;
}

/** What an agency signed, and the public key that it says is its own (32 bytes, base64). */
export interface CountersignedNote {
  readonly note: string;
  readonly line: string;
  readonly key: string;
}

/** How long records wait for the index where nobody asks. */
const FOLLOW_MS = 5_000;
const MOST_EVENTS = 10_000;

type Answer = { readonly kind: 'done'; readonly done: unknown } | { readonly kind: 'failed'; readonly reason: string };

/** Where checkpoints of the audit are signed: by a key apart from its directory, and where they go beside it. */
export interface EvidenceOptions {
  readonly keyFile: string;
  /** A folder in which nothing is written twice; null: none. */
  readonly exportDirectory: string | null;
  /** How long records wait to be signed and indexed where nobody asks, in milliseconds; five seconds where nothing is said. */
  readonly followMs?: number;
}

/** The index of all gateways that share a database, and this one's name in it. */
export interface SharedIndexPlace {
  readonly url: string;
  readonly gateway: string;
}

type Errand =
  | { readonly kind: 'follow' }
  | { readonly kind: 'ship' }
  | { readonly kind: 'close' }
  | { readonly kind: 'search'; readonly query: AuditQuery }
  | { readonly kind: 'reviews'; readonly query: ReviewQuery }
  | { readonly kind: 'usage'; readonly groups: readonly (readonly string[])[]; readonly since: number }
  | { readonly kind: 'offer'; readonly agency: string; readonly from: number | undefined }
  | { readonly kind: 'countersigned'; readonly agency: string; readonly signed: CountersignedNote };

export function openIndexClient(
  directory: string,
  evidence: EvidenceOptions | null,
  onFault: (fault: unknown) => void,
  shared: SharedIndexPlace | null = null,
): AuditIndex {
  let thread: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  const waiting: ((answer: Answer | Error) => void)[] = [];

  const begin = (): Worker => {
    if (thread) return thread;
    const begun = startThread(join(__dirname, 'index-thread.cjs'), {
      workerData: { directory, file: auditPaths(directory).index, evidence, shared },
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

  /** The thread's own code, of this same version, says what comes back. */
  const ask = async <T>(errand: Errand): Promise<T> => {
    const asked = begin();
    asked.ref();
    const answer = await new Promise<Answer | Error>((resolve) => {
      waiting.push(resolve);
      asked.postMessage(errand);
    });
    if (waiting.length === 0) asked.unref();
    if (answer instanceof Error) throw new AuditUnavailable('its index has ended', answer);
    if (answer.kind === 'failed') throw new AuditUnavailable('its index cannot be read', new Error(answer.reason));
    return answer.done as T;
  };
  const search = (query: AuditQuery): Promise<readonly FoundRecord[]> => ask({ kind: 'search', query });

  return {
    follow() {
      timer ??= setTimeout(() => {
        timer = null;
        ask({ kind: 'follow' }).catch(onFault);
      }, evidence?.followMs ?? FOLLOW_MS).unref();
    },
    async ship() {
      if (shared) await ask({ kind: 'ship' });
    },
    search,
    reviews: (query) => ask({ kind: 'reviews', query }),
    usage: (groups, since) => ask({ kind: 'usage', groups, since: since.getTime() }),
    async events(kinds, since) {
      const found = await search({ events: kinds.map(eventNameOf), since: since.getTime(), first: MOST_EVENTS });
      return found.map(({ record }) => keptEvent.parse(record));
    },
    offer: async (agency, from) => (evidence ? ask({ kind: 'offer', agency, from }) : null),
    countersigned: (agency, signed) => ask({ kind: 'countersigned', agency, signed }),
    async close() {
      if (timer) clearTimeout(timer);
      // A gateway that is not started again has left nothing behind that others would look for.
      if (timer && shared) await ask({ kind: 'ship' }).catch(onFault);
      // What is not signed yet is signed by the next gateway here.
      if (!thread) return;
      const ended = once(thread, 'exit');
      await ask({ kind: 'close' }).catch(onFault);
      await ended;
    },
  };
}
