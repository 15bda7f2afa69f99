import { foldName } from './fold-name';

/**
 * Words that stand where a name should be. Newborns are registered before they are named ("Baby SMITH", "Twin 1": NHS
 * Data Dictionary, PERSON GIVEN NAME of a newborn; PDS allocates numbers at birth), and forms are filled with what is at
 * hand. A name that is one of these counts as missing: it agrees with nothing and differs from nothing.
 */

/** A newborn. With anything behind it (a mother's name, a number) it is still no name. */
const NEWBORN =
  'baby|babyboy|babygirl|babe|bejbi|bby|bb|infant|infantboy|infantgirl|inf|newborn|neonate|nb|twin|tw|twinboy|twingirl|triplet|trip|quad|quadruplet|unborn|foetus|fetus|bump|noworodek|dziecko|niemowle|unnamed|boyof|girlof';
/** What a newborn is, where it is all that is said. */
const SORT =
  'boy|girl|male|female|child|son|daughter|m|f|b|g|first|second|third|1st|2nd|3rd|born|new|one|two|three|a|c|i|ii|iii|\\d+';
/** Not known, not said, not yet. */
const UNKNOWN =
  'unknown|unk|uk|unnamed|noname|nameless|none|anon|anonymous|nk|tbc|tba|tbn|tbd|nfn|nmn|fnu|lnu|x( ?x)+|unspecified|withheld|pending|awaited';
const PHRASE =
  /^(not (yet )?(known|named|given|stated|recorded|available|applicable|disclosed|provided|registered)|no (first |given |last |sur)?name( (yet|given|known))?|to be (confirmed|named|advised|announced|decided|registered)|(awaiting|pending) (a )?name|name (unknown|not known|not given|tbc|tba|to follow|awaited|pending|withheld)|yet to be named|un ?named( (baby|child|infant|male|female|boy|girl))?|new born( .*)?|still ?born( .*)?|(first|second|third|1st|2nd|3rd) (twin|triplet|baby|born)( .*)?|(male|female|boy|girl|m|f) (infant|baby|child|newborn|twin|triplet|inf|bb|neonate)( .*)?|(son|daughter|child|boy|girl|infant|baby) of .*)$/;

const STARTS = new RegExp(`^(${NEWBORN})(\\d+)?( .*)?$`);
const ALONE = new RegExp(`^(${UNKNOWN})$`);
const SORTS = new RegExp(`^(boy|girl|male|female|child)( (${SORT}|${NEWBORN}))*$`);
/** B/O, S/O, D/O, C/O, N/K, N/A: without the stroke they are names (Bo, Na). */
const STROKE = /^\s*([bsdcig]\s*[/\\]\s*o\b|n\s*[/\\]\s*[akns]\b|t\s*[/\\]\s*b\s*[/\\]?\s*[acn]\b)/i;

/** Whether what stands in the box of the given name is no name. Expects it as written, and folded. */
export const isNotNamed = (written: string, folded: string): boolean =>
  folded === '' ||
  STROKE.test(written) ||
  STARTS.test(folded) ||
  ALONE.test(folded) ||
  SORTS.test(folded) ||
  PHRASE.test(folded);

/** Of a family name only what says that it is not known: Baby, Child and Boy are family names. */
export const isNoFamilyName = (written: string, folded: string): boolean =>
  folded === '' ||
  /^\s*(n\s*[/\\]\s*[akns]|t\s*[/\\]\s*b\s*[/\\]?\s*[acn])\s*$/i.test(written) ||
  ALONE.test(folded) ||
  /^(not (yet )?(known|named|given|stated|recorded|available)|no (surname|last name|family name)|to be (confirmed|advised)|name (unknown|not known)|surname (unknown|not known))$/.test(
    folded,
  );

const ORDERS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ one: 1, first: 1, '1st': 1, a: 1, i: 1 },
    ...{ two: 2, second: 2, '2nd': 2, b: 2, ii: 2 },
    ...{ three: 3, third: 3, '3rd': 3, c: 3, iii: 3 },
  }),
);

/** Which of the children of one birth a placeholder stands for: 2 of "Twin 2", "Baby B", "2nd twin"; else null. */
export function birthOrderIn(written: string | null | undefined): number | null {
  if (!written) return null;
  const folded = foldName(written);
  if (!isNotNamed(written, folded) || !/\b(twin|tw|triplet|trip|quad|baby|babe|bb|infant|inf)/.test(folded))
    return null;
  for (const word of folded.split(' ')) {
    const order = ORDERS.get(word) ?? Number(/^[a-z]*([1-9])$/.exec(word)?.[1] ?? Number.NaN);
    if (!Number.isNaN(order)) return order;
  }
  return null;
}
