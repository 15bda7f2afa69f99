import { connectRedis, type RedisConnection } from '../shared/redis-connection';
import { hasRedis, type PrivateRedis, startPrivateRedis } from '../shared/start-private-redis';
import type { LimitStore } from './limit-store';
import { createLocalLimitStore } from './local-limit-store';
import { createLimitStore } from './redis-limit-store';

const promises = (open: () => LimitStore): void => {
  test('a count takes what fits, refuses what does not, and says when it begins anew', async () => {
    const store = open();
    expect(await store.take('count', 2, 3, 60_000)).toMatchObject({ taken: true, count: 2, added: 2 });
    expect(await store.take('count', 2, 3, 60_000)).toMatchObject({ taken: false, count: 2, added: 0 });
    const { remaining, ...last } = await store.take('count', 1, 3, 60_000);
    expect(last).toEqual({ taken: true, count: 3, added: 1 });
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(60_000);
    expect(await store.take('count', 0, 0, 60_000)).toMatchObject({ taken: true, count: 3, added: 0 });
    expect(await store.take('another', 1, 3, 60_000)).toMatchObject({ count: 1 });
  });

  test('a set counts each member once, and takes all that came or nothing of it', async () => {
    const store = open();
    expect(await store.gather('set', ['a', 'b', 'a'], 3, 60_000)).toMatchObject({ taken: true, count: 2, added: 2 });
    expect(await store.gather('set', ['b', 'c', 'd'], 3, 60_000)).toMatchObject({ taken: false, count: 2, added: 0 });
    expect(await store.gather('set', ['b', 'c'], 3, 60_000)).toMatchObject({ taken: true, count: 3, added: 1 });
    // Who is full may have what they have.
    expect(await store.gather('set', ['a', 'c'], 3, 60_000)).toMatchObject({ taken: true, count: 3, added: 0 });
    expect(await store.gather('set', ['e'], 3, 60_000)).toMatchObject({ taken: false, count: 3 });
  });
};

describe('in memory', () => {
  promises(() => createLocalLimitStore());

  test('a window begins with its first and ends whole', async () => {
    let time = 0;
    const store = createLocalLimitStore(() => time);
    await store.take('count', 1, 1, 60_000);
    await store.gather('set', ['a'], 1, 60_000);
    time = 59_999;
    expect(await store.take('count', 1, 1, 60_000)).toMatchObject({ taken: false, remaining: 1 });
    expect(await store.gather('set', ['b'], 1, 60_000)).toMatchObject({ taken: false, remaining: 1 });
    time = 60_000;
    expect(await store.take('count', 1, 1, 60_000)).toMatchObject({ taken: true, count: 1, remaining: 60_000 });
    expect(await store.gather('set', ['b'], 1, 60_000)).toMatchObject({ taken: true, count: 1 });
  });
});

(hasRedis ? describe : describe.skip)('in Redis (skipped where redis-server is not installed)', () => {
  let server: PrivateRedis;
  const connections: RedisConnection[] = [];
  const connect = async (): Promise<RedisConnection> => {
    const connection = (await connectRedis(server.url, { patience: 5_000 }))!;
    connections.push(connection);
    return connection;
  };
  let shared: RedisConnection;
  beforeAll(async () => {
    server = await startPrivateRedis();
    shared = await connect();
  });
  beforeEach(async () => {
    await shared.ask((client) => client.flushAll());
  });
  afterAll(async () => {
    for (const connection of connections) connection.close();
    await server.stop();
  });

  promises(() => createLimitStore(shared));

  test('two gateways count together, and all of it is forgotten when its window ends', async () => {
    const [one, other] = [createLimitStore(shared), createLimitStore(await connect())];
    const taken = await Promise.all([one, other, one, other].map((store) => store.take('count', 1, 3, 60_000)));
    expect(taken.filter((each) => each.taken)).toHaveLength(3);
    await one.gather('set', ['a'], 2, 60_000);
    expect(await other.gather('set', ['b'], 2, 60_000)).toMatchObject({ count: 2 });
    for (const key of ['count', 'set']) {
      const { value } = (await shared.ask((client) => client.pTTL(`family-view:limit:${key}`))) as {
        readonly value: number;
      };
      expect(value).toBeGreaterThan(0);
    }
  });

  test('while Redis does not answer, each gateway counts for itself', async () => {
    const store = createLimitStore({ ask: async () => ({ answered: false }), isAnswering: () => false, close() {} });
    expect(await store.take('count', 1, 1, 60_000)).toMatchObject({ taken: true });
    expect(await store.take('count', 1, 1, 60_000)).toMatchObject({ taken: false });
  });
});
