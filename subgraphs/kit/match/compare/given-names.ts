import { isSameGivenName, joinName } from '../names';
import { isAlike } from '../names/alike';
import { isKnownAs, isOtherSpelling, isShortForm } from '../names/variants';
import type { GivenNameLevel } from './levels';

/** Compares two given names, folded; each may be of several words. */
export function compareGivenNames(one: string | null, other: string | null): GivenNameLevel {
  if (one === null || other === null) return 'MISSING';
  if (one === other) return 'EXACT';
  const [first, second] = [joinName(one), joinName(other)];
  if (first === second) return 'EXACT';
  // An initial says little: it neither agrees nor differs, unless the letter is another one.
  if (first.length === 1 || second.length === 1) return one[0] === other[0] ? 'MISSING' : 'DIFFERENT';
  if (isSameGivenName(one, other)) return 'SPELLING';
  if (isShortForm(first, second)) return 'SHORT';
  if (isKnownAs(first, second)) return 'KNOWN_AS';
  const [words, others] = [wordsOf(one), wordsOf(other)];
  // "C James" and "Carl": the initial is the other's.
  if (isInitialOf(one, other) || isInitialOf(other, one)) return 'SECOND';
  if (words.length > 1 || others.length > 1) return compareWords(words, others, first, second);
  return isAlike(first, second) ? 'SIMILAR' : 'DIFFERENT';
}

/** The words of a name, without initials beside them: "M. Yusuf" is Yusuf. */
function wordsOf(name: string): readonly string[] {
  const words = name.split(' ');
  const whole = words.filter((word) => word.length > 1);
  return whole.length > 0 ? whole : words;
}

const isInitialOf = (one: string, other: string): boolean =>
  one[1] === ' ' && one[0] === other[0] && !other.includes(' ');

const isOneName = (one: string, other: string): boolean =>
  one === other || isOtherSpelling(one, other) || isShortForm(one, other) || isKnownAs(one, other);

function compareWords(
  words: readonly string[],
  others: readonly string[],
  joined: string,
  otherJoined: string,
): GivenNameLevel {
  const [fewer, more] = words.length <= others.length ? [words, others] : [others, words];
  // "Hassan" and "Muhammad Hassan", "Lily" and "Lily Mae": perhaps one child.
  if (fewer.every((word) => more.some((another) => isOneName(word, another)))) return 'SECOND';
  // "Lily Mae" and "Lily Rose": twins, as often as not.
  if (fewer.length > 1 && isOneName(words[0]!, others[0]!))
    return isAlike(words.slice(1).join(''), others.slice(1).join('')) ? 'SIMILAR' : 'DIFFERENT';
  if (isAlike(joined, otherJoined)) return 'SIMILAR';
  return fewer.length === 1 && more.some((another) => isAlike(fewer[0]!, another)) ? 'SIMILAR' : 'DIFFERENT';
}
