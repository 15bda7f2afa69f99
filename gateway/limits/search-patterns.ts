import type { Pattern } from './limit-terms';

/** What a search says, as far as patterns look at it. */
export interface SearchAsked {
  readonly givenName?: unknown;
  readonly familyName?: unknown;
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

/** What a search could be a step of. A search by a number alone is a step of none: how many there are is counted elsewhere. */
export function patternsIn(search: SearchAsked): readonly PatternSeen[] {
  const name = JSON.stringify([folded(search.givenName), folded(search.familyName)]);
  const born = folded(search.dateOfBirth);
  const named = folded(search.familyName) !== '' || folded(search.givenName) !== '';
  if (!named || born === '') return [];
  const { postcode, uprn, nhsNumber, upn, laChildId } = search;
  const rest = [postcode, uprn, nhsNumber, upn, laChildId].map(folded);
  return [
    { pattern: 'spellings', about: born, member: name },
    { pattern: 'birthdays', about: name, member: born },
    ...(rest.some((one) => one !== '')
      ? [{ pattern: 'guesses' as const, about: JSON.stringify([name, born]), member: JSON.stringify(rest) }]
      : []),
  ];
}

/** Letters and figures alone, without marks and in one case: what differs in no more than that is one spelling. */
export const folded = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, '')
    : '';
