import { leastTold } from '../disclosure/round-counts';
import { protectCohort } from './cohort';
import { countTogether } from './count-together';
import type { CohortSet } from './plan-cohort';

const TERMS = { minCell: 6, roundTo: 5, complementary: true };
const NOTHING_BEFORE = new Set<string>();
const set = (name: string, isWithin = true): CohortSet => ({ agency: name, conditions: [], isWithin, name });
const NAMES = ['centre', 'health', 'housing'];

let state = 17;
const next = (): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};
/** How many are in which of three sets; some of them few. */
const invented = (): readonly number[] =>
  Array.from({ length: 8 }, (_, mask) => (mask === 0 ? 0 : Math.floor((next() < 0.4 ? 12 : 400) * next())));

/** The same people, told of the sets named alone. */
function of(together: readonly number[], names: readonly string[]): readonly number[] {
  const bits = names.map((name) => NAMES.indexOf(name));
  const out = Array.from({ length: 1 << bits.length }, () => 0);
  for (const [mask, count] of together.entries())
    out[bits.reduce((sum, bit, at) => sum | (((mask >> bit) & 1) << at), 0)]! += count;
  out[0] = 0;
  return out;
}
const isTold = (together: readonly number[], sets: readonly CohortSet[]): boolean =>
  protectCohort(
    sets,
    of(
      together,
      sets.map(({ name }) => name),
    ),
    TERMS,
    NOTHING_BEFORE,
  ).outcome === 'TOLD';
const countOf = (together: readonly number[], sets: readonly CohortSet[]): number =>
  of(
    together,
    sets.map(({ name }) => name),
  )[sets.reduce((sum, { isWithin }, at) => sum | (isWithin ? 1 << at : 0), 0)]!;

test('a few are never told, and neither are all but a few of what is told beside them', () => {
  let told = 0;
  for (let round = 0; round < 400; round += 1) {
    const people = invented();
    for (const two of [0, 1, 2].map((left) => NAMES.filter((_, at) => at !== left))) {
      const third = NAMES.find((name) => !two.includes(name))!;
      const [wide, narrow, rest] = [
        two.map((name) => set(name)),
        NAMES.map((name) => set(name)),
        NAMES.map((name) => set(name, name !== third)),
      ];
      for (const cohort of [wide, narrow, rest])
        if (isTold(people, cohort)) {
          told += 1;
          expect(countOf(people, cohort)).toBeGreaterThanOrEqual(leastTold(TERMS));
        }
      const isFew = (cohort: readonly CohortSet[]): boolean => countOf(people, cohort) < leastTold(TERMS);
      if (isTold(people, wide)) {
        if (isFew(rest)) expect(isTold(people, narrow)).toBe(false);
        if (isFew(narrow)) expect(isTold(people, rest)).toBe(false);
      }
    }
  }
  expect(told).toBeGreaterThan(300);
});

test('what was kept back before stays so', () => {
  const [one, other] = [set('centre'), set('health')];
  const people = [0, 300, 300, 200];
  expect(protectCohort([one, other], people, TERMS, NOTHING_BEFORE).outcome).toBe('TOLD');
  const { keptBack } = protectCohort([one, other], [0, 300, 300, 3], TERMS, NOTHING_BEFORE);
  expect(keptBack).toContain('centre=IN health=IN');
  expect(protectCohort([one, other], people, TERMS, new Set(keptBack)).outcome).toBe('SUPPRESSED');
});

test('people are met by any token, in one set or in several, and through a third record', async () => {
  const record = (...tokens: readonly string[]): string => tokens.map((one) => one.padEnd(16, '.')).join('');
  expect(
    await countTogether([
      [record('a', 'b'), record('c', 'd'), record('e', 'f')],
      [record('x', 'b'), record('y', 'z')],
    ]),
  ).toEqual([0, 2, 1, 1]);
  expect(await countTogether([[record('a', 'b'), record('b', 'c')], [record('c', 'd')]])).toEqual([0, 0, 0, 1]);
  expect(await countTogether([[record('a', 'b')], [record('c', 'd')], [record('b', 'd')]])).toEqual([
    0, 0, 0, 0, 0, 0, 0, 1,
  ]);
});
