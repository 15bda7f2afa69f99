import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Decided } from '../match/decide-candidates';
import type { MatchSubject } from '../match/subject';
import { decideProposals, type Proposed } from './agreed-words';
import { type ClaimSpan, rememberClaims } from './claims';
import type { Confirmation } from './decision-lines';
import { appendTo, readLines } from './jsonl-file';
import { confirmationsFile, readConfirmations, watchStaff } from './match-decisions';
import { isSameSubject, keysOf, readOrMakeKey } from './subject-keys';

/** What the gateway told this agency of: references only. `at` and `until` are ISO instants. */
export interface NotifiedEvent {
  readonly kind: string;
  readonly reference: string;
  readonly at: string;
  readonly until?: string | null;
  readonly refs: readonly string[];
}

/** A relationship that the requester claims to those of the event's people of whom this agency may tell them. */
export interface ClaimedRelationship {
  readonly requester: string;
  readonly refs: readonly string[];
  readonly until: string;
}

const keptNotification = z.object({
  at: z.string(),
  kind: z.string().optional(),
  reference: z.string().optional(),
  claimed: z.object({ requester: z.string(), refs: z.array(z.string()), until: z.string() }).optional(),
});

/** Told to the agency's staff, for them to look into: once for each reference, whoever met it and how often. */
const WORKLIST: ReadonlySet<string> = new Set(['POSSIBLE_DUPLICATE', 'RECORD_CONFLICT']);

/** What the agency itself keeps: people's decisions about possible matches, and what the gateway told it of. */
export interface RecordStore {
  /** True once on disk; false where the subject has nothing to be known again by. */
  confirm(
    subject: MatchSubject,
    decision: Omit<Confirmation, 'subject' | 'at'> & { readonly at: Date },
  ): Promise<boolean>;
  /** True once on disk; a claimed relationship counts from then on. */
  notify(event: NotifiedEvent, operation: string, claimed?: ClaimedRelationship): Promise<boolean>;
  /** What this requester claims of this person; null where nothing is, or it has lapsed. */
  claimOf(requester: string, ref: string): ClaimSpan | null;
  /** What has been agreed about a subject, without what has been undone since: one person's word is not. */
  recall(subject: MatchSubject): Promise<Decided>;
  /** What one requester has said of each record about a subject, agreed or not: by ref. */
  wordsOf(requester: string, subject: MatchSubject): Promise<ReadonlyMap<string, boolean>>;
  close(): Promise<void>;
}

/** Opens the records in a folder, made if need be. Throws `RecordStoreUnreadable` rather than forget a decision. */
export async function openRecordStore(directory: string, now: () => Date = () => new Date()): Promise<RecordStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const key = await readOrMakeKey(join(directory, 'confirmations.key'));
  const notificationsFile = join(directory, 'notifications.jsonl');
  const confirmations = [...(await readConfirmations(directory))];
  const staff = watchStaff(directory);
  await staff();
  const about = async (subject: MatchSubject) => {
    const { undone, agreeings } = await staff();
    const keys = keysOf(key, subject);
    const proposed = confirmations.flatMap((one, place): readonly Proposed[] =>
      !undone.has(place + 1) && isSameSubject(keys, one.subject) ? [{ ...one, number: place + 1 }] : [],
    );
    return { proposed, agreeings };
  };

  const claims = rememberClaims();
  const claim = (at: string, { requester, refs, until }: ClaimedRelationship): void =>
    claims.add(requester, refs, { from: at, until }, now());
  const worklist = new Set<string>();
  for (const { at, kind, reference, claimed } of await readLines(
    notificationsFile,
    keptNotification,
    'the kept notifications',
  )) {
    if (claimed) claim(at, claimed);
    if (kind && reference && WORKLIST.has(kind)) worklist.add(reference);
  }

  const confirmationLines = await appendTo(confirmationsFile(directory));
  const notificationLines = await appendTo(notificationsFile);

  return {
    async confirm(subject, decision) {
      const keys = keysOf(key, subject);
      if (Object.keys(keys).length === 0) return false;
      const kept = { ...decision, subject: keys, at: decision.at.toISOString() };
      await confirmationLines.write(kept);
      confirmations.push(kept);
      return true;
    },
    async notify(event, operation, claimed) {
      if (WORKLIST.has(event.kind)) {
        if (worklist.has(event.reference)) return true;
        worklist.add(event.reference);
      }
      await notificationLines.write({ ...event, operation, claimed }).catch((fault: unknown) => {
        worklist.delete(event.reference);
        throw fault;
      });
      if (claimed) claim(event.at, claimed);
      return true;
    },
    claimOf: (requester, ref) => claims.of(requester, ref, now()),
    async recall(subject) {
      const { proposed, agreeings } = await about(subject);
      return decideProposals(proposed, agreeings);
    },
    async wordsOf(requester, subject) {
      const { proposed } = await about(subject);
      return new Map(proposed.filter((one) => one.requester === requester).map(({ ref, same }) => [ref, same]));
    },
    async close() {
      await Promise.all([confirmationLines.close(), notificationLines.close()]);
    },
  };
}
