import type { HeldIdentity } from './contract-replies';
import { foldFamilyName, foldName, isDefaultBirthday, marksDiffer } from './exact-names';

/**
 * Two records that cannot be one person's, whoever says so: another NHS number, permanent UPN, sex, birth order or birthday (a
 * day-month swap or one mistyped figure is none; nor is a birthday that stands for "not known"), another forename, or a
 * surname that neither has, or had. What one of them does not say disagrees with nothing.
 *
 * @param recognised one of the two agencies, asked about the other's record, is certain of its own. It knows short forms
 * and spellings: the names were compared there. Of two that nobody compared, another name is another person.
 */
export function disagree(a: HeldIdentity, b: HeldIdentity, recognised: boolean): boolean {
  const numbers = compareNumbers(a, b);
  // An agency is told verified numbers alone: what is claimed is compared nowhere else.
  if (numbers === 'differ' || numbers === 'claimed') return true;
  if (a.sex !== null && b.sex !== null && isSex(a.sex) && isSex(b.sex) && a.sex !== b.sex) return true;
  if (birthdaysDiffer(a.dateOfBirth, b.dateOfBirth)) return true;
  if (a.birthOrder !== null && b.birthOrder !== null && a.birthOrder !== b.birthOrder) return true;
  if (recognised) return false;
  if (forenamesDiffer(a.givenName, b.givenName) || marksDiffer(a.givenName, b.givenName)) return true;
  return numbers !== 'agree' && surnamesDiffer(a, b);
}

const isSex = (sex: string): boolean => sex === 'M' || sex === 'F';

/** `claimed`: they differ, and one of them is only what somebody wrote down; another number that agrees outweighs it. */
function compareNumbers(a: HeldIdentity, b: HeldIdentity): 'agree' | 'differ' | 'claimed' | 'unknown' {
  const nhs = compareNhsNumbers(a, b);
  const upn = compareUpns(a.upn, b.upn);
  if (nhs === 'differ' || upn === 'differ') return 'differ';
  if (nhs === 'agree' || upn === 'agree') return 'agree';
  return nhs;
}

/** Both records carry a verified NHS number, or a permanent UPN, and it is another. */
export const numbersDiffer = (a: HeldIdentity, b: HeldIdentity): boolean => compareNumbers(a, b) === 'differ';

function compareNhsNumbers(a: HeldIdentity, b: HeldIdentity) {
  if (a.nhsNumber === null || b.nhsNumber === null) return 'unknown';
  if (a.nhsNumber === b.nhsNumber) return 'agree';
  return a.nhsNumberVerified && b.nhsNumberVerified ? 'differ' : 'claimed';
}

function compareUpns(a: string | null, b: string | null) {
  if (a === null || b === null || !isPermanent(a) || !isPermanent(b)) return 'unknown';
  return a === b ? 'agree' : 'differ';
}

/** A temporary UPN ends in a letter and is replaced later. */
const isPermanent = (upn: string): boolean => /\d$/.test(upn);

function birthdaysDiffer(a: string | null, b: string | null): boolean {
  if (a === null || b === null || isDefaultBirthday(a) || isDefaultBirthday(b)) return false;
  if (a === b) return false;
  const [year, month, day] = a.split('-');
  if (b === `${year}-${day}-${month}`) return false;
  return a.length !== b.length || [...a].filter((figure, at) => figure !== b[at]).length > 1;
}

/** "Lily" may be "Lily Mae", and "Muhammad Hassan" Hassan; "Lily Mae" and "Lily Rose" are two. An initial says little. */
function forenamesDiffer(a: string | null, b: string | null): boolean {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  if (one.length === 0 || other.length === 0 || one.join('') === other.join('')) return false;
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one];
  return !fewer.every((word) => more.some((another) => isWordOf(word, another) || isWordOf(another, word)));
}

const isWordOf = (word: string, full: string): boolean => full === word || (word.length === 1 && full.startsWith(word));

/** Smith is a half of Smith-Jones; Smith-Jones and Smith-Brown differ by the other. */
function surnamesDiffer(a: HeldIdentity, b: HeldIdentity): boolean {
  const [ones, others] = [surnamesOf(a), surnamesOf(b)];
  if (ones.length === 0 || others.length === 0) return false;
  return !ones.some((one) => others.some((other) => isPartOf(one, other) || isPartOf(other, one)));
}

const isPartOf = (words: readonly string[], whole: readonly string[]): boolean =>
  words.every((word) => whole.includes(word));

/** Now, and before, in words. Those of one or two letters are particles that thousands share. */
const surnamesOf = ({ familyName, formerNames }: HeldIdentity): readonly (readonly string[])[] =>
  [familyName, ...(formerNames ?? [])]
    .map((name) => {
      const words = split(foldFamilyName(name));
      const long = words.filter((word) => word.length > 2);
      return long.length > 0 ? long : words;
    })
    .filter((words) => words.length > 0);

const wordsOf = (name: string | null): readonly string[] => split(foldName(name));

const split = (folded: string): readonly string[] => folded.split(' ').filter((word) => word !== '');
