import { z } from 'zod';
import type { RedisConnection } from '../shared/redis-connection';
import type { Held, LimitStore } from './limit-store';
import { createLocalLimitStore } from './local-limit-store';

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
