import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningAgency } from '@family-view/kit';
import { serveAgency } from '@family-view/kit';
import { askAgency, startTestIssuer, type TestIssuer } from '@family-view/kit/testing';
import { type Borough, inventBorough, type Marker, type RunningSystem } from '@family-view/population';
import { connectEducation, educationAgency } from './index';
import { startSchoolSystem } from './stand-in';

const invented = inventBorough();
const okafor = invented.storylines.find((storyline) => storyline.key === 'okafor')!;
const refOf = (role: string) => invented.education.people.find((person) => person.truth === okafor.people[role])!.ref;
const [daniel, grace, ngozi] = [refOf('oldest'), refOf('toddler'), refOf('mother')];
const sheltered = invented.education.people.find((person) => person.upn !== undefined && person.ref !== daniel)!.ref;
const borough: Borough = {
  ...invented,
  education: {
    ...invented.education,
    people: invented.education.people.map((person) =>
      person.ref === sheltered ? { ...person, markers: ['SHIELDED'] as Marker[] } : person,
    ),
  },
};

let issuer: TestIssuer;
let mis: RunningSystem;
let agency: RunningAgency;
let dataDirectory: string;
const opened: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'education-'));
  issuer = await startTestIssuer();
  mis = await startSchoolSystem(borough);
  opened.push(issuer, mis);
  agency = await agencyOver(mis.url);
});
afterAll(async () => {
  // The last opened first: an agency before the system it reads.
  for (const one of opened.reverse()) await one.close();
  await rm(dataDirectory, { recursive: true });
});

async function agencyOver(baseUrl: string): Promise<RunningAgency> {
  const connector = connectEducation({ baseUrl, today: () => borough.today });
  const running = await serveAgency(educationAgency(connector), {
    port: 0,
    jwksUrl: issuer.jwksUrl,
    dataDirectory: join(dataDirectory, String(opened.length)),
    log: () => undefined,
  });
  opened.push(running);
  return running;
}

