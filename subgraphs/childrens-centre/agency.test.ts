import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningAgency } from '@family-view/kit';
import { askAgency, startTestIssuer, type TestIssuer } from '@family-view/kit/testing';
import { type HeldIdentity, inventBorough } from '@family-view/population';
import { start } from '.';

const AGENCY = 'childrens-centre';
const REGISTRATION = `${AGENCY}:registration`;
const borough = inventBorough();
const held = (givenName: string): HeldIdentity => {
  const person = borough.childrensCentre.people.find(
    (each) => each.givenName === givenName && each.familyName === 'Okafor',
  );
  if (person === undefined) throw new Error(`the borough's centres should hold ${givenName} Okafor`);
  return person;
};
const grace = held('Grace');
const mother = held('Ngozi');

let folder: string;
let issuer: TestIssuer;
let agency: RunningAgency;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'centre-agency-'));
  issuer = await startTestIssuer();
  agency = await start({ port: 0, jwksUrl: issuer.jwksUrl, dataDirectory: join(folder, 'own') });
});

afterAll(async () => {
  await agency.close();
  await issuer.close();
  await rm(folder, { recursive: true, force: true });
});

type Statement = Partial<Parameters<TestIssuer['issueGrant']>[0]>;

async function ask(
  path: '/graphql' | '/contract',
  statement: Statement,
  query: string,
  variables?: Record<string, unknown>,
  of = agency,
) {
  const grant = await issuer.issueGrant({ agency: AGENCY, ...statement }, query, variables);
  return (await askAgency(of.url + path, grant, query, variables)).body;
}

const about = (refs: readonly string[], ...streams: readonly string[]): Statement => ({
  people: [{ refs, streams: streams.map((stream) => `${AGENCY}:${stream}`) }],
});

