import type { HeldIdentity } from './contract-replies';
import type { Subject } from './subject';

/** Letters that do not come apart into a letter and an accent. */
const PLAIN: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };

/** What desks write where nobody has a name yet, or knows it. */
const NO_NAME =
  /^(babyboy|babygirl|bb|inf|nk|n k|tbc|tba|b o|(baby|infant|twin|triplet|unborn|unknown|unnamed|not (yet )?(known|named)|boy|girl|male|female|newborn|child|foetus|fetus)( .*)?)$/;

/** Capitals, accents, apostrophes and hyphens do not make another name. Empty where there is none. */
export function foldName(name: string | null | undefined): string {
  const folded = (name ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđıßæœ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/['’`.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return NO_NAME.test(folded) ? '' : folded;
}

/** The first of January, or a day before 1901, is what systems write where a birthday is not known. */
export const isDefaultBirthday = (day: string): boolean => day.endsWith('-01-01') || day < '1901';

/** Enough is given to select by name and birthday: forename, surname, and a birthday that somebody really gave. */
export const givesNameAndBirthday = ({ givenName, familyName, dateOfBirth }: Subject): boolean =>
  foldName(givenName) !== '' &&
  foldName(familyName) !== '' &&
  dateOfBirth !== undefined &&
  !isDefaultBirthday(dateOfBirth);

/** Exactly this forename, surname and birthday. */
export const isExactly = (told: Subject, held: HeldIdentity): boolean =>
  foldName(told.givenName) === foldName(held.givenName) &&
  foldName(told.familyName) === foldName(held.familyName) &&
  told.dateOfBirth === held.dateOfBirth;
