import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { loadDevelopmentKey } from './development-keys';
import { isPersonaName, PERSONAS, type PersonaName } from './personas';
import { signDevelopmentToken } from './sign-development-token';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'identity-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('of many that come first at once all get the same key, and no draft is left behind', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadDevelopmentKey(join(directory, 'data'), 'test')));
  expect(new Set(keys.map(({ privateJwk }) => privateJwk.d)).size).toBe(1);
  expect(await readdir(join(directory, 'data'))).toEqual(['development-key.json']);
});

test('the key is kept between runs, for its owner alone', async () => {
  const first = await loadDevelopmentKey(directory, 'test');
  expect(await loadDevelopmentKey(directory, 'test')).toEqual(first);
  expect((await stat(join(directory, 'development-key.json'))).mode & 0o777).toBe(0o600);
  expect(first.publicJwk).not.toHaveProperty('d');
});

test('there is no development key in production, even where one was made before', async () => {
  await loadDevelopmentKey(directory, 'test');
  await expect(loadDevelopmentKey(directory, 'production')).rejects.toMatchObject({ code: 'DEVELOPMENT_KEY_REFUSED' });
});

test.each(['', '{', '{"kty":"RSA"}'])('a key file that holds %p is refused, not written over', async (text) => {
  await writeFile(join(directory, 'development-key.json'), text);
  await expect(loadDevelopmentKey(directory, 'test')).rejects.toMatchObject({ code: 'DEVELOPMENT_KEY_REFUSED' });
});

test('a development token says all of its persona and ends after twelve hours', async () => {
  const key = await loadDevelopmentKey(directory, 'test');
  const token = await signDevelopmentToken(key, 'social-worker', {
    purpose: 'TRIAGE',
    now: () => new Date('2026-11-01T09:00:00Z'),
  });
  expect(decodeJwt(token)).toEqual({
    iss: 'family-view-development',
    aud: 'family-view',
    sub: 'w-social-worker',
    iat: Date.parse('2026-11-01T09:00:00Z') / 1_000,
    exp: Date.parse('2026-11-01T21:00:00Z') / 1_000,
    name: 'Ruth Adeleke',
    organisation: 'aldermere-childrens-services',
    organisation_type: 'LOCAL_AUTHORITY',
    role: 'SOCIAL_WORKER',
    area: 'thornwick',
    training_until: '2035-12-31',
    given_name: 'Ruth',
    family_name: 'Adeleke',
    birthdate: '1987-09-08',
    address: { postal_code: 'ZZ98 7AA' },
    purposes: ['SAFEGUARDING', 'TRIAGE', 'EARLY_HELP'],
    purpose: 'TRIAGE',
  });
});

test('a persona gets no token for a purpose that is not theirs', async () => {
  const key = await loadDevelopmentKey(directory, 'test');
  await expect(signDevelopmentToken(key, 'analyst', { purpose: 'SAFEGUARDING' })).rejects.toMatchObject({
    code: 'PURPOSE_NOT_ALLOWED',
  });
});

test('every persona has the id and role of its name, and a default among its purposes', () => {
  const names = Object.keys(PERSONAS).filter(isPersonaName) as PersonaName[];
  expect(names).toHaveLength(16);
  for (const name of names) {
    const persona = PERSONAS[name];
    expect(persona.id).toBe(`w-${name}`);
    expect(persona.role).toBe(name.toUpperCase().replaceAll('-', '_'));
    expect(persona.purposes).toContain(persona.defaultPurpose);
  }
});

test('a name out of the language itself is no persona', () => {
  expect(isPersonaName('constructor')).toBe(false);
});
