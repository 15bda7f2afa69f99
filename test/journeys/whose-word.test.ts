import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DEVELOPMENT_AUDIENCE,
  DEVELOPMENT_ISSUER,
  loadDevelopmentKey,
} from '@family-view/gateway/identity/development-keys';
import { PERSONAS, type PersonaName } from '@family-view/gateway/identity/personas';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { importJWK, SignJWT } from 'jose';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { searchFor, storyPerson } from '../borough';
import { type ProxiedAgency, standBefore } from '../faults/agency-behind-a-proxy';
import { type RunningStack, startStack } from '../stack';

/** The five agencies, each of which may be made to answer the facts question as it should not. */
let stack: RunningStack;
const ways = new Map<AgencyName, ProxiedAgency>();
const logged: string[] = [];
const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-word-'));
beforeAll(async () => {
  stack = await startStack({
    environment: { LOG_LEVEL: 'warn' },
    logDestination: { write: (line) => void logged.push(line) },
    agencies: async (jwksUrl) => {
      const running = await serveSubgraphs({ firstPort: 0, jwksUrl, dataDirectory, without: [] });
      for (const agency of AGENCIES)
        ways.set(agency, await standBefore(`http://127.0.0.1:${running.ports.get(agency)}`));
      return {
        origins: new Map([...ways].map(([agency, { origin }]) => [agency, origin])),
        async close() {
          await Promise.all([...ways.values()].map((way) => way.stop()));
          await running.close();
        },
      };
    },
  });
});
afterAll(async () => {
  await stack.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});
beforeEach(() => {
  logged.length = 0;
  for (const way of ways.values()) way.clear();
});

type Told = { readonly kind: string; readonly value: string };
/** From now on this agency tells these facts, besides its own or in their place, of every ref. */
function tells(agency: AgencyName, facts: readonly Told[], instead = false): void {
  ways.get(agency)!.turn(({ status, text }, response) => {
    const answer = JSON.parse(text) as { data?: Record<string, Told[][]> };
    const told = facts.map((fact) => ({ from: null, until: null, ...fact }));
    // Several questions to an agency go in one call, each under a key of its own.
    for (const [key, list] of Object.entries(answer.data ?? {}))
      if (/(^|_)facts$/.test(key)) answer.data![key] = list.map((own) => [...(instead ? [] : own), ...told]);
    response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(JSON.stringify(answer));
  }, '/contract');
}
const alerts = () => logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'fact-without-authority');

