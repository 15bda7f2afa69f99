export interface SplitName {
  readonly givenName: string | null;
  readonly familyName: string | null;
  /** Null where the parts are plain to see. */
  readonly fault: string | null;
}

const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'master', 'prof', 'rev', 'sir', 'lady', 'lord', 'dame']);
/** Words that begin a family name of several words. */
const PARTICLES = new Set([
  'al',
  'ap',
  'ben',
  'bin',
  'bint',
  'da',
  'dal',
  'das',
  'de',
  'del',
  'della',
  'den',
  'der',
  'di',
  'dos',
  'du',
  'el',
  'ibn',
  'la',
  'le',
  'mac',
  'o',
  'san',
  'st',
  'st.',
  'ten',
  'ter',
  'van',
  'von',
]);

/**
 * Splits the one `fullName` that a tenure holds of a household member. A name this cannot split for certain says so: it
 * may be compared, but is no proof of who somebody is.
 */
export function splitFullName(fullName: string): SplitName {
  const text = fullName.trim().replace(/\s+/g, ' ');
  if (/\s(&|and|\+|\/)\s/i.test(text)) return unsplit(null, 'two people in one name');
  const comma = /^([^,]+),\s*([^,]+)$/.exec(text);
  if (comma) {
    const given = withoutTitles(comma[2]!.split(' '));
    const family = withoutTitles(comma[1]!.split(' ')).join(' ');
    return { givenName: given[0] ?? null, familyName: family || null, fault: null };
  }
  const words = withoutTitles(text.split(' '));
  if (words.length < 2) return unsplit(words[0] ?? null, 'one name only: taken for the family name');
  const particle = words.findIndex((word, at) => at > 0 && PARTICLES.has(word.toLowerCase()));
  const familyFrom = particle > 0 && particle < words.length - 1 ? particle : words.length - 1;
  const split = { givenName: words[0]!, familyName: words.slice(familyFrom).join(' ') };
  // "Maria Lopez Garcia" may have a middle name or two family names: both happen, and the tenure cannot tell.
  return { ...split, fault: familyFrom > 1 ? 'more than two names: the first and the last were taken' : null };
}

const unsplit = (familyName: string | null, fault: string): SplitName => ({ givenName: null, familyName, fault });

function withoutTitles(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !TITLES.has(word.toLowerCase().replace(/\.$/, '')));
  return first === -1 ? [] : words.slice(first).filter((word) => word !== '');
}
