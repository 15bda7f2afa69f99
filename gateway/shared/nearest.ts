/** The word that a misspelt one was likely meant to be; null where none is so near. */
export function nearest(
  word: string,
  known: readonly string[],
  mostEdits: number = Math.max(2, Math.floor(word.length / 4)),
): string | null {
  const [best] = known
    .map((one) => ({ one, distance: editsBetween(word, one) }))
    .filter(({ distance }) => distance <= mostEdits)
    .sort((a, b) => a.distance - b.distance);
  return best?.one ?? null;
}

/** Letters to add, drop or change (Levenshtein). */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[other.length]!;
}
