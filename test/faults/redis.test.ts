import { createHash } from 'node:crypto';
import { byClock } from '@family-view/gateway/fixtures/by-clock';
import { hasRedis, type PrivateRedis, startPrivateRedis } from '@family-view/gateway/shared/start-private-redis';
import { createClient } from 'redis';
import { type RunningStack, startStack } from '../stack';

const onRedis = hasRedis ? describe : describe.skip;
const QUERY = 'query Me { me { role } }';
const HASH = createHash('sha256').update(QUERY).digest('hex');

onRedis('a gateway with Redis (skipped where there is no redis-server)', () => {
  let redis: PrivateRedis;
  let stack: RunningStack;
  beforeAll(async () => {
    redis = await startPrivateRedis();
    stack = await startStack({
      without: ['health', 'education', 'social-care', 'housing', 'childrens-centre'],
      environment: { REDIS_URL: redis.url },
    });
  });
  afterAll(async () => {
    await stack.close();
    await redis.stop();
  });

  const askByHash = async (query?: string) => {
    const response = await fetch(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await stack.token('head-of-centre')}` },
      body: JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash: HASH } } }),
    });
    return response.json();
  };

  test('keeps stored operations and rate limits there, and nothing that names anybody', async () => {
    expect((await askByHash()).errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await askByHash(QUERY)).data).toEqual({ me: { role: 'HEAD_OF_CENTRE' } });
    expect((await askByHash()).data).toEqual({ me: { role: 'HEAD_OF_CENTRE' } });
    const client = await createClient({ url: redis.url }).connect();
    const keys = await client.keys('*');
    client.destroy();
    expect(keys.some((key) => key.includes(HASH))).toBe(true);
    expect(keys.some((key) => key.startsWith('family-view:rate:'))).toBe(true);
    expect(keys.filter((key) => /head-of-centre|aldermere/i.test(key))).toEqual([]);
  });

  test('answers when Redis has gone, as quickly as with it', async () => {
    await redis.stop();
    for (let time = 0; time < 3; time += 1) {
      const { status, milliseconds } = await stack.ask('head-of-centre', QUERY);
      expect(status).toBe(200);
      byClock(() => expect(milliseconds).toBeLessThan(1_000));
    }
  });
});
