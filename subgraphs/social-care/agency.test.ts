import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningAgency } from '@family-view/kit';
import { askAgency, startTestIssuer, type TestIssuer } from '@family-view/kit/testing';
import { type Borough, inventBorough } from '@family-view/population';
import { importCensus, openCaseDatabase } from './import-cin';
import { bytesOf, census, child, identifiers } from './import-cin/census-fixture';
import { databaseFile, start } from './index';

const borough = inventBorough();
const folder = mkdtempSync(join(tmpdir(), 'family-view-social-care-'));
let issuer: TestIssuer;
let agency: RunningAgency;
beforeAll(async () => {
  issuer = await startTestIssuer();
  agency = await start({ port: 0, jwksUrl: issuer.jwksUrl, dataDirectory: folder });
});
afterAll(async () => {
  await agency?.close();
  await issuer?.close();
  rmSync(folder, { recursive: true, force: true });
});

const stream = (name: string) => `social-care:${name}`;
const ENTITIES = 'query ($representations: [_Any!]!) { _entities(representations: $representations) ';

async function askAbout(refs: readonly string[], streams: readonly string[], fields: string) {
  const query = `${ENTITIES}{ ... on Person { socialCareRef ${fields} } } }`;
  const variables = { representations: refs.map((ref) => ({ __typename: 'Person', socialCareRef: ref })) };
  const grant = await issuer.issueGrant(
    { agency: 'social-care', people: [{ refs, streams: streams.map(stream) }] },
    query,
    variables,
  );
  return (await askAgency(`${agency.url}/graphql`, grant, query, variables)).body;
}
async function askAboutFamily(group: string, streams: readonly string[], fields: string) {
  const query = `${ENTITIES}{ ... on Family { socialCareGroupRef ${fields} } } }`;
  const variables = { representations: [{ __typename: 'Family', socialCareGroupRef: group }] };
  const grant = await issuer.issueGrant(
    { agency: 'social-care', families: [{ refs: [group], streams: streams.map(stream) }] },
    query,
    variables,
  );
  return (await askAgency(`${agency.url}/graphql`, grant, query, variables)).body;
}

describe('a record', () => {
  const { ref: daniel } = heldAs(borough, 'okafor', 'oldest');

  test('shows the status and the plans where both are granted', async () => {
    const body = await askAbout(
      [daniel],
      ['status', 'plans'],
      'socialCare { status { childInNeed lookedAfter } plans { kind startDate } }',
    );
    expect(body.errors).toBeUndefined();
    expect(body.data._entities[0].socialCare).toEqual({
      status: { childInNeed: true, lookedAfter: false },
      plans: [{ kind: 'CIN_PLAN', startDate: '2026-04-01' }],
    });
  });

  test('shows the days of an assessment and withholds its factors, which are a stream of their own', async () => {
    const fields = 'socialCare { assessments { assessmentActualStartDate assessmentFactors } }';
    const body = await askAbout([daniel], ['assessments'], fields);
    expect(body.data._entities[0].socialCare.assessments[0]).toEqual({
      assessmentActualStartDate: expect.any(String),
      assessmentFactors: null,
    });
    expect(body.errors[0].extensions.code).toBe('NOT_GRANTED');
    const granted = await askAbout([daniel], ['assessments', 'assessment-factors'], fields);
    expect(granted.data._entities[0].socialCare.assessments[0].assessmentFactors).toEqual(
      expect.arrayContaining([expect.any(String)]),
    );
  });

  test('tells early help with its meetings, latest first', async () => {
    const body = await askAbout(
      [daniel],
      ['early-help', 'taf', 'step'],
      'earlyHelp { episodes { reason } caf { startDate author { name } } tafMeetings { date attendees actions { action done } } steps { direction } }',
    );
    expect(body.errors).toBeUndefined();
    const { episodes, tafMeetings } = body.data._entities[0].earlyHelp;
    expect(episodes.length).toBeGreaterThan(0);
    const days = tafMeetings.map((meeting: { date: string }) => meeting.date);
    expect(days).toEqual([...days].sort().reverse());
  });

  test('of several children in one request goes to each child its own', async () => {
    const refs = borough.socialCare.people.filter(({ markers }) => markers.length === 0).map(({ ref }) => ref);
    const body = await askAbout(refs, ['referrals'], 'socialCare { referrals { cinReferralDate } }');
    const told = body.data._entities.map(
      (entity: { socialCareRef: string; socialCare: { referrals: readonly { cinReferralDate: string }[] } }) => [
        entity.socialCareRef,
        entity.socialCare.referrals.map(({ cinReferralDate }) => cinReferralDate),
      ],
    );
    const held = refs.map((ref) => [
      ref,
      borough.socialCare.content
        .get(ref)!
        .referrals.map(({ date }) => date)
        .sort()
        .reverse(),
    ]);
    expect(told).toEqual(held);
  });

  test.each([
    ['shielded', 'ashdown', 'child'],
    ['adopted away', 'lindley', 'birthIdentity'],
    ['restricted', 'thackray', 'child'],
  ])('that is %s reads as one that is not held, whatever is granted', async (_, story, role) => {
    const { ref } = heldAs(borough, story, role);
    const body = await askAbout([ref, 'nobody'], ['status', 'referrals'], 'socialCare { status { childInNeed } }');
    expect(body.errors).toBeUndefined();
    expect(body.data._entities.map((entity: { socialCare: unknown }) => entity.socialCare)).toEqual([null, null]);
  });
});

