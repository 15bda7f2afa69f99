import { comparison } from '../../fixtures/comparison';
import { contradicts } from './contradicts';

test.each([
  ['another verified NHS number', { nhsNumber: 'CONTRADICTS' }],
  ['another permanent pupil number', { upn: 'CONTRADICTS' }],
  ['another given name', { givenName: 'DIFFERENT' }],
  ['another birthday', { dateOfBirth: 'DIFFERENT' }],
  ['another place among the children of one birth', { birthOrder: 'DIFFERENT' }],
  ['another sex and a name that is merely alike', { sex: 'DIFFERENT', givenName: 'SIMILAR' }],
] as const)('%s says that they are two', (_, changed) => expect(contradicts(comparison(changed))).toBe(true));

test.each([
  ['all that agrees', {}],
  ['another sex under one name', { sex: 'DIFFERENT' }],
  ['another number that nobody traced', { nhsNumber: 'UNVERIFIED' }],
  ['another address', { address: 'DIFFERENT' }],
] as const)('%s does not', (_, changed) => expect(contradicts(comparison(changed))).toBe(false));
