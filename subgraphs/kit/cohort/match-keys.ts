/**
 * What two agencies' records of one person are likely to have in common: match keys, as the Office for National Statistics
 * links hashed data ("Linking with anonymised data – how not to make a hash of it", 2021). Enough to count by; never to join
 * a record to a child.
 */
import type { HeldPerson } from '../connector';
import { joinName, readFamilyName, readGivenName } from '../match/names';

/** How many keys a person has at most. */
export const MATCH_KEYS = 7;

/**
 * Texts by which a person is met again elsewhere, each with the name of its rule: none that anything is missing for.
 * They are of the agency's own walls: only tokens of them leave.
 */
export function matchKeysOf(person: HeldPerson): readonly string[] {
  const { nhsNumber, nhsNumberVerified, dateOfBirth, postcode } = person;
  const names = [readGivenName(person.givenName), readFamilyName(person.familyName)].map((one) => one && joinName(one));
  const [given, family] = names;
  const both = given && family ? [given, family].sort().join(' ') : null;
  const born = dateOfBirth && unordered(dateOfBirth);
  return [
    key('number', nhsNumberVerified ? nhsNumber : null),
    key('number and year', nhsNumber, dateOfBirth?.slice(0, 4)),
    key('names and birthday', both, born),
    key('beginnings and birthday', given?.slice(0, 2), family?.slice(0, 3), born),
    key('given name, birthday and home', given, born, postcode),
    key('beginning, birthday and home', given?.[0], dateOfBirth, postcode),
    key('names, home and year', both, postcode, dateOfBirth?.slice(0, 4)),
  ].filter((one) => one !== null);
}

/** Day and month in either order: many a system has them swapped. */
const unordered = (date: string): string => `${date.slice(0, 4)} ${date.slice(5).split('-').sort().join(' ')}`;

const key = (rule: string, ...parts: readonly (string | null | undefined)[]): string | null =>
  parts.some((part) => !part) ? null : JSON.stringify([rule, ...parts]);
