import { LRUCache } from 'lru-cache';
import type { LimitStore } from './limit-store';

const KEYS_KEPT = 100_000;

/** Counts in this process. @param now milliseconds on any clock that only goes forward. */
export function createLocalLimitStore(now: () => number = () => performance.now()): LimitStore {
  const counts = new LRUCache<string, Window<{ count: number }>>({ max: KEYS_KEPT });
  const sets = new LRUCache<string, Window<Set<string>>>({ max: KEYS_KEPT });
  const open = <T>(all: LRUCache<string, Window<T>>, key: string, windowMs: number, begin: () => T): Window<T> => {
    const known = all.get(key);
    if (known && now() < known.until) return known;
    const begun = { held: begin(), until: now() + windowMs };
    all.set(key, begun);
    return begun;
  };
  return {
    async take(key, by, most, windowMs) {
      const known = counts.peek(key);
      // A look begins no window.
      if (by === 0 && !(known && now() < known.until)) return { taken: true, count: 0, added: 0, remaining: windowMs };
      const { held, until } = open(counts, key, windowMs, () => ({ count: 0 }));
      const taken = by === 0 || held.count + by <= most;
      if (taken) held.count += by;
      return { taken, count: held.count, added: taken ? by : 0, remaining: until - now() };
    },
    async gather(key, members, most, windowMs) {
      const { held, until } = open(sets, key, windowMs, () => new Set<string>());
      const fresh = [...new Set(members)].filter((one) => !held.has(one));
      const taken = fresh.length === 0 || held.size + fresh.length <= most;
      if (taken) for (const one of fresh) held.add(one);
      return { taken, count: held.size, added: taken ? fresh.length : 0, remaining: until - now() };
    },
  };
}

interface Window<T> {
  readonly held: T;
  readonly until: number;
}
