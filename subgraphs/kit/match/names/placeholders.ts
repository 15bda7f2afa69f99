import { foldName } from './fold-name';

/**
 * Words that stand where a name should be. Newborns are registered before they are named ("Baby SMITH", "Twin 1": NHS
 * Data Dictionary, PERSON GIVEN NAME of a newborn; PDS allocates numbers at birth), and forms are filled with what is at
 * hand. A name that is one of these counts as missing: it agrees with nothing and differs from nothing.
 */

/** A newborn. With anything behind it (a mother's name, a number) it is still no name. */
const NEWBORN =
  'baby|babyboy|babygirl|babe|bejbi|bby|bb|infant|infantboy|infantgirl|inf|newborn|neonate|nb|twin|tw|twinboy|twingirl|triplet|trip|quad|quadruplet|unborn|foetus|fetus|bump|noworodek|dziecko|niemowle|unnamed|boyof|girlof|ubb|bebek|bebelus|naujagimis|kudikis|bubba|bubs|livebirth|liveborn|dzidzius|copil|mtoto|nemovlya|dytyna';
/** What a newborn is, where it is all that is said. */
const SORT =
  'boy|girl|male|female|child|son|daughter|m|f|b|g|first|second|third|1st|2nd|3rd|born|new|one|two|three|a|c|i|ii|iii|\\d+';
/** Not known, not said, not yet. */
const UNKNOWN =
  'unknown|unkn|unk|uk|null|unnamed|noname|nameless|none|anon|anonymous|nk|tbc|tba|tbn|tbd|nfn|nmn|fnu|lnu|nyn|x( ?x)*|test|mr|mrs|miss|mstr|unspecified|withheld|pending|awaited';
const PHRASE =
  /^(not (yet )?(known|named|given|stated|recorded|available|applicable|disclosed|provided|registered)( yet)?|no (first |fore|given |last |sur)?name( (yet|given|known))?|to be (confirmed|named|advised|announced|decided|registered)|(awaiting|pending) (a )?name|name (unknown|not known|not given|tbc|tba|to follow|awaited|pending|withheld)|yet to be named|un ?named( (baby|child|infant|male|female|boy|girl))?|new born( .*)?|still ?born( .*)?|(first|second|third|1st|2nd|3rd) (twin|triplet|baby|born)( .*)?|(male|female|boy|girl|m|f) (infant|baby|child|newborn|twin|triplet|inf|bb|neonate)( .*)?|(son|daughter|child|boy|girl|infant|baby) of( .*)?)$/;

const STARTS = new RegExp(`^(${NEWBORN})(\\d+)?( .*)?$`);
const ALONE = new RegExp(`^(${UNKNOWN})$`);
const SORTS = new RegExp(`^(t[1-4]|bg)( (${SORT}|${NEWBORN}))*$|^(boy|girl|male|female|child|sibling)( .*)?$`);
/** Who somebody is to others, a title, the name of the box, or a key held down: of a given name alone, for some are family names. */
const NO_GIVEN =
  /^(fob|mob|mum|mummy|mom|mother|dad|daddy|father|brother|sister|sib|parent|guardian|carer|resident|(the )?occupier|tenant|patient|pupil|student|client|toddler|ms|mx|dr|master|forename|fore name|first ?name|given name|surname|name|enter name|same|as above|see (above|notes?|file)|refused|declined|confidential|unavailable|blank|empty|missing|none given|asdf|qwerty|abc|an other|a n other|joe bloggs|(john|jane) doe|little (one|miss|man)|(expected|edd|due)( .*)?|(live|un) ?born( .*)?|live birth( .*)?|unknown (male|female|boy|girl|child|baby)|(mother|mum|father|dad|brother|sister|wife|partner) of( .*)?|not (supplied|entered|on file|held)|z*test( .*)?|dummy( .*)?|duplicate( .*)?|deleted?( .*)?|do not use( .*)?|(?<key>[a-z])\k<key>{2,}|nieznan[aey]|nie podano|inconnue?|fara nume|menin[ao]|erkek|oglan|baiat|corka|cunug|recem nascid[ao]|rn de .*|filh[ao] de .*|em be|be (gai|trai)|con (gai|trai))$/;
/** B/O, S/O, D/O, C/O, N/K, N/A: without the stroke they are names (Bo, Na). */
const STROKE =
  /^\s*(n\s*\.\s*a\s*\.|b\s*o\s*[/\\]|n\s*a\s*[/\\]|[bsdcig]\s*[/\\]\s*o\b|n\s*[/\\]\s*[akns]\b|t\s*[/\\]\s*b\s*[/\\]?\s*[acn]\b)/i;

/** Whether what stands in the box of the given name is no name. Expects it as written, and folded. */
export const isNotNamed = (written: string, folded: string): boolean =>
  folded === '' ||
  STROKE.test(written) ||
  STARTS.test(folded) ||
  ALONE.test(folded) ||
  SORTS.test(folded) ||
  NO_GIVEN.test(folded) ||
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
  if (
    !isNotNamed(written, folded) ||
    !/\b(twin|tw|t[1-4]|triplet|trip|quad|ba?by|babe|bb|b o|inf|newborn|unborn|f(o)?etus|child|boy|girl)/.test(folded)
  )
    return null;
  // The B of B/O is no order.
  for (const word of folded.replace(/^b o /, '').split(' ')) {
    const order = ORDERS.get(word) ?? Number(/^[a-z]*([1-9])$/.exec(word)?.[1] ?? Number.NaN);
    if (!Number.isNaN(order)) return order;
  }
  return null;
}
