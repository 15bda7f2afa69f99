import { createHash } from 'node:crypto';
import { type RunningStack, startStack } from '../stack';
import { NO_AGENCIES } from './no-agencies';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ agencies: NO_AGENCIES });
});
afterAll(() => stack.close());

async function send(body: object) {
  const response = await fetch(`${stack.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await stack.token('head-of-centre')}`,
      'content-type': 'application/json',
      'x-purpose': 'EARLY_HELP',
    },
    body: JSON.stringify(body),
  });
  const { data, errors = [] } = (await response.json()) as {
    data?: unknown;
    errors?: { message: string; path?: unknown; extensions: { code: string } }[];
  };
  return { status: response.status, data, codes: errors.map(({ extensions }) => extensions.code), errors };
}

describe('a variable may be called like what every object has by birth', () => {
  test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('$%s, and need not be given', async (name) => {
    const query = `query ($${name}: Boolean = false) { me { role purpose @include(if: $${name}) } }`;
    expect(await send({ query })).toMatchObject({ status: 200, data: { me: { role: 'HEAD_OF_CENTRE' } }, codes: [] });
    expect(await send({ query, variables: { [name]: true } })).toMatchObject({
      data: { me: { role: 'HEAD_OF_CENTRE', purpose: 'EARLY_HELP' } },
    });
  });
  test('and an argument that takes its value from one that is not given has none', async () => {
    const query = 'query ($constructor: String) { caseload(after: $constructor) { answers { agency } } }';
    const { status, codes } = await send({ query });
    expect([status, codes.filter((code) => code !== 'AGENCY_UNAVAILABLE')]).toEqual([200, []]);
  });
});

test.each([
  ['query ($x: Boolean = true) { me { role @include(if: $x) } }', 'x', null],
  ['query ($x: Boolean = true) { me { role @skip(if: $x) } }', 'x', null],
  ['query ($n: String = "Person") { __type(name: $n) { name } }', 'n', null],
  ['query ($id: PersonID = "x") { person(id: $id) { displayName } }', 'id', null],
])('a null where none may stand is the client’s, and said to be: %s', async (query, name, value) => {
  const { status, data, errors } = await send({ query, variables: { [name]: value } });
  expect([status, data]).toEqual([400, undefined]);
  expect(errors).toEqual([
    { message: `Variable "$${name}" is null where null may not stand.`, extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test.each([
  [{ version: 1, sha256Hash: 'a'.repeat(64) }, 'PERSISTED_QUERY_HASH_MISMATCH'],
  [{ version: 2, sha256Hash: 'a'.repeat(64) }, 'PERSISTED_QUERY_NOT_SUPPORTED'],
])('a persisted query of a wrong hash or version is the client’s: %j', async (persistedQuery, code) => {
  const { status, codes } = await send({ query: '{ me { role } }', extensions: { persistedQuery } });
  expect([status, codes]).toEqual([400, [code]]);
});

test('nor is a list of one hash, which is no name, an operation that is known by it', async () => {
  const query = '{ me { role } }';
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const persisted = (hash: unknown) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
  expect((await send({ query, ...persisted(sha256Hash) })).status).toBe(200);
  expect((await send(persisted(sha256Hash))).status).toBe(200);
  for (const hash of [[sha256Hash], { toString: sha256Hash }, 5, true]) {
    const { status, codes } = await send(persisted(hash));
    expect([status, codes]).toEqual([400, ['BAD_REQUEST']]);
  }
});

test.each([
  ['query ($n: Int) { caseload(first: $n) { pageInfo { hasNextPage } } }', 'caseload'],
  ['query ($n: Int) { myLooks(first: $n) { before } }', 'myLooks'],
])('fewer than one of a list is the client’s (GraphQL Cursor Connections, section 4.4): %s', async (query, field) => {
  for (const n of [0, -1, -2147483648]) {
    const { data, errors } = await send({ query, variables: { n } });
    expect(data).toEqual({ [field]: null });
    expect(errors).toMatchObject([{ path: [field], extensions: { code: 'BAD_USER_INPUT' } }]);
  }
});

test('a name longer than an agency takes is told as such, and no agency is blamed', async () => {
  const query = 'query ($by: PersonSearch!) { findPeople(by: $by) { certain { id } } }';
  const by = { givenName: 'Ada', familyName: 'x'.repeat(201), dateOfBirth: '2020-01-01' };
  expect((await send({ query, variables: { by } })).codes).toEqual(['SEARCH_MALFORMED']);
});

test('an operation is named by its name, not by what a text begins with', async () => {
  await send({ query: 'query\n{ me { role } }' });
  const { status, codes } = await send({ operationName: 'query', query: '{ me { role } }' });
  expect([status, codes]).toEqual([400, ['OPERATION_RESOLUTION_FAILURE']]);
});