async function ask(refs: readonly string[], streams: readonly string[], selection: string, of: RunningAgency = agency) {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { education { ${selection} } } } }`;
  const variables = { of: refs.map((educationRef) => ({ __typename: 'Person', educationRef })) };
  const grant = await issuer.issueGrant({ agency: 'education', people: [{ refs, streams }] }, query, variables);
  const { body } = await askAgency(`${of.url}/graphql`, grant, query, variables);
  return {
    records: body.data?._entities?.map((entity: { education: unknown }) => entity.education),
    errors: body.errors,
  };
}

const EVERY_STREAM = [
  'setting',
  'attendance',
  'exclusions',
  'sen',
  'free-school-meals',
  'early-years',
  'funding-basis',
].map((name) => `education:${name}`);

test('the whole record of a pupil is told under all the streams of the agency', async () => {
  const { records, errors } = await ask(
    [daniel],
    EVERY_STREAM,
    `
    setting { educationSettingName urn ncYearActual enrolStatus entryDate leavingDate designatedSafeguardingLead { name role } }
    attendance { academicYearStart academicYearEnd sessionsPossible sessionsAuthorised sessionsUnauthorised attendancePercentage }
    exclusions { category startDate sessions }
    sen { senProvision senTypes ehcPlanIssued }
    freeSchoolMeals { eligible from pupilPremium }
    earlyYears { fundedHours }
    dataQuality { field fault }`,
  );
  expect(errors).toBeUndefined();
  expect(records).toEqual([
    {
      setting: {
        educationSettingName: 'Thornwick Primary School',
        urn: expect.any(String),
        ncYearActual: '5',
        enrolStatus: 'C',
        entryDate: '2021-09-02',
        leavingDate: null,
        designatedSafeguardingLead: { name: 'Peter Lindqvist', role: 'Designated Safeguarding Lead' },
      },
      attendance: [
        {
          academicYearStart: 2026,
          academicYearEnd: 2027,
          sessionsPossible: 72,
          sessionsAuthorised: 6,
          sessionsUnauthorised: 13,
          attendancePercentage: 73.6,
        },
        {
          academicYearStart: 2025,
          academicYearEnd: 2026,
          sessionsPossible: 380,
          sessionsAuthorised: 19,
          sessionsUnauthorised: 27,
          attendancePercentage: 87.9,
        },
        {
          academicYearStart: 2024,
          academicYearEnd: 2025,
          sessionsPossible: 380,
          sessionsAuthorised: 12,
          sessionsUnauthorised: 6,
          attendancePercentage: 95.3,
        },
      ],
      exclusions: [{ category: 'SUSP', startDate: '2026-06-15', sessions: 4 }],
      sen: { senProvision: 'K', senTypes: ['SEMH'], ehcPlanIssued: null },
      freeSchoolMeals: { eligible: true, from: '2022-01-10', pupilPremium: true },
      earlyYears: null,
      dataQuality: [],
    },
  ]);
});

test('a child with funded hours and no school has early years, and nothing is known of school or attendance', async () => {
  const { records } = await ask(
    [grace],
    EVERY_STREAM,
    'setting { urn } attendance { academicYearStart } exclusions { category } freeSchoolMeals { eligible } earlyYears { fundedHours fundingBasis }',
  );
  expect(records).toEqual([
    {
      setting: null,
      attendance: null,
      exclusions: null,
      freeSchoolMeals: { eligible: null },
      earlyYears: { fundedHours: 15, fundingBasis: 'ECO' },
    },
  ]);
});

test('attendance is told and special needs are not, where only attendance is granted', async () => {
  const { records, errors } = await ask(
    [daniel],
    ['education:attendance'],
    'attendance { academicYearStart } sen { senProvision }',
  );
  expect(records[0].attendance).toHaveLength(3);
  expect(records[0].sen?.senProvision ?? null).toBeNull();
  expect(errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toContain('NOT_GRANTED');
});

test('a parent, and somebody the schools do not know, have no pupil record', async () => {
  expect((await ask([ngozi, 'nobody'], EVERY_STREAM, 'setting { urn }')).records).toEqual([null, null]);
});

test('a shielded pupil is as one the schools do not know, whatever the grant says', async () => {
  const shielded = await ask([sheltered], EVERY_STREAM, 'setting { urn } attendance { academicYearStart }');
  expect(shielded).toEqual(await ask(['nobody'], EVERY_STREAM, 'setting { urn } attendance { academicYearStart }'));
});

test('fifty pupils are read in one call of each kind', async () => {
  const refs = borough.education.people.slice(0, 50).map((person) => person.ref);
  const before = mis.calls.get('/attendance') ?? 0;
  await ask(refs, EVERY_STREAM, 'attendance { academicYearStart }');
  expect((mis.calls.get('/attendance') ?? 0) - before).toBe(1);
});

test('a garbled exclusion or special need is told of without saying that there is one', async () => {
  const dirty = {
    ...invented.education.content.get(daniel)!,
    senTypes: ['XYZ'],
    exclusions: [{ category: 'SUSP' as const, reason: 'x', startDate: '2026-02-31', sessions: 1 }],
  };
  const content = new Map([...invented.education.content, [daniel, dirty] as const]);
  const soiled = await startSchoolSystem({ ...invented, education: { ...invented.education, content } });
  opened.push(soiled);
  const over = await agencyOver(soiled.url);
  const { records } = await ask([daniel], ['education:setting'], 'dataQuality { field fault }', over);
  const fault = 'a part of the record shared by another stream could not be read as it should be';
  expect(records[0].dataQuality).toEqual([{ field: 'record', fault }]);
});

test('when the MIS is down the agency says so, and does not say that nothing is held', async () => {
  const { errors } = await ask([daniel], EVERY_STREAM, 'setting { urn }', await agencyOver('http://127.0.0.1:1'));
  expect(errors[0].extensions.code).toBe('PARTNER_SYSTEM_UNAVAILABLE');
});

test('the school’s pupil is matched by name, date of birth and postcode through the contract', async () => {
  const held = borough.education.people.find((person) => person.ref === daniel)!;
  const query = 'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref outcome } }';
  const variables = {
    subjects: [
      {
        givenName: held.givenName,
        familyName: held.familyName,
        dateOfBirth: held.dateOfBirth,
        postcode: held.address?.postcode,
      },
    ],
  };
  const grant = await issuer.issueGrant({ agency: 'education', streams: ['education:existence'] }, query, variables);
  const { body } = await askAgency(`${agency.url}/contract`, grant, query, variables);
  expect(body.data.match).toEqual([[{ ref: daniel, outcome: 'MATCH' }]]);
});
