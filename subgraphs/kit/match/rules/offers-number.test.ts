import { comparison } from '../../fixtures/comparison';
import { offersNumber } from './offers-number';

test.each([
  ['an NHS number', { nhsNumber: 'AGREES' }],
  ['an NHS number of before', { nhsNumber: 'FORMER' }],
  ['an NHS number that nobody traced', { nhsNumber: 'CLAIMED' }],
  ['a pupil number', { upn: 'AGREES' }],
] as const)('%s that agrees is worth a look, whatever is against it', (_, changed) =>
  expect(offersNumber(comparison({ givenName: 'DIFFERENT', dateOfBirth: 'DIFFERENT', ...changed }))).toBe(true),
);

test('no number, or another one, is not', () => {
  expect(offersNumber(comparison())).toBe(false);
  expect(offersNumber(comparison({ nhsNumber: 'CONTRADICTS', upn: 'UNVERIFIED' }))).toBe(false);
});
