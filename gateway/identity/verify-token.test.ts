import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { type DevelopmentKey, loadDevelopmentKey } from './development-keys';
import { createTokenVerifier } from './verify-token';

const today = new Date('2026-11-01T09:00:00Z');
const seconds = today.getTime() / 1_000;

let directory: string;
let key: DevelopmentKey;
let clock = today;
let verify: ReturnType<typeof createTokenVerifier>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'identity-'));
  key = await loadDevelopmentKey(directory, 'test');
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(() => {
  clock = today;
  verify = createTokenVerifier({ kind: 'development', key }, () => clock);
});

const claims: JWTPayload = {
  iss: 'family-view-development',
  aud: 'family-view',
  sub: 'w-1',
  exp: seconds + 3_600,
  organisation: 'council',
  organisation_type: 'LOCAL_AUTHORITY',
  role: 'SOCIAL_WORKER',
};

async function sign(changes: JWTPayload = {}, kid = key.publicJwk.kid): Promise<string> {
  const signer = await importJWK(key.privateJwk, 'EdDSA');
  return new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'EdDSA', kid }).sign(signer);
}
const refused = (code: string, httpStatus: number) => ({ code, httpStatus });

describe('forgery', () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

  test('a token signed by another key of the same name is TOKEN_NOT_TRUSTED', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: key.publicJwk.kid })
      .sign(privateKey);
    await expect(verify(token)).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401));
  });

  test('a token of a key that is not known is TOKEN_NOT_TRUSTED', async () =>
    expect(verify(await sign({}, 'other'))).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401)));

  test.each(['none', 'None', 'NONE'])('alg %s, without a signature, is TOKEN_NOT_TRUSTED', (alg) =>
    expect(verify(`${encode({ alg, kid: key.publicJwk.kid })}.${encode(claims)}.`)).rejects.toMatchObject(
      refused('TOKEN_NOT_TRUSTED', 401),
    ),
  );

  test('the public key used as a shared secret is TOKEN_NOT_TRUSTED', async () => {
    for (const secret of [Buffer.from(key.publicJwk.x, 'base64url'), Buffer.from(JSON.stringify(key.publicJwk))]) {
      const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.publicJwk.kid }).sign(secret);
      await expect(verify(token)).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401));
    }
  });

  test('a key that the token brings along is not believed', async () => {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', jwk }).sign(pair.privateKey);
    await expect(verify(token)).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401));
  });

  test('a token altered in any one byte never lets anybody in, whether or not the true one is remembered', async () => {
    const token = await sign();
    await verify(token);
    const altered = fc
      .tuple(fc.nat(token.length - 1), fc.integer({ min: 33, max: 126 }))
      .map(([place, character]) => token.slice(0, place) + String.fromCharCode(character) + token.slice(place + 1))
      .filter((text) => text !== token);
    await fc.assert(
      fc.asyncProperty(altered, async (text) => {
        await expect(verify(text)).rejects.toMatchObject({ httpStatus: 401 });
      }),
      { numRuns: process.env.PROOF ? 5_000 : 300, seed: 1, endOnFailure: true },
    );
    // The last character of the signature has four bits that no decoder reads.
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      const respelt = token.slice(0, -1) + last;
      if (respelt !== token) await expect(verify(respelt)).rejects.toMatchObject({ httpStatus: 401 });
    }
  });
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
    verify = createTokenVerifier(keys, () => clock);
  });
  const ofProvider = { iss: 'https://sign-in.example' };

  test('its keys are asked for once, and its tokens let their bearers in', async () => {
    await verify(await sign(ofProvider));
    await verify(await sign({ ...ofProvider, sub: 'w-2' }));
    expect(asked).toBe(1);
  });

  test('an algorithm that Family View does not take is TOKEN_NOT_TRUSTED, even with a key of the provider', async () => {
    const pair = await generateKeyPair('ES512', { extractable: true });
    furtherKeys.push({ ...(await exportJWK(pair.publicKey)), kid: 'es512' });
    const token = await new SignJWT({ ...claims, ...ofProvider })
      .setProtectedHeader({ alg: 'ES512', kid: 'es512' })
      .sign(pair.privateKey);
    await expect(verify(token)).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401));
  });

  test('one that begins within a minute is taken, and a later one is not', async () => {
    await verify(await sign({ ...ofProvider, nbf: seconds + 60 }));
    const later = verify(await sign({ ...ofProvider, nbf: seconds + 61 }));
    await expect(later).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401));
  });

  test('a scope that is needed may stand in `scope` or in `scp`', async () => {
    const keys = { kind: 'provider', jwksUri, issuer: 'https://sign-in.example', audience: 'family-view' } as const;
    verify = createTokenVerifier({ ...keys, scope: 'access' }, () => clock);
    await verify(await sign({ ...ofProvider, scope: 'openid access' }));
    await verify(await sign({ ...ofProvider, scp: 'access' }));
    await verify(await sign({ ...ofProvider, scp: ['openid', 'access'] }));
    const without = verify(await sign({ ...ofProvider, scope: 'openid access_all' }));
    await expect(without).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401));
  });

  test('a token is read by the map of its claims', async () => {
    const keys = { kind: 'provider', jwksUri, issuer: 'https://sign-in.example', audience: 'family-view' } as const;
    const role = { claim: 'realm_access.roles', values: { 'head-of-centre': 'HEAD_OF_CENTRE' } };
    verify = createTokenVerifier({ ...keys, claims: { role } }, () => clock);
    const token = await sign({ ...ofProvider, realm_access: { roles: ['offline_access', 'head-of-centre'] } });
    expect(await verify(token)).toMatchObject({ role: 'HEAD_OF_CENTRE' });
    await expect(verify(await sign(ofProvider))).rejects.toMatchObject(refused('TOKEN_MALFORMED', 401));
  });

  test('a development token is not trusted there', async () =>
    expect(verify(await sign())).rejects.toMatchObject(refused('TOKEN_NOT_TRUSTED', 401)));

  test.each(['fault', 'nothing'] as const)(
    'when it answers with %s, that is IDENTITY_PROVIDER_UNAVAILABLE and names no host',
    async (trouble) => {
      answer = trouble;
      const refusal = await verify(await sign(ofProvider)).catch((error: unknown) => error);
      expect(refusal).toMatchObject(refused('IDENTITY_PROVIDER_UNAVAILABLE', 503));
      expect(String(refusal)).not.toMatch(/127|http|jwks/i);
    },
  );

  test('a token that is remembered is refused a minute after its end all the same: clocks differ by no more', async () => {
    const token = await sign({ ...ofProvider, exp: seconds - 30 });
    await verify(token);
    clock = new Date(today.getTime() + 29_000);
    await verify(token);
    clock = new Date(today.getTime() + 30_000);
    await expect(verify(token)).rejects.toMatchObject(refused('TOKEN_EXPIRED', 401));
  });
});
