/**
 * The response key at which an error left a null: the field itself, or the nearest above it where a field may not be
 * null. Null itself where no field did, so that the whole answer is in doubt.
 *
 * @param path of a GraphQL error; `_entities` is not a key of ours
 */
export function keyOfNull(path: readonly (string | number)[], data: unknown): string | null {
  let key: string | null = null;
  let at: unknown = data;
  for (const step of path) {
    if (at === null || at === undefined) break;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
    if (typeof step === 'string' && step !== '_entities') key = step;
  }
  return key;
}
