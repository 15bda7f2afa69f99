import type { ReplayStore } from './replay-store';

/**
 * Remembers in this process. Only grants with a good signature get here, so a stranger cannot fill it; should the gateway
 * itself outrun `most`, grants are refused rather than old ones forgotten.
 *
 * @param since Unix time in seconds: now.
 */
export function createMemoryReplayStore(since: number, most = 200_000): ReplayStore {
  // A Map keeps the order of arrival, and every grant is kept equally long: the oldest are at the front.
  const known = new Map<string, number>();
  return {
    since: Math.floor(since),
    remember(name, forgetAt, now) {
      for (const [key, when] of known) {
        if (when >= now) break;
        known.delete(key);
      }
      if (known.has(name)) return 'seen before';
      if (known.size >= most) return 'full';
      known.set(name, forgetAt);
      return 'first time';
    },
  };
}
