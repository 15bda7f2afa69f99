import { hash } from 'node:crypto';
import { createTree, inclusionProof, leafHash, rootByProof, rootOf } from './merkle-tree';

/** The leaves and roots of RFC 6962's test vectors, as published with certificate-transparency-go (merkle_tree_test). */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = LEAVES.map((data) => leafHash(Buffer.from(data, 'hex')));

test('the root of no leaves is the hash of nothing', () => {
  expect(createTree().root()).toBe(hash('sha256', '', 'hex'));
});

test("roots are those of RFC 6962's vectors, leaf by leaf, all at once, and when the tree is taken up again", () => {
  const tree = createTree();
  for (const [at, leaf] of leaves.entries()) {
    tree.add(leaf);
    expect(tree.root()).toBe(ROOTS[at]);
    expect(createTree(tree.state()).root()).toBe(ROOTS[at]);
    expect(rootOf((one) => leaves[one]!, 0, at + 1).toString('hex')).toBe(ROOTS[at]);
  }
});

test('a path leads from its own leaf to the root, in every tree to 70 leaves, and from no other', () => {
  const many = Array.from({ length: 70 }, (_, at) => leafHash(Buffer.from(String(at))));
  const read = (at: number): Buffer => many[at]!;
  for (let size = 1; size <= many.length; size += 1) {
    const root = rootOf(read, 0, size).toString('hex');
    for (let at = 0; at < size; at += 1) {
      const path = inclusionProof(read, at, size);
      expect(rootByProof(read(at), at, size, path)).toBe(root);
      expect(rootByProof(read((at + 1) % many.length), at, size, path)).not.toBe(root);
      if (path.length > 0) expect(rootByProof(read(at), at, size, path.slice(1))).not.toBe(root);
    }
  }
});
