import { type AdversarialCase, makeCases } from './adversarial/make-cases';
import { openInMemoryAgency } from './in-memory-agency';
import { type Outcome, openTally, outcomeOf, sharesOf } from './tally';

/** `SEED=7 npx jest test/linkage/adversarial` draws other cases of the same kinds; the proof draws twenty sets. */
const seed = Number(process.env.SEED ?? 1);
const seeds = process.env.PROOF === '1' ? Array.from({ length: 20 }, (_, at) => seed + at) : [seed];
const cases: AdversarialCase[] = [];
const results: (readonly [AdversarialCase, Outcome])[] = [];
beforeAll(async () => {
  for (const one of seeds) {
    const set = makeCases(one);
    const agency = openInMemoryAgency(set.held);
    cases.push(...set.cases);
    for (const asked of set.cases) results.push([asked, outcomeOf(asked.truth, await agency.match(asked.subject))]);
  }
});

const told = (outcome: Outcome, sorts: readonly string[]): readonly string[] =>
  results
    .filter(([{ sort }, got]) => got === outcome && sorts.includes(sort))
    .map(([{ kind, group, subject, truth }]) => `${kind} (${group}): ${JSON.stringify(subject)} is ${truth}`);

test('there are more than four hundred cases of more than forty kinds', () => {
  expect(cases.length).toBeGreaterThanOrEqual(400);
  expect(new Set(cases.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(40);
});

test('nobody is joined with a record of somebody else, unless the two are equal in every field', () =>
  expect(told('wrong', ['trap', 'found'])).toEqual([]));

test('whoever is held is joined or offered, whatever is wrong with the record', () =>
  expect(told('missed', ['found'])).toEqual([]));

test('no name group is joined, or joined or offered, more than five points less than another', () => {
  const tally = openTally();
  for (const [{ sort, group }, outcome] of results) if (sort === 'found') tally.add(group, outcome);
  for (const share of ['joined', 'reached'] as const) {
    const shares = tally.rows().map(([, counts]) => sharesOf(counts)[share]);
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(0.05);
  }
});
