/** A server that answers about somebody else, or more than it was asked: nothing of that may reach anybody's record. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HealthConnector } from './connector';
import { SYSTEMS } from './format/codes';
import { patientOf } from './stand-in-resources';
import { type FhirStandIn, type Stored, serveFhir } from './stand-in-server';

type Answers = Readonly<Record<string, readonly object[]>>;
let server: Server;
let asked: string[] = [];
let answers: Answers = {};
/** Where set, the server passes on to this one. */
let behind: FhirStandIn | undefined;
let health: HealthConnector;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const type = url.pathname.split('/')[2] ?? '';
    asked.push(type);
    if (behind) return void response.end(await (await fetch(new URL(url.pathname + url.search, behind.url))).text());
    const entry = (answers[type] ?? []).map((resource) => ({ resource: { resourceType: type, ...resource } }));
    response.end(JSON.stringify({ resourceType: 'Bundle', entry }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  health = new HealthConnector({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/R4`,
    today: () => '2026-11-01',
    reachAreas: [],
    coverage: { from: null, to: null, area: null, notCovered: [] },
  });
});
afterAll(async () => {
  await health.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked = [];
});

const child = { id: 'maya', birthDate: '2024-05-01', name: [{ family: 'Okafor', given: ['Maya'] }] };
const brother = { id: 'noah', birthDate: '2020-01-01', name: [{ family: 'Okafor', given: ['Noah'] }] };

test('a record that was not asked for is not given, even in the place of one that was', async () => {
  answers = { Patient: [brother] };
  expect(await health.people(['maya'])).toEqual([null]);
  expect(await health.holds(['maya'])).toEqual([false]);
});

test('records given in another order stay with their own refs', async () => {
  answers = { Patient: [brother, child] };
  expect((await health.people(['maya', 'noah'])).map((person) => person?.givenName)).toEqual(['Maya', 'Noah']);
});

test("a brother's dose, visit and missed appointment are not on the sister's record", async () => {
  answers = {
    Patient: [child, brother],
    Immunization: [{ id: '1', patient: patientOf('noah'), status: 'completed', occurrenceDateTime: '2020-03-01' }],
    Encounter: [{ id: '2', subject: patientOf('noah'), status: 'finished', class: { code: 'EMER' } }],
    Appointment: [{ id: '3', status: 'noshow', participant: [{ actor: patientOf('noah') }] }],
    Observation: [{ id: '4', subject: patientOf('noah') }],
    EpisodeOfCare: [{ id: '5', patient: patientOf('noah'), status: 'active' }],
  };
  expect(await health.immunisations(['maya'])).toEqual([{ value: [], faults: [] }]);
  expect(await health.emergencyAttendances(['maya'])).toEqual([{ value: [], faults: [] }]);
  expect(await health.missedAppointments(['maya'])).toEqual([{ value: [], faults: [] }]);
  expect(await health.developmentReviews(['maya'])).toEqual([{ value: [], faults: [] }]);
  expect(await health.involvements(['maya'])).toEqual([[]]);
  expect(await health.immunisations(['maya'])).toEqual([{ value: [], faults: [] }]);
  expect(await health.registrations(['maya'])).toEqual([{ value: null, faults: [] }]);
});

test('a cancelled encounter is no attendance, and a cancelled contact is missed only where nobody came', async () => {
  const type = [{ coding: [{ system: SYSTEMS.mandatedContact, code: 'ONE_YEAR' }] }];
  const cancelled = { subject: patientOf('maya'), status: 'cancelled', type };
  answers = {
    Encounter: [
      { id: '1', ...cancelled, appointment: [{ reference: 'Appointment/a' }] },
      { id: '2', ...cancelled },
    ],
    Appointment: [{ id: 'a', status: 'noshow', participant: [{ actor: patientOf('maya') }] }],
  };
  const [contacts] = await health.mandatedContacts(['maya']);
  expect(contacts?.value.map(({ outcome }) => outcome)).toEqual(['Missed', 'Cancelled']);
  expect(await health.emergencyAttendances(['maya'])).toEqual([{ value: [], faults: [] }]);
});

test('a record not in use is nobody, by its ref and by a search', async () => {
  answers = { Patient: [{ ...child, active: false }] };
  expect(await health.people(['maya'])).toEqual([null]);
  expect(await health.holds(['maya'])).toEqual([false]);
  expect(await health.find({ by: 'dateOfBirth', value: '2024-03-01' })).toEqual([]);
});

test('what is labelled restricted on an open record is left out, and that something is, is told', async () => {
  const meta = { security: [{ system: 'http://hl7.org/fhir/v3/Confidentiality', code: 'R' }] };
  answers = {
    Patient: [child],
    Encounter: [{ id: '1', subject: patientOf('maya'), status: 'finished', meta, reasonCode: [{ text: 'Overdose' }] }],
    RelatedPerson: [{ id: '2', patient: patientOf('maya'), meta, relationship: [{ text: 'Mother' }] }],
  };
  const [emergencies] = await health.emergencyAttendances(['maya']);
  expect(emergencies).toEqual({
    value: [],
    faults: [{ field: 'Encounter.meta.security', fault: 'labelled as not to be shown' }],
  });
  const [maya] = await health.people(['maya']);
  expect(maya).toMatchObject({ mother: null, markers: [] });
  expect(JSON.stringify(maya?.dataQuality)).toContain('labelled as not to be shown');
});

test('a flag that does not say whose it is closes whoever it was found for', async () => {
  const flag = { id: '1', status: 'active', code: { coding: [{ system: SYSTEMS.protection, code: 'SHIELDED' }] } };
  answers = { Patient: [child], Flag: [flag] };
  expect((await health.people(['maya']))[0]?.markers).toEqual(['SHIELDED']);
  answers = { Patient: [child], Flag: [{ ...flag, subject: patientOf('somebody-else') }] };
  expect((await health.people(['maya']))[0]?.markers).toEqual([]);
});

test('a reference to another server names nobody here, though the id is one of ours', async () => {
  answers = {
    Patient: [child],
    Immunization: [
      { id: '1', patient: { reference: 'https://elsewhere.example/R4/Patient/maya' }, status: 'completed' },
    ],
    Flag: [
      {
        id: '2',
        subject: { reference: 'https://elsewhere.example/R4/Patient/maya' },
        code: { coding: [{ system: SYSTEMS.protection, code: 'ADOPTED' }] },
      },
    ],
  };
  expect(await health.immunisations(['maya'])).toEqual([{ value: [], faults: [] }]);
  // What opens or joins must be ours beyond doubt; what closes need not: the server found this flag for her.
  expect((await health.people(['maya']))[0]?.markers).toEqual(['ADOPTED']);
});

test('a reference to our own server written in full is one of ours', async () => {
  const { port } = server.address() as AddressInfo;
  const subject = { reference: `http://127.0.0.1:${port}/R4/Patient/maya` };
  answers = {
    Patient: [child],
    Flag: [
      { id: '2', status: 'active', subject, code: { coding: [{ system: SYSTEMS.protection, code: 'SHIELDED' }] } },
    ],
  };
  expect((await health.people(['maya']))[0]?.markers).toEqual(['SHIELDED']);
});

test('what was entered in error is on nobody’s record', async () => {
  const wrong = { subject: patientOf('maya'), status: 'entered-in-error' };
  answers = {
    Encounter: [{ id: '1', ...wrong }],
    Immunization: [{ id: '4', patient: patientOf('maya'), status: 'entered-in-error' }],
    CareTeam: [{ id: '5', ...wrong, category: [{ text: 'Health visiting' }], name: 'Another team' }],
    Observation: [{ id: '2', ...wrong }],
    EpisodeOfCare: [{ id: '3', patient: patientOf('maya'), status: 'entered-in-error' }],
  };
  expect(await health.emergencyAttendances(['maya'])).toEqual([{ value: [], faults: [] }]);
  expect(await health.developmentReviews(['maya'])).toEqual([{ value: [], faults: [] }]);
  expect(await health.involvements(['maya'])).toEqual([[]]);
});

test('a relative written down by name only is told as a fault, without the words of whoever wrote it', async () => {
  answers = {
    Patient: [child],
    RelatedPerson: [
      { id: 'r', patient: patientOf('maya'), relationship: [{ text: 'Father (Wayne, do not contact)' }] },
    ],
  };
  expect((await health.people(['maya']))[0]?.dataQuality).toEqual([
    { field: 'RelatedPerson', fault: 'a relative is named who has no record here' },
  ]);
});

test('a record merged into another is no candidate of its own', async () => {
  answers = { Patient: [child, { ...brother, link: [{ type: 'replaced-by', other: patientOf('maya') }] }] };
  expect((await health.find({ by: 'dateOfBirth', value: '2024-05-01' })).map(({ ref }) => ref)).toEqual(['maya']);
});

test('looking for somebody who is not held asks the server for as much as for somebody who is', async () => {
  const stored: Stored = { resource: { resourceType: 'Patient', ...child }, found: { birthdate: ['2024-05-01'] } };
  const standIn = await serveFhir([stored], { now: '2026-11-01T09:00:00Z' });
  behind = standIn;
  const asksFor = async (look: () => Promise<unknown>) => {
    asked = [];
    await look();
    return [...asked].sort();
  };
  const held = await asksFor(() => health.find({ by: 'dateOfBirth', value: '2024-05-01' }));
  expect(await asksFor(() => health.find({ by: 'dateOfBirth', value: '1999-01-01' }))).toEqual(held);
  expect(await asksFor(() => health.people(['maya']))).toEqual(await asksFor(() => health.people(['nobody-here'])));
  behind = undefined;
  await standIn.close();
});

test('a practice is found by whatever names it: its code, itself, or the post of a doctor there (FHIR R4, Patient)', async () => {
  const surgery = {
    id: 'org-1',
    identifier: [{ system: SYSTEMS.ods, value: 'Z99001' }],
    name: 'Thornwick Surgery',
    telecom: [{ system: 'phone', value: '01632 960001' }],
  };
  const doctor = { id: 'doc-1', name: [{ text: 'Dr A. Farrow' }] };
  const post = {
    id: 'post-1',
    practitioner: { reference: 'Practitioner/doc-1' },
    organization: { reference: 'Organization/org-1' },
  };
  const registrationBy = async (...generalPractitioner: readonly object[]) => {
    answers = {
      Patient: [{ ...child, generalPractitioner }],
      Organization: [surgery],
      Practitioner: [doctor],
      PractitionerRole: [post],
    };
    return (await health.registrations(['maya']))[0]?.value;
  };
  const practice = { registeredGpSurgery: 'Thornwick Surgery', gpPracticeOds: 'Z99001', gpTelephone: '01632 960001' };
  expect(await registrationBy({ identifier: { system: SYSTEMS.ods, value: 'Z99001' } })).toMatchObject(practice);
  expect(await registrationBy({ reference: 'Organization/org-1' })).toMatchObject(practice);
  const both = { ...practice, registeredGpName: 'Dr A. Farrow' };
  expect(await registrationBy({ reference: 'PractitionerRole/post-1' })).toMatchObject(both);
  expect(await registrationBy({ reference: 'Practitioner/doc-1' })).toMatchObject({ registeredGpName: 'Dr A. Farrow' });
  expect(await registrationBy({ reference: 'Organization/another' })).toMatchObject({ gpPracticeOds: null });
});
