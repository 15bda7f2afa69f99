import type { KeyObject } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { type AgencyKeys, judgeCountersignatures } from './countersignatures';
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
    | 'CHECKPOINT_REMOVED'
    /** In an agency's name, and not by its key. */
    | 'COUNTERSIGNATURE_FORGED'
    /** An agency countersigned so many records, by what the gateway noted beside its key: of this log it has not. */
    | 'COUNTERSIGNATURE_MISSING';
  /** Sequence of a record; of a checkpoint, its size. */
  readonly at: number;
  /** Of what an agency signed. */
  readonly agency?: string;
}

/** Up to where an agency countersigned, by the checkpoints that were met: those of the audit's own and those that it keeps. */
export interface Countersigned {
  readonly agency: string;
  readonly size: number;
}

/** Of which place it is: one of others, by its number, or the audit's own. */
type Expected = Checkpoint & { readonly place: number };
const OWN = -1;

const LEAF_BYTES = 32;
const MOST_NAMED = 100;

/** The checkpoints of one place, kept by the gateway itself or by somebody else. */
export interface CheckpointsToMeet {
  readonly own: readonly (SignedNote | null)[];
  /** By each place at which somebody else keeps them. */
  readonly others: readonly (readonly (SignedNote | null)[])[];
  /** Public keys of the agencies, as far as they are known. */
  readonly agencyKeys?: AgencyKeys;
  /** How much each agency has countersigned, by a note that whoever can write the data cannot change. */
  readonly noted?: ReadonlyMap<string, number>;
}

/**
 * Compares a record with what was signed of it, leaf by leaf as the record is walked.
 * @param key null: signatures are not checked, and a forged one is believed.
 */
export class TreeCheck {
  private readonly tree = createTree();
  private readonly expected: readonly Expected[];
  private next = 0;
  private readonly agreed: Expected[] = [];
  private readonly differing: Expected[] = [];
  private readonly faults: EvidenceFault[] = [];
  private readonly countersignedBy = new Map<string, number>();
  private readonly stored: StoredLeaves | null;
  private readonly unlike: { readonly at: number; readonly leaf: string; readonly signed: string }[] = [];

  constructor(checkpoints: CheckpointsToMeet, key: KeyObject | null, leavesFile: string) {
    const good = (notes: readonly (SignedNote | null)[]): readonly Checkpoint[] =>
      notes.flatMap((note) => {
        const at = note?.checkpoint.size ?? 0;
        if (note && (key === null || isSignedBy(note, SIGNER, key))) {
          const { by, forged } = judgeCountersignatures(note, checkpoints.agencyKeys ?? new Map());
          for (const agency of by)
            this.countersignedBy.set(agency, Math.max(at, this.countersignedBy.get(agency) ?? 0));
          for (const agency of forged) this.faults.push({ kind: 'COUNTERSIGNATURE_FORGED', at, agency });
          return [note.checkpoint];
        }
        this.faults.push({ kind: 'CHECKPOINT_FORGED', at });
        return [];
      });
    const own = good(checkpoints.own).map((one): Expected => ({ ...one, place: OWN }));
    // What agencies keep does not stand in for what the audit's own checkpoints should bear.
    for (const [agency, size] of checkpoints.noted ?? [])
      if ((this.countersignedBy.get(agency) ?? 0) < size)
        this.faults.push({ kind: 'COUNTERSIGNATURE_MISSING', at: size, agency });
    const others = checkpoints.others.flatMap((notes, at) =>
      good(notes).map((one): Expected => ({ ...one, place: at })),
    );
    const known = new Set(own.map(({ size, root }) => `${size} ${root}`));
    const last = Math.max(0, ...own.map(({ size }) => size));
    for (const { size, root } of others)
      if (size <= last && !known.has(`${size} ${root}`)) this.faults.push({ kind: 'CHECKPOINT_REMOVED', at: size });
    this.expected = [...own, ...others].sort((one, other) => one.size - other.size);
    this.stored = openLeaves(leavesFile);
  }

  get countersigned(): readonly Countersigned[] {
    return [...this.countersignedBy].sort().map(([agency, size]) => ({ agency, size }));
  }

