import { writeInLatin } from './other-scripts';
import { repairText } from './repair-text';

/** Letters that do not come apart into a letter and an accent. */
const PLAIN: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ß: 'ss',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ə: 'a',
  ɗ: 'd',
  ɓ: 'b',
  ƙ: 'k',
  ƴ: 'y',
};

/** Marks that stand for a glottal stop or an elision, or are left by one: O'Brien, Qur’an, ʻAli. And what is not seen (Unicode, Cf). */
const APOSTROPHES = /['’‘‛ʼʻʽʿʾ′´`"“”.\p{Cf}]/gu;

/**
 * Capitals, accents, apostrophes, hyphens, double spaces, full-width letters and what was spoilt on the way (see
 * `repairText`) do not make another name.
 */
export const foldName = (name: string): string => (PLAIN_WORDS.test(name) ? name.toLowerCase() : foldSpecial(name));

/** What most names are. */
const PLAIN_WORDS = /^[A-Za-z]+(?: [A-Za-z]+)*$/;

const foldSpecial = (name: string): string =>
  writeInLatin(repairText(name))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(LOST, '?')
    .replace(/[łøđðħıŋßþæœəɗɓƙƴ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(APOSTROPHES, '')
    .replace(/[^\p{L}\p{N}?]+/gu, ' ')
    .trim();

/** A letter that a system could not write, inside a name: a question mark each, or Unicode's replacement character. */
const LOST = /(?<=\p{L}[\ufffd?]{0,2})[\ufffd?]|[\ufffd?](?=[\ufffd?]{0,2}\p{L})/gu;
