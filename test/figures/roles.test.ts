/** Who is told figures, over the whole stack: of their own area, of all, and of nobody's record. */
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { type SharedStack, sharedStack } from '../stack';

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
}, 120_000);

const WARDS = '{ measures(measure: "reach", by: [WARD]) { area { id } cells { key } answers { status } } }';
const NEEDS = `{ emergingNeeds(measures: ["referrals", "emergency-attendances"]) {
  quarterTitle method changes { area { id } } notLookedAt { measure why }
} }`;

test.each<[PersonaName]>([['head-of-centre'], ['area-manager'], ['team-leader']])(
  '%s is told of the wards of their own area, and of no other area',
  async (persona) => {
    const { area } = (await stack.ask(persona, '{ me { area } }', { purpose: 'PERFORMANCE' })).body.data.me;
    expect(area).toMatch(/^[a-z]+$/);
    const { body } = await stack.ask(persona, WARDS, { purpose: 'PERFORMANCE' });
    expect(body.errors).toBeUndefined();
    expect(body.data.measures.area.id).toBe(area);
    const wards: readonly string[] = body.data.measures.cells.map(({ key }: { key: string[] }) => key[0]);
    expect(wards.length).toBeGreaterThan(2);
    expect(wards.filter((one) => !one.startsWith(`${area}-`) && one !== 'NOT_RECORDED')).toEqual([]);
    const other = area === 'saltby' ? 'thornwick' : 'saltby';
    const refused = await stack.ask(persona, `{ measures(measure: "reach", by: [], area: "${other}") { complete } }`, {
      purpose: 'PERFORMANCE',
    });
    expect(refused.body.errors[0].extensions.code).toBe('NOT_OWN_AREA');
    const elsewhere = await stack.ask(
      persona,
      `{ cohort(area: "${other}", where: [{ measure: "reach" }, { measure: "suspensions" }]) { count } }`,
      { purpose: 'PERFORMANCE' },
    );
    expect(elsewhere.body.errors[0].extensions.code).toBe('NOT_OWN_AREA');
    const { data } = (await stack.ask(persona, NEEDS, { purpose: 'PERFORMANCE' })).body;
    expect(data.emergingNeeds.changes.every((one: { area: { id: string } }) => one.area.id === area)).toBe(true);
  },
);

test.each<[PersonaName, string]>([
  ['analyst', 'PERFORMANCE'],
  ['scrutiny', 'SCRUTINY'],
  ['advisory-board', 'SCRUTINY'],
  ['collaborative', 'PERFORMANCE'],
])('%s is told of all areas and of what changed, and of nobody', async (persona, purpose) => {
  const { body } = await stack.ask(persona, WARDS, { purpose });
  expect(body.errors).toBeUndefined();
  const areas = new Set(body.data.measures.cells.map(({ key }: { key: string[] }) => key[0]!.split('-')[0]));
  expect([...areas]).toEqual(expect.arrayContaining(['aldermere', 'thornwick', 'saltby', 'hollinfold']));
  const needs = (await stack.ask(persona, NEEDS, { purpose })).body;
  expect(needs.errors).toBeUndefined();
  expect(needs.data.emergingNeeds.quarterTitle).toMatch(/20\d\d/);
  expect(needs.data.emergingNeeds.method.length).toBeGreaterThan(40);
  for (const field of [
    'findPeople(by: { givenName: "Grace", familyName: "Okafor", dateOfBirth: "2024-04-30" }) { certain { id } }',
    'caseload { nodes { id } }',
  ]) {
    const refused = (await stack.ask(persona, `{ ${field} }`, { purpose })).body;
    expect(JSON.stringify(refused.data ?? null)).toMatch(/^(null|\{"\w+":null\})$/);
    expect(refused.errors.length).toBeGreaterThan(0);
  }
});

test('a school lead, who is shared no figures, is told none', async () => {
  const { data, errors } = (await stack.ask('school-lead', WARDS)).body;
  expect(data.measures).toBeNull();
  expect(errors[0].extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
});
