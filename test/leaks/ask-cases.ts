/**
 * Asks a started stack what once went round a closed record, and others of the same kinds, and prints what comes out now:
 * `npx tsx test/leaks/ask-cases.ts`. Each kind has tests of its own; this is to look at. Exit 1 where one is wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { decodeJwt, importJWK, SignJWT } from 'jose';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { searchFor, storyPerson } from '../borough';
import { type ProxiedAgency, standBefore } from '../faults/agency-behind-a-proxy';
import { type Answer, type RunningStack, startStack } from '../stack';
import { everyAddressAndNumber } from './attacks';

interface Parts {
  readonly stack: RunningStack;
  readonly dataDirectory: string;
  readonly ways: ReadonlyMap<AgencyName, ProxiedAgency>;
}
interface Outcome {
  readonly told: string;
  readonly right: boolean;
}
type Case = readonly [what: string, ask: (parts: Parts) => Promise<Outcome>];

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
type Told = any;
const WHY = 'Covering for the family’s worker until Friday, by agreement.';
const codesOf = ({ body }: Answer): string =>
  [...new Set((body.errors ?? []).map((one: Told) => one.extensions.code))].join(', ') || 'no errors';

/** As a persona whose token says something else. */
async function askAs(parts: Parts, persona: PersonaName, claims: object, query: string, variables: object) {
  const { privateJwk } = await loadDevelopmentKey(join(parts.dataDirectory, 'gateway'));
  const token = await new SignJWT({ ...decodeJwt(await parts.stack.token(persona)), ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: privateJwk.kid })
    .sign(await importJWK(privateJwk, 'EdDSA'));
  return parts.stack.ask(persona, query, {
    variables: variables as Readonly<Record<string, unknown>>,
    headers: { authorization: `Bearer ${token}` },
  });
}

const LOCATED = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id displayName family { id members { person {
  displayName identities { agency givenName postcode uprn } involvements { agency team contact { name phone } }
  health { registration { registeredGpName } } education { setting { educationSettingName } }
  housing { tenancy { tenureType } } childrensCentre { registration { centre { name } } } } } } } } }`;
const mother = storyPerson('ashdown', 'mother');
const mia = storyPerson('ashdown', 'child');
const father = storyPerson('ashdown', 'father');
const oldHome = father.address;
const SHIELDED = ['Leanne Ashdown', 'Mia Ashdown', 'Alfie Ashdown'];
const START = {
  Mia: searchFor({ ...mia, address: oldHome }),
  'Mia’s UPN': { upn: mia.upn },
  'her father': searchFor(father),
} as const;

/** Everything of hers, or of those who live with her, that says where they can be found. */
function locatedIn(answer: Answer): readonly string[] {
  const people = (answer.body.data?.findPeople?.certain ?? []).flatMap((one: Told) =>
    (one.family?.members ?? []).map(({ person }: Told) => person),
  );
  return people
    .filter((person: Told) => SHIELDED.includes(person.displayName))
    .flatMap((person: Told) => [
      ...(person.identities ?? []).flatMap(({ agency, postcode, uprn }: Told) =>
        postcode || uprn ? [`${agency} ${postcode} ${uprn}`] : [],
      ),
      ...(person.involvements ?? []).flatMap(({ agency, team, contact }: Told) =>
        team || contact?.phone ? [`${agency} ${team}`] : [],
      ),
      ...[person.health?.registration?.registeredGpName, person.education?.setting?.educationSettingName].filter(
        Boolean,
      ),
      ...[person.housing?.tenancy?.tenureType, person.childrensCentre?.registration?.centre?.name].filter(Boolean),
    ]);
}
const located = (persona: PersonaName, purpose: string, start: keyof typeof START): Case => [
  `${persona}, ${purpose}: ${start} → family → addresses, schools, practices, workers`,
  async ({ stack }) => {
    const answer = await stack.ask(persona, LOCATED, { purpose, variables: { who: START[start] } });
    const found = locatedIn(answer);
    const refuge = new RegExp(`${mother.address.postcode}|${mother.address.uprn}|refuge`, 'i').test(answer.text);
    const people = (answer.body.data?.findPeople?.certain ?? []).length;
    return {
      told: `${people} found; ${found.length === 0 ? 'nothing that locates them' : found.join('; ')}${refuge ? '; THE REFUGE' : ''}`,
      right: found.length === 0 && !refuge && !/shield|marked|refuge/i.test(answer.text),
    };
  },
];

/** The same answer for every guess, by whoever has no stream that says whether it is right. */
const guesses = (persona: PersonaName, field: string, purpose?: string): Case => [
  `${persona}: Daniel Okafor with each ${field} of the borough`,
  async ({ stack }) => {
    const { postcode: _postcode, ...named } = searchFor(storyPerson('okafor', 'oldest'));
    const QUERY = `query ($by: PersonSearch!) { findPeople(by: $by) { certain { displayName answers { agency status } } selected { agency comparedOn } possible { agency outcome comparedOn } answers { agency status } } }`;
    const all = everyAddressAndNumber.filter((guess) => field in guess).slice(0, 20);
    const own = storyPerson('okafor', 'oldest') as Told;
    const right = { postcode: own.address?.postcode, uprn: own.address?.uprn, upn: own.upn, nhsNumber: own.nhsNumber };
    const texts = new Set<string>();
    for (const guess of [...all, { [field]: (right as Told)[field] }]) {
      const { body } = await stack.ask(persona, QUERY, { purpose, variables: { by: { ...named, ...guess } } });
      texts.add(JSON.stringify([body.data, (body.errors ?? []).map((one: Told) => [one.path, one.extensions])]));
    }
    return { told: `${texts.size} answer to ${all.length + 1} guesses`, right: texts.size === 1 };
  },
];

const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id displayName } } }`;
const ownFamily = (claims: object, who: object, stopped: boolean): Case => [
  `Megan Pryce’s mother says that she is ${JSON.stringify(claims)}`,
  async (parts) => {
    const answer = await askAs(parts, 'family-support-lead', claims, FIND, { who });
    const shown = answer.body.data?.findPeople?.certain?.[0]?.displayName;
    return { told: shown ? `shown ${shown}` : codesOf(answer), right: stopped === (shown === undefined) };
  },
];
const MEGAN = searchFor(storyPerson('pryce', 'child'));

