import { createLocalLimitStore } from '../limits/local-limit-store';
import { createLimitStore } from '../limits/redis-limit-store';
import { connectRedis, type RedisAnswer, type RedisConnection, type RedisOptions } from '../shared/redis-connection';
import { hasRedis, type PrivateRedis, startPrivateRedis } from '../shared/start-private-redis';
import { createRateLimit } from './rate-limit';

const rates = (redis: RedisConnection | null) => createLimitStore(redis, createLocalLimitStore(), 'rate');

const key = new Uint8Array(32).fill(3);
const helen = { id: 'w-1', organisation: 'centres' };
const namesake = { id: 'w-1', organisation: 'homes' };

/** The same connection, and how often it was tried. */
function counted(redis: RedisConnection) {
  let tried = 0;
  const ask: RedisConnection['ask'] = (command) =>
    redis.ask((client) => {
      tried += 1;
      return command(client);
    });
  return { redis: { ...redis, ask }, tried: () => tried };
}

describe('in memory', () => {
  test('the request after the last of a minute is refused, with the seconds until the next one', async () => {
    let time = 0;
    const limit = createRateLimit({ key, perMinute: 3, store: createLocalLimitStore(() => time) });
    for (let count = 0; count < 3; count += 1) expect(await limit(helen)).toEqual({ allowed: true });
    time = 20_500;
    expect(await limit(helen)).toEqual({ allowed: false, retryAfterSeconds: 40 });
    time = 60_000;
    expect(await limit(helen)).toEqual({ allowed: true });
  });

  test('one requester’s haste does not slow another with the same id elsewhere', async () => {
    const limit = createRateLimit({ key, perMinute: 1, store: createLocalLimitStore() });
    await limit(helen);
    expect(await limit(helen)).toMatchObject({ allowed: false });
    expect(await limit(namesake)).toEqual({ allowed: true });
  });

  test('it is 600 a minute where nobody says otherwise', async () => {
    const limit = createRateLimit({ key, store: createLocalLimitStore(() => 0) });
    const decisions = await Promise.all(Array.from({ length: 601 }, () => limit(helen)));
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(600);
  });

  test('a Redis that was never there changes nothing and holds nobody up', async () => {
    const { redis, tried } = counted((await connectRedis('redis://127.0.0.1:1'))!);
    const limit = createRateLimit({ key, perMinute: 1, store: rates(redis) });
    expect(await limit(helen)).toEqual({ allowed: true });
    expect(await limit(helen)).toMatchObject({ allowed: false });
    expect(tried()).toBe(0);
    redis.close();
  });

  test('without an address there is no connection', async () => {
    expect(await connectRedis(undefined)).toBeNull();
  });
});

(hasRedis ? describe : describe.skip)('in Redis (skipped where redis-server is not installed)', () => {
  let server: PrivateRedis;
  const connections: RedisConnection[] = [];
  const connect = async (options: RedisOptions = {}): Promise<RedisConnection> => {
    const redis = await connectRedis(server.url, options);
    if (!redis) throw new Error('expected a connection');
    connections.push(redis);
    return redis;
  };
  /** On a machine with other work, a command may take longer than a gateway would wait. */
  const patient = () => connect({ patience: 10_000 });
  beforeEach(async () => {
    server = await startPrivateRedis();
  });
  afterEach(async () => {
    for (const redis of connections.splice(0)) redis.close();
    await server.stop();
  });

  test('two gateways share one limit', async () => {
    const first = createRateLimit({ key, perMinute: 10, store: rates(await patient()) });
    const second = createRateLimit({ key, perMinute: 10, store: rates(await patient()) });
    const decisions = await Promise.all(Array.from({ length: 30 }, (_, count) => (count % 2 ? first : second)(helen)));
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
    expect(decisions.find(({ allowed }) => !allowed)).toEqual({ allowed: false, retryAfterSeconds: 60 });
  });

  test('Redis holds no id of a requester, and forgets the count after the minute', async () => {
    const redis = await patient();
    await createRateLimit({ key, store: rates(redis) })(helen);
    const keys = await redis.ask((client) => client.keys('*'));
    expect(keys).toEqual({ answered: true, value: [expect.stringMatching(/^family-view:rate:[\w-]{43}$/)] });
    const kept = keys.answered && Array.isArray(keys.value) ? String(keys.value[0]) : '';
    const left = await redis.ask((client) => client.pTTL(kept));
    expect(left.answered && Number(left.value)).toBeGreaterThan(50_000);
  });

  test.each(['SIGSTOP', 'SIGKILL'] as const)('a Redis that gets %s midway holds no decision up', async (signal) => {
    const { redis, tried } = counted(await connect({ now: () => 0 }));
    const limit = createRateLimit({ key, perMinute: 5, store: rates(redis) });
    await limit(helen);
    server.server.kill(signal);
    const before = tried();
    const allowed: boolean[] = [];
    for (let count = 0; count < 40; count += 1) allowed.push((await limit(helen)).allowed);
    // One waits for it, for as long as Redis may take; the others are not held up by trying.
    expect(tried() - before).toBeLessThanOrEqual(1);
    // The first may have been counted here, where Redis was slow to answer it.
    expect([4, 5]).toContain(allowed.filter(Boolean).length);
  });

  test('a Redis that failed once is left alone for a while', async () => {
    const redis = await connect({ now: () => 0 });
    server.server.kill('SIGSTOP');
    let asked = 0;
    for (let count = 0; count < 10; count += 1)
      await redis.ask((client) => {
        asked += 1;
        return client.ping();
      });
    expect(asked).toBe(1);
  });

  test('a Redis that comes back is asked again, without anybody’s doing', async () => {
    const states: string[] = [];
    const redis = await connect({ patience: 5_000, onChange: (state) => states.push(state) });
    await redis.ask((client) => client.ping());
    await server.stop();
    await redis.ask((client) => client.ping());
    server = await startPrivateRedis(server.port);
    while (!(await redis.ask((client) => client.ping())).answered) await new Promise((soon) => setTimeout(soon, 50));
    expect(await redis.ask((client) => client.ping())).toEqual({ answered: true, value: 'PONG' });
    expect(states).toEqual(['not answering', 'answering']);
  });

  test('a Redis that was held still answers again once it goes on', async () => {
    const states: string[] = [];
    let now = 0;
    const redis = await connect({
      rest: 1_000,
      onChange: (state) => states.push(state),
      now: () => now,
    });
    server.server.kill('SIGSTOP');
    expect(await redis.ask((client) => client.ping())).toEqual({ answered: false });
    server.server.kill('SIGCONT');
    now = 999;
    expect(await redis.ask((client) => client.ping())).toEqual({ answered: false });
    // A machine may be too busy to answer within the patience of real use.
    let answer: RedisAnswer = { answered: false };
    for (; !answer.answered; now += 1_000) answer = await redis.ask((client) => client.ping());
    expect(answer.value).toBe('PONG');
    expect(states).toEqual(['not answering', 'answering']);
  });
});
