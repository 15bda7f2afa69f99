import { LRUCache } from 'lru-cache';

/** A cache within a budget of bytes that it shares with others. A text or number that is kept may fall out at any time. */
export interface BudgetedCache<V extends object | string> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  /** What is kept under the key; made, and kept, where nothing is. */
  memo(key: string, make: () => V): V;
}

export interface CacheOptions<V> {
  /** What one value takes of the heap, roughly. */
  readonly bytesOf: (value: V) => number;
  /** Milliseconds after which a value is forgotten. */
  readonly ttl?: number;
}

/** Opens caches that end together: those of one version, or those of the whole gateway. */
export interface CacheSection {
  /** @param name as the metrics call it. */
  open<V extends object | string>(name: string, options: CacheOptions<V>): BudgetedCache<V>;
  /** Forgets all that its caches hold; they keep nothing from then on. */
  close(): void;
}

export interface CacheBudget {
  section(): CacheSection;
  readonly maxBytes: number;
  /** Bytes held now, by the name of the cache. */
  held(): ReadonlyMap<string, number>;
}

interface Kept {
  readonly name: string;
  readonly bytes: number;
  readonly value: object | string;
}

export const CACHE_BYTES = 40 * 1_048_576;
/** An entry's own keep: its key's record, and its place in the order. */
const ENTRY_BYTES = 200;
/** No single entry may turn out more than this share of the others. */
const LARGEST_SHARE = 1 / 8;

/**
 * One budget for every cache: what was used longest ago falls out first, in whichever cache it is. So no number of
 * distinct texts takes more memory than is set, and a cache that is asked much takes from one that is not.
 */
export function createCacheBudget(maxBytes: number = CACHE_BYTES): CacheBudget {
  const totals = new Map<string, number>();
  const add = (name: string, bytes: number): void => void totals.set(name, (totals.get(name) ?? 0) + bytes);
  const all = new LRUCache<string, Kept>({
    maxSize: maxBytes,
    maxEntrySize: Math.max(1, Math.floor(maxBytes * LARGEST_SHARE)),
    sizeCalculation: ({ bytes }) => bytes,
    dispose: ({ name, bytes }) => add(name, -bytes),
    onInsert: ({ name, bytes }) => add(name, bytes),
  });
  let sections = 0;

  return {
    maxBytes,
    held: () => totals,
    section() {
      sections += 1;
      const own = `${sections}:`;
      let caches = 0;
      let closed = false;
      return {
        open<V extends object | string>(name: string, { bytesOf, ttl }: CacheOptions<V>): BudgetedCache<V> {
          caches += 1;
          const prefix = `${own}${caches}:`;
          const cache: BudgetedCache<V> = {
            get: (key) => all.get(prefix + key)?.value as V | undefined,
            set(key, value) {
              if (closed) return;
              const bytes = Math.ceil(bytesOf(value)) + 2 * key.length + ENTRY_BYTES;
              all.set(prefix + key, { name, bytes, value }, { ttl });
            },
            delete: (key) => void all.delete(prefix + key),
            memo(key, make) {
              const known = cache.get(key);
              if (known !== undefined) return known;
              const made = make();
              cache.set(key, made);
              return made;
            },
          };
          return cache;
        },
        close() {
          closed = true;
          for (const key of [...all.keys()]) if (key.startsWith(own)) all.delete(key);
        },
      };
    },
  };
}
