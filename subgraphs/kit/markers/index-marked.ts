import type { MarkedPerson } from './judge-marked';
import type { Relative } from './relatives';
import {
  type Description,
  type Likeness,
  likenessOfAddresses,
  likenessOfBirths,
  likenessOfGivenNames,
  likenessOfNumbers,
} from './separate-identities';

/** The marked people of one request. */
export interface MarkedIndex {
  /**
   * Those of them who could be this person, could live with them, or are tied to somebody who could be one of these people:
   * nobody else's markers can be theirs. In the order in which they were read.
   */
  near(subject: Description, relatives: readonly Relative[]): readonly MarkedPerson[];
}

/** A description of a marked person, or of whom they are tied to. */
interface Entry {
  readonly described: Description;
  readonly place: number;
}

/**
 * A marked person is judged beside a subject and each of their relatives, who are held beside all whom the marked person is
 * tied to: in a large borough that is more than can be compared for everybody on a page. Looked up here is what no rule of
 * `judgeMarked` can do without: a number that agrees, the home of a shielded person, or a given name and a birthday that are
 * not apart.
 */
export function indexMarked(marked: readonly MarkedPerson[]): MarkedIndex {
  const entries = marked.flatMap(({ as, ties }, place) =>
    [as, ...ties.map(({ other }) => other)].map((described): Entry => ({ described, place })),
  );
  const byNumber = groupBy(entries, ({ described: { nhsNumber, upn } }) => [nhsNumber, upn].filter(isSaid));
  const byGivenName = groupBy(entries, ({ described: { givenName } }) => [givenName]);
  const shielded = marked.flatMap(({ as, person }, place) =>
    person.markers.includes('SHIELDED') ? [{ described: as, place }] : [],
  );
  const byHome = groupBy(shielded, ({ described: { postcode, uprn } }) => [postcode, uprn].filter(isSaid));

  /** By a subject's given name: those whose own is not apart from it. */
  const named = new Map<string | null, readonly Entry[]>();
  const namedAs = (name: string | null): readonly Entry[] => {
    const known = named.get(name);
    if (known) return known;
    const found = [...byGivenName].flatMap(([theirs, those]) =>
      likenessOfGivenNames(name, theirs) === 'APART' ? [] : those,
    );
    named.set(name, found);
    return found;
  };

  const nearOne = new Map<Description, readonly number[]>();
  const placesNear = (one: Description): readonly number[] => {
    const known = nearOne.get(one);
    if (known) return known;
    const births = new Map<string | null, Likeness | 'SAME_YEAR'>();
    const birthOf = (theirs: string | null) => {
      const likeness = births.get(theirs) ?? likenessOfBirths(one.dateOfBirth, theirs);
      births.set(theirs, likeness);
      return likeness;
    };
    const places = [
      ...lookUp(byNumber, [one.nhsNumber, one.upn]).filter(
        ({ described }) => likenessOfNumbers(one, described) === 'ALIKE',
      ),
      ...namedAs(one.givenName).filter(({ described }) => birthOf(described.dateOfBirth) !== 'APART'),
    ].map(({ place }) => place);
    nearOne.set(one, places);
    return places;
  };
  return {
    near(subject, relatives) {
      const homes = lookUp(byHome, [subject.postcode, subject.uprn]).filter(
        ({ described }) => likenessOfAddresses(subject, described) === 'ALIKE',
      );
      const places = new Set([
        ...homes.map(({ place }) => place),
        ...[subject, ...relatives.map(({ person }) => person)].flatMap(placesNear),
      ]);
      return [...places].sort((one, other) => one - other).map((place) => marked[place]!);
    },
  };
}

const isSaid = (value: string | null): value is string => value !== null;

function groupBy<Key>(entries: readonly Entry[], keysOf: (entry: Entry) => readonly Key[]): Map<Key, Entry[]> {
  const groups = new Map<Key, Entry[]>();
  for (const entry of entries) {
    for (const key of keysOf(entry)) {
      const group = groups.get(key);
      if (group) group.push(entry);
      else groups.set(key, [entry]);
    }
  }
  return groups;
}

const lookUp = (groups: ReadonlyMap<string, readonly Entry[]>, keys: readonly (string | null)[]): readonly Entry[] =>
  keys.flatMap((key) => (key === null ? [] : (groups.get(key) ?? [])));
