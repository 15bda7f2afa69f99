import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import { SignJWT } from 'jose';
import type { Mode } from './answer-operation';
import type { OpenSubgraph } from './fixtures/open-subgraph';
import { openShop } from './fixtures/shop';
import { serveSupergraph } from './serve-supergraph';

const SECRET = 'a secret of thirty-two characters';
const DENIED = 'UNAUTHORIZED_FIELD_OR_TYPE';

let subgraphs: readonly OpenSubgraph[] = [];
let supergraph: string;
const servers: Awaited<ReturnType<typeof serveSupergraph>>[] = [];
const urls = new Map<string, string>();

beforeAll(async () => {
  subgraphs = await openShop();
  supergraph = composeSupergraph(subgraphs);
  await serve('filter');
  await serve('reject', supergraph, 'reject');
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all(subgraphs.map((subgraph) => subgraph.close()));
});

async function serve(name: string, supergraphSdl = supergraph, mode: Mode = 'filter'): Promise<void> {
  const server = await serveSupergraph({ supergraphSdl, port: 0, jwtSecret: SECRET, mode });
  servers.push(server);
  urls.set(name, server.url);
}

/** `null`: nobody in particular; a text: the scopes of somebody signed in. */
type Who = string | null;

const tokenFor = (scope: string, secret = SECRET): Promise<string> =>
  new SignJWT({ scope })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('somebody')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret));

async function ask(who: Who, query: string, at = 'filter', authorization?: string) {
  for (const subgraph of subgraphs) subgraph.take();
  const header = authorization ?? (who === null ? undefined : `Bearer ${await tokenFor(who)}`);
  const response = await fetch(urls.get(at)!, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(header ? { authorization: header } : {}) },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as {
    readonly data?: unknown;
    readonly errors?: readonly {
      readonly path?: readonly unknown[];
      readonly extensions: { readonly code: string; readonly coordinates?: readonly string[] };
    }[];
  };
  return {
    status: response.status,
    data: body.data,
    errors: body.errors ?? [],
    denied: (body.errors ?? [])
      .filter(({ extensions }) => extensions.code === DENIED)
      .map(({ path }) => (path ?? []).join('.')),
    asked: subgraphs.flatMap((subgraph) => subgraph.take()).join('\n'),
    has: 'data' in body,
  };
}

