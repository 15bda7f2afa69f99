import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { Purpose } from '../types';
import { type Authenticate, createAuthenticator, type EntryHeaders } from './authenticate';
import { type DevelopmentKey, loadDevelopmentKey } from './development-keys';
import { signDevelopmentToken } from './sign-development-token';

const today = new Date('2026-11-01T09:00:00Z');
const seconds = today.getTime() / 1_000;
const roles = new Map<string, readonly Purpose[]>([
  ['HEAD_OF_CENTRE', ['EARLY_HELP']],
  ['SOCIAL_WORKER', ['EARLY_HELP', 'TRIAGE', 'SAFEGUARDING']],
  ['ANALYST', ['PERFORMANCE']],
]);

let directory: string;
let key: DevelopmentKey;
let clock = today;
let authenticate: Authenticate;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'identity-'));
  key = await loadDevelopmentKey(directory, 'test');
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(() => {
  clock = today;
  authenticate = createAuthenticator({ keys: { kind: 'development', key }, roles, now: () => clock });
});

const claims: JWTPayload = {
  iss: 'family-view-development',
  aud: 'family-view',
  sub: 'w-1',
  exp: seconds + 3_600,
  name: 'Ruth Adeleke',
  organisation: 'council',
  organisation_type: 'LOCAL_AUTHORITY',
  role: 'SOCIAL_WORKER',
  purpose: 'EARLY_HELP',
};

async function sign(changes: JWTPayload = {}, header: { alg?: string; kid?: string } = {}): Promise<string> {
  const signer = await importJWK(key.privateJwk, 'EdDSA');
  return new SignJWT({ ...claims, ...changes })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.publicJwk.kid, ...header })
    .sign(signer);
}
const enter = async (changes: JWTPayload = {}, headers: EntryHeaders = {}) =>
  authenticate({ authorization: `Bearer ${await sign(changes)}`, ...headers });
const refused = (code: string, httpStatus: number) => ({ code, httpStatus });

describe('who', () => {
  test('a trusted token with a role and a purpose lets its bearer in', async () => {
    expect(await enter({ area: 'thornwick' })).toEqual({
      requester: {
        id: 'w-1',
        name: 'Ruth Adeleke',
        organisation: 'council',
        organisationType: 'LOCAL_AUTHORITY',
        role: 'SOCIAL_WORKER',
        area: 'thornwick',
      },
      purpose: 'EARLY_HELP',
      caseReference: null,
    });
  });

  test('a development token lets its persona in', async () => {
    const token = await signDevelopmentToken(key, 'head-of-centre', { now: () => today });
    expect(await authenticate({ authorization: `Bearer ${token}` })).toMatchObject({
      requester: { id: 'w-head-of-centre', role: 'HEAD_OF_CENTRE', area: 'thornwick' },
      purpose: 'EARLY_HELP',
    });
  });

  test.each([undefined, '', '  ', 'Bearer', 'Bearer  '])('the header %p is NO_TOKEN', (authorization) =>
    expect(authenticate({ authorization })).rejects.toMatchObject(refused('NO_TOKEN', 401)),
  );

  test.each([
    'Basic dTpw',
    'Bearer a b',
    'Bearer abc',
    'Bearer a.b.c.d',
    'Bearer !.!.!',
    `Bearer ${'a'.repeat(9_000)}`,
    'Bearer bm90.bm90.bm90',
  ])('the header %.20s is TOKEN_MALFORMED, and the refusal does not repeat it', async (authorization) => {
    const refusal = await authenticate({ authorization }).catch((error: unknown) => error);
    expect(refusal).toMatchObject(refused('TOKEN_MALFORMED', 401));
    expect(String(refusal)).not.toContain(authorization.slice(7));
  });

  test.each(['organisation', 'organisation_type', 'role'])(
    'a trusted token without %s is TOKEN_MALFORMED and says which claim',
    async (claim) => {
      const refusal = await enter({ [claim]: undefined }).catch((error: unknown) => error);
      expect(refusal).toMatchObject(refused('TOKEN_MALFORMED', 401));
      expect(String(refusal)).toContain(claim);
    },
  );

  test('a token past its end is TOKEN_EXPIRED, one second earlier it is good', async () => {
    await expect(enter({ exp: seconds })).rejects.toMatchObject(refused('TOKEN_EXPIRED', 401));
    await enter({ exp: seconds + 1 });
  });

  test.each([
    ['of another issuer', { iss: 'elsewhere' }],
    ['for another audience', { aud: 'elsewhere' }],
    ['that is not good yet', { nbf: seconds + 60 }],
    ['that never ends', { exp: undefined }],
    ['of nobody', { sub: undefined }],
  ])('a token %s is TOKEN_NOT_TRUSTED', (_, changes) =>
    expect(enter(changes)).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401)),
  );

  test('a role that no protocol names is ROLE_UNKNOWN', () =>
    expect(enter({ role: 'MAYOR' })).rejects.toMatchObject(refused('ROLE_UNKNOWN', 403)));

  test('a role that a newly agreed protocol no longer names is ROLE_UNKNOWN from then on', async () => {
    let current = roles;
    authenticate = createAuthenticator({ keys: { kind: 'development', key }, roles: () => current, now: () => clock });
    await enter();
    current = new Map();
    await expect(enter()).rejects.toMatchObject(refused('ROLE_UNKNOWN', 403));
  });
});