describe('a family', () => {
  const fields = 'needLevel { code rank } leadProfessional { name phone }';

  test('shows its need level, and withholds the lead professional where that is not granted', async () => {
    const group = groupOf(borough, heldAs(borough, 'okafor', 'oldest').ref);
    const body = await askAboutFamily(group, ['need-level'], fields);
    expect(body.data._entities[0]).toMatchObject({ needLevel: { code: 'COMPLEX', rank: 3 }, leadProfessional: null });
    expect(body.errors).toMatchObject([{ extensions: { code: 'NOT_GRANTED' } }]);
  });

  test('in a refuge shows nothing, with everything granted', async () => {
    const group = groupOf(borough, heldAs(borough, 'ashdown', 'child').ref);
    const body = await askAboutFamily(group, ['need-level', 'lead-professional'], fields);
    expect(body.errors).toBeUndefined();
    expect(body.data._entities[0]).toMatchObject({ needLevel: null, leadProfessional: null });
  });
});

test('without a grant nothing is answered', async () => {
  const query = `${ENTITIES}{ __typename } }`;
  const { status, body } = await askAgency(`${agency.url}/graphql`, undefined, query, { representations: [] });
  expect(status).toBe(401);
  expect(body.data).toBeUndefined();
});

describe('a child imported while the agency runs', () => {
  const MATCH = 'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref outcome } }';
  const match = async (subject: Record<string, string>) => {
    const variables = { subjects: [subject] };
    const grant = await issuer.issueGrant({ agency: 'social-care', streams: [stream('existence')] }, MATCH, variables);
    return (await askAgency(`${agency.url}/contract`, grant, MATCH, variables)).body.data.match[0];
  };
  const byUpn = { upn: 'H801200001001', dateOfBirth: '2016-05-04' };
  const byLaChildId = { laChildId: 'DfEX0000009', dateOfBirth: '2016-05-04', sex: 'F' };

  test('is matched at once by UPN, or by LAchildID with the very day of birth, and shows its record', async () => {
    expect([await match(byUpn), await match(byLaChildId)]).toEqual([[], []]);
    const database = await openCaseDatabase(databaseFile(folder));
    const who = identifiers(
      'DfEX0000009',
      '<UPN>H801200001001</UPN><PersonBirthDate>2016-05-04</PersonBirthDate><Sex>F</Sex>',
    );
    await importCensus(bytesOf(census([child({ identifiers: who })])), database);
    await database.destroy();

    const [found] = await match(byUpn);
    expect(found.outcome).toBe('MATCH');
    expect(await match(byLaChildId)).toEqual([{ ref: found.ref, outcome: 'MATCH' }]);
    const onAnotherDay = await match({ ...byLaChildId, dateOfBirth: '2016-05-14' });
    expect(onAnotherDay.map(({ outcome }: { outcome: string }) => outcome)).not.toContain('MATCH');
    const body = await askAbout(
      [found.ref],
      ['status', 'referrals'],
      'socialCare { status { childInNeed lookedAfter } referrals { cinReferralDate } }',
    );
    expect(body.data._entities[0].socialCare).toEqual({
      status: { childInNeed: true, lookedAfter: null },
      referrals: [{ cinReferralDate: '2024-06-03' }],
    });
    // A census says nothing of being looked after: that is told, so that the null is not read as "no".
    expect(body.errors).toMatchObject([
      {
        path: ['_entities', 0, 'socialCare', 'status', 'lookedAfter'],
        extensions: { code: 'PARTNER_SYSTEM_UNAVAILABLE' },
      },
    ]);
  });

  test('is still there after the agency has been started again', async () => {
    await agency.close();
    agency = await start({ port: 0, jwksUrl: issuer.jwksUrl, dataDirectory: folder });
    expect(await match(byUpn)).toMatchObject([{ outcome: 'MATCH' }]);
  });
});

function heldAs({ storylines, socialCare }: Borough, story: string, role: string) {
  const truth = storylines.find(({ key }) => key === story)?.people[role];
  const held = socialCare.people.find((person) => person.truth === truth);
  if (!held) throw new Error(`expected social care to hold ${story} ${role}`);
  return held;
}

function groupOf({ socialCare }: Borough, ref: string): string {
  const membership = socialCare.memberships.find((one) => one.ref === ref);
  if (!membership) throw new Error('expected a family group');
  return membership.group;
}
