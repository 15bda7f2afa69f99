import { fitSubject } from './fit-subject';

const WHOLE = { givenName: 'Mia', familyName: 'Lee', dateOfBirth: '2020-02-29', postcode: 'ZB1 1AA', upn: 'A1' };

test('what the contract takes is told as it is', () => {
  expect(fitSubject({ ...WHOLE, formerNames: ['Ray'], mother: WHOLE })).toEqual({
    ...WHOLE,
    formerNames: ['Ray'],
    mother: WHOLE,
  });
});

test.each([
  ['a name of a page', { familyName: 'x'.repeat(201) }],
  ['a day that the calendar has not', { dateOfBirth: '2019-02-29' }],
  ['a year alone', { dateOfBirth: '2019' }],
  ['a day written otherwise', { dateOfBirth: '29/02/2020' }],
  ['a due date that is none', { expectedDateOfBirth: 'in spring' }],
  ['a number of a page', { upn: '1'.repeat(65) }],
  ['an address in place of a postcode', { postcode: 'The Old Rectory, '.repeat(5) }],
])('%s is left out, here and of a mother, and the rest is told', (_what, spoilt) => {
  const { [Object.keys(spoilt)[0] as keyof typeof WHOLE]: _left, ...rest } = WHOLE;
  expect(fitSubject({ ...WHOLE, ...spoilt, mother: { ...WHOLE, ...spoilt } })).toEqual({ ...rest, mother: rest });
});

test('of too many former names as many are told as are taken', () => {
  const names = Array.from({ length: 40 }, (_, at) => (at === 3 ? 'x'.repeat(201) : `Name${at}`));
  const { formerNames } = fitSubject({ formerNames: names });
  expect(formerNames).toHaveLength(20);
  expect(formerNames).not.toContain(names[3]);
});

test.each([0, 10, 1.5])('%s is no place among the children of one birth', (birthOrder) =>
  expect(fitSubject({ ...WHOLE, birthOrder })).toEqual(fitSubject(WHOLE)),
);
