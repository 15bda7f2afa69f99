import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifest } from '@family-view/gateway/http/operation-manifest';
import { createQueryLimits } from '@family-view/gateway/http/query-limits';
import { type RunningStack, startStack } from '../stack';
import { NO_AGENCIES } from './no-agencies';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const LISTED = 'query Me { me { id } }';
const OTHER = '{ me { role } }';
const directory = mkdtempSync(join(tmpdir(), 'manifest-'));
const file = join(directory, 'manifest.json');
const write = (content: unknown): string => {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const persisted = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
const open = async (answered: string) => {
  write({ [sha256(LISTED)]: LISTED });
  const stack = await startStack({
    agencies: NO_AGENCIES,
    environment: { OPERATIONS_MANIFEST: file, OPERATIONS_ANSWERED: answered },
  });
  const headers = {
    'content-type': 'application/json',
    'x-purpose': 'EARLY_HELP',
    authorization: `Bearer ${await stack.token('head-of-centre')}`,
  };
  const ended = async (response: Response) => {
    const { data, errors } = (await response.json()) as {
      data?: unknown;
      errors?: readonly { readonly extensions: { readonly code: string } }[];
    };
    return [response.status, errors?.[0]?.extensions.code ?? data];
  };
  return {
    stack,
    post: async (body: unknown) =>
      ended(await fetch(`${stack.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })),
    get: async (search: Readonly<Record<string, string>>) =>
      ended(await fetch(`${stack.url}/graphql?${new URLSearchParams(search)}`, { headers })),
  };
};
const ME = [200, { me: { id: 'w-head-of-centre' } }];
const NOT_LISTED = [400, 'OPERATION_NOT_LISTED'];

describe('a gateway that answers its manifest alone', () => {
  let portal: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    portal = await open('MANIFEST');
  });
  afterAll(() => portal.stack.close());

  test('answers what is listed: by its hash, by its text, and by both', async () => {
    expect(await portal.post(persisted(sha256(LISTED)))).toEqual(ME);
    expect(await portal.post({ query: LISTED })).toEqual(ME);
    expect(await portal.post({ query: LISTED, ...persisted(sha256(LISTED)) })).toEqual(ME);
    expect(await portal.get({ extensions: JSON.stringify(persisted(sha256(LISTED)).extensions) })).toEqual(ME);
  });

  test.each([
    ['another text', { query: OTHER }],
    ['a listed text with a space more', { query: `${LISTED} ` }],
    ['a hash that is not listed', persisted(sha256(OTHER))],
    ['another text that is to be stored under its hash', { query: OTHER, ...persisted(sha256(OTHER)) }],
    ['another text under a listed hash', { query: OTHER, ...persisted(sha256(LISTED)) }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    ['nothing', {}],
  ])('refuses %s', async (_what, body) => {
    expect(await portal.post(body)).toEqual(NOT_LISTED);
  });

  test('refuses by GET what it refuses by POST', async () => {
    expect(await portal.get({ query: OTHER })).toEqual(NOT_LISTED);
    expect(await portal.get({ extensions: 'not JSON' })).toEqual(NOT_LISTED);
  });
});

describe('a gateway with a manifest that answers any operation', () => {
  let stack: RunningStack | undefined;
  afterAll(() => stack?.close());

  test('knows the listed ones by their hash from the start, and others once they were sent whole', async () => {
    const either = await open('ANY');
    stack = either.stack;
    expect(await either.post(persisted(sha256(LISTED)))).toEqual(ME);
    const role = [200, { me: { role: 'HEAD_OF_CENTRE' } }];
    expect(await either.post(persisted(sha256(OTHER)))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    expect(await either.post({ query: OTHER, ...persisted(sha256(OTHER)) })).toEqual(role);
    expect(await either.post(persisted(sha256(OTHER)))).toEqual(role);
  });
});

describe('a manifest', () => {
  const read = (content: unknown) => readManifest(write(content), createQueryLimits());

  test('may be a list as Apollo’s tools write it', () => {
    const operations = [{ id: sha256(LISTED), name: 'Me', type: 'query', body: LISTED }];
    const manifest = read({ format: 'apollo-persisted-query-manifest', version: 1, operations });
    expect([...manifest]).toEqual([[sha256(LISTED), LISTED]]);
  });

  test.each([
    ['no JSON', 'hello', /cannot be read as JSON/],
    ['a list', [LISTED], /expected an object/],
    ['a text under another’s hash', { [sha256(OTHER)]: LISTED }, /another SHA-256/],
    ['a text that is no GraphQL', { [sha256('{')]: '{' }, /Syntax Error/],
    ['a text beyond the limits', { [sha256(deep())]: deep() }, /levels; at most/],
  ])('that is %s is refused when the gateway starts', (_what, content, told) => {
    expect(() => read(content)).toThrow(told);
  });
});

function deep(): string {
  return `${'{ a '.repeat(60)}${'}'.repeat(60)}`;
}
