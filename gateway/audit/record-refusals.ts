import { LRUCache } from 'lru-cache';
import { FamilyViewError } from '../errors';
import type { Requester } from '../identity/types';
import { nameOf } from '../shared/requester-name';
import type { Audit } from './open-audit';

/** Whoever was refused at the door, as far as they are known. */
export interface RefusedEntry {
  readonly requester: Pick<Requester, 'id' | 'organisation' | 'role'>;
  readonly purpose: string | null;
  readonly caseReference: string | null;
}

/** Records refusals of requesters who are known: before anything was asked for them. */
export interface RefusalRecorder {
  /** Records the fault where it is a refusal. Never rejects: whoever is refused is told nothing, recorded or not. */
  record(
    entry: RefusedEntry,
    fault: unknown,
    about?: { readonly operation?: string; readonly searches?: readonly Readonly<Record<string, string>>[] },
  ): Promise<void>;
  close(): Promise<void>;
}

/** A requester's refusals of one kind are recorded once in this time, and counted. */
const WINDOW_MS = 60_000;
const MOST_REQUESTERS = 10_000;
/** Refusals of who asks, what for, and how much. */
const STATUSES: ReadonlySet<number> = new Set([401, 403, 429]);
const CODES: ReadonlySet<string> = new Set([
  'TOO_MANY_AGENCY_CALLS',
  'NO_PURPOSE',
  'PURPOSE_UNKNOWN',
  'CASE_REFERENCE_NEEDED',
  'CASE_REFERENCE_MALFORMED',
]);

interface Window {
  readonly until: number;
  readonly entry: RefusedEntry;
  readonly code: string;
  more: number;
}

export function createRefusalRecorder(
  audit: Pick<Audit, 'refusal'>,
  now: () => Date,
  onFault: (fault: unknown) => void,
): RefusalRecorder {
  const write = (
    { entry, code }: Pick<Window, 'entry' | 'code'>,
    repeated: number,
    about: { readonly operation?: string; readonly searches?: readonly Readonly<Record<string, string>>[] } = {},
  ): Promise<void> => {
    const { requester, purpose, caseReference } = entry;
    const { id, role, organisation } = requester;
    const kept = { requester: { id, role, organisation }, purpose, caseReference, code, repeated, ...about };
    return audit.refusal(kept).catch(onFault);
  };
  const flush = async (window: Window): Promise<void> => {
    if (window.more === 0) return;
    const { more } = window;
    window.more = 0;
    await write(window, more);
  };
  const windows = new LRUCache<string, Window>({
    max: MOST_REQUESTERS,
    dispose: (window) => void flush(window),
  });
  const timer = setInterval(() => {
    const at = now().getTime();
    for (const [name, window] of windows.entries()) if (window.until <= at) windows.delete(name);
  }, WINDOW_MS).unref();

  return {
    async record(entry, fault, about) {
      if (!(fault instanceof FamilyViewError) || !(STATUSES.has(fault.httpStatus) || CODES.has(fault.code))) return;
      const { code } = fault;
      const name = `${code} ${nameOf(entry.requester)}`;
      const at = now().getTime();
      const window = windows.get(name);
      // What was searched for is recorded each time.
      if (window && window.until > at && !about?.searches?.length) {
        window.more += 1;
        return;
      }
      if (window) await flush(window);
      windows.set(name, { until: at + WINDOW_MS, entry, code, more: 0 });
      await write({ entry, code }, 0, about);
    },
    async close() {
      clearInterval(timer);
      await Promise.all([...windows.values()].map(flush));
    },
  };
}
