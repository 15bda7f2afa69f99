/** Proposals as files of one agency: `confirmations.jsonl`, `undone.jsonl`, `agreed.jsonl`, and the key of their digests. */
import { statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { NoMatchDecisions, RecordStoreUnreadable } from '../errors';
import { confirmation, undoing } from './decision-lines';
import { appendForOwner, appendTo, readLines } from './jsonl-file';
import type { KeptProposal, ProposalStore, StaffProposals } from './proposal-store';
import { isSameSubject, readOrMakeKey } from './subject-keys';

const confirmationsFile = (directory: string): string => join(directory, 'confirmations.jsonl');

/**
 * For the agency that is served: opens its folder, made if need be. Staff write files of their own, which are looked at again
 * whenever they have changed. Throws `RecordStoreUnreadable`.
 */
export async function openFileProposalStore(directory: string): Promise<ProposalStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const key = await readOrMakeKey(join(directory, 'confirmations.key'));
  const files = filesIn(directory);
  // The one who writes it knows all that is in it.
  const proposals = [...(await readProposals(directory))];
  await files.words();
  const lines = await appendTo(confirmationsFile(directory));
  return {
    key,
    all: async () => proposals,
    words: files.words,
    mark: files.mark,
    async about(subject) {
      const { undone, agreed } = await files.words();
      const gone = new Set(undone.map(({ decision }) => decision));
      return {
        proposals: proposals.filter((one) => !gone.has(one.number) && isSameSubject(subject, one.subject)),
        agreed,
      };
    },
    async add(proposal) {
      await lines.write(proposal);
      proposals.push({ ...proposal, number: proposals.length + 1 });
    },
    close: lines.close,
  };
}

/**
 * For staff, beside a running agency: changes nothing but by `mark`. Throws `NoMatchDecisions` where nothing was ever kept,
 * and `RecordStoreUnreadable`.
 */
export function openProposalFiles(directory: string): StaffProposals {
  const { words, mark } = filesIn(directory);
  return {
    async all() {
      await ownerOf(directory);
      return readProposals(directory);
    },
    words,
    mark,
  };
}

async function readProposals(directory: string): Promise<readonly KeptProposal[]> {
  const kept = await readLines(confirmationsFile(directory), confirmation, 'the kept confirmations');
  return kept.map((one, place) => ({ ...one, number: place + 1 }));
}

function filesIn(directory: string): Pick<StaffProposals, 'words' | 'mark'> {
  /** Files of their own, so that staff never write where the running agency writes. */
  const files = { undone: join(directory, 'undone.jsonl'), agreed: join(directory, 'agreed.jsonl') };
  const undone = watch(files.undone, undoing, 'the kept undoings');
  const agreed = watch(files.agreed, undoing, 'the kept agreements');
  return {
    async words() {
      const [gone, counted] = await Promise.all([undone(), agreed()]);
      return { undone: gone, agreed: counted };
    },
    async mark(what, word) {
      await appendForOwner(files[what], word, await ownerOf(directory));
    },
  };
}

const ownerOf = (directory: string): Promise<{ readonly uid: number; readonly gid: number }> =>
  stat(confirmationsFile(directory)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') throw new NoMatchDecisions(directory, { cause });
    throw new RecordStoreUnreadable('expected to read the kept confirmations', { cause });
  });

/** A file's lines as of now: it is read again only where it has changed. */
function watch<Line>(file: string, shape: z.ZodType<Line>, what: string): () => Promise<readonly Line[]> {
  let seen = '';
  let kept: readonly Line[] = [];
  return async () => {
    const state = fileState(file);
    if (state !== seen) {
      kept = await readLines(file, shape, what);
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