const DUE = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { displayName expectedDateOfBirth health { maternity { dueDate } } involvements { agency service } identities { agency expectedDateOfBirth } } } }`;
const maternity = (claims: object): Case => [
  `maternity, with ${JSON.stringify(claims)}`,
  async (parts) => {
    const who = searchFor(storyPerson('okafor', 'mother'));
    const answer = await askAs(parts, 'head-of-centre', claims, DUE, { who });
    const certain = answer.body.data?.findPeople?.certain ?? [];
    const shown = JSON.stringify(certain).match(/"(dueDate|expectedDateOfBirth)":"|midwi/i);
    return { told: `${answer.status} ${codesOf(answer)}; ${shown ? `SHOWN ${shown[0]}` : 'not shown'}`, right: !shown };
  },
];

const CONFIRM = `mutation ($person: PersonID!, $agency: ID!, $why: String!) { confirmMatch(person: $person, agency: $agency, same: true, statement: $why) { id } }`;
const confirms = (persona: PersonaName, agency: AgencyName, who: object): Case => [
  `${persona} says that ${agency}’s possible Amelia Taylor is the one found`,
  async ({ stack }) => {
    const asking = { purpose: 'SAFEGUARDING', variables: { who } };
    const { body } = await stack.ask(persona, FIND, asking);
    const [amelia] = body.data?.findPeople?.certain ?? [];
    if (!amelia) return { told: 'nobody is certain', right: true };
    const variables = { person: amelia.id, agency, why: WHY };
    const answer = await stack.ask(persona, CONFIRM, { purpose: 'SAFEGUARDING', variables });
    return { told: codesOf(answer), right: !answer.body.data?.confirmMatch };
  },
];

const LED = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { health { registration { registeredGpName } } education { attendance { attendancePercentage } } housing { arrearsBand } earlyHelp { tafMeetings { date } } socialCare { assessments { factors } } } } }`;
const EMILY = { givenName: 'Emily', familyName: 'Hartley', dateOfBirth: '2019-10-08', postcode: 'ZB4 1ZP' };
const tells = (agency: AgencyName, kind: string, value: string, persona: PersonaName): Case => [
  `${agency} tells ${kind} ${value} of everybody; ${persona} asks`,
  async ({ stack, ways }) => {
    const see = async (): Promise<string> => {
      const { body } = await stack.ask(persona, LED, { variables: { who: EMILY } });
      return JSON.stringify(body.data ?? body.errors);
    };
    const before = await see();
    ways.get(agency)!.turn(({ status, text }, response) => {
      const answer = JSON.parse(text) as { data?: Record<string, object[][]> };
      for (const [key, list] of Object.entries(answer.data ?? {}))
        if (/(^|_)facts$/.test(key))
          answer.data![key] = list.map((own) => [...own, { from: null, until: null, kind, value }]);
      response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(JSON.stringify(answer));
    }, '/contract');
    const after = await see();
    ways.get(agency)!.clear();
    return { told: before === after ? 'nothing opens' : `OPENS ${after}`, right: before === after };
  },
];

