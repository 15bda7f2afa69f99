import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningAgency, serveAgency } from '@family-view/kit';
import { askAgency, startTestIssuer, type TestIssuer } from '@family-view/kit/testing';
import { inventBorough } from '@family-view/population';
import { HealthConnector, healthAgency, start } from './index';
import { writeHealthRecords } from './stand-in';
import { type FhirStandIn, serveFhir } from './stand-in-server';

const borough = inventBorough();
const refOf = (key: string, role: string): string => {
  const truth = borough.storylines.find((told) => told.key === key)!.people[role];
  return borough.health.people.find((person) => person.truth === truth)!.ref;
};
const toddler = refOf('okafor', 'toddler');
const oldest = refOf('okafor', 'oldest');
const content = borough.health.content.get(toddler)!;

// A number as it was once typed into a published record.
const mistyped = refOf('hartley', 'child');
const people = borough.health.people.map((person) =>
  person.ref === mistyped ? { ...person, nhsNumber: '9991234566' } : person,
);

// Eight weeks before it is due, its antenatal contact is.
const contactedUnborn = borough.health.people.find(({ lifeState }) => lifeState === 'UNBORN')!.ref;
const contents = new Map([
  ...borough.health.content,
  [
    contactedUnborn,
    {
      ...borough.health.content.get(contactedUnborn)!,
      mandatedContacts: [{ kind: 'ANTENATAL' as const, dueDate: '2026-10-20', outcome: 'Offered' as const }],
    },
  ] as const,
]);

let issuer: TestIssuer;
let standIn: FhirStandIn;
let agency: RunningAgency;
let dataDirectory: string;
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'health-'));
  issuer = await startTestIssuer();
  const records = writeHealthRecords({ health: { ...borough.health, people, content: contents } });
  standIn = await serveFhir(records, { now: `${borough.today}T09:00:00Z` });
  const connector = new HealthConnector({
    baseUrl: standIn.url,
    today: () => borough.today,
    reachAreas: borough.reachAreas,
    coverage: { from: null, to: null, area: null, notCovered: [] },
  });
  agency = await serveAgency(healthAgency(connector), {
    port: 0,
    jwksUrl: issuer.jwksUrl,
    dataDirectory,
    log: () => undefined,
  });
});
afterAll(async () => {
  await agency.close();
  await standIn.close();
  await issuer.close();
  await rm(dataDirectory, { recursive: true });
});

