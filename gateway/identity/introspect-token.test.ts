import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenVerifier } from './verify-token';

const now = new Date('2026-11-01T09:00:00Z');
const seconds = now.getTime() / 1_000;
/** As RFC 7662, section 2.2, has an answer, with what Family View asks of a token beside it. */
const ACTIVE = {
  active: true,
  client_id: 'l238j323ds-23ij4',
  sub: 'w-1',
  aud: 'https://family-view.example',
  iss: 'https://sign-in.example',
  exp: seconds + 600,
  scope: 'read family-view',
  organisation: 'council',
  organisation_type: 'LOCAL_AUTHORITY',
  role: 'SOCIAL_WORKER',
};
let server: Server;
let answer: { status: number; body: unknown };
const asked: { readonly body: string; readonly headers: IncomingMessage['headers'] }[] = [];
let verify: ReturnType<typeof createTokenVerifier>;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());
beforeEach(() => {
  asked.length = 0;
  answer = { status: 200, body: ACTIVE };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/introspect`;
  verify = createTokenVerifier(
    {
      kind: 'provider',
      jwksUri: url,
      issuer: 'https://sign-in.example',
      audience: 'https://family-view.example',
      scope: 'family-view',
      introspection: { url, clientId: 'gateway', clientSecret: 'open:sesame' },
    },
    () => now,
  );
});
const codeOf = (token: string) =>
  verify(token).then(
    ({ sub }) => sub,
    (fault: { readonly code: string }) => fault.code,
  );

test('a token that only the sign-in can read is asked about as RFC 7662, section 2.1, says, and within a minute once', async () => {
  expect([await codeOf('mF_9.B5f-4.1JqM'), await codeOf('mF_9.B5f-4.1JqM')]).toEqual(['w-1', 'w-1']);
  expect(asked.map(({ body }) => body)).toEqual(['token=mF_9.B5f-4.1JqM&token_type_hint=access_token']);
  // RFC 6749, section 2.3.1: form-encoded before they are joined by a colon.
  expect(asked[0]!.headers.authorization).toBe(`Basic ${Buffer.from('gateway:open%3Asesame').toString('base64')}`);
  expect(asked[0]!.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
});

test.each([
  ['is not active', { active: false }, 'TOKEN_NOT_TRUSTED'],
  ['is for somebody else', { ...ACTIVE, aud: 'https://other.example' }, 'TOKEN_NOT_TRUSTED'],
  ['is for nobody in particular', { ...ACTIVE, aud: undefined }, 'TOKEN_NOT_TRUSTED'],
  ['is of another issuer', { ...ACTIVE, iss: 'https://other.example' }, 'TOKEN_NOT_TRUSTED'],
  ['has no end', { ...ACTIVE, exp: undefined }, 'TOKEN_NOT_TRUSTED'],
  ['lacks the scope', { ...ACTIVE, scope: 'read' }, 'TOKEN_NOT_TRUSTED'],
  ['has ended', { ...ACTIVE, exp: seconds - 60 }, 'TOKEN_EXPIRED'],
  ['names no role', { ...ACTIVE, role: undefined }, 'TOKEN_MALFORMED'],
])('one that %s lets nobody in', async (_what, body, code) => {
  answer = { status: 200, body };
  expect(await codeOf('opaque')).toBe(code);
});

test('one that ended less than a minute ago does: clocks differ', async () => {
  answer = { status: 200, body: { ...ACTIVE, exp: seconds - 59 } };
  expect(await codeOf('opaque')).toBe('w-1');
});

test.each([
  [500, ACTIVE],
  [401, {}],
  [200, { active: 'yes' }],
])('a sign-in that answers %d, or in another form, is away, and is told without its words', async (status, body) => {
  answer = { status, body };
  expect(await codeOf('opaque')).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
});

test('what could be no token is not asked about', async () => {
  expect(await codeOf('Daniel Okafor')).toBe('TOKEN_MALFORMED');
  expect(await codeOf('a'.repeat(8_193))).toBe('TOKEN_MALFORMED');
  expect(asked).toEqual([]);
});
