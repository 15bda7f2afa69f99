import { type RunningStack, startStack } from '../stack';

let stack: RunningStack;
let token: string;
beforeAll(async () => {
  stack = await startStack({ families: 5 });
  token = await stack.token('head-of-centre', 'EARLY_HELP');
});
afterAll(() => stack.close());

interface Sent {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: unknown;
  readonly extensions?: unknown;
}
async function send(body: Sent, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const { date: _, 'x-request-id': id, 'content-length': length, ...told } = Object.fromEntries(response.headers);
  expect(id).toMatch(/^[\w-]{36}$/);
  expect(Number(length)).toBe(Buffer.byteLength(text));
  return { status: response.status, told, text: text.replace(/"operation":"[^"]+"/, '"operation":""') };
}

const FIND =
  'query Find($name: String!, $born: Date) { findPeople(by: { givenName: $name, familyName: "Okafor", dateOfBirth: $born }) { certain { displayName } answers { agency status } } }';
const HEALTH =
  'query Health($id: PersonID!) { person(id: $id) { displayName health { mandatedContacts { kind } } housing { tenancy { landlord } } } }';
const TWO = 'query One { me { role } } query Two { me { purpose } }';

interface Asked {
  readonly what: string;
  readonly body: Sent;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}
const NEWER = { accept: 'application/graphql-response+json' };
const OLDER = { accept: 'application/json' };
const ASKED: readonly Asked[] = [
  { what: 'what is open', body: { query: '{ me { role purpose } }' }, status: 200 },
  { what: 'it in the newer type', body: { query: '{ me { role } }' }, status: 200, headers: NEWER },
  { what: 'it in whichever type', body: { query: '{ me { role } }' }, status: 200, headers: { accept: '*/*' } },
  { what: 'one of two operations', body: { query: TWO, operationName: 'Two' }, status: 200 },
  { what: 'people by variables', body: { query: FIND, variables: { name: 'Maya' } }, status: 200 },
  { what: 'too little', body: { query: FIND, variables: { name: '' } }, status: 200 },
  { what: 'an id that was never made', body: { query: HEALTH, variables: { id: 'p1.x.y.z' } }, status: 200 },
  { what: 'people without a variable', body: { query: FIND, variables: {} }, status: 400 },
  { what: 'that as an older client', body: { query: FIND, variables: {} }, status: 200, headers: OLDER },
  { what: 'far too much', body: { query: FIND, variables: { name: 'x'.repeat(140_000) } }, status: 400 },
];

test.each(ASKED)('asked again for $what, the gateway answers in the same bytes', async (asked) => {
  const { what, body, status, headers } = asked;
  // A text of its own, so that the first is read from the beginning; and a type that has been answered in before.
  const sent = { ...body, query: `${body.query} # ${what}` };
  await send({ query: '{ me { id } }' }, headers);
  const first = await send(sent, headers);
  expect(first.status).toBe(status);
  // Whatever was wrong with the first, the text itself is known by now.
  expect(await send(sent, headers)).toEqual(first);
  expect(await send(sent, headers)).toEqual(first);
});

test('a text that is known is not taken for another by the name of an operation', async () => {
  await send({ query: TWO, operationName: 'One' });
  const two = await send({ query: TWO, operationName: 'Two' });
  expect(two.text).toContain('"purpose":"EARLY_HELP"');
  expect((await send({ query: TWO })).status).toBe(400);
  expect((await send({ query: TWO, operationName: 'Three' })).status).toBe(400);
  expect(
    (await send({ query: 'query Two { me { purpose } }', operationName: `One\nquery One { me { role } }` })).status,
  ).toBe(400);
});

test.each([
  ['variables that are a list', { variables: [] }],
  ['a name that is no text', { operationName: 7 }],
  ['extensions that are no object', { extensions: 'x' }],
] as const)('a known text with %s is refused as one is that was never met', async (what, more) => {
  const never = await send({ query: `{ me { role } } # ${what}`, ...more });
  await send({ query: '{ me { role } }' });
  const known = await send({ query: '{ me { role } }', ...more });
  expect([known.status, known.text]).toEqual([never.status, never.text]);
  expect(known.status).toBe(400);
});

test('who asks is looked at each time, and what is open to them', async () => {
  const query = '{ me { role } }';
  await send({ query });
  expect((await send({ query }, { authorization: 'Bearer none' })).status).toBe(401);
  const other = await stack.token('school-lead');
  expect((await send({ query }, { authorization: `Bearer ${other}` })).text).toContain('SCHOOL_LEAD');
});