const DANIEL = { givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' };
const EMILY = { givenName: 'Emily', familyName: 'Hartley', dateOfBirth: '2019-10-08', postcode: 'ZB4 1ZP' };
const find = (fields: string): string =>
  `query ($who: PersonSearch!) { findPeople(by: $who) { certain { ${fields} } } }`;
async function see(persona: PersonaName, fields: string, who: object, purpose = 'EARLY_HELP', headers = {}) {
  const { body } = await stack.ask(persona, find(fields), { purpose, variables: { who }, headers });
  return body.data.findPeople.certain[0];
}
const LED = `health { registration { registeredGpName } } education { attendance { attendancePercentage } }
  housing { arrearsBand } earlyHelp { tafMeetings { date } } family { needLevel { code } }`;
const NOTHING = { health: null, education: null, housing: null, earlyHelp: null };

// DSA clauses HEALTH-07, EDUCATION-06, HOUSING-06, SOCIAL-CARE-08: the lead professional is who social care and early help say.
const HELD_AT: Readonly<Record<string, () => object>> = {
  health: () => EMILY,
  education: () => EMILY,
  housing: () => searchFor(storyPerson('sutcliffe', 'twin')),
  'childrens-centre': () => searchFor(storyPerson('pryce', 'child')),
};
test.each(AGENCIES.filter((agency) => agency !== 'social-care'))(
  '%s cannot make anybody the lead professional of everybody, and who looks after the gateway is alerted',
  async (agency) => {
    tells(agency, [
      { kind: 'RELATIONSHIP', value: 'LEAD_PROFESSIONAL' },
      { kind: 'RELATIONSHIP', value: 'TAF_MEMBER' },
    ]);
    expect(await see('lead-professional', LED, HELD_AT[agency]!())).toMatchObject(NOTHING);
    expect(alerts()).toContainEqual(
      expect.objectContaining({ level: 50, alert: true, agency, fact: 'RELATIONSHIP LEAD_PROFESSIONAL' }),
    );
  },
);

test('by social care’s word the lead professional sees the family, and nobody is alerted', async () => {
  const daniel = await see('lead-professional', LED, DANIEL);
  expect(daniel.health.registration.registeredGpName).toEqual(expect.any(String));
  expect(daniel.housing.arrearsBand).toBe('OVER_8_WEEKS');
  expect(alerts()).toEqual([]);
});

// SOCIAL-CARE-07 asks for the allocated worker, and for complex need or higher.
test.each<readonly [AgencyName, Told]>([
  ['housing', { kind: 'RELATIONSHIP', value: 'ALLOCATED_WORKER' }],
  ['health', { kind: 'RELATIONSHIP', value: 'ALLOCATED_WORKER' }],
])('assessment factors do not open by the word of %s that %o', async (agency, fact) => {
  tells(agency, [fact, { kind: 'NEED_LEVEL', value: 'ACUTE' }]);
  const child = await see(
    'social-worker',
    'socialCare { assessments { assessmentFactors } }',
    searchFor(storyPerson('taylor', 'other')),
    'SAFEGUARDING',
  );
  expect(child.socialCare.assessments.map((one: { assessmentFactors: unknown }) => one.assessmentFactors)).toEqual(
    child.socialCare.assessments.map(() => null),
  );
  expect(alerts()).toContainEqual(expect.objectContaining({ agency, fact: 'RELATIONSHIP ALLOCATED_WORKER' }));
});

// SOCIAL-CARE-10: a claim is kept by each agency that holds the person, and opens the records of that agency alone.
test('a claim that another agency says it keeps opens nothing of social care’s', async () => {
  tells('housing', [{ kind: 'RELATIONSHIP', value: 'SELF_CLAIMED' }]);
  expect((await see('school-lead', 'earlyHelp { tafMeetings { date } }', DANIEL)).earlyHelp).toBeNull();
  tells('social-care', [{ kind: 'RELATIONSHIP', value: 'SELF_CLAIMED' }]);
  const { earlyHelp } = await see('school-lead', 'earlyHelp { tafMeetings { date } }', DANIEL);
  expect(earlyHelp.tafMeetings.length).toBeGreaterThan(0);
});

describe('a baby’s immunisations, to the head of the centre of its own area (BABIES-01)', () => {
  const seen = async (headers = {}) =>
    (
      await see(
        'head-of-centre',
        'health { immunisations { vaccine } }',
        searchFor(storyPerson('okafor', 'baby')),
        'EARLY_HELP',
        headers,
      )
    ).health?.immunisations ?? null;

  test('are closed where housing alone says that the baby lives there', async () => {
    const elsewhere = { authorization: `Bearer ${await tokenOf('head-of-centre', { area: 'saltby' })}` };
    tells('housing', [{ kind: 'AREA', value: 'saltby' }]);
    expect(await seen(elsewhere)).toBeNull();
    expect(alerts()).toEqual([]);
    expect(await seen()).not.toBeNull();
  });

  test.each<readonly [string, Told]>([
    ['an age', { kind: 'AGE', value: '1' }],
    ['a date of birth', { kind: 'DATE_OF_BIRTH', value: '2026-02-01' }],
  ])('are closed where one agency has %s that the others have not, though it would fit', async (_title, fact) => {
    tells('housing', [fact]);
    expect(await seen()).toBeNull();
  });
});

describe('what health refuses to children’s centres (DENY-01)', () => {
  const KOWALSKA = () => searchFor(storyPerson('kowalska', 'mother'));
  const maternity = async (claims: Readonly<Record<string, unknown>>) => {
    const headers = { authorization: `Bearer ${await tokenOf('health-lead', claims)}` };
    return (await see('health-lead', 'displayName health { maternity { dueDate } }', KOWALSKA(), 'EARLY_HELP', headers))
      .health;
  };

  test('is open to a health lead of health', async () => {
    expect((await maternity({})).maternity.dueDate).toEqual(expect.any(String));
  });

  test.each(['FAMILY_HUB', 'childrens_centre', 'X', 'POLICE'])(
    'is closed to an organisation of the type %j, which nobody knows',
    async (organisation_type) => {
      expect(await maternity({ organisation_type })).toBeNull();
    },
  );
});

async function tokenOf(name: PersonaName, changed: Readonly<Record<string, unknown>>): Promise<string> {
  const key = await loadDevelopmentKey(join(stack.dataDirectory, 'gateway'));
  const { id, organisation, organisationType, role, area, purposes, defaultPurpose } = PERSONAS[name];
  return new SignJWT({
    organisation,
    organisation_type: organisationType,
    role,
    area,
    purposes,
    purpose: defaultPurpose,
    ...changed,
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.privateJwk.kid })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(DEVELOPMENT_AUDIENCE)
    .setSubject(id)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(await importJWK(key.privateJwk, 'EdDSA'));
}
