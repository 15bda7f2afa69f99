import { agenciesOf, type ChosenCondition, conditionsOf, faultOf, meansOf, narrowedBy, whereOf } from './cohort';

const measure = (id: string, agency: string, more: object = {}) => ({
  id,
  title: id,
  unit: 'COUNT',
  period: 'QUARTER',
  numerator: [{ agency }],
  denominator: [],
  dimensions: [
    { id: 'AREA', title: 'Area', values: [] },
    { id: 'SEX', title: 'Sex', values: [] },
    { id: 'QUARTER', title: 'Quarter', values: [] },
  ],
  ...more,
});
const catalogue = [
  measure('reach', 'childrens-centre', { denominator: [{ agency: 'health' }] }),
  measure('absence', 'education'),
  measure('suspensions', 'education'),
  measure('workload', 'social-care', { unit: 'EACH' }),
] as never as Parameters<typeof conditionsOf>[0];
const chosen = (id: string, not = false): ChosenCondition => ({ measure: id, not, only: null });

test('an average is no condition', () => {
  expect(conditionsOf(catalogue).map(({ id }) => id)).toEqual(['reach', 'absence', 'suspensions']);
});

test('who is not counted is asked of the agency that says of whom, too', () => {
  expect(agenciesOf(chosen('reach'), catalogue)).toEqual(['childrens-centre']);
  expect(agenciesOf(chosen('reach', true), catalogue)).toEqual(['childrens-centre', 'health']);
});

test.each([
  [[chosen('absence'), chosen('suspensions')], /two agencies/],
  [[chosen('absence', true), chosen('reach', true)], /at least one condition that is met/],
  [[chosen('absence'), chosen('reach', true)], null],
])('%j is refused before anybody is asked where it can be', (conditions, fault) => {
  const told = faultOf(conditions, catalogue);
  if (fault === null) expect(told).toBeNull();
  else expect(told).toMatch(fault);
});

test('a condition is narrowed to one value; time and area are of the whole question', () => {
  expect(narrowedBy(catalogue[1]).map(({ id }) => id)).toEqual(['SEX']);
  expect(whereOf([{ ...chosen('absence'), only: { dimension: 'SEX', value: 'F' } }, chosen('reach', true)])).toEqual([
    { measure: 'absence', not: false, values: [{ dimension: 'SEX', values: ['F'] }] },
    { measure: 'reach', not: true, values: null },
  ]);
});

test('whom a condition counts is said before it is counted, and by which agencies', () => {
  const part = (agency: string, means: string) => ({ agency, means });
  const more = {
    numerator: [part('childrens-centre', 'Children registered')],
    denominator: [part('health', 'Children under five')],
  };
  const told = measure('reach', '', more) as never;
  expect(meansOf(told, false)).toBe('Children registered (Children’s centre).');
  expect(meansOf(told, true)).toBe('Children under five (Health), but not: Children registered (Children’s centre).');
  const alone = measure('visits', '', { ...more, denominator: [] }) as never;
  expect(meansOf(alone, true)).toBe('Everybody but: Children registered (Children’s centre).');
});
