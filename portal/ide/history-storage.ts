import { memoryStorage } from './memory-storage';
import { withoutIdentifiers } from './without-identifiers';

/** Under which GraphiQL keeps its history, and what it is called in what it keeps. */
const LISTS: Readonly<Record<string, string>> = { 'graphiql:queries': 'queries', 'graphiql:favorites': 'favorites' };
const KEPT_AS = 'family-view-ide:';

export type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * What GraphiQL keeps: in memory, and of its history, in the browser, the queries in which nothing says who somebody is
 * (`without-identifiers.ts`). Without labels, which somebody typed.
 */
export function historyStorage(kept: KeptStorage | null) {
  const memory = memoryStorage();
  return {
    ...memory,
    get length(): number {
      return memory.length;
    },
    getItem(key: string): string | null {
      const list = LISTS[key];
      return memory.getItem(key) ?? (list === undefined ? null : read(list));
    },
    setItem(key: string, value: string): void {
      memory.setItem(key, value);
      const list = LISTS[key];
      if (list !== undefined) write(list, entriesOf(list, value));
    },
    removeItem(key: string): void {
      memory.removeItem(key);
      const list = LISTS[key];
      if (list !== undefined) write(list, []);
    },
  };

  function read(list: string): string | null {
    try {
      const entries = entriesOf(list, kept?.getItem(KEPT_AS + list) ?? '{}');
      return entries.length === 0 ? null : JSON.stringify({ [list]: entries });
    } catch {
      return null;
    }
  }

  function write(list: string, entries: readonly object[]): void {
    try {
      if (entries.length === 0) kept?.removeItem(KEPT_AS + list);
      else kept?.setItem(KEPT_AS + list, JSON.stringify({ [list]: entries }));
    } catch {
      // A browser that keeps nothing: the history goes with the page.
    }
  }
}

/** Those of a list that may stay; what is of no such form is left out. */
function entriesOf(list: string, text: string): readonly object[] {
  const entries: unknown = (JSON.parse(text) as Readonly<Record<string, unknown>>)[list];
  return (Array.isArray(entries) ? entries : []).flatMap((entry) => {
    const { query, variables, operationName, favorite } = entry as Readonly<Record<string, unknown>>;
    if (typeof query !== 'string' || (variables && typeof variables !== 'string')) return [];
    const free = withoutIdentifiers({ query, variables: variables as string | undefined });
    return free === null ? [] : [{ ...free, operationName, favorite }];
  });
}