  add(leaf: Buffer): void {
    const at = this.tree.size + 1;
    const stored = this.stored?.leaf(at);
    if (stored && !stored.equals(leaf) && this.unlike.length < MOST_NAMED)
      this.unlike.push({ at, leaf: leaf.toString('hex'), signed: stored.toString('hex') });
    this.tree.add(leaf);
    for (; this.expected[this.next]?.size === at; this.next += 1) {
      const checkpoint = this.expected[this.next]!;
      (this.tree.root() === checkpoint.root ? this.agreed : this.differing).push(checkpoint);
    }
  }

  /** Leaves one after another, 32 bytes each. */
  addAll(leaves: Uint8Array): void {
    const bytes = Buffer.from(leaves.buffer, leaves.byteOffset, leaves.byteLength);
    for (let at = 0; at < bytes.length; at += LEAF_BYTES) this.add(bytes.subarray(at, at + LEAF_BYTES));
  }

  /** Over records that are gone, by the hashes that were kept of them. */
  passTo(sequence: number): void {
    while (this.stored && this.tree.size < sequence) {
      const leaf = this.stored.leaf(this.tree.size + 1);
      if (!leaf) return;
      // The reader uses its bytes again.
      this.add(Buffer.from(leaf));
    }
  }

  end(): readonly EvidenceFault[] {
    const { faults, differing } = this;
    const vouched = this.unlike.length > 0 ? (this.stored?.vouchedBy(this.expected) ?? 0) : 0;
    const unlike = this.unlike.filter(({ at }) => at <= vouched);
    for (const { size } of this.expected.slice(this.next)) faults.push({ kind: 'CHECKPOINT_AHEAD', at: size });
    const signed = new Set(unlike.map((one) => one.signed));
    const moved = unlike.filter(({ leaf }) => signed.has(leaf));
    if (unlike.length > 0 && moved.length === unlike.length)
      faults.push({ kind: 'RECORDS_REORDERED', at: unlike[0]!.at });
    else for (const { at } of unlike) faults.push({ kind: 'RECORD_DIFFERS', at });
    // Whoever has the signing key can sign another log: each place says for itself which log it keeps.
    const places = [...new Set(differing.map(({ place }) => place))].sort((one, other) => other - one);
    const named = places.flatMap((place) => this.nameBy(place) ?? []);
    const first = differing[0];
    if (first && (unlike.length === 0 || places.some((place) => place !== OWN))) {
      if (named[0]) faults.push(named[0]);
      faults.push({ kind: 'CHECKPOINT_DIFFERS', at: first.size });
    }
    this.stored?.close();
    return faults;
  }

  /** Whether, by the checkpoints of one place, this is another log or a fork. */
  private nameBy(place: number): EvidenceFault | null {
    const of = (all: readonly Expected[]): readonly number[] =>
      all.flatMap((one) => (one.place === place ? [one.size] : []));
    const [agreed, differing] = [of(this.agreed), of(this.differing)];
    const last = Math.max(0, ...agreed);
    if (agreed.length === 0) return { kind: 'OTHER_LOG', at: Math.min(...differing) };
    return differing.every((size) => size > last) ? { kind: 'FORKED', at: last + 1 } : null;
  }
}

interface StoredLeaves {
  /** What stands there for record `at`, till the next is asked for. */
  leaf(at: number): Buffer | undefined;
  /** Up to which record checkpoints vouch for what stands there. Only where something differs is it reckoned. */
  vouchedBy(expected: readonly Checkpoint[]): number;
  close(): void;
}

/** The hashes that the gateway kept of its records: of use as far as they come to a root that was signed. */
function openLeaves(file: string): StoredLeaves | null {
  if (!existsSync(file)) return null;
  const descriptor = openSync(file, 'r');
  const stored = Math.floor(statSync(file).size / LEAF_BYTES);
  const read = chunkReader(descriptor);
  return {
    leaf: (at) => (at <= stored ? read(at - 1) : undefined),
    vouchedBy(expected) {
      const again = chunkReader(descriptor);
      const tree = createTree();
      let vouched = 0;
      for (const { size, root } of expected) {
        if (size > stored) break;
        while (tree.size < size) tree.add(Buffer.from(again(tree.size)));
        if (tree.root() === root) vouched = size;
      }
      return vouched;
    },
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
    return chunk.subarray((at - start) * LEAF_BYTES, (at - start + 1) * LEAF_BYTES);
  };
}
