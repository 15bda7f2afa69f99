import { byClock } from '@family-view/gateway/fixtures/by-clock';
import { type RunningStack, startStack } from '../stack';
import { NO_AGENCIES } from './no-agencies';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ agencies: NO_AGENCIES });
  // The first request loads what later ones use: it is not one to be timed.
  await stack.ask('head-of-centre', '{ me { id } }');
});
afterAll(() => stack.close());

const ME = '{ me { id } }';
const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';

async function send(
  body: string | undefined,
  {
    headers = {},
    method = 'POST',
    path = '/graphql',
  }: { headers?: Record<string, string>; method?: string; path?: string } = {},
) {
  const began = performance.now();
  const response = await fetch(stack.url + path, {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await stack.token('head-of-centre')}`,
      ...headers,
    },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text), milliseconds: performance.now() - began };
}
const ask = (query: string, more: object = {}) => send(JSON.stringify({ query, ...more }));

/** Refused as a whole: no data, one code, a message, nothing of our insides. */
function expectRefusal(
  answer: {
    status: number;
    text: string;
    body: { data?: unknown; errors: readonly { message: string; extensions: { code: string } }[] };
  },
  status: number,
  code: string,
): void {
  expect([answer.status, answer.body.errors?.[0]?.extensions?.code]).toEqual([status, code]);
  expect(answer.body.data ?? null).toBeNull();
  expect(answer.text).not.toMatch(/node_modules|\.ts\b|stack|127\.0\.0\.1|did you mean/i);
}

describe('a field that is not there', () => {
  const told = async (field: string, of = 'me') =>
    (await ask(`{ ${of} { ${field} } }`)).text.replaceAll(field, 'FIELD').replace(/"column":\d+/, '"column":0');

  test('is refused in one shape, whether it nearly names a field, names a hidden one, or nothing', async () => {
    const shapes = await Promise.all([told('nam'), told('healthRef'), told('zzzzz')]);
    expect(new Set(shapes).size).toBe(1);
    const of = 'person(id: "p")';
    const onPerson = await Promise.all([
      told('displayNam', of),
      told('healthRef', of),
      told('socialCareRef', of),
      told('zzzzz', of),
    ]);
    expect(new Set(onPerson).size).toBe(1);
    expectRefusal(await ask('{ person(id: "p") { displayNam } }'), 400, 'GRAPHQL_VALIDATION_FAILED');
  });

  test('is refused where it belongs to federation and not to the reader', async () => {
    for (const query of ['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }'])
      expectRefusal(await ask(query), 400, 'GRAPHQL_VALIDATION_FAILED');
  });
});

test.each([
  ['JSON that breaks off', '{ "query": ', 400, 'BAD_REQUEST'],
  ['an empty body', '', 400, 'BAD_REQUEST'],
  ['null', 'null', 400, 'BAD_REQUEST'],
  ['a number', '7', 400, 'BAD_REQUEST'],
  ['no query', '{}', 400, 'BAD_REQUEST'],
  ['a query that is a number', '{"query":7}', 400, 'BAD_REQUEST'],
  ['variables that are text', JSON.stringify({ query: ME, variables: '{}' }), 400, 'BAD_REQUEST'],
  ['several requests in one', JSON.stringify([{ query: ME }, { query: ME }]), 400, 'BAD_REQUEST'],
  ['a body of 300 kB', JSON.stringify({ query: `${ME} #${'x'.repeat(300_000)}` }), 413, 'BODY_TOO_LARGE'],
  ['a query that breaks off', JSON.stringify({ query: '{ me { id ' }), 400, 'GRAPHQL_PARSE_FAILED'],
  ['an empty query', JSON.stringify({ query: ' ' }), 400, 'GRAPHQL_PARSE_FAILED'],
  ['a prototype among the variables', `{"query":"${ME}","variables":{"__proto__":{"admin":true}}}`, 400, 'BAD_REQUEST'],
  [
    'several operations and none named',
    JSON.stringify({ query: `query A ${ME} query B ${ME}` }),
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'the name of an operation that is not there',
    JSON.stringify({ query: `query A ${ME}`, operationName: 'B' }),
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  ['a subscription', JSON.stringify({ query: 'subscription { me }' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
  [
    'an answer in parts whose directive is repeated',
    JSON.stringify({ query: '{ me { ... @defer @defer { id } } }' }),
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
])('%s is the sender’s mistake, and told as one', async (_what, body, status, code) => {
  expectRefusal(await send(body), status, code);
});

test.each([
  ['a number for a search', { who: 7 }],
  ['nothing for a search', {}],
  ['null for a search', { who: null }],
  ['a field that a search does not have', { who: { givenNam: 'Daniel Okafor' } }],
  ['a list for a name', { who: { givenName: ['Daniel Okafor'] } }],
])('%s does not fit its variable; what was sent is not sent back', async (_what, variables) => {
  const answer = await ask(FIND, { variables });
  expectRefusal(answer, 400, 'BAD_USER_INPUT');
  expect(answer.body.errors[0].message).toContain('$who');
  expect(answer.text).not.toMatch(/Daniel|Okafor/);
});

test.each([
  ['a family name alone', { familyName: 'Okafor' }, 'SEARCH_TOO_THIN'],
  ['nothing but blanks', { familyName: ' ', dateOfBirth: '' }, 'SEARCH_TOO_THIN'],
  ['the thirtieth of February', { familyName: 'Okafor', dateOfBirth: '2019-02-30' }, 'SEARCH_MALFORMED'],
  ['a birthday as the British write it', { familyName: 'Okafor', dateOfBirth: '22/03/2017' }, 'SEARCH_MALFORMED'],
  ['a birthday that is a number', { familyName: 'Okafor', dateOfBirth: 20170322 }, 'SEARCH_MALFORMED'],
  ['a birthday that is a list', { familyName: 'Okafor', dateOfBirth: ['2017-03-22'] }, 'SEARCH_MALFORMED'],
  ['an NHS number with a slip in it', { nhsNumber: '9994028708' }, 'SEARCH_MALFORMED'],
  ['an NHS number of one figure', { nhsNumber: '1111111111' }, 'SEARCH_MALFORMED'],
  ['a UPN with a slip in it', { upn: 'B123456789012' }, 'SEARCH_MALFORMED'],
  ['half a postcode', { familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2' }, 'SEARCH_MALFORMED'],
])('a search for %s is told as a slip, never as nobody found', async (_what, who, code) => {
  const { status, body, text } = await ask(FIND, { variables: { who } });
  expect([status, body.data, body.errors[0].extensions.code]).toEqual([200, { findPeople: null }, code]);
  for (const value of Object.values(who)
    .map(String)
    .filter((one) => one.trim().length > 2))
    expect(text).not.toContain(value);
});

describe('a bomb', () => {
  const doubled = (levels: number) =>
    `{ ...F0 } ${Array.from({ length: levels }, (_, at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`).join(' ')} fragment F${levels} on Query { me { id } }`;
  const nested = (levels: number) =>
    `{ person(id: "p") ${'{ family { members { person '.repeat(levels)}{ id }${' } } }'.repeat(levels)} }`;
  const BOMBS: readonly (readonly [string, string, string])[] = [
    ['of fragments doubled 27 times in 1,124 bytes', doubled(27), 'OPERATION_OVER_LIMIT'],
    ['of fragments doubled 90 times', doubled(90), 'OPERATION_OVER_LIMIT'],
    [
      'of 10,000 aliases',
      `{ ${Array.from({ length: 10_000 }, (_, at) => `a${at}: me { id }`).join(' ')} }`,
      'OPERATION_OVER_LIMIT',
    ],
    [
      'of 300 aliases',
      `{ me { ${Array.from({ length: 300 }, (_, at) => `a${at}: id`).join(' ')} } }`,
      'OPERATION_OVER_LIMIT',
    ],
    ['600 levels deep', nested(200), 'OPERATION_OVER_LIMIT'],
    [
      'of fragments that go round in a circle',
      '{ me { ...A } } fragment A on Requester { ...B } fragment B on Requester { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['of 5,000 brackets that do not close', `{ findPeople(by: ${'['.repeat(5_000)} }`, 'OPERATION_OVER_LIMIT'],
    [
      'of 1,900 lists in one another',
      `{ person(id: ${'['.repeat(1_900)}${']'.repeat(1_900)}) { id } }`,
      'OPERATION_OVER_LIMIT',
    ],
    ['of 3,000 directives', `{ me { id ${'@a '.repeat(1_900)} } }`, 'OPERATION_OVER_LIMIT'],
  ];

  test.each(BOMBS)('%s is refused at once', async (_what, query, code) => {
    // The best of three.
    const answers = [await ask(query), await ask(query), await ask(query)];
    for (const answer of answers) expectRefusal(answer, 400, code);
    byClock(() => expect(Math.min(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(100));
  });

  test('in the variables, of 50,000 lists in one another, is refused', async () => {
    const body = `{"query":${JSON.stringify(FIND)},"variables":{"who":{"givenName":${'['.repeat(50_000)}${']'.repeat(50_000)}}}}`;
    expectRefusal(await send(body), 400, 'OPERATION_OVER_LIMIT');
  });

  test('does not hold up who asks something else meanwhile', async () => {
    const [other] = await Promise.all([ask(ME), ...BOMBS.map(([, query]) => ask(query))]);
    expect(other.body.data).toEqual({ me: { id: 'w-head-of-centre' } });
  });
});

describe('a page of another site', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'cannot post as %s, which a browser sends unasked',
    async (type) => {
      const { status, body } = await send(JSON.stringify({ query: ME }), { headers: { 'content-type': type } });
      expect([[400, 415].includes(status), body.data]).toEqual([true, undefined]);
    },
  );

  test('cannot get without a header that a browser asks leave for', async () => {
    const { status, body } = await send(undefined, {
      method: 'GET',
      path: `/graphql?query=${encodeURIComponent(ME)}`,
      headers: { 'content-type': 'text/plain' },
    });
    expect([status, body.data]).toEqual([400, undefined]);
  });

  test('is given no leave by any header of ours', async () => {
    const response = await fetch(`${stack.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});

test('names of the language’s own are harmless as aliases', async () => {
  const { status, text } = await ask('{ __proto__: me { __proto__: id constructor: id toString: role } }');
  expect([
    status,
    text.startsWith(
      '{"data":{"__proto__":{"__proto__":"w-head-of-centre","constructor":"w-head-of-centre","toString":"HEAD_OF_CENTRE"}}',
    ),
  ]).toEqual([200, true]);
  expect(({} as { id?: unknown }).id).toBeUndefined();
});

test('a header that asks for the query plan is not answered with one', async () => {
  const { text } = await send(JSON.stringify({ query: ME }), {
    headers: { 'apollo-query-plan-experimental': 'true', 'apollo-query-plan-experimental-format': 'internal' },
  });
  expect(text).not.toMatch(/queryPlan|Fetch/);
});

test.each(['PUT', 'PATCH', 'DELETE'])('%s does nothing here', async (method) => {
  expectRefusal(
    await send(method === 'DELETE' ? undefined : JSON.stringify({ query: ME }), {
      method,
      headers: method === 'DELETE' ? { 'content-type': 'text/plain' } : {},
    }),
    404,
    'NOT_FOUND',
  );
});