const CASES: readonly Case[] = [
  located('school-lead', 'EARLY_HELP', 'Mia'),
  located('school-lead', 'SAFEGUARDING', 'Mia’s UPN'),
  located('social-worker', 'SAFEGUARDING', 'Mia'),
  located('health-lead', 'SAFEGUARDING', 'her father'),
  located('head-of-centre', 'EARLY_HELP', 'Mia'),
  located('lead-professional', 'SAFEGUARDING', 'her father'),
  located('housing-officer', 'EARLY_HELP', 'her father'),
  guesses('lead-professional', 'postcode'),
  guesses('lead-professional', 'uprn'),
  guesses('lead-professional', 'upn'),
  guesses('lead-professional', 'nhsNumber'),
  ownFamily({ given_name: 'Jo' }, MEGAN, true),
  ownFamily({ given_name: 'Marie Joanne' }, MEGAN, true),
  ownFamily({ family_name: 'Smith', address: undefined }, MEGAN, true),
  ownFamily({ birthdate: '0000-03-14' }, MEGAN, true),
  ownFamily({ given_name: 'J.', family_name: 'Smith-Price', birthdate: '1986-03-14' }, MEGAN, true),
  ownFamily({ given_name: 'Jóanne', birthdate: '1986', address: undefined }, MEGAN, true),
  ownFamily({ given_name: 'Joanne', birthdate: undefined }, MEGAN, true),
  ownFamily({ birthdate: '1986-14-03' }, MEGAN, true),
  ownFamily({ family_name: 'PRYCE', given_name: '', birthdate: '1986-03-14' }, MEGAN, true),
  ownFamily({}, searchFor(storyPerson('okafor', 'oldest')), false),
  ...['FAMILY_HUB', 'childrens_centre', 'X', '', ' CHILDRENS_CENTRE', 'CHILDREN’S_CENTRE', null, ['HEALTH']].map(
    (one) => maternity({ organisation_type: one }),
  ),
  ...['head_of_centre', 'HEAD_OF_CENTRE ', 'MIDWIFE'].map((one) => maternity({ role: one })),
  confirms('health-lead', 'social-care', searchFor(storyPerson('taylor', 'child'))),
  confirms('social-worker', 'health', searchFor(storyPerson('taylor', 'child'))),
  confirms('school-lead', 'social-care', searchFor(storyPerson('taylor', 'child'))),
  tells('housing', 'RELATIONSHIP', 'LEAD_PROFESSIONAL', 'lead-professional'),
  tells('childrens-centre', 'RELATIONSHIP', 'TAF_MEMBER', 'school-lead'),
  tells('health', 'RELATIONSHIP', 'ALLOCATED_WORKER', 'social-worker'),
  tells('education', 'RELATIONSHIP', 'REGISTERED_CENTRE', 'head-of-centre'),
  tells('housing', 'CONSENT', 'GIVEN', 'head-of-centre'),
  tells('housing', 'AREA', 'thornwick', 'head-of-centre'),
];

async function main(): Promise<void> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-cases-'));
  const ways = new Map<AgencyName, ProxiedAgency>();
  const stack = await startStack({
    dataDirectory,
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
  let wrong = 0;
  for (const [what, ask] of CASES) {
    const { told, right } = await ask({ stack, dataDirectory, ways });
    if (!right) wrong += 1;
    console.log(`${right ? 'right' : 'WRONG'}  ${what}\n         ${told}`);
  }
  await stack.close();
  rmSync(dataDirectory, { recursive: true, force: true });
  console.log(`${CASES.length - wrong} of ${CASES.length} right.`);
  if (wrong > 0) process.exitCode = 1;
}

void main();
