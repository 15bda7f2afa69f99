import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962, section 2.1, over SHA-256, built leaf by leaf: of every perfect subtree from the left, its
 * root alone is kept.
 */
export interface TreeState {
  readonly size: number;
  /** Roots of the perfect subtrees, the largest first. Hex. */
  readonly roots: readonly string[];
}

export const EMPTY_TREE: TreeState = { size: 0, roots: [] };

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** RFC 6962: SHA-256 over 0x00 and the leaf's data. */
export const leafHash = (data: Uint8Array): Buffer => sha256(Buffer.concat([LEAF, data]));
/** RFC 6962: SHA-256 over 0x01 and both hashes. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.concat([NODE, left, right]));

/**
 * The leaf of a record: its data is the SHA-256 of each of its lines, one after another. So an agency that is shown its own
 * line and the hashes of the others can work out the leaf. In hex on the way: Node makes a text sooner than a Buffer.
 */
export function recordLeaf(lines: readonly string[]): Buffer {
  let data = '00';
  for (const line of lines) data += hash('sha256', line, 'hex');
  return hash('sha256', Buffer.from(data, 'hex'), 'buffer');
}

/** The leaf of a record that was kept before segments: it is one line. */
export const legacyLeaf = (record: string): Buffer => recordLeaf([record]);

export function createTree(state: TreeState = EMPTY_TREE) {
  let { size } = state;
  // Each node is put together here: a Buffer of its own for each costs as much as its hash.
  const both = Buffer.alloc(65, 1);
  const join = (left: Buffer, right: Buffer): Buffer => {
    both.set(left, 1);
    both.set(right, 33);
    return sha256(both);
  };
  const roots: Buffer[] = state.roots.map((root) => Buffer.from(root, 'hex'));
  return {
    add(leaf: Buffer): void {
      let node = leaf;
      // As many perfect subtrees end here as the size has ones at its end.
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = join(roots.pop()!, node);
      roots.push(node);
      size += 1;
    },
    root(): string {
      if (roots.length === 0) return hash('sha256', '', 'hex');
      return roots.reduceRight((right, left) => join(left, right)).toString('hex');
    },
    state: (): TreeState => ({ size, roots: roots.map((root) => root.toString('hex')) }),
    get size(): number {
      return size;
    },
  };
}

/** Hashes of leaves by their place. */
export type LeafReader = (at: number) => Buffer;

/** RFC 6962, 2.1: the root over the leaves from `from` up to, and without, `to`. */
export function rootOf(leaf: LeafReader, from: number, to: number): Buffer {
  if (to - from === 0) return sha256(Buffer.alloc(0));
  if (to - from === 1) return leaf(from);
  const split = from + largestPower(to - from);
  return nodeHash(rootOf(leaf, from, split), rootOf(leaf, split, to));
}

/** RFC 6962, 2.1.1: the audit path of one leaf in the tree of the first `size`; hex. */
export function inclusionProof(leaf: LeafReader, at: number, size: number): readonly string[] {
  const path = (from: number, to: number): readonly Buffer[] => {
    if (to - from <= 1) return [];
    const split = from + largestPower(to - from);
    return at < split
      ? [...path(from, split), rootOf(leaf, split, to)]
      : [...path(split, to), rootOf(leaf, from, split)];
  };
  return path(0, size).map((node) => node.toString('hex'));
}

/** The root to which a leaf and its path lead (RFC 9162, 2.1.3.2); null where the path is not of that place. */
export function rootByProof(leaf: Buffer, at: number, size: number, path: readonly string[]): string | null {
  if (at >= size) return null;
  let node = at;
  let last = size - 1;
  let found: Buffer = leaf;
  for (const sibling of path) {
    if (last === 0) return null;
    const other = Buffer.from(sibling, 'hex');
    if (node % 2 === 1 || node === last) {
      found = nodeHash(other, found);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else found = nodeHash(found, other);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? found.toString('hex') : null;
}

/** The largest power of two below `size`. */
function largestPower(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
