import { createHash, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GrantSeal, GrantStatement } from '@family-view/schema';
import { type CompactJWSHeaderParameters, CompactSign, exportJWK, generateKeyPair } from 'jose';
import { refusalStatus } from '../errors';
import { checkGrantsBy, type GrantRules } from './check-grant';
import { digestBody } from './grant-digests';
import { createMemoryReplayStore } from './memory-replay-store';

const QUERY = '{ coverage { area } }';
const NOW = Date.parse('2026-03-01T10:00:00Z');
const seconds = NOW / 1000;

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let first: Keys;
let second: Keys;
let server: Server;
let jwksUrl: string;
let published: readonly unknown[] = [];
let fetches = 0;

const asJwk = async (keys: Keys, kid: string) => ({ ...(await exportJWK(keys.publicKey)), kid, alg: 'EdDSA' });

beforeAll(async () => {
  first = await generateKeyPair('EdDSA', { extractable: true });
  second = await generateKeyPair('EdDSA', { extractable: true });
  published = [await asJwk(first, 'first')];
  server = createServer((_, response) => {
    fetches += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const statementOf = (change: Partial<GrantStatement> = {}): string =>
  JSON.stringify({
    v: 1,
    agency: 'clinic',
    requester: { id: 'r', organisation: 'o', role: 'R', area: null },
    purpose: 'EARLY_HELP',
    caseReference: null,
    protocolVersion: '1',
    operation: 'op',
    people: [],
    families: [],
    streams: [],
    body: digestBody(QUERY, undefined),
    salt: 'salt',
    ...change,
  } satisfies GrantStatement);

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

async function seal(
  statement: string,
  claims: Partial<GrantSeal> = {},
  key: { readonly sign?: Keys['privateKey'] | Uint8Array; readonly header?: CompactJWSHeaderParameters } = {},
): Promise<string> {
  const all = {
    iss: 'family-view',
    iat: seconds,
    exp: seconds + 30,
    jti: randomUUID(),
    digests: ['padding', digest(statement)],
    ...claims,
  };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(all)))
    .setProtectedHeader(key.header ?? { alg: 'EdDSA', kid: 'first' })
    .sign(key.sign ?? first.privateKey);
}

const check = (rules: Partial<GrantRules> = {}) => {
  const judge = checkGrantsBy({ agency: 'clinic', jwksUrl, now: () => new Date(NOW), ...rules });
  return async (grant: unknown, query = QUERY, variables?: Record<string, unknown>): Promise<string> => {
    const outcome = await judge({ query, variables, extensions: grant === undefined ? {} : { grant } });
    return outcome.outcome === 'refused' ? outcome.code : outcome.outcome;
  };
};

const grant = async (change: Partial<GrantStatement> = {}, claims: Partial<GrantSeal> = {}) => {
  const statement = statementOf(change);
  return { statement, seal: await seal(statement, claims) };
};

test('a grant signed just now, for this agency, over this request, is taken', async () => {
  expect(await check()(await grant())).toBe('granted');
});

test('no grant is GRANT_MISSING, another shape is GRANT_MALFORMED', async () => {
  const ask = check();
  expect(await ask(undefined)).toBe('GRANT_MISSING');
  expect(await ask(null)).toBe('GRANT_MISSING');
  expect(await ask('text')).toBe('GRANT_MALFORMED');
  expect(await ask({ statement: '{}', seal: 'a.b.c' })).toBe('GRANT_MALFORMED');
  expect(await ask({ statement: statementOf(), seal: 'not a seal' })).toBe('GRANT_MALFORMED');
  expect(await ask({ statement: statementOf({ v: 2 } as never), seal: 'a.b.c' })).toBe('GRANT_MALFORMED');
});

test('a signature by another key under a known key id is refused', async () => {
  const statement = statementOf();
  expect(await check()({ statement, seal: await seal(statement, {}, { sign: second.privateKey }) })).toBe(
    'GRANT_SIGNATURE_INVALID',
  );
});

test('claims changed after signing are refused', async () => {
  const { statement, seal: honest } = await grant();
  const [header, payload, signature] = honest.split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
  const forged = Buffer.from(JSON.stringify({ ...claims, iss: 'family-view ' })).toString('base64url');
  expect(await check()({ statement, seal: `${header}.${forged}.${signature}` })).toBe('GRANT_SIGNATURE_INVALID');
});

test('an unsigned seal, and one keyed with the public key itself, are refused', async () => {
  const statement = statementOf();
  const payload = (await seal(statement)).split('.')[1];
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  expect(await check()({ statement, seal: `${none}.${payload}.` })).toMatch(/MALFORMED|SIGNATURE_INVALID/);
  const publicBytes = new TextEncoder().encode(JSON.stringify(published[0]));
  const hmac = await seal(statement, {}, { sign: publicBytes, header: { alg: 'HS256', kid: 'first' } });
  expect(await check()({ statement, seal: hmac })).toBe('GRANT_SIGNATURE_INVALID');
});

test('a key id nobody published is refused; after a rotation the new key is fetched and taken', async () => {
  const ask = check({ keyTimes: { cooldownMs: 0 } });
  const statement = statementOf();
  const rotated = async () => ({
    statement,
    seal: await seal(statement, {}, { sign: second.privateKey, header: { alg: 'EdDSA', kid: 'second' } }),
  });
  expect(await ask(await rotated())).toBe('GRANT_KEY_UNKNOWN');
  published = [...published, await asJwk(second, 'second')];
  expect(await ask(await rotated())).toBe('granted');
  published = published.slice(0, 1);
});

test('unknown key ids do not make the agency call the gateway again and again', async () => {
  const ask = check();
  await ask(await grant());
  const before = fetches;
  const statement = statementOf();
  for (let turn = 0; turn < 5; turn += 1) {
    const kid = `forged-${turn}`;
    const forged = await seal(statement, {}, { sign: second.privateKey, header: { alg: 'EdDSA', kid } });
    expect(await ask({ statement, seal: forged })).toBe('GRANT_KEY_UNKNOWN');
  }
  expect(fetches - before).toBe(0);
});

test('while the keys cannot be fetched, nothing is believed', async () => {
  expect(await check({ jwksUrl: 'http://127.0.0.1:9/jwks.json' })(await grant())).toBe('GRANT_KEYS_UNREACHABLE');
});

test('another issuer is refused, though the key is right', async () => {
  expect(await check()(await grant({}, { iss: 'somebody-else' }))).toBe('GRANT_ISSUER_UNKNOWN');
});

test.each([
  ['30 seconds old is taken', { iat: seconds - 30, exp: seconds }, 'granted'],
  ['31 seconds old is too old', { iat: seconds - 31, exp: seconds + 3600 }, 'GRANT_EXPIRED'],
  ['past its own end is too old', { iat: seconds - 10, exp: seconds - 1 }, 'GRANT_EXPIRED'],
  ['5 seconds ahead is a clock that runs fast', { iat: seconds + 5, exp: seconds + 35 }, 'granted'],
  ['6 seconds ahead is not yet valid', { iat: seconds + 6, exp: seconds + 36 }, 'GRANT_NOT_YET_VALID'],
])('a grant %s', async (_, claims, expected) => {
  let now = NOW - 60_000;
  const ask = check({ now: () => new Date(now) });
  now = NOW;
  expect(await ask(await grant({}, claims))).toBe(expected);
});

test('a statement that was not signed over is refused', async () => {
  const honest = await grant();
  const wider = statementOf({ people: [{ refs: ['maya'], streams: ['clinic:visits'] }] });
  expect(await check()({ statement: wider, seal: honest.seal })).toBe('GRANT_STATEMENT_NOT_SEALED');
});

test("another agency's part of the same signature is refused", async () => {
  expect(await check()(await grant({ agency: 'school' }))).toBe('GRANT_FOR_ANOTHER_AGENCY');
});

test('another query, or other variables, are refused', async () => {
  const ask = check();
  expect(await ask(await grant(), '{ coverage { to } }')).toBe('GRANT_FOR_ANOTHER_REQUEST');
  expect(await ask(await grant(), QUERY, { refs: ['leo'] })).toBe('GRANT_FOR_ANOTHER_REQUEST');
  const body = digestBody(QUERY, { a: 1, b: ['x'] });
  expect(await ask(await grant({ body }), QUERY, { b: ['x'], a: 1 })).toBe('granted');
});

test('a grant is used once; the same signature covers two different statements', async () => {
  const ask = check();
  const [one, other] = [statementOf(), statementOf({ salt: 'another' })];
  const both = await seal(one, { digests: [digest(one), digest(other)] });
  expect(await ask({ statement: one, seal: both })).toBe('granted');
  expect(await ask({ statement: one, seal: both })).toBe('GRANT_REPLAYED');
  expect(await ask({ statement: other, seal: both })).toBe('granted');
});

test('a grant from before a restart is refused, since what was used then is forgotten', async () => {
  expect(await check()(await grant({}, { iat: seconds - 1 }))).toBe('GRANT_EXPIRED');
});

test('a full memory refuses rather than forgets, until old grants have lapsed', async () => {
  let now = NOW;
  const ask = check({ now: () => new Date(now), replays: createMemoryReplayStore(now / 1000, 2) });
  const used = await grant();
  expect([await ask(used), await ask(await grant()), await ask(await grant())]).toEqual([
    'granted',
    'granted',
    'GRANT_MEMORY_FULL',
  ]);
  now += 36_000;
  expect(await ask(await grant({}, { iat: now / 1000, exp: now / 1000 + 30 }))).toBe('granted');
});

test('who is not known gets 401, who may not gets 403', () => {
  expect(refusalStatus('GRANT_SIGNATURE_INVALID')).toBe(401);
  expect(refusalStatus('GRANT_FOR_ANOTHER_AGENCY')).toBe(403);
  expect(refusalStatus('GRANT_MEMORY_FULL')).toBe(503);
});
