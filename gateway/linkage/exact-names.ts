import type { HeldIdentity } from './contract-replies';
import type { Subject } from './subject';

/** Letters that do not come apart into a letter and an accent. */
const PLAIN: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };

/** What desks write where nobody knows a name: of the kit's `placeholders.ts` what is written most. */
const UNKNOWN = [
  'unknown( .*)?|unk|unkn|nk|n k|n a|tb[acdn]|nyn|nfn|fnu|lnu|anon|anonymous|null|none|no ?name|nameless|(x ?)+|(?<key>[a-z])\\k<key>{2,}',
  '(not|no|to be|yet to be|awaiting|pending|name|surname|forename|first name)( (yet|a|first|fore|given|last|sur|known|named|given|stated|recorded|provided|disclosed|registered|supplied|name|forename|surname|unknown|tbc|tba|to follow|confirmed|advised|announced|awaited|pending|withheld|not))*',
  'z*test( .*)?|dummy( .*)?|duplicate( .*)?|deleted?( .*)?|do not use( .*)?',
].join('|');
/** And where nobody has one yet: some of these are family names. */
const UNNAMED = [
  'babyboy|babygirl|bb|bg|nb|inf|ubb|fob|mob|t[1-4]|[bsdc] o( .*)?|(son|daughter) of( .*)?|(first|second|third|1st|2nd|3rd) (twin|triplet|baby|born)',
  '(ba?by|babe|bejbi|infant|twin|tw|triplet|trip|quad|unborn|unnamed|boy|girl|male|female|newborn|new born|neonate|child|sibling|f(o)?etus|bump|live ?(birth|born)|still ?born)\\d*( .*)?',
  'mr|mrs|miss|ms|mx|dr|mstr|master|mum|mother|dad|father|patient|tenant|occupier',
].join('|');
const NO_NAME = new RegExp(`^(${UNKNOWN}|${UNNAMED})$`);
const NO_FAMILY_NAME = new RegExp(`^(${UNKNOWN})$`);

/** Capitals, accents, apostrophes and hyphens do not make another name. Empty where there is none. */
export const foldName = (name: string | null | undefined): string => fold(name, NO_NAME);
/** The same of a family name: Child and Master are some. */
export const foldFamilyName = (name: string | null | undefined): string => fold(name, NO_FAMILY_NAME);

function fold(name: string | null | undefined, none: RegExp): string {
  const folded = (name ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđıßæœ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/['’`.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return none.test(folded) ? '' : folded;
}

/** The first of January, or a day on which nobody was born who is known today, is what is written where a birthday is not known. */
export const isDefaultBirthday = (day: string): boolean => day.endsWith('-01-01') || day < '1902' || day >= '2090';

/** The marks of a forename, sorted: where they stand does not count, and comma below and cedilla are one. Empty where none is kept. */
function marksIn(name: string | null | undefined): string {
  const marks = (name ?? '')
    .normalize('NFD')
    .replace(/\u0326/g, '\u0327')
    .match(/[\p{M}đĐ]/gu);
  return (marks ?? []).sort().join('').toLowerCase();
}

/** Both keep marks, and other ones: Hùng and Hưng are two names, and Hung may be either. */
export function marksDiffer(one: string | null | undefined, other: string | null | undefined): boolean {
  const [ones, others] = [marksIn(one), marksIn(other)];
  return ones !== '' && others !== '' && ones !== others;
}

/** Enough is given to select by name and birthday: forename, surname, and a birthday that somebody really gave. */
export const givesNameAndBirthday = ({ givenName, familyName, dateOfBirth }: Subject): boolean =>
  foldName(givenName) !== '' &&
  foldName(familyName) !== '' &&
  dateOfBirth !== undefined &&
  !isDefaultBirthday(dateOfBirth);

/** Exactly this forename, surname and birthday. */
export const isExactly = (told: Subject, held: HeldIdentity): boolean =>
  foldName(told.givenName) === foldName(held.givenName) &&
  !marksDiffer(told.givenName, held.givenName) &&
  foldName(told.familyName) === foldName(held.familyName) &&
  told.dateOfBirth === held.dateOfBirth;
