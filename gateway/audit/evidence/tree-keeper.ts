import type { KeyObject } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { GENESIS_HASH } from '../chain';
import { AuditDamaged } from '../errors';
import { readRetained } from '../ledger/keep-audit';
import { readLegacy } from '../legacy-chain';
import { auditPaths } from '../lock-directory';
import { splitGroup } from '../segments/parse-group';
import { readGroups } from '../segments/read-segment';
import { segmentsIn } from '../segments/recover-end';
import { endLine, segmentName } from '../segments/segment-format';
import { keepCheckpoint, keepCountersignature, readCheckpoints } from './checkpoint-file';
import { consistencyProof, treeOf } from './consistency-proof';
import { countersignedBeside, isCosignature, keyFromRaw, readNoted } from './countersignatures';
import { createTree, EMPTY_TREE, type LeafReader, legacyLeaf, recordLeaf, type TreeState } from './merkle-tree';
import { keyIdOf, rawPublicKey, readNote, signNote } from './signed-note';
import { openSigningKey, SIGNER } from './signing-key';

/** Follows the record with a Merkle tree over it, and signs what it comes to. */
export interface TreeKeeper {
  /**
   * Takes in what there is more, and signs a checkpoint where one is due. `closing`: whatever is not signed yet is due.
   * @throws {AuditDamaged} what is there does not go on from what was signed: nothing more is signed of it.
   */
  keep(closing?: boolean): void;
  /** What was signed last, for an agency to countersign; null where it has, or nothing is signed. `from`: the size that it signed last, where it says another than was noted. */
  offer(agency: string, from?: number): OfferedCheckpoint | null;
  /**
   * Takes what an agency signed of a checkpoint that it was offered. @returns false where that is no signature of its own.
   */
  countersigned(
    agency: string,
    signed: { readonly note: string; readonly line: string; readonly key: string },
  ): boolean;
}

/** As `countersign` of the contract takes it. */
export interface OfferedCheckpoint {
  readonly note: string;
  readonly key: string;
  readonly from: number;
  readonly proof: readonly string[];
}

/** A checkpoint is due after so many records, and for any record after so long. */
const MOST_RECORDS = 1_000;
const MOST_MS = 10_000;
const LEAF_BYTES = 32;
const MOST_STATES = 100;

const state = z.object({
  segment: z.number(),
  bytes: z.number(),
  sequence: z.number(),
  hash: z.string(),
  tree: z.object({ size: z.number(), roots: z.array(z.string()) }),
});
type State = z.infer<typeof state>;
type Place = Omit<State, 'tree'>;
const BEGUN: State = { segment: 0, bytes: 0, sequence: 0, hash: GENESIS_HASH, tree: { ...EMPTY_TREE, roots: [] } };

/** Beside the signing key, and so out of reach of whoever can write the data alone: what was signed last, and how the tree stood. */
export const stateBeside = (keyFile: string): string => `${keyFile}.state`;
export const lastBeside = (keyFile: string): string => `${keyFile}.last`;

