/** The gateway's side of a sign-in, against `oidc-provider`: what it takes, what it refuses, and while the provider is away. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@family-view/gateway/config';
import { type Authenticate, createAuthenticator } from '@family-view/gateway/identity/authenticate';
import { readClaimsMap } from '@family-view/gateway/identity/claims-map';
import type { Purpose } from '@family-view/gateway/identity/types';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import {
  CLAIMS,
  CLAIMS_FILE,
  GATEWAY,
  type OidcProvider,
  OPAQUE,
  renew,
  revoke,
  SIGNED,
  signIn,
  startOidcProvider,
} from './oidc-provider';

const DAY = 86_400;
const roles = new Map<string, readonly Purpose[]>([['HEAD_OF_CENTRE', ['EARLY_HELP']]]);
const directory = mkdtempSync(join(tmpdir(), 'sign-in-'));
let provider: OidcProvider;
/** Seconds that the gateway's clock is ahead of the provider's. */
let ahead: number;
beforeAll(async () => {
  writeFileSync(join(directory, 'claims.yaml'), CLAIMS_FILE);
  provider = await startOidcProvider();
});
afterAll(async () => {
  await provider.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  ahead = 0;
  await provider.agree({ lasts: 600 });
});

const open = (audience = SIGNED, scope: string | null = 'family-view'): Authenticate =>
  createAuthenticator({
    keys: {
      ...{ kind: 'provider', jwksUri: provider.jwksUri, issuer: provider.issuer, audience, scope },
      claims: readClaimsMap(join(directory, 'claims.yaml')),
      introspection: { url: provider.introspectionUrl, ...GATEWAY },
    },
    roles,
    now: () => new Date(Date.now() + ahead * 1_000),
  });
const enter = (gateway: Authenticate, token: string): Promise<string> =>
  gateway({ authorization: `Bearer ${token}`, 'x-purpose': 'EARLY_HELP' }).then(
    ({ requester }) => requester.id,
    (fault: { readonly code: string }) => fault.code,
  );

