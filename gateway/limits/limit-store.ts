import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { RedisConnection } from '../shared/redis-connection';

/** A count, or how many a set holds, within a window that began with its first. */
export interface Held {
  /** False: what came would have been too much, and was not added. */
  readonly taken: boolean;
  /** With what was taken. */
  readonly count: number;
  /** Of what came, how much was not there before. */
  readonly added: number;
  /** Milliseconds until it begins anew. */
  readonly remaining: number;
}

/**
 * What limits count in. Gateways that share a store count together. Keys and members are digests: who keeps the store learns
 * no name from it, and all of it is forgotten when its window ends.
 */
export interface LimitStore {
  /** Adds to a count, unless it would then be more than `most`. Adding nothing reads it. */
  take(key: string, by: number, most: number, windowMs: number): Promise<Held>;
  /** Puts members in a set, unless it would then hold more than `most`. */
  gather(key: string, members: readonly string[], most: number, windowMs: number): Promise<Held>;
}

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

// Each script is one step to Redis: two gateways that add at one moment are counted one after the other.
const TAKE = `
local by = tonumber(ARGV[1])
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
if by > 0 and count + by > tonumber(ARGV[2]) then return {0, count, 0, redis.call('PTTL', KEYS[1])} end
if by > 0 then
  count = redis.call('INCRBY', KEYS[1], by)
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
end
return {1, count, by, redis.call('PTTL', KEYS[1])}`;
const GATHER = `
local fresh = {}
for at = 3, #ARGV do
  if redis.call('SISMEMBER', KEYS[1], ARGV[at]) == 0 then fresh[#fresh + 1] = ARGV[at] end
end
local size = redis.call('SCARD', KEYS[1])
if #fresh > 0 and size + #fresh > tonumber(ARGV[1]) then return {0, size, 0, redis.call('PTTL', KEYS[1])} end
for at = 1, #fresh do redis.call('SADD', KEYS[1], fresh[at]) end
if #fresh > 0 and redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return {1, redis.call('SCARD', KEYS[1]), #fresh, redis.call('PTTL', KEYS[1])}`;
const answered = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/**
 * Counts in Redis, for every gateway together; in this process where Redis does not answer: a limit that is a little too wide
 * is better than none.
 */
export function createLimitStore(
  redis: RedisConnection | null,
  local: LimitStore = createLocalLimitStore(),
  /** What is counted: keys of one kind stand together. */
  kind: 'limit' | 'rate' = 'limit',
): LimitStore {
  if (!redis) return local;
  const run = async (script: string, key: string, given: readonly string[], windowMs: number): Promise<Held | null> => {
    const answer = await redis.ask((client) =>
      client.eval(script, { keys: [`family-view:${kind}:${key}`], arguments: [...given] }),
    );
    const read = answer.answered ? answered.safeParse(answer.value) : undefined;
    if (!read?.success) return null;
    const [taken, count, added, remaining] = read.data;
    return { taken: taken === 1, count, added, remaining: remaining < 0 ? windowMs : remaining };
  };
  return {
    take: async (key, by, most, windowMs) =>
      (await run(TAKE, key, [String(by), String(most), String(windowMs)], windowMs)) ??
      local.take(key, by, most, windowMs),
    gather: async (key, members, most, windowMs) =>
      (await run(GATHER, key, [String(most), String(windowMs), ...new Set(members)], windowMs)) ??
      local.gather(key, members, most, windowMs),
  };
}
