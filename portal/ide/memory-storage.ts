/**
 * What GraphiQL keeps (tabs, query history, sizes of panes) lives in memory and goes with the page. Queries and variables
 * hold names, dates of birth and identifiers of children: nothing of that may stay on a shared desk computer.
 */
export function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string): string | null => kept.get(key) ?? null,
    setItem: (key: string, value: string): void => void kept.set(key, value),
    removeItem: (key: string): void => void kept.delete(key),
    clear: (): void => kept.clear(),
    get length(): number {
      return kept.size;
    },
  };
}
