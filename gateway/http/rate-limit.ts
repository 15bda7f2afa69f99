import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { nameOf } from '../requester-name';
import type { Requester } from '../types';
import type { RedisConnection } from './redis-connection';

export type RateDecision = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number };

/** Counts one request of a requester, in a minute that begins with their first. */
export type LimitRate = (requester: Pick<Requester, 'id' | 'organisation'>) => Promise<RateDecision>;

interface Count {
  readonly requests: number;
  /** Milliseconds until the minute ends. */
  readonly remaining: number;
}

const MINUTE = 60_000;
const REMEMBERED_REQUESTERS = 100_000;
const COUNT_ONE = `
local requests = redis.call('INCR', KEYS[1])
if requests == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {requests, redis.call('PTTL', KEYS[1])}`;
const redisCount = z.tuple([z.number(), z.number()]);

/**
 * Limits how often one requester asks, over all gateways where there is Redis, by gateway where there is none or it
 * does not answer: a limit that is a little too wide is better than a closed door.
 *
 * @param options.key keeps requesters' ids out of Redis; the same in every gateway that shares it.
 */
export function createRateLimit(options: {
  readonly key: Uint8Array;
  readonly perMinute?: number;
  readonly redis?: RedisConnection | null;
  /** Milliseconds on any clock that only goes forward. */
  readonly now?: () => number;
}): LimitRate {
  const { key, perMinute = 600, redis = null, now = () => performance.now() } = options;
  const countHere = createLocalCount(now);
  const hidden = (who: string): string => createHmac('sha256', key).update(who).digest('base64url');
  return async (requester) => {
    const who = nameOf(requester);
    const { requests, remaining } = (redis && (await countInRedis(redis, hidden(who)))) ?? countHere(who);
    if (requests <= perMinute) return { allowed: true };
    return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(remaining / 1_000)) };
  };
}

async function countInRedis(redis: RedisConnection, who: string): Promise<Count | null> {
  const answer = await redis.ask((client) =>
    client.eval(COUNT_ONE, { keys: [`family-view:rate:${who}`], arguments: [String(MINUTE)] }),
  );
  const count = answer.answered ? redisCount.safeParse(answer.value) : undefined;
  return count?.success ? { requests: count.data[0], remaining: count.data[1] } : null;
}

function createLocalCount(now: () => number): (who: string) => Count {
  const counts = new LRUCache<string, { requests: number; readonly until: number }>({ max: REMEMBERED_REQUESTERS });
  return (who) => {
    const time = now();
    let count = counts.get(who);
    if (!count || time >= count.until) {
      count = { requests: 0, until: time + MINUTE };
      counts.set(who, count);
    }
    count.requests += 1;
    return { requests: count.requests, remaining: count.until - time };
  };
}
