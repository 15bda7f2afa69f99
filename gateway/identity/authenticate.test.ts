import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importJWK, type JWTPayload, SignJWT } from 'jose';
import { type Authenticate, createAuthenticator, type EntryHeaders } from './authenticate';
import { type DevelopmentKey, loadDevelopmentKey } from './development-keys';
import { signDevelopmentToken } from './sign-development-token';
import type { Purpose } from './types';

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
        team: null,
        trainingUntil: null,
        person: { givenName: 'Ruth', familyName: 'Adeleke', dateOfBirth: null, postcode: null },
      },
      purpose: 'EARLY_HELP',
      caseReference: null,
      breakGlassToken: null,
    });
  });

  test('a token may say until when training counts, and who its bearer is at home', async () => {
    const home = { given_name: 'Ruth', family_name: 'Adeleke', birthdate: '1987-09-08' };
    const { requester } = await enter({ training_until: '2027-03-31', ...home, address: { postal_code: 'ZB2 4ZQ' } });
    expect(requester.trainingUntil).toBe('2027-03-31');
    const person = { givenName: 'Ruth', familyName: 'Adeleke', dateOfBirth: '1987-09-08' };
    expect(requester.person).toEqual({ ...person, postcode: 'ZB2 4ZQ' });
    expect((await enter(home)).requester.person).toEqual({ ...person, postcode: null });
    expect((await enter({ ...home, birthdate: null })).requester.person).toMatchObject({ dateOfBirth: null });
  });

  test('who its bearer is at home is read of the whole name where the parts are not said; of half a name it is not', async () => {
    const personOf = async (said: object) => (await enter({ name: null, ...said })).requester.person;
    const ruth = { givenName: 'Ruth Ann', familyName: 'Adeleke', dateOfBirth: null, postcode: null };
    expect(await personOf({ name: 'Ruth Ann Adeleke' })).toEqual(ruth);
    expect(await personOf({ name: 'Adeleke, Ruth Ann' })).toEqual(ruth);
    expect(await personOf({ name: 'Ruth Bell', family_name: 'Adeleke' })).toMatchObject({ familyName: 'Adeleke' });
    expect(await personOf({ name: 'Ruth' })).toBeNull();
    expect(await personOf({ family_name: 'Adeleke' })).toBeNull();
    expect(await personOf({})).toBeNull();
    expect(await personOf({ birthdate: '1987-09-08' })).toMatchObject({ givenName: null, familyName: null });
  });

  test.each([
    ['training_until', { training_until: 'next year' }],
    ['birthdate', { birthdate: '08/09/1987' }],
    ['address', { address: 'at home' }],
  ])('a %s of no form that it has is TOKEN_MALFORMED', (claim, changes) =>
    expect(enter(changes)).rejects.toMatchObject({ code: 'TOKEN_MALFORMED', message: expect.stringContaining(claim) }),
  );

  test('the key of an emergency access is handed on as it came', async () => {
    expect((await enter({}, { 'x-break-glass': ' g1.key ' })).breakGlassToken).toBe('g1.key');
    expect((await enter({}, { 'x-break-glass': '  ' })).breakGlassToken).toBeNull();
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
    const authenticator = createAuthenticator({ keys: { kind: 'development', key }, roles, now: () => clock });
    authenticate = (headers) => authenticator(headers, current);
    await enter();
    current = new Map();
    await expect(enter()).rejects.toMatchObject(refused('ROLE_UNKNOWN', 403));
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
