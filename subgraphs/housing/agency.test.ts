import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningAgency, serveAgency } from '@family-view/kit';
import { askAgency, startTestIssuer, type TestIssuer } from '@family-view/kit/testing';
import { type Borough, inventBorough, type Marker } from '@family-view/population';
import { connectHousing, housingAgency } from './index';
import { startHousingSystem } from './stand-in';

const invented = inventBorough();
const okafor = invented.storylines.find((storyline) => storyline.key === 'okafor')!;
const refOf = (role: string) => invented.housing.people.find((person) => person.truth === okafor.people[role])!.ref;
const [ngozi, darren, daniel] = [refOf('mother'), refOf('partner'), refOf('oldest')];
const tenure = invented.housing.content.get(ngozi)!.group;
const everyone = invented.housing.people.filter((person) => invented.housing.content.get(person.ref)?.group === tenure);

const APPLICANT = 'HP-APPLICANT';

let issuer: TestIssuer;
let dataDirectory: string;
const opened: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'housing-'));
  issuer = await startTestIssuer();
});
afterAll(async () => {
  for (const one of opened.reverse()) await one.close();
  await issuer.close();
  await rm(dataDirectory, { recursive: true });
});

/** The agency over the borough, with these markers on these people. */
async function agencyWith(markers: Readonly<Record<string, Marker>>): Promise<RunningAgency> {
  const people = invented.housing.people.map((person) => ({
    ...person,
    markers: markers[person.ref] ? [markers[person.ref]!] : person.markers,
  }));
  const applicant = { ...people[0]!, ref: APPLICANT };
  const borough: Borough = { ...invented, housing: { ...invented.housing, people: [...people, applicant] } };
  const system = await startHousingSystem(borough);
  const connector = connectHousing({ baseUrl: system.url, today: () => borough.today });
  const directory = join(dataDirectory, String(opened.length));
  const agency = await serveAgency(housingAgency(connector), {
    port: 0,
    jwksUrl: issuer.jwksUrl,
    dataDirectory: directory,
    log: () => undefined,
  });
  opened.push(system, agency);
  return agency;
}

const STREAMS = ['tenancy', 'arrears', 'notices', 'homelessness', 'temporary-accommodation', 'alerts', 'household'].map(
  (name) => `housing:${name}`,
);