test.each<[string, Who, string, unknown, readonly string[]]>([
  [
    'what no directive marks is open to anybody',
    null,
    '{ greeting me { name } }',
    { greeting: 'hello', me: { name: 'Anna' } },
    [],
  ],
  [
    'a field that asks for a sign-in is null without one',
    null,
    '{ me { name email } }',
    { me: { name: 'Anna', email: null } },
    ['me.email'],
  ],
  [
    'a field that asks for a sign-in is open with any',
    '',
    '{ me { email } }',
    { me: { email: 'anna@example.org' } },
    [],
  ],
  [
    'one scope of two that are asked together is not enough',
    'hr',
    '{ me { name salary } }',
    { me: { name: 'Anna', salary: null } },
    ['me.salary'],
  ],
  ['scopes that are asked together are met together', 'payroll hr', '{ me { salary } }', { me: { salary: 100 } }, []],
  ['one alternative of scopes is enough', 'other owner', '{ me { salary } }', { me: { salary: 100 } }, []],
  [
    'a sign-in and a scope on one field are both needed',
    '',
    '{ me { name both } }',
    { me: { name: 'Anna', both: null } },
    ['me.both'],
  ],
  [
    'a policy is held by nobody here',
    'diary',
    '{ me { name diary } }',
    { me: { name: 'Anna', diary: null } },
    ['me.diary'],
  ],
  [
    'a rule on a type closes the field that returns it',
    null,
    '{ me { name desk { phone } } }',
    { me: { name: 'Anna', desk: null } },
    ['me.desk'],
  ],
  [
    'a rule on a type is met by its own requirement',
    '',
    '{ me { desk { phone } } }',
    { me: { desk: { phone: '12' } } },
    [],
  ],
  [
    'a rule on a scalar closes the field that returns it',
    '',
    '{ me { name pin } }',
    { me: { name: 'Anna', pin: null } },
    ['me.pin'],
  ],
  [
    'a rule on an enum closes the field that returns it',
    null,
    '{ me { name rank } }',
    { me: { name: 'Anna', rank: null } },
    ['me.rank'],
  ],
  [
    'an alias is no way round, and the error has its path',
    null,
    '{ who: me { name mail: email } }',
    { who: { name: 'Anna', mail: null } },
    ['who.mail'],
  ],
  [
    'a fragment is no way round',
    null,
    '{ me { ...F } } fragment F on User { name email }',
    { me: { name: 'Anna', email: null } },
    ['me.email'],
  ],
  [
    'each item of a list has its own error',
    null,
    '{ users { name email } }',
    {
      users: [
        { name: 'Anna', email: null },
        { name: 'Ben', email: null },
      ],
    },
    ['users.0.email', 'users.1.email'],
  ],
  [
    'an object of a type with a rule is left out behind an interface, and the types beside it are not',
    null,
    '{ records { title } }',
    { records: [{ title: 'memo' }, { title: 'note' }] },
    ['records'],
  ],
  [
    'a field of one implementor is denied there alone',
    'files',
    '{ records { pages } }',
    { records: [{ pages: 1 }, { pages: 2 }, { pages: 3 }] },
    [],
  ],
  [
    'a field rule on one implementor closes it on no other',
    null,
    '{ records { pages } }',
    { records: [{ pages: 1 }, { pages: null }] },
    ['records.1.pages', 'records'],
  ],
  [
    'a member of a union is left out by its own rule, and told by where it could stand',
    null,
    '{ hits { ... on Memo { title } ... on File { title } } }',
    { hits: [{ title: 'memo' }] },
    ['hits'],
  ],
  [
    'a denied field that may not be null takes its parent with it',
    null,
    '{ account { owner number } }',
    { account: null },
    ['account.number'],
  ],
  [
    'so do the parents that may not be null, up to one that may',
    null,
    '{ account { owner limit { pounds } } }',
    { account: null },
    ['account.limit.pounds'],
  ],
  ['a denied root field that may not be null leaves no data', null, '{ greeting vault }', null, ['vault']],
  [
    'where only denied fields are asked, their parent is null and each has its error',
    null,
    '{ greeting me { email rank } }',
    { greeting: 'hello', me: null },
    ['me.email', 'me.rank'],
  ],
  [
    'the type of an object that is open is told beside its denied fields, and that of a closed one is not',
    null,
    '{ me { __typename email } hits { __typename ... on File { title } } }',
    {
      me: { __typename: 'User', email: null },
      hits: [{ __typename: 'Memo' }],
    },
    ['me.email', 'hits'],
  ],
  [
    'a field that one subgraph provides of another keeps its rule',
    null,
    '{ reviews { text author { name email } } }',
    { reviews: [{ text: 'good', author: { name: 'Anna', email: null } }] },
    ['reviews.0.author.email'],
  ],
  [
    'a field of a second subgraph is judged as one of the first',
    null,
    '{ me { name reviews { text score } } }',
    { me: { name: 'Anna', reviews: [{ text: 'good', score: null }] } },
    ['me.reviews.0.score'],
  ],
  [
    'what is made from a field is open to those who may see that field',
    'owner',
    '{ me { bonus twice } }',
    { me: { bonus: 10, twice: 20 } },
    [],
  ],
  [
    'a denied mutation is not done, and the one beside it is',
    '',
    'mutation { wipe rename(name: "Eve") { name } }',
    { wipe: null, rename: { name: 'Eve' } },
    ['wipe'],
  ],
])('%s', async (_title, who, query, data, denied) => {
  const answer = await ask(who, query);
  expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(denied.map(() => DENIED));
  expect({ data: answer.data, denied: answer.denied }).toEqual({ data, denied });
  for (const path of denied) expect(answer.asked).not.toMatch(new RegExp(`\\b${fieldAt(query, path)}\\b`));
});

