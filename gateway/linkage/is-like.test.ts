import type { RequesterAsPerson } from '../identity/types';
import type { HeldIdentity } from './contract-replies';
import { compareBirths, isLike } from './is-like';

const TODAY = '2026-11-01';
const NOTHING = Object.fromEntries(
  [
    'lifeState',
    'mother',
    'givenName',
    'familyName',
    'formerNames',
    'dateOfBirth',
    'expectedDateOfBirth',
    'sex',
    'nhsNumber',
    'nhsNumberVerified',
    'upn',
    'laChildId',
    'postcode',
    'uprn',
    'asOf',
    'dataQuality',
  ].map((field) => [field, null]),
) as unknown as HeldIdentity;
const held = (of: Partial<HeldIdentity>): HeldIdentity => ({ ...NOTHING, ref: 'R', lifeState: 'BORN', ...of });
const joanne = held({ givenName: 'Joanne', familyName: 'Pryce', dateOfBirth: '1986-03-14', postcode: 'ZB2 3ZR' });
const noBirthday = { ...joanne, dateOfBirth: null };
const claims: RequesterAsPerson = {
  givenName: 'Joanne',
  familyName: 'Pryce',
  dateOfBirth: '1986-03-14',
  postcode: null,
};
const stops = (of: Partial<RequesterAsPerson>, member = joanne): boolean => isLike({ ...claims, ...of }, member, TODAY);

test.each<[string, Partial<RequesterAsPerson>]>([
  ['a short name', { givenName: 'Jo' }],
  ['a middle name in front', { givenName: 'Marie Joanne' }],
  ['a married name and no address', { familyName: 'Smith' }],
  ['a married name and another forename', { givenName: 'Marie', familyName: 'Smith' }],
  ['a home she has moved to', { postcode: 'ZB4 1ZA' }],
  ['a birthday without its year', { dateOfBirth: '0000-03-14' }],
  ['a birthday without its year, a short name', { givenName: 'Jo', dateOfBirth: '0000-03-14' }],
  ['a birthday without its year, a married name', { familyName: 'Smith', dateOfBirth: '0000-03-14' }],
  [
    'a middle name in front, a married name, a birthday without its year',
    { givenName: 'Marie Joanne', familyName: 'Smith', dateOfBirth: '0000-03-14' },
  ],
  ['day and month in each other’s place', { dateOfBirth: '1986-14-03' }],
  ['a figure of the birthday mistyped', { dateOfBirth: '1986-03-15' }],
  ['the year alone', { dateOfBirth: '1986' }],
  ['accents, capitals and a hyphen', { givenName: 'JO-ANNE', familyName: 'Prŷce' }],
])('a requester with %s is known again', (_, of) => expect(stops(of)).toBe(true));

test.each<[string, Partial<RequesterAsPerson>]>([
  ['her name, spelt short', { givenName: 'Jo' }],
  ['her name, and a double one', { familyName: 'Pryce-Smith' }],
])('where the agency has no birthday of hers, so is one with %s', (_, of) => expect(stops(of, noBirthday)).toBe(true));

test('a forename alone is shared by strangers, and so is a family name', () => {
  expect(stops({ familyName: 'Smith' }, noBirthday)).toBe(false);
  expect(stops({ givenName: 'Helen' }, noBirthday)).toBe(false);
  expect(stops({ familyName: 'Smith', postcode: 'ZB2 3ZR' }, noBirthday)).toBe(true);
});

test('a requester who says no birthday is known by both names, or by one and the home; one who says no name, by the birthday', () => {
  const unsaid = { dateOfBirth: null } as const;
  expect(stops(unsaid)).toBe(true);
  expect(stops({ ...unsaid, givenName: 'Jo' })).toBe(true);
  expect(stops({ ...unsaid, familyName: 'Smith' })).toBe(false);
  expect(stops({ ...unsaid, familyName: 'Smith', postcode: 'ZB2 3ZR' })).toBe(true);
  expect(stops({ ...unsaid, givenName: 'Helen' })).toBe(false);
  expect(stops(unsaid, held({ givenName: 'Joanne' }))).toBe(false);
  const nameless = { givenName: null, familyName: null } as const;
  expect(stops(nameless)).toBe(true);
  expect(stops({ ...nameless, dateOfBirth: '1986-03-19' })).toBe(false);
});

test('a namesake of another birthday is somebody else, and a child is no requester', () => {
  expect(stops({ dateOfBirth: '1979-11-23' })).toBe(false);
  expect(stops({ dateOfBirth: '0000-11-23' })).toBe(false);
  expect(stops({ dateOfBirth: '0000-03-14', givenName: 'Helen', familyName: 'Marsden' })).toBe(false);
  expect(stops({}, held({ givenName: 'Joanne', familyName: 'Pryce', dateOfBirth: '2015-03-14' }))).toBe(false);
});

test('a day that stands for "not known" tells nobody apart', () => {
  expect(compareBirths('1986-03-14', '1900-01-01')).toBe('unknown');
  expect(compareBirths('1986-03-14', '1986-01-01')).toBe('same year');
  expect(compareBirths('1986-03-14', '1985-01-01')).toBe('different');
  expect(compareBirths('0000-01-01', '1986-01-01')).toBe('unknown');
});
