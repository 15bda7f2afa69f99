import type { Pattern } from './limit-terms';

/** What a search says, as far as patterns look at it. */
export interface SearchAsked {
  readonly givenName?: unknown;
  readonly familyName?: unknown;
  /** Family names of before: each is compared, so each is one more spelling. */
  readonly formerNames?: unknown;
  readonly dateOfBirth?: unknown;
  readonly postcode?: unknown;
  readonly uprn?: unknown;
  readonly nhsNumber?: unknown;
  readonly upn?: unknown;
  readonly laChildId?: unknown;
}

/** A search as a step of a pattern: many members about one thing make it one. */
export interface PatternSeen {
  readonly pattern: Pattern;
  readonly about: string;
  readonly member: string;
}

/**
 * What a search could be a step of; its first name is the one it is about. A search by numbers alone is a step of none: how
 * many there are is counted elsewhere.
 */
export function patternsIn(search: SearchAsked): readonly PatternSeen[] {
  const names = namesIn(search);
  const [name] = names;
  if (name === undefined) return [];
  const born = folded(search.dateOfBirth);
  const { postcode, uprn, nhsNumber, upn, laChildId } = search;
  const rest = [postcode, uprn, nhsNumber, upn, laChildId].map(folded);
  return [
    ...(born === ''
      ? []
      : names.flatMap((one): readonly PatternSeen[] => [
          { pattern: 'spellings', about: born, member: one },
          { pattern: 'birthdays', about: one, member: born },
        ])),
    ...(rest.some((one) => one !== '')
      ? [{ pattern: 'guesses' as const, about: JSON.stringify([name, born]), member: JSON.stringify(rest) }]
      : []),
  ];
}

/** Every name that the search has somebody compared by: with the family name, and with each of before. */
function namesIn({ givenName, familyName, formerNames }: SearchAsked): readonly string[] {
  const given = folded(givenName);
  const before = Array.isArray(formerNames) ? formerNames.map(folded).filter((one) => one !== '') : [];
  const family = folded(familyName);
  const families = family === '' && before.length > 0 ? before : [family, ...before];
  return [...new Set(families.filter((one) => one !== '' || given !== '').map((one) => JSON.stringify([given, one])))];
}

/** Letters and figures alone, without marks and in one case: what differs in no more than that is one spelling. */
export const folded = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, '')
    : '';