async function askPeople(
  agency: RunningAgency,
  refs: readonly string[],
  selection: string,
  streams: readonly string[] = STREAMS,
) {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { housing { ${selection} } } } }`;
  const variables = { of: refs.map((housingRef) => ({ __typename: 'Person', housingRef })) };
  const grant = await issuer.issueGrant({ agency: 'housing', people: [{ refs, streams }] }, query, variables);
  const { body } = await askAgency(`${agency.url}/graphql`, grant, query, variables);
  return { records: body.data?._entities?.map((entity: { housing: unknown }) => entity.housing), errors: body.errors };
}

async function askHousehold(agency: RunningAgency, group: string) {
  const query =
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Family { household { members { fullName personTenureType isResponsible } numberOfChildrenInProperty tenancy { tenureType } } } } }';
  const variables = { of: [{ __typename: 'Family', housingGroupRef: group }] };
  const grant = await issuer.issueGrant(
    { agency: 'housing', families: [{ refs: [group], streams: STREAMS }] },
    query,
    variables,
  );
  const { body } = await askAgency(`${agency.url}/graphql`, grant, query, variables);
  return { household: body.data?._entities?.[0]?.household, errors: body.errors };
}

async function askContract(agency: RunningAgency, selection: string) {
  const query = `query ($refs: [ID!]!) { ${selection} }`;
  const streams = ['existence', 'identity', 'address', 'household'].map((name) => `housing:${name}`);
  const grant = await issuer.issueGrant(
    { agency: 'housing', people: [{ refs: [ngozi, darren, daniel], streams }] },
    query,
    { refs: [darren] },
  );
  return (await askAgency(`${agency.url}/contract`, grant, query, { refs: [darren] })).body;
}

test('the whole record of a person is told under all the streams of the agency', async () => {
  const { records, errors } = await askPeople(
    await agencyWith({}),
    [daniel],
    `
    tenancy { landlord tenureType tenureDescription startOfTenureDate endOfTenureDate isActive housingOfficer { name phone } }
    arrearsBand notices { type servedDate expiryDate } homelessness { status }
    temporaryAccommodation { isTemporaryAccommodation kind since } alerts { type description startDate endDate } dataQuality { field fault }`,
  );
  expect(errors).toBeUndefined();
  expect(records).toEqual([
    {
      tenancy: {
        landlord: 'Aldermere Homes',
        tenureType: 'SEC',
        tenureDescription: expect.any(String),
        startOfTenureDate: '2021-06-14',
        endOfTenureDate: null,
        isActive: true,
        housingOfficer: { name: 'Sandra Whitlock', phone: '01632 960116' },
      },
      arrearsBand: 'OVER_8_WEEKS',
      notices: [{ type: 'Notice of seeking possession', servedDate: '2026-10-05', expiryDate: '2027-10-04' }],
      homelessness: [],
      temporaryAccommodation: { isTemporaryAccommodation: false, kind: null, since: null },
      alerts: [
        {
          type: 'Property',
          description: "Damp and mould reported in the children's bedroom",
          startDate: '2026-01-19',
          endDate: null,
        },
      ],
      dataQuality: [],
    },
  ]);
});

test('that a child is housed is told and the arrears are not, where only the tenancy is granted', async () => {
  const { records, errors } = await askPeople(await agencyWith({}), [daniel], 'tenancy { tenureType } arrearsBand', [
    'housing:tenancy',
    // What the tenure's type says is said by this stream as well: schema/equivalent-facts.yaml.
    'housing:temporary-accommodation',
  ]);
  expect(records).toEqual([{ tenancy: { tenureType: 'SEC' }, arrearsBand: null }]);
  expect(errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toEqual(['NOT_GRANTED']);
});

test('an applicant without a tenure has no tenancy, arrears or notices on record, and no case of homelessness', async () => {
  const { records } = await askPeople(
    await agencyWith({}),
    [APPLICANT],
    'tenancy { landlord } arrearsBand notices { type } homelessness { status }',
  );
  expect(records).toEqual([{ tenancy: null, arrearsBand: null, notices: null, homelessness: [] }]);
});

describe('a household', () => {
  test('is everyone the tenure names, the partner among them', async () => {
    const { household } = await askHousehold(await agencyWith({}), tenure);
    expect(household.members.map((member: { fullName: string }) => member.fullName)).toEqual(
      expect.arrayContaining(['Ngozi Okafor', 'Darren Pickles', 'Daniel Okafor']),
    );
    expect(household).toMatchObject({ numberOfChildrenInProperty: 3, tenancy: { tenureType: 'SEC' } });
  });

  test.each(everyone.map((person) => [person.givenName, person.ref]))(
    'is closed as one nobody holds when %s is shielded',
    async (_, ref) => {
      const agency = await agencyWith({ [ref as string]: 'SHIELDED' });
      expect(await askHousehold(agency, tenure)).toEqual(await askHousehold(agency, 'no-such-tenure'));
    },
  );

  test('leaves out a restricted child, and the count that would tell of them', async () => {
    const { household } = await askHousehold(await agencyWith({ [daniel]: 'RESTRICTED' }), tenure);
    expect(household.members).toHaveLength(everyone.length - 1);
    expect(JSON.stringify(household)).not.toContain('Daniel');
    expect(household.numberOfChildrenInProperty).toBeNull();
  });
});

describe('when the mother is shielded', () => {
  let agency: RunningAgency;
  beforeAll(async () => {
    agency = await agencyWith({ [ngozi]: 'SHIELDED' });
  });

  test('her child’s housing record is closed too, as that of somebody nobody holds', async () => {
    const selection = 'tenancy { landlord } arrearsBand homelessness { status }';
    expect(await askPeople(agency, [ngozi, daniel], selection)).toEqual(
      await askPeople(agency, ['no', 'body'], selection),
    );
  });

  test('nobody who lives with her gives her address away through the contract', async () => {
    const body = await askContract(
      agency,
      'identity(refs: $refs) { postcode uprn } members(refs: $refs) { ref members { ref } } involvements(refs: $refs) { service }',
    );
    expect(body.data).toEqual({ identity: [null], members: [[]], involvements: [[]] });
    const open = await askContract(await agencyWith({}), 'identity(refs: $refs) { postcode uprn }');
    expect(open.data.identity[0].postcode).toBe('ZB2 4ZQ');
  });
});

test('when the landlord’s system is down the agency says so, and does not say that nothing is held', async () => {
  const connector = connectHousing({ baseUrl: 'http://127.0.0.1:1' });
  const agency = await serveAgency(housingAgency(connector), {
    port: 0,
    jwksUrl: issuer.jwksUrl,
    dataDirectory: join(dataDirectory, 'down'),
    log: () => undefined,
  });
  opened.push(agency);
  const { errors } = await askPeople(agency, [daniel], 'arrearsBand');
  expect(errors[0].extensions.code).toBe('PARTNER_SYSTEM_UNAVAILABLE');
  expect((await askHousehold(agency, tenure)).errors[0].extensions.code).toBe('PARTNER_SYSTEM_UNAVAILABLE');
});

test('a child is matched by name, date of birth and postcode through the contract', async () => {
  const held = invented.housing.people.find((person) => person.ref === daniel)!;
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
  // An agency refuses a grant from before it started.
  const agency = await agencyWith({});
  const grant = await issuer.issueGrant({ agency: 'housing', streams: ['housing:existence'] }, query, variables);
  expect((await askAgency(`${agency.url}/contract`, grant, query, variables)).body.data.match).toEqual([
    [{ ref: daniel, outcome: 'MATCH' }],
  ]);
});
