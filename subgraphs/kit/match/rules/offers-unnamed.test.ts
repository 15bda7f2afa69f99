import { comparison } from '../../fixtures/comparison';
import { offersUnnamed } from './offers-unnamed';

const newborn = (changed: Parameters<typeof comparison>[0] = {}) =>
  comparison({ givenName: 'MISSING', dateOfBirth: 'NEAR', ...changed });

test('a child without a name, a day out, at one home of one family is worth a look', () =>
  expect(offersUnnamed(newborn())).toBe(true));

test.each([
  ['another family', { familyName: 'DIFFERENT' }],
  ['another home', { address: 'OUTWARD' }],
  ['another year', { dateOfBirth: 'YEAR' }],
  ['another sex', { sex: 'DIFFERENT' }],
  ['the other twin', { birthOrder: 'DIFFERENT' }],
  ['another name', { givenName: 'DIFFERENT' }],
] as const)('of %s it is not', (_, changed) => expect(offersUnnamed(newborn(changed))).toBe(false));
