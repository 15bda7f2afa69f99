import { hash } from 'node:crypto';

interface Tree {
  readonly size: number;
  readonly root: Buffer;
}

const NODE = Buffer.from([1]);
const nodeOf = (left: Buffer, right: Buffer): Buffer => hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
const half = (place: number): number => Math.floor(place / 2);

/** Whether the later tree begins with all of the earlier one: RFC 9162, 2.1.4.2, of the trees of RFC 6962. */
export function isConsistent(earlier: Tree, later: Tree, proof: readonly Buffer[]): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  if (earlier.size === 0) return proof.length === 0;
  const isPower = /^10*$/.test(earlier.size.toString(2));
  const [first, ...rest] = isPower ? [earlier.root, ...proof] : proof;
  if (!first) return false;
  let from = earlier.size - 1;
  let to = later.size - 1;
  for (; from % 2 === 1; from = half(from)) to = half(to);
  let old = first;
  let now = first;
  for (const sibling of rest) {
    if (to === 0) return false;
    if (from % 2 === 1 || from === to) {
      old = nodeOf(sibling, old);
      now = nodeOf(sibling, now);
      for (; from % 2 === 0 && from !== 0; from = half(from)) to = half(to);
    } else now = nodeOf(now, sibling);
    from = half(from);
    to = half(to);
  }
  return to === 0 && old.equals(earlier.root) && now.equals(later.root);
}
