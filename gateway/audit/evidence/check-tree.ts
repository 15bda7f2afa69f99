import type { KeyObject } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { createTree } from './merkle-tree';
import { type Checkpoint, isSignedBy, type SignedNote } from './signed-note';
import { SIGNER } from './signing-key';

/** What checkpoints say against a record. */
export interface EvidenceFault {
  readonly kind: /** Not signed by the key, or no checkpoint at all. */
    | 'CHECKPOINT_FORGED'
    /** A record is not the one that was signed. */
    | 'RECORD_DIFFERS'
    /** Records that were signed stand in other places. */
    | 'RECORDS_REORDERED'
    /** The first so many records are not those that were signed, and which of them cannot be told. */
    | 'CHECKPOINT_DIFFERS'
    /** More records were signed than there are: the end was cut, or this is an older copy. */
    | 'CHECKPOINT_AHEAD'
    /** Records agree up to some checkpoint, and not from there on: two logs with one beginning. */
    | 'FORKED'
    /** Not one checkpoint agrees: another log in the place of the one that was signed. */
    | 'OTHER_LOG'
    /** A checkpoint that somebody else keeps is not among the audit's own. */
    | 'CHECKPOINT_REMOVED';
  /** Sequence of a record; of a checkpoint, its size. */
  readonly at: number;
}

const LEAF_BYTES = 32;
const MOST_NAMED = 100;

/** The checkpoints of one place, kept by the gateway itself or by somebody else. */
export interface CheckpointsToMeet {
  readonly own: readonly (SignedNote | null)[];
  readonly others: readonly (SignedNote | null)[];
}

/**
 * Compares a record with what was signed of it, leaf by leaf as the record is walked.
 * @param key null: signatures are not checked, and a forged one is believed.
 */
export class TreeCheck {
  private readonly tree = createTree();
  private readonly expected: readonly Checkpoint[];
  private next = 0;
  private readonly agreed: Checkpoint[] = [];
  private readonly differing: Checkpoint[] = [];
  private readonly faults: EvidenceFault[] = [];
  private readonly stored: StoredLeaves | null;
  private readonly unlike: { readonly at: number; readonly leaf: string; readonly signed: string }[] = [];

  constructor(checkpoints: CheckpointsToMeet, key: KeyObject | null, leavesFile: string) {
    const good = (notes: readonly (SignedNote | null)[]): readonly Checkpoint[] =>
      notes.flatMap((note) => {
        if (note && (key === null || isSignedBy(note, SIGNER, key))) return [note.checkpoint];
        this.faults.push({ kind: 'CHECKPOINT_FORGED', at: note?.checkpoint.size ?? 0 });
        return [];
      });
    const own = good(checkpoints.own);
    const others = good(checkpoints.others);
    const known = new Set(own.map(({ size, root }) => `${size} ${root}`));
    const last = Math.max(0, ...own.map(({ size }) => size));
    for (const { size, root } of others)
      if (size <= last && !known.has(`${size} ${root}`)) this.faults.push({ kind: 'CHECKPOINT_REMOVED', at: size });
    this.expected = [...own, ...others].sort((one, other) => one.size - other.size);
    this.stored = openLeaves(leavesFile, this.expected);
  }

  add(leaf: Buffer): void {
    const at = this.tree.size + 1;
    const signed = this.stored?.leaf(at);
    if (signed && !signed.equals(leaf) && this.unlike.length < MOST_NAMED)
      this.unlike.push({ at, leaf: leaf.toString('hex'), signed: signed.toString('hex') });
    this.tree.add(leaf);
    for (; this.expected[this.next]?.size === at; this.next += 1) {
      const checkpoint = this.expected[this.next]!;
      (this.tree.root() === checkpoint.root ? this.agreed : this.differing).push(checkpoint);
    }
  }

  /** Over records that are gone, by the hashes that were kept of them. */
  passTo(sequence: number): void {
    while (this.stored && this.tree.size < sequence) {
      const leaf = this.stored.leaf(this.tree.size + 1);
      if (!leaf) return;
      this.add(leaf);
    }
  }

  end(): readonly EvidenceFault[] {
    const { faults, unlike, agreed, differing } = this;
    for (const { size } of this.expected.slice(this.next)) faults.push({ kind: 'CHECKPOINT_AHEAD', at: size });
    const signed = new Set(unlike.map((one) => one.signed));
    const moved = unlike.filter(({ leaf }) => signed.has(leaf));
    if (unlike.length > 0 && moved.length === unlike.length)
      faults.push({ kind: 'RECORDS_REORDERED', at: unlike[0]!.at });
    else for (const { at } of unlike) faults.push({ kind: 'RECORD_DIFFERS', at });
    const [first] = differing;
    if (first && unlike.length === 0) {
      const last = agreed.at(-1)?.size ?? 0;
      const isFork = agreed.length > 0 && differing.every(({ size }) => size > last);
      if (agreed.length === 0) faults.push({ kind: 'OTHER_LOG', at: first.size });
      else if (isFork) faults.push({ kind: 'FORKED', at: last + 1 });
      faults.push({ kind: 'CHECKPOINT_DIFFERS', at: first.size });
    }
    this.stored?.close();
    return faults;
  }
}

interface StoredLeaves {
  /** What stands there for record `at`, where a checkpoint vouches for it. */
  leaf(at: number): Buffer | undefined;
  close(): void;
}

/** The hashes that the gateway kept of its records: of use as far as they come to a root that was signed. */
function openLeaves(file: string, expected: readonly Checkpoint[]): StoredLeaves | null {
  if (!existsSync(file)) return null;
  const descriptor = openSync(file, 'r');
  const stored = Math.floor(statSync(file).size / LEAF_BYTES);
  const read = chunkReader(descriptor);
  const tree = createTree();
  let vouched = 0;
  for (const { size, root } of expected) {
    if (size > stored) break;
    while (tree.size < size) tree.add(read(tree.size));
    if (tree.root() === root) vouched = size;
  }
  const again = chunkReader(descriptor);
  return {
    leaf: (at) => (at <= vouched ? again(at - 1) : undefined),
    close: () => closeSync(descriptor),
  };
}

/** Reads leaves in order, many at a time. */
function chunkReader(descriptor: number): (at: number) => Buffer {
  const chunk = Buffer.alloc(LEAF_BYTES * 8_192);
  let from = -1;
  return (at) => {
    const start = Math.floor(at / 8_192) * 8_192;
    if (start !== from) readSync(descriptor, chunk, 0, chunk.length, start * LEAF_BYTES);
    from = start;
    return Buffer.from(chunk.subarray((at - start) * LEAF_BYTES, (at - start + 1) * LEAF_BYTES));
  };
}
