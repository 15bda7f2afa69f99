/**
 * The same readers, each of which reads once for the same arguments and gives everybody that answer: for one request, whose counts
 * are of the same rows. It ends with the request, as all it holds does.
 */
export function readOnce<Readers extends Readonly<Record<string, (...asked: never[]) => Promise<unknown>>>>(
  readers: Readers,
): Readers {
  return Object.fromEntries(
    Object.entries(readers).map(([name, read]) => {
      const kept = new Map<string, Promise<unknown>>();
      const once = (...asked: never[]): Promise<unknown> => {
        const key = JSON.stringify(asked);
        const answer = kept.get(key) ?? read(...asked);
        kept.set(key, answer);
        return answer;
      };
      return [name, once];
    }),
  ) as unknown as Readers;
}
