import { comparison } from '../../fixtures/comparison';
import { offersWrongBirthday } from './offers-wrong-birthday';

test.each(['SWAPPED', 'NEAR', 'YEAR', 'DEFAULT', 'PART'] as const)(
  'one full name and a birthday that looks like a slip (%s) are worth a look, wherever they live',
  (dateOfBirth) => expect(offersWrongBirthday(comparison({ dateOfBirth, address: 'DIFFERENT' }))).toBe(true),
);

test('at one home, now or before, or in one neighbourhood, so is a birthday within a year; elsewhere it is not', () => {
  for (const address of ['UPRN', 'POSTCODE', 'FORMER', 'NEIGHBOUR', 'OUTWARD'] as const)
    expect(offersWrongBirthday(comparison({ dateOfBirth: 'CLOSE', address }))).toBe(true);
  expect(offersWrongBirthday(comparison({ dateOfBirth: 'CLOSE', address: 'DIFFERENT' }))).toBe(false);
});

test.each([
  ['another name', { givenName: 'SIMILAR' }],
  ['half a family name', { familyName: 'PART' }],
  ['another sex', { sex: 'DIFFERENT' }],
  ['another verified number', { nhsNumber: 'CONTRADICTS' }],
  ['another birthday altogether', { dateOfBirth: 'DIFFERENT' }],
] as const)('with %s it is not', (_, changed) =>
  expect(offersWrongBirthday(comparison({ dateOfBirth: 'NEAR', ...changed }))).toBe(false),
);
