import african from './lists/african.json';
import arabic from './lists/arabic.json';
import chinese from './lists/chinese.json';
import eastSlavonic from './lists/east-slavonic.json';
import english from './lists/english.json';
import irishTraveller from './lists/irish-traveller.json';
import polish from './lists/polish.json';
import portuguese from './lists/portuguese.json';
import romanian from './lists/romanian.json';
import southAsian from './lists/south-asian.json';
import turkish from './lists/turkish.json';

/**
 * One list of names, with where it can be looked up. Names are folded and without spaces (`abdulrahman`).
 *
 * `spellings`: one name, written in several ways. `shortForms`: what somebody of this name is called, seldom given as a
 * name of its own (Kasia). `knownAs`: what they may be called or written as, and others are named (Liam for William, Jack
 * for John, Olivia for Oliwia). `familySpellings`: one family name.
 */
export interface NameList {
  readonly about: string;
  readonly sources: readonly { readonly title: string; readonly at: string }[];
  readonly spellings: readonly (readonly string[])[];
  readonly shortForms: Readonly<Record<string, readonly string[]>>;
  readonly knownAs: Readonly<Record<string, readonly string[]>>;
  readonly familySpellings: readonly (readonly string[])[];
}

export const NAME_LISTS: Readonly<Record<string, NameList>> = {
  english,
  'irish-traveller': irishTraveller,
  polish,
  arabic,
  'south-asian': southAsian,
  african,
  chinese,
  'east-slavonic': eastSlavonic,
  romanian,
  turkish,
  portuguese,
};

type Index = ReadonlyMap<string, ReadonlySet<number>>;

function indexOf(lines: readonly (readonly string[])[]): Index {
  const index = new Map<string, Set<number>>();
  lines.forEach((line, at) => {
    for (const name of line) index.set(name, (index.get(name) ?? new Set()).add(at));
  });
  return index;
}

const lists = Object.values(NAME_LISTS);
const SPELLINGS = lists.flatMap(({ spellings }) => spellings);
const GIVEN = indexOf(SPELLINGS);
const FAMILY = indexOf(lists.flatMap(({ familySpellings }) => familySpellings));
const spelt = (name: string): readonly string[] => [
  name,
  ...[...(GIVEN.get(name) ?? [])].flatMap((line) => SPELLINGS[line] ?? []),
];
const entriesOf = (of: 'shortForms' | 'knownAs') => lists.flatMap((list) => Object.entries(list[of]));
const SHORT = indexOf(entriesOf('shortForms').map(([name, forms]) => [...spelt(name), ...forms]));
const KNOWN = entriesOf('knownAs');
const KNOWN_NAMES = indexOf(KNOWN.map(([name]) => spelt(name)));
const KNOWN_FORMS = indexOf(KNOWN.map(([, forms]) => forms.flatMap(spelt)));

function share(index: Index, one: string, other: string, otherIndex = index): boolean {
  const lines = index.get(one);
  const others = lines && otherIndex.get(other);
  if (!lines || !others) return false;
  for (const line of lines) if (others.has(line)) return true;
  return false;
}

/** Two spellings of one given name. All five expect folded names without spaces. */
export const isOtherSpelling = (one: string, other: string): boolean => share(GIVEN, one, other);
/** One is a short form of the other, or both are of one name. */
export const isShortForm = (one: string, other: string): boolean => share(SHORT, one, other);
/** One may be called, or written as, the other; and other people are named so. Jack and Jake, both of Jacob, are two. */
export const isKnownAs = (one: string, other: string): boolean =>
  share(KNOWN_NAMES, one, other, KNOWN_FORMS) || share(KNOWN_NAMES, other, one, KNOWN_FORMS);
/** A given name that stands in a list: Ahmed and Ali are, and are family names too. */
export const isGivenName = (name: string): boolean =>
  [GIVEN, SHORT, KNOWN_NAMES, KNOWN_FORMS].some((index) => index.has(name));
/** Two spellings of one family name. */
export const isOtherFamilySpelling = (one: string, other: string): boolean => share(FAMILY, one, other);