test('who signs in by code and PKCE comes in with role, organisation, area and team of realm roles and groups', async () => {
  const { access_token, scope, refresh_token, id_token } = await signIn(provider);
  expect([scope, typeof refresh_token, typeof id_token]).toEqual(['family-view', 'string', 'string']);
  // RFC 9068, section 2.1: the type of a token that gives access.
  expect(decodeProtectedHeader(access_token)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
  const { requester } = await open()({ authorization: `Bearer ${access_token}`, 'x-purpose': 'EARLY_HELP' });
  expect(requester).toMatchObject({
    ...{ id: 'w-olu', name: 'Olu Bright', role: 'HEAD_OF_CENTRE', area: 'thornwick', team: 'thornwick-hub' },
    ...{ organisation: 'aldermere-childrens-centres', organisationType: 'CHILDRENS_CENTRE' },
  });
});

test('a code without the verifier that it was asked for with is of no use (RFC 7636, section 4.6)', async () => {
  const answer = await signIn(provider, { spoil: (verifier) => verifier.toUpperCase() });
  expect([answer.status, answer.error, answer.access_token]).toEqual([400, 'invalid_grant', undefined]);
});

test('a token is for the service that it was asked for (RFC 8707): another service, an ID token or no scope lets nobody in', async () => {
  const { access_token, id_token } = await signIn(provider);
  expect(decodeJwt(access_token).aud).toBe(SIGNED);
  expect(await enter(open('https://another.example/api'), access_token)).toBe('TOKEN_NOT_TRUSTED');
  expect(await enter(open(), id_token!)).toBe('TOKEN_NOT_TRUSTED');
  const without = await signIn(provider, { scope: 'openid' });
  expect(await enter(open(), without.access_token)).toBe('TOKEN_NOT_TRUSTED');
  expect((await signIn(provider, { resource: 'https://unknown.example' })).error).toBe('invalid_target');
});

test('an ID token for the audience lets nobody in: by its nonce, and where it has none, by the scope that it has not', async () => {
  const [plain, named] = [await signIn(provider), await signIn(provider, { nonce: 'n-0S6_WzA2Mj' })];
  // OpenID Connect Core 1.0, section 2: its audience is the client's id, and a nonce is in it where one was sent. Beside that
  // it says all that is asked of an access token.
  expect(decodeJwt(named.id_token!)).toMatchObject({ aud: 'portal', sub: 'w-olu', nonce: 'n-0S6_WzA2Mj', ...CLAIMS });
  expect(await enter(open('portal', null), named.id_token!)).toBe('TOKEN_NOT_TRUSTED');
  // This one nothing tells from an access token: so a gateway whose audience is the portal's id does not start without a scope.
  expect(await enter(open('portal', null), plain.id_token!)).toBe('w-olu');
  expect(await enter(open('portal'), plain.id_token!)).toBe('TOKEN_NOT_TRUSTED');
  const settings = { ISSUER: provider.issuer, JWKS_URI: provider.jwksUri, PORTAL_CLIENT_ID: 'portal' };
  const start = (more: Record<string, string>) => readConfig({ ...settings, ...more }, ['health']).identityProvider;
  expect(() => start({ AUDIENCE: 'portal' })).toThrow('Set REQUIRED_SCOPE');
  expect(start({ AUDIENCE: 'portal', REQUIRED_SCOPE: 'family-view' })).toMatchObject({ scope: 'family-view' });
});

test('a refresh token gives a new token once, and nothing after it was revoked', async () => {
  const gateway = open();
  const first = await signIn(provider);
  const second = await renew(provider, first.refresh_token!);
  expect(second.access_token).not.toBe(first.access_token);
  expect(await enter(gateway, second.access_token)).toBe('w-olu');
  expect(await revoke(provider, second.refresh_token!)).toBe(200);
  expect((await renew(provider, second.refresh_token!)).error).toBe('invalid_grant');
});

test('a key that the provider has just made is fetched at once, and tokens of the one before are good', async () => {
  const gateway = open();
  const before = await signIn(provider);
  expect(await enter(gateway, before.access_token)).toBe('w-olu');
  await provider.rotate();
  const after = await signIn(provider);
  const kid = (token: string) => decodeProtectedHeader(token).kid;
  expect(kid(after.access_token)).not.toBe(kid(before.access_token));
  // The list is read once a second at most.
  ahead = 1;
  expect(await enter(gateway, after.access_token)).toBe('w-olu');
  expect(await enter(open(), before.access_token)).toBe('w-olu');
});

test('an opaque token is asked about: it is let in, and a minute after it was revoked no longer', async () => {
  const gateway = open(OPAQUE);
  const { access_token } = await signIn(provider, { resource: OPAQUE });
  expect(access_token.split('.')).toHaveLength(1);
  expect(await enter(gateway, access_token)).toBe('w-olu');
  expect(await enter(open(SIGNED), access_token)).toBe('TOKEN_NOT_TRUSTED');
  await revoke(provider, access_token);
  ahead = 61;
  expect(await enter(gateway, access_token)).toBe('TOKEN_NOT_TRUSTED');
  expect(await enter(open(OPAQUE), 'made-up')).toBe('TOKEN_NOT_TRUSTED');
});

test('clocks may differ by a minute, and by no more', async () => {
  const { access_token } = await signIn(provider);
  const { iat, exp } = decodeJwt(access_token);
  // Ten seconds beside the limits: the clock goes on meanwhile.
  const at = (seconds: number) => {
    ahead = seconds - Date.now() / 1_000;
  };
  const answers: string[] = [];
  for (const moment of [iat! - 50, exp! + 50, exp! + 60]) {
    at(moment);
    answers.push(await enter(open(), access_token));
  }
  expect(answers).toEqual(['w-olu', 'w-olu', 'TOKEN_EXPIRED']);
});

test('while the provider is away its keys are used for a day; then nobody comes in until it is back', async () => {
  await provider.agree({ lasts: 3 * DAY });
  const gateway = open();
  const { access_token } = await signIn(provider);
  const other = await signIn(provider);
  expect(await enter(gateway, access_token)).toBe('w-olu');
  await provider.goAway();
  try {
    ahead = DAY - 60;
    expect(await enter(gateway, other.access_token)).toBe('w-olu');
    ahead = DAY + 60;
    expect(await enter(gateway, access_token)).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
    // One that knows no keys yet, too.
    expect(await enter(open(), access_token)).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
  } finally {
    await provider.comeBack();
  }
  ahead = DAY + 62;
  expect(await enter(gateway, access_token)).toBe('w-olu');
});