async function ask(refs: readonly string[], streams: readonly string[], selection: string, url = agency.url) {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { health { ${selection} } } } }`;
  const variables = { of: refs.map((healthRef) => ({ __typename: 'Person', healthRef })) };
  const grant = await issuer.issueGrant(
    { agency: 'health', people: [{ refs, streams: streams.map((name) => `health:${name}`) }] },
    query,
    variables,
  );
  const { body } = await askAgency(`${url}/graphql`, grant, query, variables);
  return { records: body.data?._entities?.map((entity: { health: unknown }) => entity?.health), errors: body.errors };
}
async function askContract(people: readonly string[], streams: readonly string[], query: string, variables = {}) {
  const named = streams.map((name) => `health:${name}`);
  const grant = await issuer.issueGrant(
    { agency: 'health', people: [{ refs: people, streams: named }], streams: named },
    query,
    variables,
  );
  const { body } = await askAgency(`${agency.url}/contract`, grant, query, variables);
  return body;
}

const WHOLE = `
  registration { registeredGpName registeredGpSurgery gpPracticeOds gpTelephone healthVisitingTeam healthVisitor { name role team organisation phone email } }
  mandatedContacts { kind dueDate date outcome setting practitioner { name } }
  developmentReviews { date ageInMonths communication grossMotor fineMotor problemSolving personalSocial outcome }
  immunisations { vaccineCode vaccine occurrenceDate status statusReason }
  missedAppointments { date setting reason }
  emergencyAttendances { date reason }
  breastfeedingStatus
  maternity { dueDate }
  dataQuality { field fault }`;
const EVERY_STREAM = [
  'registration',
  'visits',
  'development',
  'immunisations',
  'appointments',
  'emergency',
  'feeding',
  'maternity',
];

test('an unborn child’s contacts tell no day they are due without maternity, since that tells when the child is', async () => {
  const contact = 'mandatedContacts { kind dueDate }';
  const closed = await ask([contactedUnborn], ['visits'], contact);
  expect(closed.records[0].mandatedContacts).toEqual([{ kind: 'ANTENATAL', dueDate: null }]);
  expect(closed.errors).toEqual([expect.objectContaining({ extensions: { code: 'NOT_GRANTED' } })]);
  const open = await ask([contactedUnborn], ['visits', 'maternity'], contact);
  expect(open.records[0].mandatedContacts).toEqual([{ kind: 'ANTENATAL', dueDate: '2026-10-20' }]);
  const born = await ask([toddler], ['visits'], contact);
  expect(born.errors).toBeUndefined();
  expect(born.records[0].mandatedContacts[0]).toEqual({ kind: expect.any(String), dueDate: expect.any(String) });
});

test('the whole record of a toddler is told under all the streams of the agency, as the child health system holds it', async () => {
  const { records, errors } = await ask([toddler], EVERY_STREAM, WHOLE);
  expect(errors).toBeUndefined();
  const visitor = content.healthVisitor!;
  expect(records).toEqual([
    {
      registration: {
        registeredGpName: content.gpName,
        registeredGpSurgery: content.gpSurgery,
        gpPracticeOds: content.gpOds,
        gpTelephone: content.gpTelephone,
        healthVisitingTeam: content.healthVisitingTeam,
        healthVisitor: {
          name: visitor.name,
          role: visitor.role,
          team: content.healthVisitingTeam,
          organisation: visitor.organisation,
          phone: visitor.phone,
          email: visitor.email,
        },
      },
      mandatedContacts: content.mandatedContacts.map(({ kind, dueDate, date, outcome, setting, practitioner }) => ({
        kind,
        dueDate,
        date: date ?? null,
        outcome,
        setting: setting ?? null,
        practitioner: practitioner ? { name: practitioner.name } : null,
      })),
      developmentReviews: content.developmentReviews.map(({ scores, ...review }) => ({ ...review, ...scores })),
      immunisations: expect.arrayContaining(
        content.immunisations.map(({ code, vaccine, date, status, statusReason }) => ({
          vaccineCode: code,
          vaccine,
          occurrenceDate: date,
          status,
          statusReason: statusReason ?? null,
        })),
      ),
      missedAppointments: content.missedAppointments.map((missed) => ({ reason: null, ...missed })),
      emergencyAttendances: content.emergencyAttendances.map((attended) => ({ reason: null, ...attended })),
      breastfeedingStatus: content.breastfeedingStatus ?? null,
      maternity: null,
      dataQuality: [],
    },
  ]);
});

test('a grant for visits shows the visits and refuses the emergency attendances', async () => {
  const { records, errors } = await ask(
    [toddler],
    ['visits'],
    'mandatedContacts { kind } emergencyAttendances { date }',
  );
  expect(records[0].mandatedContacts).toHaveLength(content.mandatedContacts.length);
  expect(records[0].emergencyAttendances).toBeNull();
  expect(errors).toHaveLength(1);
});

test('each of several children asked for together gets their own visits', async () => {
  const refs = [oldest, toddler, refOf('okafor', 'baby')];
  const { records } = await ask(refs, ['visits'], 'mandatedContacts { dueDate }');
  const expected = refs.map((ref) =>
    borough.health.content.get(ref)!.mandatedContacts.map(({ dueDate }) => ({ dueDate })),
  );
  expect(records).toEqual(expected.map((mandatedContacts) => ({ mandatedContacts })));
});

test('a list that is recorded as empty is empty, and not unknown', async () => {
  const mother = refOf('okafor', 'mother');
  const { records } = await ask([mother], EVERY_STREAM, 'developmentReviews { date } maternity { dueDate }');
  expect(records).toEqual([{ developmentReviews: [], maternity: null }]);
});

test('the booking of an expectant mother is told with the midwife', async () => {
  const mother = refOf('kowalska', 'mother');
  const booked = borough.health.content.get(mother)!.maternity!;
  const { records } = await ask(
    [mother],
    ['maternity'],
    'maternity { bookingDate dueDate gestationAtBookingWeeks midwiferyTeam midwife { name phone } }',
  );
  expect(records[0].maternity).toEqual({
    bookingDate: booked.bookingDate,
    dueDate: booked.dueDate,
    gestationAtBookingWeeks: booked.gestationAtBookingWeeks,
    midwiferyTeam: booked.team,
    midwife: { name: booked.midwife!.name, phone: booked.midwife!.phone },
  });
});

test('a person that health does not hold has no record, whatever the grant says', async () => {
  expect((await ask(['H0'], EVERY_STREAM, 'mandatedContacts { kind }')).records).toEqual([null]);
});

test.each([
  ['shielded', 'ashdown', 'child'],
  ['restricted', 'thackray', 'child'],
  ['adopted', 'lindley', 'birthIdentity'],
])('a %s record answers as somebody not held answers', async (_, key, role) => {
  const closed = await ask([refOf(key, role)], EVERY_STREAM, 'registration { registeredGpSurgery }');
  const nobody = await ask(['H0'], EVERY_STREAM, 'registration { registeredGpSurgery }');
  expect(closed).toEqual(nobody);
});

test('a fault in the record is told beside it under the stream of the registration, and not under another', async () => {
  const told = await ask([mistyped], ['registration'], 'registration { gpPracticeOds } dataQuality { field fault }');
  expect(told.records[0].dataQuality).toEqual([{ field: 'NHS number', fault: 'check digit is wrong' }]);
  const refused = await ask([mistyped], ['visits'], 'mandatedContacts { kind } dataQuality { field fault }');
  expect(refused.records[0].dataQuality).toBeNull();
  expect(refused.errors).toHaveLength(1);
});

test('the contract finds an unborn child by its mother and its due date', async () => {
  const mother = borough.health.people.find(({ ref }) => ref === refOf('kowalska', 'mother'))!;
  const unborn = borough.health.people.find(({ ref }) => ref === refOf('kowalska', 'unborn'))!;
  const subject = {
    familyName: unborn.familyName,
    expectedDateOfBirth: unborn.expectedDateOfBirth,
    mother: {
      nhsNumber: mother.nhsNumber,
      givenName: mother.givenName,
      familyName: mother.familyName,
      dateOfBirth: mother.dateOfBirth,
    },
  };
  const body = await askContract(
    [],
    ['existence'],
    'query ($of: [Subject!]!) { match(subjects: $of) { ref outcome } }',
    { of: [subject] },
  );
  expect(body.data.match[0]).toContainEqual({ ref: unborn.ref, outcome: 'MATCH' });
});

test('the contract tells the family of a child with the mother as its mother', async () => {
  const members = ['mother', 'father', 'oldest', 'toddler', 'baby'].map((role) => refOf('okafor', role));
  const body = await askContract(
    members,
    ['family', 'identity'],
    'query ($of: [ID!]!) { members(refs: $of) { kind members { ref relationship to } } }',
    { of: [toddler] },
  );
  expect(body.errors).toBeUndefined();
  expect(body.data.members[0][0].members).toContainEqual({ ref: members[0], relationship: 'Mother', to: toddler });
});

test('with its own system down the agency answers an error without a word of where it is, and never "nothing held"', async () => {
  const own = await start({
    port: 0,
    jwksUrl: issuer.jwksUrl,
    dataDirectory: join(dataDirectory, 'down'),
    partnerSystem: 'http://127.0.0.1:1/R4',
  });
  const { records, errors } = await ask([toddler], ['visits'], 'mandatedContacts { kind }', own.url);
  await own.close();
  expect(records ?? [null]).toEqual([null]);
  expect(errors.length).toBeGreaterThan(0);
  expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|ECONN|H\d{3}|Patient/);
});

test('started by itself the agency brings the borough up and answers', async () => {
  const own = await start({ port: 0, jwksUrl: issuer.jwksUrl, dataDirectory: join(dataDirectory, 'own') });
  const { records } = await ask([toddler], ['feeding'], 'breastfeedingStatus', own.url);
  await own.close();
  expect(records).toEqual([{ breastfeedingStatus: content.breastfeedingStatus ?? null }]);
});
