import { soundsAsChinese } from './chinese';
import { countSlips } from './edit-distance';
import { measureSimilarity } from './jaro-winkler';

/**
 * Whether two given names are so alike that a person should look, though no list has them as one: never more than that,
 * for twins' names are alike too. Expects folded names without spaces.
 */
export const isAlike = (one: string, other: string): boolean =>
  isMistyped(one, other) ||
  isPartOf(one, other) ||
  isPetForm(one, other) ||
  soundsAlike(one, other) ||
  soundsAsChinese(one, other) ||
  areInitialsOf(one, other);

/** A slip of the hand. Short names are one slip from many others, and are the ones of whole peoples: Li, Bo, Yi. */
export function isMistyped(one: string, other: string): boolean {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  if (shorter.length < 2) return false;
  if (countSlips(shorter, longer, 1) <= 1 || isWithLost(one, other)) return true;
  if (shorter.length >= 6 && countSlips(shorter, longer, 2) <= 2) return true;
  return measureSimilarity(one, other) >= 0.9;
}

/** The same, where a system wrote question marks for letters that it does not know. `foldName` leaves them in. */
function isWithLost(one: string, other: string): boolean {
  const [lost, whole] = one.includes('?') ? [one, other] : [other, one];
  if (!lost.includes('?') || whole.includes('?') || !/\p{L}/u.test(lost)) return false;
  return new RegExp(`^${lost.replace(/\?+/g, (run) => `.{0,${run.length}}`)}$`, 'u').test(whole);
}

/** CJ of Carl James: two letters without a vowel, of which the first is the name's. */
const areInitialsOf = (one: string, other: string): boolean => {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  return /^[^aeiouy]{2}$/.test(shorter) && shorter[0] === longer[0];
};

/** A name kept from its beginning or its end: Max of Maximilian, Emeka of Chukwuemeka. */
function isPartOf(one: string, other: string): boolean {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  return shorter.length >= 3 && (longer.startsWith(shorter) || longer.endsWith(shorter));
}

const PET_ENDINGS =
  /^(y|ie|ey|i|o|a|s|ka|ek|ia|us|usia|cia|unia|io|siek|iek|nia|ny|nie|ty|tie|dy|die|by|bie|py|pie|my|mie|ly|lie|ry|rie|sy|sie|ki|ko|ita|ito|inho|een|in|sz|ys|os|as)$/;

/** The beginning of the name and the ending of a pet name: Artie of Arthur, Krzysiek of Krzysztof. */
function isPetForm(one: string, other: string): boolean {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  let kept = 0;
  while (kept < shorter.length && shorter[kept] === longer[kept]) kept += 1;
  return kept >= 3 && shorter.length < longer.length && PET_ENDINGS.test(shorter.slice(kept));
}

/**
 * One sound in several spellings, as names come out of other scripts: vowels are written freely, letters doubled, and k
 * and q, x and h, ph and f stand for one another (see the sources of lists/arabic.json and lists/african.json).
 */
function soundsAlike(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 3) return false;
  const sound = soundOf(one);
  return sound.replace(/[^a-z]/g, '').length >= 3 && sound === soundOf(other);
}

const soundOf = (name: string): string =>
  name
    .replace(/ph/g, 'f')
    .replace(/[qc]?k|q|c(?![hieya])/g, 'k')
    .replace(/kh|gh/g, 'k')
    .replace(/x/g, 'h')
    .replace(/w/g, 'v')
    .replace(/z/g, 's')
    .replace(/dj|j|g(?=[iey])/g, 'j')
    .replace(/sh|sch|ch|sz|cz/g, 'c')
    .replace(/th/g, 't')
    .replace(/^[aeiouy]+/, 'a')
    .replace(/(?!^)[aeiouy]/g, '')
    .replace(/(?!^)h/g, '')
    .replace(/(.)\1+/g, '$1');
