/** People of several agencies' sets, met by tokens: how many are in which of the sets. In memory, and for one answer. */

/** Characters of one token in base64: 12 bytes. */
export const TOKEN_CHARACTERS = 16;

/** For each combination of sets (bit 0: in the first), how many people are in these and in no other. */
export type Together = readonly number[];

/** Other requests have their turn between so many records. */
const RECORDS_A_TURN = 4_000;

/**
 * Two records that share a token are one person's, in one set or in two, and so are those that a third record connects.
 * @param sets each agency's records: the tokens of each, one after another.
 * @param people by set, how many of its records are a person's: the others are nobody's, and would be counted as in no other.
 */
export async function countTogether(
  sets: readonly (readonly string[])[],
  people: readonly number[] = sets.map((records) => records.length),
): Promise<Together> {
  const parents: number[] = [];
  const masks: number[] = [];
  const owner = new Map<string, number>();
  const rootOf = (of: number): number => {
    let at = of;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  };
  let done = 0;
  for (const [set, records] of sets.entries())
    for (const record of records) {
      const own = parents.length;
      parents.push(own);
      masks.push(1 << set);
      for (let from = 0; from < record.length; from += TOKEN_CHARACTERS) {
        const token = record.slice(from, from + TOKEN_CHARACTERS);
        const met = owner.get(token);
        if (met === undefined) {
          owner.set(token, own);
          continue;
        }
        const [root, other] = [rootOf(own), rootOf(met)];
        if (root === other) continue;
        parents[root] = other;
        masks[other]! |= masks[root]!;
      }
      done += 1;
      if (done % RECORDS_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  const together = Array.from({ length: 1 << sets.length }, () => 0);
  for (const [at, parent] of parents.entries()) if (parent === at) together[masks[at]!]! += 1;
  for (const [set, records] of sets.entries())
    together[1 << set] = Math.max(0, together[1 << set]! - (records.length - people[set]!));
  return together;
}