describe('forgery', () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const bearer = (token: string) => authenticate({ authorization: `Bearer ${token}` });

  test('a token signed by another key of the same name is TOKEN_NOT_TRUSTED', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: key.publicJwk.kid })
      .sign(privateKey);
    await expect(bearer(token)).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401));
  });

  test('a token of a key that is not known is TOKEN_NOT_TRUSTED', async () =>
    expect(bearer(await sign({}, { kid: 'other' }))).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401)));

  test.each(['none', 'None', 'NONE'])('alg %s, without a signature, is TOKEN_NOT_TRUSTED', (alg) =>
    expect(bearer(`${encode({ alg, kid: key.publicJwk.kid })}.${encode(claims)}.`)).rejects.toMatchObject(
      refused('TOKEN_NOT_TRUSTED', 401),
    ),
  );

  test('the public key used as a shared secret is TOKEN_NOT_TRUSTED', async () => {
    for (const secret of [Buffer.from(key.publicJwk.x, 'base64url'), Buffer.from(JSON.stringify(key.publicJwk))]) {
      const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.publicJwk.kid }).sign(secret);
      await expect(bearer(token)).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401));
    }
  });

  test('a key that the token brings along is not believed', async () => {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', jwk }).sign(pair.privateKey);
    await expect(bearer(token)).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401));
  });

  test('a token altered in any one byte never lets anybody in, whether or not the true one is remembered', async () => {
    const token = await sign();
    await bearer(token);
    const altered = fc
      .tuple(fc.nat(token.length - 1), fc.integer({ min: 33, max: 126 }))
      .map(([place, character]) => token.slice(0, place) + String.fromCharCode(character) + token.slice(place + 1))
      .filter((text) => text !== token);
    await fc.assert(
      fc.asyncProperty(altered, async (text) => {
        await expect(bearer(text)).rejects.toMatchObject({ httpStatus: 401 });
      }),
      { numRuns: process.env.PROOF ? 5_000 : 300, seed: 1, endOnFailure: true },
    );
    // The last character of the signature has four bits that no decoder reads.
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      const respelt = token.slice(0, -1) + last;
      if (respelt !== token) await expect(bearer(respelt)).rejects.toMatchObject({ httpStatus: 401 });
    }
  });
});

describe('for what', () => {
  test('neither header nor token states a purpose: NO_PURPOSE', () =>
    expect(enter({ purpose: undefined })).rejects.toMatchObject(refused('NO_PURPOSE', 400)));

  test.each(['CURIOSITY', 'early_help', 'EARLY_HELP, TRIAGE'])('the purpose %s is PURPOSE_UNKNOWN', (purpose) =>
    expect(enter({}, { 'x-purpose': purpose })).rejects.toMatchObject(refused('PURPOSE_UNKNOWN', 400)),
  );

  test('the header goes before what the token states', async () => {
    expect(await enter({}, { 'x-purpose': 'TRIAGE', 'x-case-reference': 'CASE-1' })).toMatchObject({
      purpose: 'TRIAGE',
    });
    await expect(enter({}, { 'x-purpose': 'PERFORMANCE' })).rejects.toMatchObject(refused('PURPOSE_NOT_ALLOWED', 403));
  });

  test('a purpose that the role may state but the token does not list is PURPOSE_NOT_ALLOWED', () =>
    expect(
      enter({ purposes: ['EARLY_HELP'] }, { 'x-purpose': 'TRIAGE', 'x-case-reference': 'CASE-1' }),
    ).rejects.toMatchObject(refused('PURPOSE_NOT_ALLOWED', 403)));

  test('a purpose that the token lists but the role may not state is PURPOSE_NOT_ALLOWED', () =>
    expect(enter({ purposes: ['PERFORMANCE'], purpose: 'PERFORMANCE' })).rejects.toMatchObject(
      refused('PURPOSE_NOT_ALLOWED', 403),
    ));
});

