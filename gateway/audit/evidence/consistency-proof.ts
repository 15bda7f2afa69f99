import { createTree, type LeafReader, rootOf, type TreeState } from './merkle-tree';

/**
 * RFC 6962, 2.1.2: that the tree of the first `to` leaves goes on from an earlier one. Of what was before, the roots of its
 * perfect subtrees are enough: only leaves that came later are read. Hashes in base64.
 */
export function consistencyProof(earlier: TreeState, leaf: LeafReader, to: number): readonly string[] {
  if (earlier.size === 0 || earlier.size === to) return [];
  const peaks = peaksOf(earlier);
  const node = (from: number, end: number): Buffer =>
    from < earlier.size ? peaks.get(`${from} ${end}`)! : rootOf(leaf, from, end);
  const proof = (size: number, from: number, end: number, isWhole: boolean): readonly Buffer[] => {
    if (size === end - from) return isWhole ? [] : [node(from, end)];
    const split = largestPowerBelow(end - from);
    return size <= split
      ? [...proof(size, from, from + split, isWhole), node(from + split, end)]
      : [...proof(size - split, from + split, end, false), node(from, from + split)];
  };
  return proof(earlier.size, 0, to, true).map((hash) => hash.toString('base64'));
}

/** Perfect subtrees of a tree, by where each begins and ends. */
function peaksOf({ size, roots }: TreeState): ReadonlyMap<string, Buffer> {
  const peaks = new Map<string, Buffer>();
  let from = 0;
  for (const root of roots) {
    const width = largestPowerBelow(size - from + 1);
    peaks.set(`${from} ${from + width}`, Buffer.from(root, 'hex'));
    from += width;
  }
  return peaks;
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** The tree of the first `size` leaves. */
export function treeOf(leaf: LeafReader, size: number): TreeState {
  const tree = createTree();
  for (let at = 0; at < size; at += 1) tree.add(leaf(at));
  return tree.state();
}
