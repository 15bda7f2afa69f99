import type { HeldPerson } from '../connector';
import { isTemporaryUpn } from '../identifiers';
import { daysBetween, differByOneFigure, swapDayAndMonth } from '../match/compare/dates';
import { isSameFamilyName, isSameGivenName, partsOfFamilyName, readFamilyName, readGivenName } from '../match/names';
import { measureSimilarity } from '../match/names/jaro-winkler';
import { isKnownAs, isShortForm } from '../match/names/variants';

/**
 * Whether two descriptions can be told apart: for closing, where a doubt counts, and never for joining. ALIKE: they agree,
 * as far as people write such things. APART: nobody would write the one for the other. UNCLEAR: one of the two does not say.
 */
export type Likeness = 'ALIKE' | 'UNCLEAR' | 'APART';

/** What somebody is known by. Names are folded. A `MatchSubject` is one; `describe` makes one of a record. */
export interface Description {
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly formerNames: readonly string[];
  /** ISO day; of a requester also `0000-MM-DD`, where the year is left out (OpenID Connect Core 1.0, 5.1). */
  readonly dateOfBirth: string | null;
  readonly sex: 'M' | 'F' | null;
  readonly nhsNumber: string | null;
  readonly upn: string | null;
  readonly postcode: string | null;
  readonly uprn: string | null;
}

export const describe = (held: HeldPerson): Description => ({
  givenName: readGivenName(held.givenName),
  familyName: readFamilyName(held.familyName),
  formerNames: held.formerNames.map(readFamilyName).filter((name) => name !== null),
  dateOfBirth: held.dateOfBirth,
  sex: held.sex === 'U' ? null : held.sex,
  // A number that nobody verified tells nobody apart.
  nhsNumber: held.nhsNumberVerified ? held.nhsNumber : null,
  upn: held.upn,
  postcode: held.postcode,
  uprn: held.uprn,
});

/** Any forename of the one for any of the other, in any spelling, shortened or as an initial. */
export function likenessOfGivenNames(one: string | null, other: string | null): Likeness {
  if (one === null || other === null) return 'UNCLEAR';
  const others = other.split(' ');
  const alike = one.split(' ').some((name) => others.some((second) => isOneForename(name, second)));
  return alike || isOneForename(one.replaceAll(' ', ''), other.replaceAll(' ', '')) ? 'ALIKE' : 'APART';
}

/** Jo for Joanne, Beth for Elizabeth, J for either. */
function isOneForename(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.startsWith(short) || isSameGivenName(one, other) || measureSimilarity(one, other) >= 0.85) return true;
  return isShortForm(one, other) || isKnownAs(one, other);
}

/** Now or before, whole or one half of it. */
export function likenessOfFamilyNames(one: Description, other: Description): Likeness {
  const ones = namesOf(one);
  const others = namesOf(other);
  if (ones.length === 0 || others.length === 0) return 'UNCLEAR';
  return ones.some((name) => others.some((second) => isOneFamilyName(name, second))) ? 'ALIKE' : 'APART';
}

const namesOf = ({ familyName, formerNames }: Description): readonly string[] =>
  familyName === null ? formerNames : [familyName, ...formerNames];

function isOneFamilyName(one: string, other: string): boolean {
  const parts = partsOfFamilyName(other);
  return (
    one === other ||
    one.replaceAll(' ', '') === other.replaceAll(' ', '') ||
    isSameFamilyName(one, other) ||
    partsOfFamilyName(one).some((part) => parts.includes(part)) ||
    measureSimilarity(one, other) >= 0.9
  );
}

/** SAME_YEAR: two days of one year, of which the year alone agrees. A day that stands for "not known" says its year at most. */
export function likenessOfBirths(one: string | null, other: string | null): Likeness | 'SAME_YEAR' {
  const [a, b] = [readBirth(one), readBirth(other)];
  if (a === null || b === null) return 'UNCLEAR';
  if (a.year === null || b.year === null) {
    if (a.day === null || b.day === null) return 'UNCLEAR';
    return a.day === b.day || a.day === swapped(b.day) ? 'ALIKE' : 'APART';
  }
  if (a.day === null || b.day === null) return a.year === b.year ? 'SAME_YEAR' : 'APART';
  const [first, second] = [`${a.year}-${a.day}`, `${b.year}-${b.day}`];
  if (first === second || swapDayAndMonth(first) === second) return 'ALIKE';
  if (differByOneFigure(first, second) || daysBetween(first, second) <= 1) return 'ALIKE';
  return a.year === b.year ? 'SAME_YEAR' : 'APART';
}

const swapped = (day: string): string => day.split('-').reverse().join('-');

/** The first of January is what many systems write for a day not known, and 1900 for a year not known. */
function readBirth(date: string | null): { readonly year: string | null; readonly day: string | null } | null {
  const [, year = '', day = ''] = /^(\d{4})-(\d\d-\d\d)$/.exec(date ?? '') ?? [];
  if (year === '') return null;
  const known = { year: year === '0000' || year <= '1901' ? null : year, day: day === '01-01' ? null : day };
  return known.year === null && (known.day === null || year !== '0000') ? null : known;
}

/** Numbers that one person cannot have two of. */
export function likenessOfNumbers(one: Description, other: Description): Likeness {
  const nhs = likenessOf(one.nhsNumber, other.nhsNumber);
  const upn =
    (one.upn && isTemporaryUpn(one.upn)) || (other.upn && isTemporaryUpn(other.upn))
      ? 'UNCLEAR'
      : likenessOf(one.upn, other.upn);
  if (nhs === 'APART' || upn === 'APART') return 'APART';
  return nhs === 'ALIKE' || upn === 'ALIKE' ? 'ALIKE' : 'UNCLEAR';
}

export const likenessOfSexes = (one: Description, other: Description): Likeness => likenessOf(one.sex, other.sex);

/** By the property's own number; by postcode, which some fifteen homes share, where one of them has no other. */
export function likenessOfAddresses(
  one: Pick<Description, 'postcode' | 'uprn'>,
  other: Pick<Description, 'postcode' | 'uprn'>,
): Likeness {
  const homes = likenessOf(one.uprn, other.uprn);
  return homes === 'UNCLEAR' ? likenessOf(one.postcode, other.postcode) : homes;
}

const likenessOf = (one: string | null, other: string | null): Likeness =>
  one === null || other === null ? 'UNCLEAR' : one === other ? 'ALIKE' : 'APART';
