import { createHash } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { connectRedis, type RedisConnection } from '../shared/redis-connection';
import { hasRedis, type PrivateRedis, startPrivateRedis } from '../shared/start-private-redis';
import { createPersistedQueries } from './persisted-queries';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const keyOf = (text: string) => `apq:${hash(text)}`;
const plain = 'query View($id: PersonID!) { person(id: $id) { displayName involvements(first: 20) { service } } }';

async function keeps(text: string): Promise<boolean> {
  const store = createPersistedQueries();
  await store.set(keyOf(text), text);
  return (await store.get(keyOf(text))) === text;
}

test('an operation that names only fields and variables is stored', async () => {
  expect(await keeps(plain)).toBe(true);
});

test.each([
  ['a string', '{ findPeople(by: { familyName: "Okafor" }) { certain { id } } }'],
  ['a block string', '{ findPeople(by: { familyName: """Okafor""" }) { certain { id } } }'],
  ['a long number', '{ person(id: 9990000018) { id } }'],
  ['a comment', '# Maya Okafor\n{ me { role } }'],
  ['no GraphQL', '{ me { role } } §'],
  ['far too much', `{ ${'a '.repeat(40_000)} }`],
])('an operation that holds %s is not stored', async (_, text) => {
  expect(await keeps(text)).toBe(false);
});

test('a text under the hash of another is not stored', async () => {
  const store = createPersistedQueries();
  await store.set(keyOf('{ other }'), plain);
  expect(await store.get(keyOf('{ other }'))).toBeUndefined();
});

test('memory is bounded: the oldest texts make room', async () => {
  const store = createPersistedQueries({ maxBytes: 1_000 });
  const texts = Array.from({ length: 20 }, (_, count) => `{ field${count} ${'x'.repeat(50)} }`);
  for (const text of texts) await store.set(keyOf(text), text);
  const kept = await Promise.all(texts.map((text) => store.get(keyOf(text))));
  expect(kept.filter(Boolean).length).toBeLessThan(9);
  expect(kept.at(-1)).toBe(texts.at(-1));
});

test('a deleted text is gone', async () => {
  const store = createPersistedQueries();
  await store.set(keyOf(plain), plain);
  expect(await store.delete(keyOf(plain))).toBe(true);
  expect(await store.get(keyOf(plain))).toBeUndefined();
});

test('Apollo Server keeps its persisted queries here', async () => {
  const server = new ApolloServer({
    typeDefs: 'type Query { hello: String }',
    persistedQueries: { cache: createPersistedQueries() },
  });
  const query = '{ hello }';
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash(query) } };
  const ask = async (request: object) => {
    const { body } = await server.executeOperation({ ...request, extensions });
    return body.kind === 'single' ? body.singleResult : undefined;
  };
  expect((await ask({}))?.errors?.[0]?.extensions?.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  expect(await ask({ query })).toMatchObject({ data: { hello: null } });
  await new Promise((stored) => setImmediate(stored));
  expect(await ask({})).toMatchObject({ data: { hello: null } });
  await server.stop();
});

(hasRedis ? describe : describe.skip)('in Redis (skipped where redis-server is not installed)', () => {
  let server: PrivateRedis;
  let redis: RedisConnection | null;
  beforeEach(async () => {
    server = await startPrivateRedis();
    // On a machine with other work, a command may take longer than a gateway would wait.
    redis = await connectRedis(server.url, { patience: 10_000 });
  });
  afterEach(async () => {
    redis?.close();
    await server.stop();
  });

  test('what one gateway stored another knows, for a day', async () => {
    await createPersistedQueries({ redis }).set(keyOf(plain), plain);
    expect(await createPersistedQueries({ redis }).get(keyOf(plain))).toBe(plain);
    const left = await redis?.ask((client) => client.ttl(`family-view:operation:${keyOf(plain)}`));
    expect(left).toEqual({ answered: true, value: 86_400 });
  });

  test('a text that was swapped in Redis is not believed', async () => {
    await redis?.ask((client) => client.set(`family-view:operation:${keyOf(plain)}`, '{ other }'));
    expect(await createPersistedQueries({ redis }).get(keyOf(plain))).toBeUndefined();
  });

  test('a Redis that stands still holds nobody up, and memory goes on', async () => {
    let tried = 0;
    const still = await connectRedis(server.url, { now: () => 0 });
    const ask: RedisConnection['ask'] = (command) =>
      still!.ask((client) => {
        tried += 1;
        return command(client);
      });
    const store = createPersistedQueries({ redis: { ...still!, ask } });
    server.server.kill('SIGSTOP');
    await store.set(keyOf(plain), plain);
    expect(await store.get(keyOf(plain))).toBe(plain);
    expect(await store.get(keyOf('{ other }'))).toBeUndefined();
    expect(tried).toBe(1);
    still?.close();
  });
});
