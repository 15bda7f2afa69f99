import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapClaims, readClaimsMap } from './claims-map';

const directory = mkdtempSync(join(tmpdir(), 'claims-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const fileOf = (text: string): string => {
  const file = join(directory, 'claims.yaml');
  writeFileSync(file, text);
  return file;
};

/** As Microsoft documents access tokens of Entra ID, version 2.0 (learn.microsoft.com, "Access token claims reference"). */
const ENTRA = {
  aud: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
  iss: 'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
  azp: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
  azpacr: '0',
  name: 'Helen Marsden',
  oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
  preferred_username: 'helen.marsden@aldermere.example',
  rh: 'I',
  scp: 'access_as_user',
  sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
  tid: '72f988bf-86f1-41af-91ab-2d7cd011db47',
  roles: ['Everybody', 'FamilyView.HeadOfCentre'],
  groups: ['0c6f7c2e-0000-4000-8000-000000000001'],
  ver: '2.0',
};
/** As Keycloak documents them (keycloak.org, "Server administration": role mappings and group membership in tokens). */
const KEYCLOAK = {
  iss: 'https://keycloak.example/realms/aldermere',
  aud: ['family-view', 'account'],
  sub: 'f7ea0c2f-7b5d-4a3f-9a9e-1f9b1b6a5c11',
  typ: 'Bearer',
  azp: 'portal',
  acr: '1',
  realm_access: { roles: ['offline_access', 'head-of-centre', 'uma_authorization'] },
  resource_access: { account: { roles: ['view-profile'] } },
  scope: 'openid profile email',
  groups: ['/areas/north'],
  name: 'Helen Marsden',
  preferred_username: 'hmarsden',
};

test('roles, groups and the tenant of Entra ID become role, area and organisation', () => {
  const map = readClaimsMap(
    fileOf(`
sub: { claim: oid }
organisation: { claim: tid, values: { 72f988bf-86f1-41af-91ab-2d7cd011db47: aldermere-council } }
organisation_type: { value: LOCAL_AUTHORITY }
role: { claim: roles, values: { FamilyView.Analyst: ANALYST, FamilyView.HeadOfCentre: HEAD_OF_CENTRE } }
area: { claim: groups, values: { 0c6f7c2e-0000-4000-8000-000000000001: north } }
team: { claim: groups, values: { 0c6f7c2e-0000-4000-8000-000000000001: north-hub } }
`),
  );
  expect(mapClaims(ENTRA, map)).toMatchObject({
    sub: ENTRA.oid,
    organisation: 'aldermere-council',
    organisation_type: 'LOCAL_AUTHORITY',
    role: 'HEAD_OF_CENTRE',
    area: 'north',
    team: 'north-hub',
    name: 'Helen Marsden',
  });
});

test('realm roles and groups of Keycloak do, too; a claim whose name has dots is found by its name', () => {
  const map = readClaimsMap(
    fileOf(`
organisation: { claim: https://council.example/organisation }
role: { claim: realm_access.roles, values: { head-of-centre: HEAD_OF_CENTRE } }
area: { claim: groups, values: { /areas/north: north, /areas/south: south } }
purposes: { claim: scope, values: { openid: EARLY_HELP } }
`),
  );
  expect(mapClaims({ ...KEYCLOAK, 'https://council.example/organisation': 'aldermere' }, map)).toMatchObject({
    organisation: 'aldermere',
    role: 'HEAD_OF_CENTRE',
    area: 'north',
  });
});

test('of several roles the first of the file counts, and of none there is none: what stands under our name by chance is not meant', () => {
  const map = readClaimsMap(fileOf('role: { claim: roles, values: { a: ANALYST, b: HEAD_OF_CENTRE } }'));
  expect(mapClaims({ roles: ['b', 'a'] }, map).role).toBe('ANALYST');
  expect(mapClaims({ roles: ['c'], role: 'HEAD_OF_CENTRE' }, map)).not.toHaveProperty('role');
  expect(mapClaims({ role: 'HEAD_OF_CENTRE' }, map)).not.toHaveProperty('role');
  // Of a list without a word on what it means nothing is guessed.
  const plain = readClaimsMap(fileOf('role: { claim: roles }'));
  expect(mapClaims({ roles: ['a', 'b'] }, plain)).not.toHaveProperty('role');
  expect(mapClaims({ roles: ['a'] }, plain).role).toBe('a');
  // Nothing is read from what objects have of themselves.
  expect(mapClaims({}, readClaimsMap(fileOf('role: { claim: constructor.name }')))).not.toHaveProperty('role');
});

test.each([
  ['rolle: { claim: roles }', /rolle/],
  ['role: { claim: roles, value: A }', /either claim or value/],
  ['role: {}', /either claim or value/],
  ['role: { value: A, values: { a: B } }', /values belong/],
  ['role: { clame: roles }', /role/],
  ['{', /YAML/],
])('a file that says something else is refused by name: %s', (text, told) => {
  expect(() => readClaimsMap(fileOf(text))).toThrow(told);
});
