import type { HeldPerson } from '../connector';
import { isTemporaryUpn } from '../identifiers';
import { daysBetween, differByOneFigure, swapDayAndMonth } from './dates';
import { measureSimilarity } from './jaro-winkler';
import { isSameName, partsOfFamilyName, readFamilyName, readGivenName } from './names';
import type { MatchSubject } from './subject';

/** VARIANT: a known short form or another spelling. SIMILAR: by Jaro-Winkler. MISSING: one of the two does not say. */
export type GivenNameLevel = 'EXACT' | 'VARIANT' | 'SIMILAR' | 'DIFFERENT' | 'MISSING';
/** FORMER: a name the record had before. PART: one half of a double name. */
export type FamilyNameLevel = 'EXACT' | 'FORMER' | 'PART' | 'SIMILAR' | 'DIFFERENT' | 'MISSING';
/** SWAPPED: day and month in each other's place. NEAR: one figure, or one day, apart. */
export type BirthLevel = 'EXACT' | 'SWAPPED' | 'NEAR' | 'DIFFERENT' | 'MISSING';
/** MISSING also where the record says U. */
export type SexLevel = 'EXACT' | 'DIFFERENT' | 'MISSING';
/** The finest level at which the addresses agree. OUTWARD: the first half of the postcode alone. */
export type AddressLevel = 'UPRN' | 'POSTCODE' | 'OUTWARD' | 'DIFFERENT' | 'MISSING';
/** FORMER: the number is one that this record had before. UNVERIFIED: another number, but the held one proves nothing. */
export type IdentifierLevel = 'AGREES' | 'FORMER' | 'UNVERIFIED' | 'CONTRADICTS' | 'MISSING';

/** How one subject and one record compare, field by field. */
export interface Comparison {
  readonly givenName: GivenNameLevel;
  readonly familyName: FamilyNameLevel;
  /** Given and family name are in each other's place; both then count as exact. */
  readonly namesSwapped: boolean;
  readonly dateOfBirth: BirthLevel;
  readonly sex: SexLevel;
  readonly address: AddressLevel;
  readonly nhsNumber: IdentifierLevel;
  readonly upn: IdentifierLevel;
  readonly laChildId: IdentifierLevel;
  /** Names of the Subject's fields that both sides had. */
  readonly comparedOn: readonly string[];
}

/** Compares what is asked about with what is held, without weighing it. */
export function compare(subject: MatchSubject, held: HeldPerson): Comparison {
  const given = readGivenName(held.givenName);
  const family = readFamilyName(held.familyName);
  const namesSwapped =
    given !== null &&
    family !== null &&
    given !== family &&
    subject.givenName === family &&
    subject.familyName === given;
  const levels = {
    givenName: namesSwapped ? ('EXACT' as const) : compareGivenNames(subject.givenName, given),
    familyName: namesSwapped ? ('EXACT' as const) : compareFamilyNames(subject, held, family),
    namesSwapped,
    dateOfBirth: compareBirths(subject.dateOfBirth, held.dateOfBirth),
    sex: compareSexes(subject.sex, held.sex),
    address: compareAddresses(subject, held),
    nhsNumber: compareNhsNumbers(subject.nhsNumber, held),
    upn: compareUpns(subject.upn, held),
    laChildId: compareLaChildIds(subject.laChildId, held.laChildId),
  };
  const comparedOn = (['nhsNumber', 'upn', 'laChildId', 'givenName', 'familyName', 'dateOfBirth', 'sex'] as const)
    .filter((field) => levels[field] !== 'MISSING')
    .map(String);
  if (subject.postcode && held.postcode) comparedOn.push('postcode');
  if (subject.uprn && held.uprn) comparedOn.push('uprn');
  return { ...levels, comparedOn };
}

