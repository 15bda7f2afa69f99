import { comparison } from '../../fixtures/comparison';
import { joinsByNumber } from './joins-by-number';

const numbered = (changed: Parameters<typeof comparison>[0]) =>
  comparison({ nhsNumber: 'AGREES', address: 'DIFFERENT', ...changed });

test.each([
  ['the name and the birthday, wherever they live', {}],
  ['another spelling', { givenName: 'SPELLING' }],
  ['a listed short form', { givenName: 'SHORT' }],
  ['another family name', { familyName: 'DIFFERENT' }],
  ['a birthday of 1 January', { birthdayIsDefault: true }],
  ['a number that the record had before', { nhsNumber: 'FORMER' }],
  ['a pupil number', { nhsNumber: 'MISSING', upn: 'AGREES' }],
  ['no given name yet', { givenName: 'MISSING' }],
  ['day and month swapped', { dateOfBirth: 'SWAPPED' }],
  ['nothing else asked', { givenName: 'MISSING', familyName: 'MISSING', dateOfBirth: 'MISSING', sex: 'MISSING' }],
] as const)('a verified number joins with %s', (_, changed) => expect(joinsByNumber(numbered(changed))).toBe(true));

test.each([
  ['a name that is merely alike', { givenName: 'SIMILAR' }],
  ['a form that is a name of its own', { givenName: 'KNOWN_AS' }],
  ['the second given name', { givenName: 'SECOND' }],
  ['no given name yet, and another sex', { givenName: 'MISSING', sex: 'DIFFERENT' }],
  ['no given name yet, and a birthday a day out', { givenName: 'MISSING', dateOfBirth: 'NEAR' }],
  ['another year', { dateOfBirth: 'YEAR' }],
  ['no birthday', { dateOfBirth: 'MISSING' }],
  ['a slip in the birthday and another family', { dateOfBirth: 'NEAR', familyName: 'DIFFERENT' }],
  ['nobody having traced it', { nhsNumber: 'CLAIMED' }],
  ['no number', { nhsNumber: 'MISSING' }],
] as const)('nothing joins by number with %s', (_, changed) => expect(joinsByNumber(numbered(changed))).toBe(false));
