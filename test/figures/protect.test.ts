/** Tables protected by the gateway, judged by a linear program that shares no code with it. */
import { protectTable } from '@family-view/gateway/disclosure/protect-table';
import { leastTold, percentOf, roundCount } from '@family-view/gateway/disclosure/round-counts';
import type { TableDimension } from '@family-view/gateway/disclosure/types';
import { flatDimension, nestedDimension, sumUp } from '@family-view/gateway/disclosure/whole-table';
import fc from 'fast-check';
import { boundsOf, type Told } from './solve-bounds';

const TERMS = { minCell: 6, roundTo: 5, complementary: true };
const RUNS = process.env.PROOF === '1' ? 2_000 : 40;

const WARDS = nestedDimension('ward', [
  ['a', 'b'].map((id) => ({ id, within: null })),
  ['a', 'b'].flatMap((within) => [1, 2, 3].map((of) => ({ id: `${within}${of}`, within }))),
]);
const AGES = flatDimension('age', ['0', '1', '2']);
const SEXES = flatDimension('sex', ['F', 'M']);
const SHAPES: readonly (readonly TableDimension[])[] = [
  [WARDS],
  [WARDS, SEXES],
  [AGES, SEXES],
  [WARDS, AGES],
  [flatDimension('d', ['x', 'y', 'z', 'w']), AGES, SEXES],
];

const leavesOf = ({ nodes }: TableDimension): readonly number[] => {
  const depth = Math.max(...nodes.map((node) => node.depth));
  return nodes.flatMap((node, at) => (node.depth === depth ? [at] : []));
};
const product = <T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] =>
  lists.length === 0 ? [[]] : product(lists.slice(1)).flatMap((rest) => lists[0]!.map((one) => [one, ...rest]));

/** Whether a leaf lies in a place, level by level. */
function liesIn({ nodes }: TableDimension, leaf: number, place: number): boolean {
  for (let at: number | null = leaf; at !== null; at = nodes[at]!.parent) if (at === place) return true;
  return false;
}

interface Judged {
  readonly small: number;
  readonly narrowed: readonly string[];
  readonly told: number;
}

/** Publishes what is told, and narrows every small cell from it. */
function judge(dimensions: readonly TableDimension[], counts: readonly number[], terms = TERMS): Judged {
  const leaves = product(dimensions.map(leavesOf));
  const cells = leaves.map((leaf, at) => ({
    key: leaf.map((place, of) => dimensions[of]!.nodes[place]!.id!),
    count: counts[at % counts.length]!,
  }));
  const table = sumUp(dimensions, cells);
  const made = protectTable(table, terms);
  const told: Told[] = [];
  const small: { readonly name: string; readonly at: readonly number[]; readonly count: number }[] = [];
  for (const place of product(dimensions.map(({ nodes }) => nodes.map((_, at) => at)))) {
    const within = leaves.flatMap((leaf, at) =>
      leaf.every((one, of) => liesIn(dimensions[of]!, one, place[of]!)) ? [at] : [],
    );
    const count = within.reduce((sum, at) => sum + cells[at]!.count, 0);
    if (made.outcome(place) === 'TOLD') {
      expect(count).toBeGreaterThanOrEqual(leastTold(terms));
      const value = roundCount(count, terms.roundTo);
      told.push({ unknowns: within, least: Math.max(leastTold(terms), value - 2), most: value + 2 });
    } else if (count < terms.minCell) small.push({ name: place.join(), at: within, count });
  }
  const narrowed = small.flatMap(({ name, at, count }) => {
    const [least, most] = boundsOf(leaves.length, told, at)!;
    expect(least <= count && count <= most).toBe(true);
    return most - least < terms.minCell ? [`${name}: ${least} to ${most}`] : [];
  });
  return { small: small.length, narrowed, told: told.length };
}

const drawn = fc.record({
  shape: fc.integer({ min: 0, max: SHAPES.length - 1 }),
  counts: fc.array(fc.oneof(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 8, max: 60 })), {
    minLength: 24,
    maxLength: 24,
  }),
});

test('no cell is told that is too small, and no small one can be narrowed from those that are told', () => {
  fc.assert(
    fc.property(drawn, ({ shape, counts }) => {
      expect(judge(SHAPES[shape]!, counts).narrowed).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test('without complementary suppression a small cell follows from its row', () => {
  const row = [flatDimension('d', ['x', 'y', 'z'])];
  expect(judge(row, [1, 18, 28], { ...TERMS, complementary: false }).narrowed).not.toEqual([]);
  expect(judge(row, [1, 18, 28]).narrowed).toEqual([]);
});

test('zeros are kept back as small numbers are, and a part that is nearly all of its whole too', () => {
  const dimension = flatDimension('d', ['x', 'y', 'z']);
  const whole = sumUp(
    [dimension],
    [30, 40, 50].map((count, at) => ({ key: ['xyz'[at]!], count })),
  );
  const part = sumUp(
    [dimension],
    [28, 20, 0].map((count, at) => ({ key: ['xyz'[at]!], count })),
  );
  const made = protectTable(part, TERMS, { count: whole.count, outcome: protectTable(whole, TERMS).outcome });
  expect([1, 2, 3].map((at) => made.outcome([at]))).toEqual(['SUPPRESSED', expect.any(String), 'SUPPRESSED']);
});

test('what a coarser table tells does not depend on what finer ones are asked for', () => {
  fc.assert(
    fc.property(drawn, ({ counts }) => {
      const [coarse, fine] = [[AGES], [AGES, SEXES]] as const;
      const cells = product(fine.map(leavesOf)).map((leaf, at) => ({
        key: leaf.map((place, of) => fine[of]!.nodes[place]!.id!),
        count: counts[at]!,
      }));
      const summed = protectTable(
        sumUp(
          coarse,
          cells.map(({ key, count }) => ({ key: [key[0]!], count })),
        ),
        TERMS,
      );
      const whole = protectTable(sumUp(fine, cells), TERMS);
      for (const at of [0, 1, 2, 3]) expect(whole.outcome([at, 0])).toBe(summed.outcome([at]));
    }),
    { numRuns: RUNS },
  );
});

test('what was kept back stays so, though it has grown', () => {
  const table = sumUp(
    [AGES],
    [20, 30, 40].map((count, at) => ({ key: [String(at)], count })),
  );
  expect(protectTable(table, TERMS).outcome([1])).toBe('TOLD');
  expect(protectTable(table, TERMS, null, new Set(['age=0'])).outcome([1])).toBe('SUPPRESSED');
});

test.each([
  [{ minCell: 6, roundTo: 5 }, 8],
  [{ minCell: 10, roundTo: 5 }, 10],
  [{ minCell: 5, roundTo: 1 }, 5],
  [{ minCell: 6, roundTo: 10 }, 6],
])('with %j the least that is told is %i', (terms, least) => expect(leastTold(terms)).toBe(least));

test('a percentage is of the rounded numbers, and never above a hundred', () => {
  expect(percentOf(10, 30)).toBe(33);
  expect(percentOf(35, 30)).toBe(100);
  expect(percentOf(0, 0)).toBeNull();
});
