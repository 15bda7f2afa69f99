import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createPersistedQueries } from '@family-view/gateway/http/persisted-queries';
import { serveGraphql } from '@family-view/gateway/http/serve-graphql';
import type { Entry } from '@family-view/gateway/identity/types';
import { createCacheBudget } from '@family-view/gateway/shared/cache-budget';
import { execute, isObjectType } from 'graphql';
import { openSmallGraph, type SmallGraph, SUPERGRAPH } from './small-graph';

const textsOf = (directory: string): string =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('\n');

const entry: Entry = {
  requester: { id: 'w-1', name: null, organisation: 'clinic', organisationType: 'HEALTH', role: 'NURSE', area: null },
  purpose: 'EARLY_HELP',
  caseReference: null,
};
let graph: SmallGraph;
let faults: unknown[];
const open = async (introspection = false) => {
  const endpoint = await serveGraphql({
    apiSdl: graph.engine.apiSdl,
    supergraphSdl: SUPERGRAPH,
    answer: ({ document, operationName, variables }) =>
      Promise.resolve(
        execute({
          schema: graph.engine.schema,
          document,
          operationName,
          variableValues: { ...variables },
          rootValue: { person: { id: 'p1', nickname: 'Ada' } },
        }),
      ),
    persistedQueries: createPersistedQueries({ redis: null }),
    introspection,
    maxTokens: 4_000,
    caches: createCacheBudget().section(),
    onFault: (fault) => void faults.push(fault),
  });
  const send = async (
    body: unknown,
    {
      method = 'POST',
      headers = {},
      search = '',
    }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly search?: string } = {},
  ) => {
    const answer = await endpoint.serve(
      { method, headers: { 'content-type': 'application/json', ...headers }, search, body },
      entry,
    );
    return {
      ...answer,
      get json() {
        return JSON.parse(String(answer.body)) as {
          readonly data?: unknown;
          readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
          readonly extensions?: unknown;
        };
      },
    };
  };
  return { send, stop: endpoint.stop };
};
let server: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  faults = [];
  graph = await openSmallGraph();
  server = await open();
});
afterAll(async () => {
  await server.stop();
  await graph.close();
});
const person = { query: '{ person { nickname } }' };

test('11: nothing is told to anybody outside: what would tell it is not installed, and none of the rest can', () => {
  // Of this repository's tests alone: no production install brings it.
  const { packages } = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8'));
  expect(packages['node_modules/@apollo/gateway']).toMatchObject({ dev: true });
  for (const loaded of ['@apollo/query-planner', '@apollo/federation-internals', '@apollo/query-graphs'])
    expect(textsOf(dirname(require.resolve(loaded)))).not.toMatch(
      /require\(["'](node:)?(https?|http2|net|tls|dgram|dns|undici|node-fetch|make-fetch-happen)["']\)|\bfetch\(/,
    );
});

test('11: a header that asks for the query plan is answered like any other', async () => {
  const plain = await server.send(person);
  const asking = await server.send(person, {
    headers: {
      'apollo-query-plan-experimental': '1',
      'apollo-query-plan-experimental-format': 'internal',
      'apollo-federation-include-trace': 'ftv1',
    },
  });
  expect(asking.json).toEqual(plain.json);
  expect(asking.json).toEqual({ data: { person: { nickname: 'Ada' } } });
});

test('11: there is no landing page: a browser is not sent to a page that loads from elsewhere', async () => {
  const headers = { accept: 'text/html', 'apollo-require-preflight': 'yes' };
  const { body } = await server.send(undefined, { method: 'GET', headers });
  expect(body).not.toMatch(/<html|cdn|apollo-server-landing/i);
});

test('11: a slip in a name is not answered with the names there are', async () => {
  const { status, json } = await server.send({ query: '{ person { nicknam } }' });
  expect(status).toBe(400);
  expect(json.errors![0]!.message).not.toMatch(/did you mean|nickname"/i);
});

describe('12: a document of several operations', () => {
  const several = 'query A { person { nickname } } query B { person { id } }';
  test('needs the name of one, and says so: it is the client’s slip and not our fault', async () => {
    for (const named of [{}, { operationName: 'C' }]) {
      const { status, json } = await server.send({ query: several, ...named });
      expect(status).toBe(400);
      expect(json.errors![0]!.extensions.code).toBe('OPERATION_RESOLUTION_FAILURE');
    }
  });
  test('runs the one that is named', async () => {
    expect((await server.send({ query: several, operationName: 'B' })).json).toEqual({
      data: { person: { id: 'p1' } },
    });
  });
  test.each(['subscription { person { id } }', 'mutation { person { id } }'])('%s is refused', async (query) => {
    const { status, json } = await server.send({ query });
    expect(status).toBe(400);
    expect(json.data).toBeUndefined();
  });
  test('what is deferred comes with the rest where nobody takes parts', async () => {
    expect((await server.send({ query: '{ person { ... @defer { id } } }' })).json).toEqual({
      data: { person: { id: 'p1' } },
    });
  });
});

describe('13: good defaults, pinned', () => {
  test('a request that a page of another site could make is refused', async () => {
    const { status } = await server.send(undefined, {
      method: 'GET',
      headers: { 'content-type': 'text/plain' },
      search: '?query={person{id}}',
    });
    expect(status).toBe(400);
  });
  test('several requests in one are refused', async () => {
    const { status, json } = await server.send([person, person]);
    expect(status).toBe(400);
    expect(json.data).toBeUndefined();
  });
  test('the schema is told to nobody where introspection is off, and to anybody where it is on', async () => {
    const query = '{ __schema { types { name } } }';
    const { status, json } = await server.send({ query });
    expect(status).toBe(400);
    expect(json.data).toBeUndefined();
    const told = await open(true);
    expect((await told.send({ query })).json.data).toBeDefined();
    await told.stop();
  });
  test.each(['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }', '{ person { northRef } }'])(
    '%s names nothing that clients have',
    async (query) => {
      expect((await server.send({ query })).status).toBe(400);
    },
  );
});

test('Apollo Server puts resolvers of its own on a schema: the join’s is another, and stays clean', async () => {
  await server.send(person);
  const resolvers = Object.values(graph.engine.schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ resolve }) => resolve !== undefined)
        .map(({ name }) => `${type.name}.${name}`),
    );
  expect(resolvers).toEqual([]);
  expect(faults).toEqual([]);
});
