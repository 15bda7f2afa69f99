import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAudit } from '@family-view/gateway/audit/read-audit';
import { loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { decodeJwt, importJWK, SignJWT } from 'jose';
import { searchFor, storyPerson } from '../borough';
import { type Answer, type RunningStack, startStack } from '../stack';

const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-own-'));
let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ dataDirectory });
});
afterAll(async () => {
  await stack.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id displayName family { id members { person { displayName } } } } answers { agency status } } }`;
const PERSON =
  'query ($id: PersonID!) { person(id: $id) { displayName health { registration { registeredGpName } } } }';
const MEGAN = searchFor(storyPerson('pryce', 'child'));
const DANIEL = searchFor(storyPerson('okafor', 'oldest'));
const find = async (persona: PersonaName, who: object) => (await stack.ask(persona, FIND, { variables: { who } })).body;

/** As a persona whose token says otherwise who they are at home. */
async function askAs(persona: PersonaName, claims: object, who: object): Promise<Answer> {
  const { privateJwk } = await loadDevelopmentKey(join(dataDirectory, 'gateway'));
  const token = await new SignJWT({ ...decodeJwt(await stack.token(persona)), ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: privateJwk.kid })
    .sign(await importJWK(privateJwk, 'EdDSA'));
  return stack.ask(persona, FIND, { variables: { who }, headers: { authorization: `Bearer ${token}` } });
}

/** The family support lead of the children's centre is the mother of the Pryce children. */
test('a worker who looks up her own child is shown nothing, and the agencies that hold the child are told', async () => {
  const body = await find('family-support-lead', MEGAN);
  expect(body.data.findPeople).toBeNull();
  expect(body.errors).toEqual([expect.objectContaining({ path: ['findPeople'], extensions: { code: 'OWN_FAMILY' } })]);
  for (const agency of ['health', 'education', 'social-care', 'childrens-centre']) {
    const told = readFileSync(join(dataDirectory, 'subgraphs', agency, agency, 'notifications.jsonl'), 'utf8');
    expect(told).toContain('"kind":"OWN_FAMILY"');
    expect(told).toContain(body.extensions.familyView.operation);
    expect(told).not.toMatch(/Megan|Pryce|Joanne/);
  }
});

test('what a colleague found opens nothing to her either: ids are the organisation’s, rights are not', async () => {
  const megan = (await find('head-of-centre', MEGAN)).data.findPeople.certain[0];
  expect(megan.displayName).toBe('Megan Pryce');
  const hers = await stack.ask('family-support-lead', PERSON, { variables: { id: megan.id } });
  expect(hers.body.data.person).toBeNull();
  expect(hers.body.errors[0].extensions.code).toBe('OWN_FAMILY');
  const family = await stack.ask('family-support-lead', 'query ($id: FamilyID!) { family(id: $id) { id } }', {
    variables: { id: megan.family.id },
  });
  expect(family.body.data.family).toBeNull();
});

test('she is stopped at her own family and at no other, and her colleagues at none', async () => {
  expect((await find('family-support-lead', DANIEL)).data.findPeople.certain[0].displayName).toBe('Daniel Okafor');
  expect((await find('health-lead', MEGAN)).data.findPeople.certain[0].family.members.length).toBeGreaterThan(1);
});

test('her own children are on her colleague’s caseload and not on hers', async () => {
  const QUERY = '{ caseload(area: "thornwick", first: 50) { nodes { displayName } } }';
  const namesFor = async (persona: PersonaName): Promise<readonly string[]> =>
    (await stack.ask(persona, QUERY)).body.data.caseload.nodes.map((one: { displayName: string }) => one.displayName);
  const [hers, colleagues] = [await namesFor('family-support-lead'), await namesFor('head-of-centre')];
  expect(colleagues).toContain('Megan Pryce');
  expect(hers).toEqual(colleagues.filter((name) => !name.endsWith('Pryce')));
});

test('the audit keeps that it happened, and of whom only pseudonyms', async () => {
  const records: string[] = [];
  for await (const { record } of readAudit(join(dataDirectory, 'gateway', 'audit'))) records.push(record);
  const stopped = records.filter((record) => record.includes('FAMILY_VIEW_OWN_FAMILY_STOPPED'));
  expect(stopped.length).toBeGreaterThanOrEqual(3);
  expect(stopped.join()).toContain('w-family-support-lead');
  expect(stopped.join()).not.toMatch(/Megan|Joanne/);
});

/** Claims of OpenID Connect Core 1.0, 5.1, under which the same person may come. */
describe.each<[string, object]>([
  ['a short name', { given_name: 'Jo' }],
  ['two forenames, the other one first', { given_name: 'Marie Joanne' }],
  ['a married name and no address', { family_name: 'Smith', address: null }],
  ['a birthday without its year', { birthdate: '0000-03-14' }],
  ['a new home', { address: { postal_code: 'ZZ98 7AA' } }],
  ['all of them', { given_name: 'Jo', family_name: 'Smith', address: null }],
])('under %s', (_, claims) => {
  test('she is stopped at her own children', async () => {
    const { body } = await askAs('family-support-lead', claims, MEGAN);
    expect(body.data.findPeople).toBeNull();
    expect(body.errors[0].extensions.code).toBe('OWN_FAMILY');
  });

  test('and at no other family', async () => {
    const { body } = await askAs('family-support-lead', claims, DANIEL);
    expect(body.data.findPeople.certain[0].displayName).toBe('Daniel Okafor');
  });
});