/** What is denied at a response path: a field, or behind an interface or a union a type; of `title` and `pages`, which others may be asked for, none. */
const fieldAt = (_query: string, path: string): string => {
  const key = path.split('.').at(-1)!;
  const aliased: Readonly<Record<string, string>> = {
    mail: 'email',
    title: 'never',
    pages: 'never',
    hits: 'File',
    records: 'File',
  };
  return aliased[key] ?? key;
};

test('nothing is asked of a subgraph for denied fields alone', async () => {
  expect((await ask(null, '{ me { email } }')).asked).toBe('');
});

test('what one asker may have is not given to the next who asks the same', async () => {
  const query = '{ me { name salary } }';
  expect((await ask('owner', query)).data).toEqual({ me: { name: 'Anna', salary: 100 } });
  expect((await ask(null, query)).data).toEqual({ me: { name: 'Anna', salary: null } });
  expect((await ask('owner', query)).data).toEqual({ me: { name: 'Anna', salary: 100 } });
});

test.each([
  ['@requires', 'bonus', '{ me { name bonus } }', 'me.bonus'],
  ['@requires of what is itself made so', 'twice', '{ me { name twice } }', 'me.twice'],
])('a field without a rule is denied where %s makes it from a denied one', async (_how, field, query, path) => {
  const unmarked = supergraph
    .split('\n')
    .map((line) => (/^\s+(bonus|twice)\b/.test(line) ? line.replace(/@requiresScopes\(scopes: \[.*\]\]\)/, '') : line))
    .join('\n');
  expect(unmarked.split('\n').find((line) => line.trim().startsWith(field))).not.toContain('requiresScopes');
  if (!urls.has('unmarked')) await serve('unmarked', unmarked);
  const without = await ask('hr', query, 'unmarked');
  expect(without.denied).toEqual([path]);
  expect(without.asked).not.toMatch(/salary|bonus|twice/);
  expect((await ask('owner', query, 'unmarked')).errors).toEqual([]);
});

describe('where an operation is refused as a whole', () => {
  test('one denied field refuses all of it, and the error names every coordinate', async () => {
    const answer = await ask(null, '{ greeting me { name email salary } }', 'reject');
    expect(answer.has).toBe(false);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]!.extensions).toMatchObject({ code: DENIED, coordinates: ['User.email', 'User.salary'] });
    expect(answer.asked).toBe('');
  });

  test('an operation without denied fields is answered', async () => {
    expect((await ask('owner', '{ me { name salary } }', 'reject')).data).toEqual({
      me: { name: 'Anna', salary: 100 },
    });
  });
});

test.each([
  ['of another secret', async () => `Bearer ${await tokenFor('owner', 'another secret of thirty-two characters')}`],
  [
    'without a signature',
    async () =>
      `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"scope":"owner"}').toString('base64url')}.`,
  ],
  ['that is no token', async () => 'Basic b3duZXI6'],
])('a token %s is refused, not taken for nobody', async (_what, authorization) => {
  const answer = await ask(null, '{ greeting }', 'filter', await authorization());
  expect({ status: answer.status, has: answer.has, asked: answer.asked }).toEqual({
    status: 401,
    has: false,
    asked: '',
  });
});

test("a subgraph's failure is told, and is no refusal", async () => {
  const gone = supergraph.replaceAll(subgraphs[1]!.url, 'http://127.0.0.1:9/');
  await serve('gone', gone);
  const answer = await ask('', '{ me { name reviews { text } } }', 'gone');
  expect(answer.data).toEqual({ me: { name: 'Anna', reviews: null } });
  expect(answer.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
    [['me', 'reviews'], 'AGENCY_UNAVAILABLE'],
  ]);
});
