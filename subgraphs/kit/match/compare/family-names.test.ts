import { readFamilyName } from '../names';
import { compareFamilyNames } from './family-names';

const bearer = (written: string) => ({ now: readFamilyName(written), before: [] });
const compare = (one: string, other: string) => compareFamilyNames(bearer(one), bearer(other));

test.each([
  ['Smith-Jones', 'Smith'],
  ['Smith-Jones', 'Jones Smith'],
  ['Kaur Gill', 'Gill'],
  ['da Silva Santos', 'Santos'],
])('of %s, %s is a part', (one, other) => expect(compare(one, other)).toBe('PART'));

test.each([
  ['Smith-Jones', 'Smith-Brown'],
  ['Kaur Gill', 'Kaur Dhillon'],
  ['Silva Santos', 'Santos Pereira'],
  ['Haile Mariam', 'Gebre Mariam'],
])('%s and %s each say something else: alike, and no more', (one, other) =>
  expect(compare(one, other)).toBe('SIMILAR'),
);