export function createTreeKeeper(options: {
  readonly directory: string;
  /** Of the signing key. */
  readonly keyFile: string;
  readonly exportDirectory: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}): TreeKeeper {
  const { directory, keyFile, exportDirectory, now } = options;
  const { segments, leaves: leavesFile, checkpoints } = auditPaths(directory);
  const key: KeyObject = openSigningKey(keyFile);
  const origin = `${SIGNER}/${keyIdOf(SIGNER, key)}`;
  const leaves = openSync(leavesFile, existsSync(leavesFile) ? 'r+' : 'w+', 0o600);
  const { tree: begun, ...place } = readState(stateBeside(keyFile)) ?? afterRetained(directory, leaves);
  const tree = createTree(begun);
  let at: Place = place;
  let signed = at.sequence;
  let signedAt = now();
  const countersignedFile = countersignedBeside(keyFile);
  /** How the tree stood when it was signed, the last few times: by its size. */
  const states = new Map<number, TreeState>();
  const remember = (one: TreeState): void => {
    states.set(one.size, one);
    for (const size of states.keys()) if (states.size > MOST_STATES) states.delete(size);
  };
  let lastNote = readCheckpoints(lastBeside(keyFile)).at(-1) ?? null;
  if (lastNote?.checkpoint.size === begun.size) remember(begun);
  ftruncateSync(leaves, at.sequence * LEAF_BYTES);

  const sign = (): void => {
    const checkpoint = {
      origin,
      size: at.sequence,
      root: tree.root(),
      head: at.hash,
      at: new Date(now()).toISOString(),
    };
    const note = signNote(checkpoint, SIGNER, key);
    keepCheckpoint(checkpoints, note, exportDirectory);
    replace(lastBeside(keyFile), `${JSON.stringify({ note })}\n`);
    replace(stateBeside(keyFile), JSON.stringify({ ...at, tree: tree.state() }));
    signed = at.sequence;
    signedAt = now();
    lastNote = readNote(note);
    remember(tree.state());
  };
  /** Adds the leaves of one group, and signs where one of them makes a checkpoint due. */
  const take = (added: readonly Buffer[], next: Place): void => {
    writeSync(leaves, Buffer.concat(added), 0, added.length * LEAF_BYTES, at.sequence * LEAF_BYTES);
    for (const leaf of added) tree.add(leaf);
    at = next;
    if (at.sequence - signed >= MOST_RECORDS) sign();
  };

  const leaf: LeafReader = (place) => {
    const bytes = Buffer.alloc(LEAF_BYTES);
    readSync(leaves, bytes, 0, LEAF_BYTES, place * LEAF_BYTES);
    return bytes;
  };

  let isMet = false;
  return {
    offer(agency, from) {
      if (!lastNote) return null;
      const noted = readNoted(countersignedFile)[agency];
      const { size } = lastNote.checkpoint;
      const begins = from ?? noted?.size ?? 0;
      // An agency that has signed more than there is, is to say so.
      if (from === undefined && begins === size) return null;
      const isNoted = noted?.size === begins;
      const earlier = begins > size ? EMPTY_TREE : isNoted ? noted : (states.get(begins) ?? treeOf(leaf, begins));
      return {
        note: lastNote.note,
        key: rawPublicKey(key).toString('base64'),
        from: begins,
        proof: consistencyProof({ size: earlier.size, roots: earlier.roots }, leaf, size),
      };
    },
    countersigned(agency, { note, line, key: raw }) {
      const read = readNote(note);
      const signature = readNote(note + line)?.signatures.at(-1);
      const state = read && states.get(read.checkpoint.size);
      if (!read || !state || signature?.name !== agency) return false;
      if (!isCosignature(read.text, signature, [keyFromRaw(Buffer.from(raw, 'base64'))])) return false;
      keepCountersignature(checkpoints, read, line, exportDirectory);
      const noted = readNoted(countersignedFile);
      const keys = [...new Set([...(noted[agency]?.keys ?? []).filter((one) => one !== raw), raw])];
      const next = { ...noted, [agency]: { size: state.size, roots: [...state.roots], keys } };
      replace(countersignedFile, `${JSON.stringify(next)}\n`);
      return true;
    },
    keep(closing = false) {
      if (!isMet && !standsThere(segments, at, readRetained(directory)?.sequence ?? 0))
        throw new AuditDamaged(`what goes on from signed record ${at.sequence}`, 'an audit without it');
      isMet = true;
      if (at.segment === 0) {
        const legacy = readLegacy(directory);
        for (const { sequence, hash, record } of legacy?.rows(at.sequence) ?? [])
          take([legacyLeaf(record)], { segment: 0, bytes: 0, sequence, hash });
        legacy?.close();
      }
      for (const segment of segmentsIn(segments).filter((one) => one >= at.segment)) {
        const bytes = segment === at.segment ? at.bytes : 0;
        for (const group of readGroups(join(segments, segmentName(segment)), at.hash, bytes)) {
          if (!group.whole)
            throw new AuditDamaged(
              `what goes on from signed record ${at.sequence}`,
              `another group in segment ${segment}`,
            );
          const added = splitGroup(group.text).records.map(recordLeaf);
          take(added, { segment, bytes: group.to, sequence: group.sequence, hash: group.hash });
        }
      }
      if (at.sequence > signed && (closing || now() - signedAt >= MOST_MS)) sign();
      if (closing) closeSync(leaves);
    },
  };
}

/** Whether the group that was signed last ends where it did; it may be gone after its time. */
function standsThere(segments: string, { segment, bytes, sequence, hash }: Place, gone: number): boolean {
  if (segment === 0 || sequence <= gone) return true;
  if (!segmentsIn(segments).includes(segment)) return false;
  const line = Buffer.from(endLine(sequence, hash));
  const descriptor = openSync(join(segments, segmentName(segment)), 'r');
  try {
    const there = Buffer.alloc(line.length);
    readSync(descriptor, there, 0, line.length, bytes - line.length);
    return there.equals(line);
  } finally {
    closeSync(descriptor);
  }
}

function replace(file: string, text: string): void {
  writeFileSync(`${file}.next`, text, { mode: 0o600 });
  renameSync(`${file}.next`, file);
}

function readState(file: string): State | null {
  return existsSync(file) ? state.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** A key that has signed nothing begins with the first record; where some are gone after their time, with their leaves. */
function afterRetained(directory: string, leaves: number): State {
  const gone = readRetained(directory);
  if (!gone) return BEGUN;
  const bytes = Buffer.alloc(gone.sequence * LEAF_BYTES);
  if (readSync(leaves, bytes, 0, bytes.length, 0) < bytes.length)
    throw new AuditDamaged(`hashes of ${gone.sequence} records that are gone`, 'fewer');
  const tree = createTree();
  for (let at = 0; at < bytes.length; at += LEAF_BYTES) tree.add(bytes.subarray(at, at + LEAF_BYTES));
  return {
    segment: gone.segments.at(-1) ?? 0,
    bytes: 0,
    sequence: gone.sequence,
    hash: gone.hash,
    tree: tree.state() as State['tree'],
  };
}
