import { folded, type SearchAsked } from '../limits/search-patterns';

/**
 * Of each detail that a search was given a keyed digest, by the detail's name: "was this child searched for" can be answered
 * by whoever has the key and the detail, and the detail is not kept. Spellings that differ in marks, case and spaces alone
 * are one.
 */
export const digestsOf = (
  searches: readonly SearchAsked[],
  digest: (value: string) => string,
): readonly Readonly<Record<string, string>>[] =>
  searches.map((search) =>
    Object.fromEntries(
      Object.entries(search)
        .map(([name, value]) => [name, [value].flat().map(folded).filter(Boolean).sort().join(' ')] as const)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [name, digest(detailOf(name, value))]),
    ),
  );

/** What is digested of one detail. */
export const detailOf = (name: string, value: string): string => `search|${name}|${folded(value)}`;
