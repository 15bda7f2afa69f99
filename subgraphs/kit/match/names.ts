/**
 * Names as people write them: folded for comparing. A given name that stands for "not named yet" counts as missing
 * (newborns are registered as "Baby SMITH").
 */
import { foldName } from './names/fold-name';
import { withoutGeneration } from './names/generation';
import { isNoFamilyName, isNotNamed } from './names/placeholders';
import { isOtherFamilySpelling, isOtherSpelling } from './names/variants';

export { foldName } from './names/fold-name';
export { generationIn } from './names/generation';
export { birthOrderIn } from './names/placeholders';

/** Written before the name, and no part of it. */
const TITLE = /^(mr|mrs|miss|ms|mstr|master|dr) (?=\S)/;

/** The folded given name, or null where there is none, or only a word that stands for one. */
export function readGivenName(name: string | null | undefined): string | null {
  const folded = name ? withoutGeneration(foldName(name).replace(TITLE, '')) : '';
  return !name || isNotNamed(name, withoutLost(folded)) ? null : folded;
}

/** The folded family name, or null. */
export function readFamilyName(name: string | null | undefined): string | null {
  const folded = name ? withoutGeneration(foldName(name)) : '';
  return !name || isNoFamilyName(name, withoutLost(folded)) ? null : folded;
}

/** Without the signs of letters that were lost: "Baby?" is no name either. */
const withoutLost = (folded: string): string => folded.replaceAll('?', '').trim();

const PARTICLES = new Set(
  'van von der den del della bin ibn binti bint abu mac san dos das ter ten und los las'.split(' '),
);

/** The parts of a double family name that stand for a family: not `van`, `al` or `bin`, which thousands share. */
export const partsOfFamilyName = (folded: string): readonly string[] =>
  folded.split(' ').filter((part) => part.length > 2 && !PARTICLES.has(part));

/** Without spaces: "Abdul Rahman" and "Abdulrahman", "O Brien" and "OBrien" are one name. */
export const joinName = (folded: string): string => folded.replaceAll(' ', '');

/** Two spellings of one given name. Expects folded names. */
export function isSameGivenName(one: string, other: string): boolean {
  const [first, second] = [joinName(one), joinName(other)];
  if (isOtherSpelling(first, second) || (first[0] === second[0] && withoutUmlauts(first) === withoutUmlauts(second)))
    return true;
  const [words, others] = [one.split(' '), other.split(' ')];
  return (
    words.length > 1 &&
    words.length === others.length &&
    words.every((word, at) => word === others[at] || isOtherSpelling(word, others[at]!))
  );
}

/** Two spellings of one family name, or its forms for a man and a woman. Expects folded names. */
export function isSameFamilyName(one: string, other: string): boolean {
  const [first, second] = [joinName(one), joinName(other)];
  if (isOtherFamilySpelling(first, second)) return true;
  return first[0] === second[0] && formOfFamily(first) === formOfFamily(second);
}

/** Müller is also written Mueller and Muller: ae, oe and ue before a consonant are a, o and u (DIN 5007-2; ICAO 9303). */
const withoutUmlauts = (name: string): string => name.replace(/([aou])e(?=[^aeiouy])/g, '$1').replace(/aa/g, 'a');

/**
 * Slavonic names have a form for women (Kowalski, Kowalska; Ivanov, Ivanova), and Mac is also written Mc and M. In
 * English records either stands for the family.
 */
const formOfFamily = (name: string): string =>
  withoutUmlauts(name)
    .replace(/^mac(?=.{3})/, 'mc')
    .replace(/(sk|ck|dzk|zk)(y|a)$/, '$1i')
    .replace(/(?<=.{3}(?:ov|ev|in))a$/, '');
