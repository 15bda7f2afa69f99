/** What a FHIR server may rightly say, and what may not be made of it: each right answer is by FHIR R4 where no other is named. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HealthConnector } from './connector';
import { BREASTFEEDING, DUE_DATE, EXTENSIONS, SYSTEMS } from './format/codes';
import { patientOf } from './stand-in-resources';

type Answers = Readonly<Record<string, readonly object[]>>;
const TODAY = '2026-11-01';
let server: Server;
let answers: Answers = {};
/** What of the Bundle is otherwise, by type. */
let bundles: Readonly<Record<string, object>> = {};
let health: HealthConnector;
const searchOf = (url: string | undefined): URL => new URL(url ?? '/', 'http://127.0.0.1');

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = searchOf(request.url);
    const type = pathname.split('/')[2] ?? '';
    const asked = [...searchParams.values()]
      .flatMap((value) => value.split(','))
      .map((one) => one.replace(/^.*\//, ''));
    const entry = (answers[type] ?? [])
      .filter((one) => !('of' in one) || asked.includes(String(one.of)))
      .map(({ of: _, ...resource }: { readonly of?: unknown }) => ({ resource: { resourceType: type, ...resource } }));
    response.end(JSON.stringify({ resourceType: 'Bundle', entry, ...bundles[type] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  health = new HealthConnector({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/R4`,
    pagingHosts: ['http://fhir.inside.example:8080'],
    today: () => TODAY,
    reachAreas: [{ id: 'area', name: 'Area', postcodeSectors: ['ZB3 3'] } as never],
    coverage: { from: null, to: null, area: null, notCovered: [] },
  });
});
afterAll(async () => {
  await health.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  [answers, bundles] = [{}, {}];
});

const maya = { id: 'maya', birthDate: '2024-05-01', name: [{ family: 'Okafor', given: ['Maya'] }] };
const person = async (more: object = {}) => {
  answers = { ...answers, Patient: [{ ...maya, ...more }] };
  return (await health.people(['maya']))[0];
};
const R = { system: SYSTEMS.confidentiality, code: 'R' };
const shielded = { status: 'active', code: { coding: [{ system: SYSTEMS.protection, code: 'SHIELDED' }] } };

describe('a label on the whole answer (security labels: the highest of what is in it)', () => {
  test('closes everybody in it where none of them has such a label', async () => {
    bundles = { Patient: { meta: { security: [R] } } };
    expect((await person())?.markers).toEqual(['RESTRICTED']);
    answers = { Patient: [maya], Immunization: [{ id: '1', patient: patientOf('maya'), status: 'completed' }] };
    bundles = { Immunization: { meta: { security: [R] } } };
    expect((await health.immunisations(['maya']))[0]?.value).toEqual([]);
  });

  test('is explained by the one in it that has it, and closes nobody else', async () => {
    const noah = { ...maya, id: 'noah', meta: { security: [R] } };
    answers = { Patient: [maya, noah] };
    bundles = { Patient: { meta: { security: [R] } } };
    const people = await health.people(['maya', 'noah']);
    expect(people.map((one) => one?.markers)).toEqual([[], ['RESTRICTED']]);
  });
});

describe('what changes the meaning of a resource and is not known', () => {
  test.each([
    ['a modifier within a part of it (extensibility, 2.4.1.2)', { link: [{ modifierExtension: [{ url: 'x' }] }] }],
    ['rules of its own (resource, implicitRules)', { implicitRules: 'https://supplier.example/rules' }],
  ])('%s closes it', async (_, more) => {
    expect((await person(more))?.markers).toEqual(['RESTRICTED']);
  });
});

describe('a record that was merged into another (link-type, replaced-by: "must no longer be used")', () => {
  const old = { ...maya, id: 'old', link: [{ type: 'replaced-by', other: patientOf('maya') }] };
  const kept = { ...maya, link: [{ type: 'replaces', other: patientOf('old') }] };

  test('is nobody: by its ref, on a roster, in a sample, by a due date', async () => {
    const placed = { ...old, address: [{ use: 'home', postalCode: 'ZB3 3ZW' }] };
    const due = { id: 'd', code: { coding: [DUE_DATE] }, focus: [patientOf('old')], valueDateTime: '2026-12-01' };
    answers = { Patient: [placed], Observation: [due] };
    expect(await health.people(['old'])).toEqual([null]);
    expect(await health.holds(['old'])).toEqual([false]);
    expect(await health.firstPeople(20)).toEqual([]);
    expect(await health.find({ by: 'expectedDateOfBirth', value: '2026-12-01' })).toEqual([]);
    const roster = { area: 'area', mine: false, first: 10, after: null };
    const requester = { id: 'x', organisation: 'health', role: 'HEALTH_LEAD', area: null };
    expect((await health.roster(roster, requester)).refs).toEqual([]);
  });

  test('a flag that was left on it protects who it was merged into', async () => {
    answers = {
      Patient: [
        { ...kept, of: 'maya' },
        { ...kept, of: 'old' },
      ],
      Flag: [{ ...shielded, id: 'f', subject: patientOf('old') }],
    };
    expect((await health.people(['maya']))[0]?.markers).toEqual(['SHIELDED']);
    expect((await health.marked()).map(({ ref }) => ref)).toEqual(['maya']);
  });
});

describe('an answer that is not all of it', () => {
  const unavailable = { code: 'PARTNER_SYSTEM_UNAVAILABLE' };
  test.each(['incomplete', 'timeout', 'throttled', 'suppressed', 'forbidden'])(
    'a warning of the kind %s says so (issue-type): nobody is "nothing held" for it',
    async (code) => {
      const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code }] };
      bundles = { Patient: { entry: [{ resource: outcome, search: { mode: 'outcome' } }] } };
      await expect(health.people(['maya'])).rejects.toMatchObject(unavailable);
    },
  );

  test('a warning of another kind does not', async () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'not-supported' }] };
    bundles = { Patient: { entry: [{ resource: outcome, search: { mode: 'outcome' } }] } };
    expect(await health.people(['maya'])).toEqual([null]);
  });

  test('fewer than its total, without a further page, is a part of it (Bundle.total)', async () => {
    answers = { Patient: [maya] };
    bundles = { Patient: { total: 2 } };
    await expect(health.people(['maya'])).rejects.toMatchObject(unavailable);
    bundles = { Patient: { total: 1 } };
    expect((await health.people(['maya']))[0]?.ref).toBe('maya');
  });
});

describe('what cannot be read is not in use', () => {
  const worker = { id: 'w', identifier: [{ system: SYSTEMS.sdsUser, value: '100' }], name: [{ text: 'A Worker' }] };
  const episode = { id: 'e', patient: patientOf('maya'), careManager: { reference: 'Practitioner/w' } };
  const allocated = async (more: object) => {
    answers = { EpisodeOfCare: [{ ...episode, ...more }], Practitioner: [worker] };
    const requester = { id: '100', organisation: 'health', role: 'HEALTH_LEAD', area: null };
    return (await health.facts(['maya'], ['RELATIONSHIP'], requester))[0]?.length;
  };

  test('a worker is allocated by an episode that runs, and by none whose end or status cannot be read', async () => {
    expect(await allocated({ status: 'active', period: { start: '2026-01-01' } })).toBe(1);
    expect(await allocated({ status: 'active', period: { start: '2026-01-01', end: 20260201 } })).toBe(0);
    expect(await allocated({ status: 'active', period: 'until February' })).toBe(0);
    expect(await allocated({ status: ['finished'] })).toBe(0);
    expect(await allocated({})).toBe(0);
  });

  test('an address whose use cannot be read is not where somebody lives; "Home" is home', async () => {
    const at = (use: unknown) => person({ address: [{ use, postalCode: 'ZB3 3ZW' }] });
    expect((await at(['old']))?.postcode).toBeNull();
    expect((await at('Home'))?.postcode).toBe('ZB3 3ZW');
  });
});

describe('NHS numbers', () => {
  const [one, other] = ['9449303223', '9000000009'];
  const status = (code: string, system: string = SYSTEMS.nhsNumberStatus) => ({
    url: EXTENSIONS.nhsNumberStatus,
    valueCodeableConcept: { coding: [{ system, code }] },
  });
  const numbers = (...list: readonly object[]) =>
    person({ identifier: list.map((more) => ({ system: SYSTEMS.nhsNumber, ...more })) });

  test('one written twice is one number', async () => {
    const read = await numbers({ use: 'official', value: one }, { use: 'usual', value: '944 930 3223' });
    expect(read).toMatchObject({ nhsNumber: one, dataQuality: [] });
  });

  test.each(['old', 'Old', 'OLD', 'retired'])('one of use "%s" is not the one in use (identifier-use)', async (use) => {
    expect(await numbers({ use, value: other }, { use: 'official', value: one })).toMatchObject({
      nhsNumber: one,
      supersededNhsNumbers: [other],
    });
  });

  test('is verified by status 01 of its own code list alone, and by no second status that says otherwise', async () => {
    const verified = async (...extension: readonly object[]) =>
      (await numbers({ use: 'official', value: one, extension }))?.nhsNumberVerified;
    expect(await verified(status('01'))).toBe(true);
    expect(
      await verified(status('01', 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland')),
    ).toBe(true);
    expect(await verified(status('02'))).toBe(false);
    expect(await verified(status('01', 'https://supplier.example/match-grade'))).toBe(false);
    expect(await verified(status('01'), status('03'))).toBe(false);
  });
});

describe('what never happened', () => {
  test.each(['entered-in-error', 'cancelled', 'registered'])(
    'an observation that is %s (observation-status) is no due date and no feeding',
    async (status) => {
      const due = {
        id: 'd',
        status,
        code: { coding: [DUE_DATE] },
        focus: [patientOf('maya')],
        valueDateTime: '2026-12-01',
      };
      answers = { Observation: [{ ...due, subject: patientOf('maya') }] };
      expect(await person({ birthDate: undefined })).toMatchObject({ lifeState: 'BORN', expectedDateOfBirth: null });
      expect((await health.maternity(['maya']))[0]?.value).toBeNull();
      const feeding = {
        id: 'b',
        status,
        subject: patientOf('maya'),
        code: { coding: [BREASTFEEDING] },
        valueCodeableConcept: { coding: [{ system: BREASTFEEDING.system, code: 'TOTALLY' }] },
      };
      answers = { Observation: [feeding] };
      expect((await health.breastfeeding(['maya']))[0]?.value).toBeNull();
    },
  );

  test.each([
    ['finished', 1],
    ['in-progress', 1],
    ['planned', 0],
    ['cancelled', 0],
    ['CANCELLED', 0],
    ['unknown', 0],
  ])('an encounter that is %s is %i attendances (encounter-status)', async (status, times) => {
    answers = { Encounter: [{ id: 'e', subject: patientOf('maya'), status, class: { code: 'EMER' } }] };
    const [read] = await health.emergencyAttendances(['maya']);
    expect(read?.value).toHaveLength(times);
    expect(read?.faults.length).toBe(status === 'CANCELLED' || status === 'unknown' ? 1 : 0);
  });

  test('a dose that was not given is not done, in the words of FHIR before R4 too (STU3, Immunization.notGiven)', async () => {
    answers = { Immunization: [{ id: 'i', patient: patientOf('maya'), status: 'completed', notGiven: true }] };
    expect((await health.immunisations(['maya']))[0]?.value).toMatchObject([{ status: 'not-done' }]);
  });
});

describe('who is named', () => {
  test('a name of one line only is told: nobody is found by it', async () => {
    const read = await person({ name: [{ use: 'official', text: 'Maya Okafor' }] });
    expect(read?.dataQuality).toEqual([{ field: 'Patient.name', fault: 'neither a family name nor a given one' }]);
  });

  test('both who were asked to one appointment have missed it, in whichever order they stand', async () => {
    const actors = ['mother', 'maya'].map((ref) => ({ actor: patientOf(ref) }));
    answers = { Appointment: [{ id: 'a', status: 'noshow', start: '2026-10-01T09:00:00Z', participant: actors }] };
    const read = await health.missedAppointments(['mother', 'maya']);
    expect(read.map(({ value }) => value.length)).toEqual([1, 1]);
  });

  test('a practice within the record itself is the practice (references, contained resources)', async () => {
    const practice = {
      resourceType: 'Organization',
      id: 'gp',
      identifier: [{ system: SYSTEMS.ods, value: 'Z99001' }],
      name: 'Thornwick Surgery',
      telecom: [{ system: 'phone', value: '01632 960001' }],
    };
    const post = { resourceType: 'PractitionerRole', id: 'post', organization: { reference: '#gp' } };
    const told = { registeredGpSurgery: 'Thornwick Surgery', gpPracticeOds: 'Z99001', gpTelephone: '01632 960001' };
    for (const reference of ['#gp', '#post']) {
      answers = { Patient: [{ ...maya, contained: [practice, post], generalPractitioner: [{ reference }] }] };
      expect((await health.registrations(['maya']))[0]?.value).toMatchObject(told);
    }
    const closed = { ...practice, meta: { security: [R] } };
    answers = { Patient: [{ ...maya, contained: [closed], generalPractitioner: [{ reference: '#gp' }] }] };
    expect((await health.registrations(['maya']))[0]?.value).toMatchObject({ registeredGpSurgery: null });
  });

  test('a health visitor who has left the team is not the one to ring, nor one of a team only proposed', async () => {
    const team = (more: object) => ({
      id: 't',
      subject: patientOf('maya'),
      category: [{ text: 'Health visiting' }],
      name: 'North team',
      participant: [
        { member: { reference: 'Practitioner/a', display: 'Who left' }, period: { end: '2026-01-31' } },
        { member: { reference: 'Practitioner/b', display: 'Who came' }, period: { start: '2026-02-01' } },
      ],
      ...more,
    });
    answers = { Patient: [maya], CareTeam: [team({ status: 'active' })] };
    expect((await health.registrations(['maya']))[0]?.value).toMatchObject({ healthVisitor: { name: 'Who came' } });
    answers = { Patient: [maya], CareTeam: [team({ status: 'proposed' })] };
    expect((await health.registrations(['maya']))[0]?.value).toBeNull();
  });

  test("a worker's number at home is not handed out (contact-point-use)", async () => {
    const telecom = [
      { system: 'phone', use: 'home', value: '01632 960111' },
      { system: 'phone', use: 'work', value: '01632 960222' },
    ];
    answers = {
      EpisodeOfCare: [
        { id: 'e', status: 'active', patient: patientOf('maya'), careManager: { reference: 'Practitioner/w' } },
      ],
      Practitioner: [{ id: 'w', name: [{ text: 'A Worker' }], telecom }],
    };
    expect((await health.involvements(['maya']))[0]?.[0]?.contact?.phone).toBe('01632 960222');
  });

  test('a flag names its person by the address that the server has behind its proxy', async () => {
    const subject = { reference: 'http://fhir.inside.example:8080/R4/Patient/noah' };
    answers = { Patient: [maya, { ...maya, id: 'noah' }], Flag: [{ ...shielded, id: 'f', subject }] };
    const people = await health.people(['maya', 'noah']);
    expect(people.map((one) => one?.markers)).toEqual([[], ['SHIELDED']]);
  });
});
