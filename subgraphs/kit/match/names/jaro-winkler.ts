/**
 * Jaro-Winkler similarity, 0 to 1, of two words (Winkler 1990; prefix scale 0.1, prefix of at most four letters).
 * JACK and JAKE are 0.867: two names. MARTHA and MARHTA are 0.961: one name, mistyped.
 */
export function measureSimilarity(one: string, other: string): number {
  if (one === other) return 1;
  const [first, second] = [[...one], [...other]];
  if (first.length === 0 || second.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(first.length, second.length) / 2) - 1);
  const taken = new Set<number>();
  const matched: string[] = [];
  first.forEach((letter, place) => {
    const from = Math.max(0, place - reach);
    for (let at = from; at <= Math.min(second.length - 1, place + reach); at += 1) {
      if (taken.has(at) || second[at] !== letter) continue;
      taken.add(at);
      matched.push(letter);
      return;
    }
  });
  if (matched.length === 0) return 0;
  const inSecond = second.filter((_, at) => taken.has(at));
  const swaps = matched.filter((letter, at) => letter !== inSecond[at]).length / 2;
  const share = matched.length;
  const jaro = (share / first.length + share / second.length + (share - swaps) / share) / 3;
  let prefix = 0;
  while (prefix < 4 && first[prefix] !== undefined && first[prefix] === second[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}
