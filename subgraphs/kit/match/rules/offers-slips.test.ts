import { comparison } from '../../fixtures/comparison';
import { offersSlips } from './offers-slips';

test('slips in both names on one birthday are worth a look, wherever they live', () =>
  expect(offersSlips(comparison({ givenName: 'SIMILAR', familyName: 'SIMILAR', address: 'DIFFERENT' }))).toBe(true));

test.each([
  ['another given name', { givenName: 'DIFFERENT' }],
  ['another family name', { familyName: 'DIFFERENT' }],
  ['a slip in the birthday too', { dateOfBirth: 'NEAR' }],
  ['another sex', { sex: 'DIFFERENT' }],
] as const)('with %s they are not', (_, changed) =>
  expect(offersSlips(comparison({ givenName: 'SIMILAR', familyName: 'SIMILAR', ...changed }))).toBe(false),
);