describe('about which case', () => {
  test.each(['SAFEGUARDING', 'TRIAGE'])(
    '%s without a case reference is CASE_REFERENCE_NEEDED, with one it is let in',
    async (purpose) => {
      await expect(enter({}, { 'x-purpose': purpose })).rejects.toMatchObject(refused('CASE_REFERENCE_NEEDED', 400));
      expect(await enter({}, { 'x-purpose': purpose, 'x-case-reference': 'CIN/2026_01-7' })).toMatchObject({
        purpose,
        caseReference: 'CIN/2026_01-7',
      });
    },
  );

  test.each(['ab', 'a'.repeat(65), 'Maya Okafor', 'CASE;1', 'ü12'])(
    'the case reference %.20s is CASE_REFERENCE_MALFORMED',
    (reference) =>
      expect(enter({}, { 'x-case-reference': reference })).rejects.toMatchObject(
        refused('CASE_REFERENCE_MALFORMED', 400),
      ),
  );
});

describe('a sign-in elsewhere', () => {
  let provider: Server;
  let jwksUri: string;
  let asked = 0;
  const furtherKeys: JWK[] = [];
  let answer: 'keys' | 'fault' | 'nothing' = 'keys';

  beforeAll(async () => {
    provider = createServer((_, response) => {
      asked += 1;
      if (answer === 'nothing') return;
      response.statusCode = answer === 'keys' ? 200 : 500;
      response.end(JSON.stringify({ keys: [key.publicJwk, ...furtherKeys] }));
    });
    await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening));
    jwksUri = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`;
  });
  afterAll(() => {
    provider.closeAllConnections();
    return new Promise((closed) => provider.close(closed));
  });
  beforeEach(() => {
    asked = 0;
    answer = 'keys';
    const keys = { kind: 'provider', jwksUri, issuer: 'https://sign-in.example', audience: 'family-view' } as const;
    authenticate = createAuthenticator({ keys, roles, now: () => clock });
  });
  const ofProvider = { iss: 'https://sign-in.example' };

  test('its keys are asked for once, and its tokens let their bearers in', async () => {
    await enter(ofProvider);
    await enter({ ...ofProvider, sub: 'w-2' });
    expect(asked).toBe(1);
  });

  test('an algorithm that Family View does not take is TOKEN_NOT_TRUSTED, even with a key of the provider', async () => {
    const pair = await generateKeyPair('ES512', { extractable: true });
    furtherKeys.push({ ...(await exportJWK(pair.publicKey)), kid: 'es512' });
    const token = await new SignJWT({ ...claims, ...ofProvider })
      .setProtectedHeader({ alg: 'ES512', kid: 'es512' })
      .sign(pair.privateKey);
    await expect(authenticate({ authorization: `Bearer ${token}` })).rejects.toMatchObject(
      refused('TOKEN_NOT_TRUSTED', 401),
    );
  });

  test('a development token is not trusted there', () =>
    expect(enter()).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401)));

  test.each(['fault', 'nothing'] as const)(
    'when it answers with %s, that is IDENTITY_PROVIDER_UNAVAILABLE and names no host',
    async (trouble) => {
      answer = trouble;
      const refusal = await enter(ofProvider).catch((error: unknown) => error);
      expect(refusal).toMatchObject(refused('IDENTITY_PROVIDER_UNAVAILABLE', 503));
      expect(String(refusal)).not.toMatch(/127|http|jwks/i);
    },
  );

  test('a verified token is remembered for a minute and not past its end', async () => {
    const keys = { kind: 'provider', jwksUri, issuer: 'https://sign-in.example', audience: 'family-view' } as const;
    authenticate = createAuthenticator({ keys, roles, now: () => clock });
    const authorization = `Bearer ${await sign({ ...ofProvider, exp: seconds + 30 })}`;
    await authenticate({ authorization });
    clock = new Date(today.getTime() + 29_000);
    await authenticate({ authorization });
    clock = new Date(today.getTime() + 30_000);
    await expect(authenticate({ authorization })).rejects.toMatchObject(refused('TOKEN_EXPIRED', 401));
  });
});
