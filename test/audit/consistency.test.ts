/** The gateway's proofs, before the two verifiers that share no code with it: the kit's and the libraries'. */
import { randomBytes } from 'node:crypto';
import { consistencyProof, treeOf } from '@family-view/gateway/audit/evidence/consistency-proof';
import { createTree } from '@family-view/gateway/audit/evidence/merkle-tree';
import { isConsistent } from '@family-view/kit/countersign/check-consistency';
import { assert, integer, property, tuple } from 'fast-check';
import { goesOn } from '../conformance/without-kit/countersign';

const LEAVES = Array.from({ length: 300 }, () => randomBytes(32));
const rootAt = (size: number, leaves = LEAVES): Buffer => {
  const tree = createTree();
  for (const leaf of leaves.slice(0, size)) tree.add(leaf);
  return Buffer.from(tree.root(), 'hex');
};
const sizes = tuple(integer({ min: 1, max: 300 }), integer({ min: 1, max: 300 })).map(
  ([one, other]) => [Math.min(one, other), Math.max(one, other)] as const,
);

function judge(from: number, to: number, old: Buffer, now: Buffer, proof: readonly string[]): readonly boolean[] {
  const kit = isConsistent(
    { size: from, root: old },
    { size: to, root: now },
    proof.map((one) => Buffer.from(one, 'base64')),
  );
  const libraries =
    from === to
      ? old.equals(now) && proof.length === 0
      : goesOn({ size: from, root: old.toString('base64') }, { size: to, root: now.toString('base64') }, proof);
  return [kit, libraries];
}

test('a proof from any tree to any later one is taken, and reads no leaf that was there before', () => {
  assert(
    property(sizes, ([from, to]) => {
      const earlier = treeOf((at) => LEAVES[at]!, from);
      const leaf = (at: number): Buffer => {
        if (at < from) throw new Error(`leaf ${at} was there before`);
        return LEAVES[at]!;
      };
      const proof = consistencyProof(earlier, leaf, to);
      expect(judge(from, to, rootAt(from), rootAt(to), proof)).toEqual([true, true]);
    }),
    { numRuns: 150 },
  );
});

test('no proof joins trees of which a leaf differs, and none that was changed is taken', () => {
  assert(
    property(sizes, integer({ min: 0, max: 1_000 }), ([from, to], place) => {
      const forked = LEAVES.map((leaf, at) => (at === place % from ? randomBytes(32) : leaf));
      const honest = consistencyProof(
        treeOf((at) => LEAVES[at]!, from),
        (at) => LEAVES[at]!,
        to,
      );
      const forkedProof = consistencyProof(
        treeOf((at) => forked[at]!, from),
        (at) => forked[at]!,
        to,
      );
      for (const proof of [honest, forkedProof])
        expect(judge(from, to, rootAt(from), rootAt(to, forked), proof)).toEqual([false, false]);
      if (honest.length === 0) return;
      const changed = honest.map((one, at) =>
        at === place % honest.length ? randomBytes(32).toString('base64') : one,
      );
      for (const proof of [changed, honest.slice(1), [...honest, honest[0]!]])
        expect(judge(from, to, rootAt(from), rootAt(to), proof)).toEqual([false, false]);
    }),
    { numRuns: 150 },
  );
});
