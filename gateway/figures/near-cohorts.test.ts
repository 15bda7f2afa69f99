import { partOfSet, whyTooNear } from './near-cohorts';
import type { CohortSet, CountedCondition } from './plan-cohort';

const condition = (count: string, more: Partial<CountedCondition> = {}): CountedCondition => ({
  count,
  without: false,
  values: [],
  from: '2026-07-01',
  to: '2026-09-30',
  ...more,
});
const set = (agency: string, ...conditions: readonly CountedCondition[]): CohortSet => ({
  agency,
  conditions,
  isWithin: conditions.some(({ without }) => !without),
  name: agency,
});
const asked = (...sets: readonly CohortSet[]) => ({
  subject: 'cohort',
  parts: ['x', ...sets.map(partOfSet)],
  strata: [],
});
const inAreas = (...values: readonly string[]) => condition('suspensions', { values: [{ dimension: 'area', values }] });
const school = set('education', condition('suspensions'));

test.each<[string, CohortSet]>([
  ['a part of it by area', set('education', inAreas('saltby'))],
  ['a part of it by another condition', set('education', condition('suspensions'), condition('pupils-with-sen'))],
  [
    'those of it whom another count has not',
    set('education', condition('suspensions'), condition('pupils-with-sen', { without: true })),
  ],
  ['a longer time', set('education', condition('suspensions', { from: '2026-04-01' }))],
])('who was told of a set is not told of %s', (_what, other) => {
  expect(whyTooNear([other], [asked(school)])).toMatch(/You asked for other people .*education \(suspensions\)/);
  expect(whyTooNear([school], [asked(other)])).not.toBeNull();
});

test.each<[string, CohortSet, CohortSet]>([
  ['the same', school, school],
  ['whoever is not in it', school, set('education', condition('suspensions', { without: true }))],
  ['another count of that agency', school, set('education', condition('pupils-with-sen'))],
  ['a count of that name of another agency', school, set('health', condition('suspensions'))],
  ['another area', set('education', inAreas('saltby')), set('education', inAreas('thornwick', 'hollinfold'))],
  ['an earlier quarter', school, set('education', condition('suspensions', { from: '2026-04-01', to: '2026-06-30' }))],
])('%s may be told beside it', (_what, one, other) => {
  expect(whyTooNear([other], [asked(one)])).toBeNull();
});

test('areas that overlap are parts of one another, as far as anybody can say', () => {
  const [two, other] = [set('education', inAreas('saltby', 'thornwick')), set('education', inAreas('thornwick'))];
  expect(whyTooNear([other], [asked(two)])).not.toBeNull();
});

test('nothing of an answer is kept: counts, dimensions, their values and time', () => {
  expect(partOfSet(set('education', inAreas('saltby')))).toBe(
    '~{"agency":"education","conditions":[{"count":"suspensions","without":false,"values":[{"dimension":"area","values":["saltby"]}],"from":"2026-07-01","to":"2026-09-30"}]}',
  );
});
