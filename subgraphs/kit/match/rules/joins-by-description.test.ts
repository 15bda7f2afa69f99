import { comparison } from '../../fixtures/comparison';
import { joinsByDescription } from './joins-by-description';

test.each([
  ['name, birthday and home', {}],
  ['another spelling', { givenName: 'SPELLING' }],
  ['another spelling of the family', { familyName: 'SPELLING' }],
  ['half of a double name', { familyName: 'PART' }],
  ['the postcode, where a UPRN is not known', { address: 'POSTCODE' }],
  ['the same birth order', { birthOrder: 'SAME' }],
  ['no sex recorded', { sex: 'MISSING' }],
  ['a number that both claim, where one has no address', { address: 'MISSING', nhsNumber: 'CLAIMED' }],
] as const)('%s join', (_, changed) => expect(joinsByDescription(comparison(changed))).toBe(true));

test.each([
  ['a different number', { nhsNumber: 'CONTRADICTS' }],
  ['a different number that nobody traced', { nhsNumber: 'UNVERIFIED' }],
  ['a different temporary pupil number', { upn: 'UNVERIFIED' }],
  ['a different LA child id', { laChildId: 'UNVERIFIED' }],
  ['a different UPRN', { address: 'NEIGHBOUR' }],
  ['a home of before', { address: 'FORMER' }],
  ['another home', { address: 'OUTWARD' }],
  ['another home, and a number that nobody traced', { address: 'DIFFERENT', nhsNumber: 'CLAIMED' }],
  ['a different sex', { sex: 'DIFFERENT' }],
  ['a different birth order', { birthOrder: 'DIFFERENT' }],
  ['a birthday of 1 January', { birthdayIsDefault: true }],
  ['names exchanged that may be either’s', { namesSwapped: true, namesInDoubt: true }],
  ['a family name of before', { familyName: 'FORMER' }],
  ['a slip in the family name', { familyName: 'SIMILAR' }],
  ['another family name', { familyName: 'DIFFERENT' }],
  ['a short form', { givenName: 'SHORT' }],
  ['a form that is a name of its own', { givenName: 'KNOWN_AS' }],
  ['a second given name', { givenName: 'SECOND' }],
  ['a slip in the given name', { givenName: 'SIMILAR' }],
  ['no given name', { givenName: 'MISSING' }],
  ['a slip in the birthday', { dateOfBirth: 'NEAR' }],
] as const)('by description nothing joins with %s', (_, changed) =>
  expect(joinsByDescription(comparison(changed))).toBe(false),
);