const entities = (fields: string): string =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { ${fields} } } }`;
const people = (...refs: readonly string[]) => ({
  representations: refs.map((childrensCentreRef) => ({ __typename: 'Person', childrensCentreRef })),
});

test('who is granted the attendance of a child sees each session; who is not granted the family-support case does not see it', async () => {
  const body = await ask(
    '/graphql',
    about([grace.ref], 'registration', 'attendance', 'places'),
    entities(
      'childrensCentre { registration { registeredDate consentToShare centre { urn } } attendances { activity sessionDate attended ledByAgency centreName } familySupportCase { reason } }',
    ),
    people(grace.ref),
  );
  const [{ childrensCentre }] = body.data._entities;
  expect(childrensCentre.registration).toMatchObject({ consentToShare: 'GIVEN', centre: { urn: '990102' } });
  expect(childrensCentre.attendances.length).toBeGreaterThan(10);
  expect(childrensCentre.attendances[0]).toEqual({
    activity: 'Stay and play',
    sessionDate: expect.stringMatching(/^2026-\d\d-\d\d$/),
    attended: false,
    ledByAgency: AGENCY,
    centreName: "Thornwick Children's Centre",
  });
  expect(childrensCentre.familySupportCase).toBeNull();
  expect(body.errors).toMatchObject([
    { path: ['_entities', 0, 'childrensCentre', 'familySupportCase'], extensions: { code: 'NOT_GRANTED' } },
  ]);
});

test('the worker of a family-support case is named to who is granted the case', async () => {
  const body = await ask(
    '/graphql',
    about([mother.ref], 'family-support'),
    entities('childrensCentre { familySupportCase { openedDate reason worker { name role organisation } } }'),
    people(mother.ref),
  );
  expect(body.errors).toBeUndefined();
  expect(body.data._entities[0].childrensCentre.familySupportCase).toMatchObject({
    openedDate: '2025-04-02',
    worker: { name: 'Joanne Pryce', organisation: "Aldermere Council children's centres" },
  });
});

test('a person who is not registered has no record, and no error', async () => {
  const body = await ask(
    '/graphql',
    about(['CC0'], 'registration'),
    entities('childrensCentre { registration { registeredDate } }'),
    people('CC0'),
  );
  expect(body).toEqual({ data: { _entities: [{ childrensCentre: null }] } });
});

test('no grant that names one child opens another', async () => {
  const body = await ask(
    '/graphql',
    about([mother.ref], 'registration'),
    entities('childrensCentre { registration { registeredDate } }'),
    people(mother.ref, grace.ref),
  );
  expect(body.data._entities[0].childrensCentre.registration).not.toBeNull();
  expect(body.data._entities[1].childrensCentre?.registration ?? null).toBeNull();
});

test('centres and reach areas need a grant of places and no person', async () => {
  const query =
    '{ centres { urn name status reachArea { id postcodeSectors } } reachArea(id: "thornwick") { name } none: reachArea(id: "x") { name } }';
  const granted = await ask('/graphql', { streams: [`${AGENCY}:places`] }, query);
  expect(granted.data.centres).toHaveLength(borough.centres.length);
  expect(granted.data.centres[1]).toMatchObject({
    urn: '990102',
    status: 'DESIGNATED',
    reachArea: { id: 'thornwick' },
  });
  expect([granted.data.reachArea, granted.data.none]).toEqual([{ name: 'Thornwick' }, null]);
  const refused = await ask('/graphql', { streams: [REGISTRATION] }, query);
  expect(refused.data.centres).toBeNull();
});

test('a child is found by name, date of birth and postcode', async () => {
  const { givenName, familyName, dateOfBirth, address } = grace;
  const body = await ask(
    '/contract',
    { streams: [`${AGENCY}:existence`] },
    'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref outcome } }',
    { subjects: [{ givenName, familyName, dateOfBirth, postcode: address?.postcode }] },
  );
  expect(body.data.match).toEqual([[{ ref: grace.ref, outcome: 'MATCH' }]]);
});

test('the head of the centre has a relationship with a child registered there, the head of another has none', async () => {
  const facts = async (id: string) => {
    const requester = { id, organisation: 'centres', role: 'HEAD_OF_CENTRE', area: 'thornwick' };
    const statement = { ...about([grace.ref], 'facts'), requester };
    const query =
      'query ($refs: [ID!]!) { facts(refs: $refs, kinds: [RELATIONSHIP, CONSENT, AREA, AGE]) { kind value } }';
    return (await ask('/contract', statement, query, { refs: [grace.ref] })).data.facts[0].map(
      ({ kind, value }: { kind: string; value: string }) => `${kind} ${value}`,
    );
  };
  const rest = ['AGE 2', 'AREA thornwick', 'CONSENT GIVEN'];
  expect((await facts('w-head-of-centre')).sort()).toEqual([...rest, 'RELATIONSHIP REGISTERED_CENTRE']);
  expect((await facts('w-somebody')).sort()).toEqual(rest);
});

test('a family is told with what the mother is to each of her children', async () => {
  const body = await ask(
    '/contract',
    about([grace.ref], 'family', 'identity'),
    'query ($refs: [ID!]!) { members(refs: $refs) { kind members { ref relationship to subject { givenName } } } }',
    { refs: [grace.ref] },
  );
  const [[family]] = body.data.members;
  expect(family.kind).toBe('FAMILY');
  expect(family.members).toContainEqual({
    ref: mother.ref,
    relationship: 'Mother',
    to: grace.ref,
    subject: { givenName: 'Ngozi' },
  });
});

test('with a folder of its own that cannot be read, the answer is a fault and never an empty record', async () => {
  const own = await mkdtemp(join(folder, 'broken-'));
  await writeFile(join(own, 'registrations.csv'), 'RegistrationID,CentreURN\r\n');
  const broken = await start({ port: 0, jwksUrl: issuer.jwksUrl, dataDirectory: join(own, 'own'), partnerSystem: own });
  try {
    const query = entities('childrensCentre { registration { registeredDate } }');
    const body = await ask('/graphql', about(['CC1'], 'registration'), query, people('CC1'), broken);
    expect(body.errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toContain(
      'PARTNER_SYSTEM_UNAVAILABLE',
    );
    expect(JSON.stringify(body)).not.toContain(own);
  } finally {
    await broken.close();
  }
});

test('the stand-in writes nothing of the truth that the borough keeps apart', async () => {
  const { readdir, readFile } = await import('node:fs/promises');
  const written = join(folder, 'own', 'centre-export');
  const texts = await Promise.all((await readdir(written)).map((file) => readFile(join(written, file), 'utf8')));
  const cells = new Set(texts.join('\n').split(/[,"\r\n;]+/));
  expect(texts).toHaveLength(6);
  expect([...borough.people.keys()].filter((truth) => cells.has(truth))).toEqual([]);
});
