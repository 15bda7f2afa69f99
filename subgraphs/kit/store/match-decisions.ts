/** What people decided about possible matches, for the agency's own staff: to list, and to undo. */
import { statSync } from 'node:fs';
import { chown, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  MatchAlreadyAgreed,
  MatchAlreadyUndone,
  NoMatchDecisions,
  NoSuchMatchDecision,
  RecordStoreUnreadable,
} from '../errors';
import { type ProposalState, stateOf } from './agreed-words';
import { type Agreeing, type Confirmation, confirmation, type Undoing, undoing } from './decision-lines';
import { appendTo, readLines } from './jsonl-file';
import { isSameSubject } from './subject-keys';

/**
 * One person's proposal as it was kept. `number` is its place among all, from 1, for ever. `at` is an ISO instant. It counts
 * once this agency's staff, or a second person of another organisation, agree.
 */
export interface MatchDecision {
  readonly number: number;
  readonly at: string;
  /** Whose record of this agency it is about. */
  readonly ref: string;
  readonly same: boolean;
  readonly statement: string;
  readonly requester: string;
  readonly organisation: string | null;
  readonly operation: string;
  /** What the person asked about is known again by: no values are kept. */
  readonly knownBy: readonly string[];
  readonly undone: { readonly at: string; readonly by: string } | null;
  /** By this agency's own staff. */
  readonly agreed: { readonly at: string; readonly by: string } | null;
  readonly state: ProposalState | 'UNDONE';
}

export const confirmationsFile = (directory: string): string => join(directory, 'confirmations.jsonl');
/** A file of its own, so that who undoes never writes where the running agency writes. */
const undoneFile = (directory: string): string => join(directory, 'undone.jsonl');
const agreedFile = (directory: string): string => join(directory, 'agreed.jsonl');

export const readConfirmations = (directory: string): Promise<readonly Confirmation[]> =>
  readLines(confirmationsFile(directory), confirmation, 'the kept confirmations');
const readUndoings = (directory: string): Promise<readonly Undoing[]> =>
  readLines(undoneFile(directory), undoing, 'the kept undoings');
const readAgreeings = (directory: string): Promise<readonly Agreeing[]> =>
  readLines(agreedFile(directory), undoing, 'the kept agreements');

/**
 * All decisions kept in an agency's own folder (`<dataDirectory>/<agency>`), the oldest first, those undone with them.
 * Changes nothing there. Throws `NoMatchDecisions` where there is no such file, `RecordStoreUnreadable`.
 */
export async function listMatchDecisions(directory: string): Promise<readonly MatchDecision[]> {
  await ownerOf(directory);
  const [confirmations, undoings, agreeings] = await Promise.all([
    readConfirmations(directory),
    readUndoings(directory),
    readAgreeings(directory),
  ]);
  const of = (all: readonly Undoing[]) => new Map(all.map(({ decision, at, by }) => [decision, { at, by }]));
  const [undone, agreed] = [of(undoings), of(agreeings)];
  const standing = confirmations
    .map((one, place) => ({ ...one, number: place + 1 }))
    .filter(({ number }) => !undone.has(number));
  const stateAt = (number: number): MatchDecision['state'] => {
    const one = standing.find((other) => other.number === number);
    return one
      ? stateOf(
          one,
          standing.filter(({ subject }) => isSameSubject(subject, one.subject)),
          agreeings,
        )
      : 'UNDONE';
  };
  return confirmations.map(({ subject, organisation, ...decision }, place) => ({
    number: place + 1,
    ...decision,
    organisation: organisation ?? null,
    knownBy: Object.keys(subject),
    undone: undone.get(place + 1) ?? null,
    agreed: agreed.get(place + 1) ?? null,
    state: stateAt(place + 1),
  }));
}

/**
 * Undoes one decision: it is as though it had never been taken, and one that it replaced counts again. A running agency
 * notices at its next match. `by` is the member of staff. Throws `NoSuchMatchDecision`, `MatchAlreadyUndone` and what
 * `listMatchDecisions` throws; `RecordStoreNotWritten` where it could not be put on disk.
 */
export async function undoMatchDecision(
  directory: string,
  number: number,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<MatchDecision> {
  return mark(directory, number, undoneFile, { by, at });
}

/**
 * This agency agrees to one proposal: it counts for everybody from its next match on, until it is undone. `by` is the member
 * of staff. Throws as `undoMatchDecision` does, and `MatchAlreadyAgreed`.
 */
export async function agreeToMatchDecision(
  directory: string,
  number: number,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<MatchDecision> {
  return mark(directory, number, agreedFile, { by, at });
}

async function mark(
  directory: string,
  number: number,
  fileIn: typeof undoneFile,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<MatchDecision> {
  const owner = await ownerOf(directory);
  const decisions = await listMatchDecisions(directory);
  const decision = decisions[number - 1];
  if (!decision) throw new NoSuchMatchDecision(number, decisions.length);
  if (decision.undone) throw new MatchAlreadyUndone(number);
  if (fileIn === agreedFile && decision.agreed) throw new MatchAlreadyAgreed(number);
  const file = fileIn(directory);
  const lines = await appendTo(file);
  try {
    // An administrator's file would be closed to the agency, which then could not match.
    if (process.getuid?.() === 0) await chown(file, owner.uid, owner.gid);
    await lines.write({ decision: number, by, at: at.toISOString() } satisfies Undoing);
  } finally {
    await lines.close();
  }
  return (await listMatchDecisions(directory))[number - 1]!;
}

const ownerOf = (directory: string): Promise<{ readonly uid: number; readonly gid: number }> =>
  stat(confirmationsFile(directory)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') throw new NoMatchDecisions(directory, { cause });
    throw new RecordStoreUnreadable('expected to read the kept confirmations', { cause });
  });

/** What this agency's staff have undone, and agreed to, as of now: files are read again only where they have changed. */
export function watchStaff(
  directory: string,
): () => Promise<{ readonly undone: ReadonlySet<number>; readonly agreeings: readonly Agreeing[] }> {
  const undoings = watch(undoneFile(directory), () => readUndoings(directory));
  const agreeings = watch(agreedFile(directory), () => readAgreeings(directory));
  return async () => {
    const [undone, agreed] = await Promise.all([undoings(), agreeings()]);
    return { undone: new Set(undone.map(({ decision }) => decision)), agreeings: agreed };
  };
}

function watch<T>(file: string, read: () => Promise<readonly T[]>): () => Promise<readonly T[]> {
  let seen = '';
  let kept: readonly T[] = [];
  return async () => {
    const state = fileState(file);
    if (state !== seen) {
      kept = await read();
      seen = state;
    }
    return kept;
  };
}

/** Looked at once for every person asked about: at once is a tenth of what it takes to wait for it. */
function fileState(path: string): string {
  try {
    const seen = statSync(path, { bigint: true, throwIfNoEntry: false });
    return seen ? `${seen.ino} ${seen.size} ${seen.mtimeNs}` : '';
  } catch (cause) {
    throw new RecordStoreUnreadable('expected to read what staff have undone and agreed to', { cause });
  }
}