function compareGivenNames(one: string | null, other: string | null): GivenNameLevel {
  if (one === null || other === null) return 'MISSING';
  if (one === other || one.replaceAll(' ', '') === other.replaceAll(' ', '')) return 'EXACT';
  const [first, second] = [one.split(' '), other.split(' ')];
  // An initial says little: it neither agrees nor differs, unless the letter is another one.
  if (one.length === 1 || other.length === 1) return one[0] === other[0] ? 'MISSING' : 'DIFFERENT';
  if (isSameName(one, other)) return 'VARIANT';
  if (first[0] === second[0]) {
    // "Lily" and "Lily Mae": perhaps one child. "Lily Mae" and "Lily Rose": twins.
    if (first.length === 1 || second.length === 1) return 'SIMILAR';
    return measureSimilarity(first.slice(1).join(' '), second.slice(1).join(' ')) >= 0.9 ? 'SIMILAR' : 'DIFFERENT';
  }
  return measureSimilarity(one, other) >= 0.9 ? 'SIMILAR' : 'DIFFERENT';
}

function compareFamilyNames(subject: MatchSubject, held: HeldPerson, family: string | null): FamilyNameLevel {
  const asked = subject.familyName;
  if (asked === null || family === null) return 'MISSING';
  if (asked === family) return 'EXACT';
  const formerHere = held.formerNames.map(readFamilyName).filter((one) => one !== null);
  // Some systems keep a former name whole, "Given Family".
  const isAmong = (name: string, former: readonly string[]) =>
    former.some((one) => one === name || one.endsWith(` ${name}`));
  if (isAmong(asked, formerHere) || isAmong(family, subject.formerNames)) return 'FORMER';
  if (formerHere.some((one) => subject.formerNames.includes(one))) return 'FORMER';
  const parts = partsOfFamilyName(family);
  if (partsOfFamilyName(asked).some((part) => parts.includes(part))) return 'PART';
  return measureSimilarity(asked, family) >= 0.92 ? 'SIMILAR' : 'DIFFERENT';
}

function compareBirths(one: string | null, other: string | null): BirthLevel {
  if (one === null || other === null) return 'MISSING';
  if (one === other) return 'EXACT';
  if (swapDayAndMonth(one) === other) return 'SWAPPED';
  return differByOneFigure(one, other) || daysBetween(one, other) <= 1 ? 'NEAR' : 'DIFFERENT';
}

function compareSexes(one: 'M' | 'F' | null, other: HeldPerson['sex']): SexLevel {
  if (one === null || other === 'U') return 'MISSING';
  return one === other ? 'EXACT' : 'DIFFERENT';
}

function compareAddresses(subject: MatchSubject, held: HeldPerson): AddressLevel {
  if (subject.uprn && held.uprn && subject.uprn === held.uprn) return 'UPRN';
  if (!subject.postcode || !held.postcode) return subject.uprn && held.uprn ? 'DIFFERENT' : 'MISSING';
  if (subject.postcode === held.postcode) return 'POSTCODE';
  return subject.postcode.split(' ')[0] === held.postcode.split(' ')[0] ? 'OUTWARD' : 'DIFFERENT';
}

function compareNhsNumbers(number: string | null, held: HeldPerson): IdentifierLevel {
  if (number === null) return 'MISSING';
  if (held.nhsNumber === number) return 'AGREES';
  if (held.supersededNhsNumbers.includes(number)) return 'FORMER';
  if (held.nhsNumber === null) return 'MISSING';
  return held.nhsNumberVerified ? 'CONTRADICTS' : 'UNVERIFIED';
}

function compareUpns(upn: string | null, held: HeldPerson): IdentifierLevel {
  if (upn === null) return 'MISSING';
  if (held.upn === upn) return 'AGREES';
  if (held.formerUpn === upn) return 'FORMER';
  if (held.upn === null) return 'MISSING';
  // A pupil can have several temporary numbers in a life; only two permanent ones tell two children apart.
  return isTemporaryUpn(upn) || isTemporaryUpn(held.upn) ? 'UNVERIFIED' : 'CONTRADICTS';
}

/** A child can have two LA child ids, so another one contradicts nothing. */
function compareLaChildIds(id: string | null, held: string | null): IdentifierLevel {
  if (id === null || held === null) return 'MISSING';
  return id === held ? 'AGREES' : 'UNVERIFIED';
}
