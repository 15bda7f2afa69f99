import type { Remembered, ReplayStore } from './replay-store';

/**
 * One command to Redis or Valkey, as its words: `(...words) => client.sendCommand(words)` of `redis`,
 * `(name, ...words) => client.call(name, ...words)` of `ioredis`. Rejects where it does not answer.
 */
export type RedisCommand = (...words: readonly string[]) => Promise<unknown>;

/** One step to Redis: two instances that are handed one grant at one moment ask one after the other. */
const REMEMBER = `
redis.call('SET', KEYS[1], ARGV[1], 'NX')
local begun = redis.call('GET', KEYS[1])
if redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[2]) then return {begun, 'NEW'} end
return {begun, 'KNOWN'}`;

/**
 * Remembers in Redis, for all instances of an agency: a grant is taken once between them. Where Redis does not answer it
 * throws, and no grant is taken. One that has lost what it held (flushed, or started again without its data) is found out:
 * the grant at hand is not taken (`full`), and neither is any that was issued before, since it may have been used.
 *
 * @param agency keeps what several agencies keep in one Redis apart.
 * @param now Unix time in seconds.
 */
export async function openRedisReplayStore(
  command: RedisCommand,
  agency: string,
  now: () => number = () => Date.now() / 1_000,
): Promise<ReplayStore> {
  const begun = `family-view:replay:${agency}:since`;
  await command('SET', begun, String(Math.floor(now())), 'NX');
  let since = Number(await command('GET', begun));
  return {
    get since() {
      return since;
    },
    async remember(name, forgetAt, at): Promise<Remembered> {
      const key = `family-view:replay:${agency}:${name}`;
      const seconds = String(Math.max(1, Math.ceil(forgetAt - at)));
      const found = await command('EVAL', REMEMBER, '2', begun, key, String(Math.ceil(at)), seconds);
      const [from, state] = found as readonly [string, string];
      // It begins later than it did: what was used before is forgotten, whoever found it out.
      const lost = Number(from) !== since;
      since = Number(from);
      if (lost) return 'full';
      return state === 'NEW' ? 'first time' : 'seen before';
    },
  };
}
