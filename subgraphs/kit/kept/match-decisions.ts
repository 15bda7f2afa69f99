/** What people decided about possible matches, for the agency's own staff: to list, and to undo. */
import { chown, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KeptRecordsUnreadable, MatchAlreadyUndone, NoMatchDecisions, NoSuchMatchDecision } from '../errors';
import { appendTo, readLines } from './lines';
import { subjectKeys } from './subject-keys';

export const confirmation = z.object({
  subject: subjectKeys,
  ref: z.string(),
  same: z.boolean(),
  statement: z.string(),
  requester: z.string(),
  operation: z.string(),
  at: z.string(),
});
export type Confirmation = z.infer<typeof confirmation>;

const undoing = z.object({ decision: z.int().positive(), by: z.string(), at: z.string() });
type Undoing = z.infer<typeof undoing>;

/** One decision as it was kept. `number` is its place among all, from 1, for ever. `at` is an ISO instant. */
export interface MatchDecision {
  readonly number: number;
  readonly at: string;
  /** Whose record of this agency it is about. */
  readonly ref: string;
  readonly same: boolean;
  readonly statement: string;
  readonly requester: string;
  readonly operation: string;
  /** What the person asked about is known again by: no values are kept. */
  readonly knownBy: readonly string[];
  readonly undone: { readonly at: string; readonly by: string } | null;
}

export const confirmationsFile = (directory: string): string => join(directory, 'confirmations.jsonl');
/** A file of its own, so that who undoes never writes where the running agency writes. */
const undoneFile = (directory: string): string => join(directory, 'undone.jsonl');

export const readConfirmations = (directory: string): Promise<readonly Confirmation[]> =>
  readLines(confirmationsFile(directory), confirmation, 'the kept confirmations');
const readUndoings = (directory: string): Promise<readonly Undoing[]> =>
  readLines(undoneFile(directory), undoing, 'the kept undoings');

/**
 * All decisions kept in an agency's own folder (`<dataDirectory>/<agency>`), the oldest first, those undone with them.
 * Changes nothing there. Throws `NoMatchDecisions` where there is no such file, `KeptRecordsUnreadable`.
 */
export async function listMatchDecisions(directory: string): Promise<readonly MatchDecision[]> {
  await ownerOf(directory);
  const [confirmations, undoings] = await Promise.all([readConfirmations(directory), readUndoings(directory)]);
  const undone = new Map(undoings.map(({ decision, at, by }) => [decision, { at, by }]));
  return confirmations.map(({ subject, ...decision }, place) => ({
    number: place + 1,
    ...decision,
    knownBy: Object.keys(subject),
    undone: undone.get(place + 1) ?? null,
  }));
}

/**
 * Undoes one decision: it is as though it had never been taken, and one that it replaced counts again. A running agency
 * notices at its next match. `by` is the member of staff. Throws `NoSuchMatchDecision`, `MatchAlreadyUndone` and what
 * `listMatchDecisions` throws; `KeptRecordsNotWritten` where it could not be put on disk.
 */
export async function undoMatchDecision(
  directory: string,
  number: number,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<MatchDecision> {
  const owner = await ownerOf(directory);
  const decisions = await listMatchDecisions(directory);
  const decision = decisions[number - 1];
  if (!decision) throw new NoSuchMatchDecision(number, decisions.length);
  if (decision.undone) throw new MatchAlreadyUndone(number);
  const undone = { by, at: at.toISOString() };
  const lines = await appendTo(undoneFile(directory));
  try {
    // An administrator's file would be closed to the agency, which then could not match.
    if (process.getuid?.() === 0) await chown(undoneFile(directory), owner.uid, owner.gid);
    await lines.write({ decision: number, ...undone } satisfies Undoing);
  } finally {
    await lines.close();
  }
  return { ...decision, undone };
}

const ownerOf = (directory: string): Promise<{ readonly uid: number; readonly gid: number }> =>
  stat(confirmationsFile(directory)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') throw new NoMatchDecisions(directory, { cause });
    throw new KeptRecordsUnreadable('expected to read the kept confirmations', { cause });
  });

/** The numbers of the decisions undone as of now: the file is read again only where it has changed since. */
export function watchUndone(directory: string): () => Promise<ReadonlySet<number>> {
  let seen = '';
  let undone: ReadonlySet<number> = new Set();
  return async () => {
    const state = await stateOf(undoneFile(directory));
    if (state !== seen) {
      undone = new Set((await readUndoings(directory)).map(({ decision }) => decision));
      seen = state;
    }
    return undone;
  };
}

const stateOf = (path: string): Promise<string> =>
  stat(path, { bigint: true }).then(
    ({ ino, size, mtimeNs }) => `${ino} ${size} ${mtimeNs}`,
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return '';
      throw new KeptRecordsUnreadable('expected to read the kept undoings', { cause });
    },
  );
