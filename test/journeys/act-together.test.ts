import { randomUUID } from 'node:crypto';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { searchFor, storyPerson } from '../borough';
import { type Asking, type RunningStack, startStack } from '../stack';

/**
 * The workflow of the papers (S3:98 to 104), through the gateway: a referral, triage by what partners may tell, the management
 * team, the Team Around the Family, a step refused and another approved, closure.
 */
const CASE = { purpose: 'TRIAGE', caseReference: 'EH-2026-0417' };
const WHY = 'Two missed reviews, and the mother asks for help with the baby at home.';
const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id displayName } } }';
const REFER = `mutation ($agency: ID!, $person: PersonID!, $key: ID!, $service: ReferralService!, $consent: ReferralConsent!, $told: Boolean!, $why: String!) {
  submitReferral(agency: $agency, person: $person, key: $key, service: $service, primaryNeed: N4, consent: $consent, familyTold: $told, statement: $why) {
    agency key outcome reason message reference
  }
}`;

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const find = async (persona: PersonaName, who: object, asking: Asking = {}): Promise<string> =>
  (await stack.ask(persona, FIND, { ...asking, variables: { who } })).body.data.findPeople.certain[0].id;
const referring = (person: string, changed: object = {}) => ({
  agency: 'social-care',
  person,
  key: randomUUID(),
  service: 'EARLY_HELP_ACCESS',
  consent: 'GIVEN',
  told: true,
  why: WHY,
  ...changed,
});

const DANIEL = searchFor(storyPerson('okafor', 'oldest'));

test('a referral is done once, its referrer sees how it stands, and triage sees it whole', async () => {
  const person = await find('health-lead', DANIEL);
  const variables = referring(person);
  const first = await stack.ask('health-lead', REFER, { variables });
  expect(first.body.errors).toBeUndefined();
  expect(first.body.data.submitReferral).toEqual({
    agency: 'social-care',
    key: variables.key,
    outcome: 'DONE',
    reason: null,
    message: "Aldermere Children's Social Care and Early Help has it.",
    reference: expect.stringMatching(/^[\w-]{36}$/),
  });
  const { reference } = first.body.data.submitReferral;
  const again = await stack.ask('health-lead', REFER, { variables });
  expect(again.body.data).toEqual(first.body.data);

  const second = await stack.ask('health-lead', REFER, { variables: referring(person) });
  expect(second.body.data.submitReferral).toMatchObject({ outcome: 'REFUSED', reason: 'ALREADY_OPEN', reference });

  const mine = await stack.ask(
    'health-lead',
    '{ worklist(agency: "social-care", act: "submitReferral") { nodes { displayName earlyHelp { myReferrals { reference status service } } } answers { status } } }',
  );
  expect(mine.body.errors).toBeUndefined();
  expect(mine.body.data.worklist).toEqual({
    nodes: [
      {
        displayName: 'Daniel Okafor',
        earlyHelp: { myReferrals: [{ reference, status: 'NEW', service: 'EARLY_HELP_ACCESS' }] },
      },
    ],
    answers: [{ status: 'ANSWERED' }],
  });

  const queue = await stack.ask(
    'early-help-access',
    '{ worklist(agency: "social-care", act: "decideTriage") { nodes { id displayName earlyHelp { referralForms { reference status reason referralSource fromRole } } } } }',
    CASE,
  );
  expect(queue.body.errors).toBeUndefined();
  expect(queue.body.data.worklist.nodes).toMatchObject([
    {
      earlyHelp: {
        referralForms: [{ reference, status: 'NEW', reason: WHY, referralSource: '3B', fromRole: 'HEALTH_LEAD' }],
      },
    },
  ]);
});

describe('a family that the receiver does not hold', () => {
  const EMILY = searchFor(storyPerson('hartley', 'child'));

  test('is told to it by the referrer’s own agency alone, is found there from then on, and is not held twice', async () => {
    const person = await find('health-lead', EMILY);
    const variables = referring(person, { consent: 'NOT_ASKED', told: false });
    const refused = await stack.ask('health-lead', REFER, { variables });
    expect(refused.body.data.submitReferral).toMatchObject({ outcome: 'REFUSED', reason: 'CONSENT_NEEDED' });
    const done = await stack.ask('health-lead', REFER, { variables: referring(person) });
    expect(done.body.data.submitReferral).toMatchObject({ outcome: 'DONE' });

    const queue = await stack.ask(
      'early-help-access',
      '{ worklist(agency: "social-care", act: "decideTriage") { nodes { displayName dateOfBirth health { registration { registeredGpName } } education { setting { educationSettingName } } earlyHelp { referralForms { status } } involvements { agency service } } } }',
      CASE,
    );
    expect(queue.body.errors).toBeUndefined();
    const emily = queue.body.data.worklist.nodes.find(
      ({ displayName }: { displayName: string }) => displayName === 'Emily Hartley',
    );
    // In one look: what other partners may tell for TRIAGE of somebody whom social care held nothing of.
    expect(emily.education.setting.educationSettingName).toEqual(expect.any(String));
    expect(emily.earlyHelp.referralForms).toEqual([{ status: 'NEW' }]);
    expect(emily.involvements).toContainEqual({ agency: 'social-care', service: 'Early help: referral received' });
  });

  test('an unborn child comes through the mother, whom the receiver knows already', async () => {
    const { givenName, familyName, dateOfBirth, address } = storyPerson('kowalska', 'mother');
    const FAMILY =
      'query ($who: PersonSearch!) { findPeople(by: $who) { certain { family { members { person { id lifeState } } } } } }';
    const who = { givenName, familyName, dateOfBirth, postcode: address.postcode };
    const found = await stack.ask('health-lead', FAMILY, { variables: { who } });
    const { members } = found.body.data.findPeople.certain[0].family;
    const unborn = members.find((one: { person: { lifeState: string } }) => one.person.lifeState === 'UNBORN').person;
    const done = await stack.ask('health-lead', REFER, {
      variables: referring(unborn.id, { agency: 'childrens-centre', service: 'CHILDRENS_CENTRE' }),
    });
    expect(done.body.data.submitReferral).toMatchObject({ outcome: 'DONE' });
    const waiting = await stack.ask(
      'head-of-centre',
      '{ worklist(agency: "childrens-centre", act: "answerReferral") { nodes { id lifeState childrensCentre { referralForms { reference status } } family { members { person { displayName } } } } } }',
    );
    expect(waiting.body.errors).toBeUndefined();
    const [child] = waiting.body.data.worklist.nodes;
    expect(child.lifeState).toBe('UNBORN');
    expect(JSON.stringify(child.family)).toContain('Anna Kowalska');
    const ANSWER =
      'mutation ($person: PersonID!, $key: ID!, $referral: ID!, $status: ReferralStatus!, $reason: String) { answerReferral(agency: "childrens-centre", person: $person, key: $key, referral: $referral, status: $status, reason: $reason) { outcome reason } }';
    const { reference: referral } = child.childrensCentre.referralForms[0];
    const answer = (changed: object) =>
      stack.ask('head-of-centre', ANSWER, { variables: { person: child.id, key: randomUUID(), referral, ...changed } });
    expect((await answer({ status: 'DECLINED' })).body.data.answerReferral).toEqual({
      outcome: 'REFUSED',
      reason: 'REASON_NEEDED',
    });
    expect((await answer({ status: 'ACCEPTED' })).body.data.answerReferral).toEqual({ outcome: 'DONE', reason: null });
    expect((await answer({ status: 'OPENED' })).body.data.answerReferral).toEqual({
      outcome: 'REFUSED',
      reason: 'NOT_OPEN',
    });
    // The mother is still one person at the centre.
    const again = await stack.ask(
      'head-of-centre',
      'query ($who: PersonSearch!) { findPeople(by: $who) { certain { answers { agency status } } } }',
      { variables: { who } },
    );
    expect(again.body.data.findPeople.certain[0].answers).toContainEqual({
      agency: 'childrens-centre',
      status: 'ANSWERED',
    });
  });
});

describe('one family, from the referral to the end', () => {
  const MANAGEMENT = 'management-team';
  const LEAD = 'lead-professional';
  const SOCIAL_CARE = 'agency: "social-care"';
  const who = searchFor(storyPerson('naylor', 'younger'));
  let referral: string;

  interface Told {
    readonly outcome?: string;
    readonly reason?: string | null;
    readonly reference?: string | null;
    readonly code?: string;
  }
  async function act(persona: PersonaName, field: string, asking: Asking = {}): Promise<Told> {
    const person = await find(persona, who, asking);
    const [name = '', rest = ''] = field.split(/\((.*)\)$/s);
    const query = `mutation ($person: PersonID!, $key: ID!) { act: ${name}(${SOCIAL_CARE}, person: $person, key: $key, ${rest}) { outcome reason reference } }`;
    const { body } = await stack.ask(persona, query, { ...asking, variables: { person, key: randomUUID() } });
    return body.data?.act ?? { code: body.errors?.[0]?.extensions?.code };
  }
  async function record(persona: PersonaName, selection: string, asking: Asking = {}) {
    const query = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { family { leadProfessional { name } } earlyHelp { ${selection} } } } }`;
    const { body } = await stack.ask(persona, query, { ...asking, variables: { who } });
    return body.data.findPeople.certain[0].earlyHelp;
  }
  const because = (words: string): string => `statement: "${words} This is why it is done."`;

  test('is referred, triaged and given to a lead professional with the family’s choice', async () => {
    const form = 'service: EARLY_HELP_ACCESS, primaryNeed: N4, consent: GIVEN, familyTold: true';
    const sent = await act('health-lead', `submitReferral(${form}, ${because('The baby was not brought.')})`);
    expect(sent).toMatchObject({ outcome: 'DONE' });
    referral = sent.reference!;
    const decision = `decideTriage(referral: "${referral}", decision: TO_MANAGEMENT_TEAM, ${because('Nobody leads.')})`;
    // Whoever referred does not decide, and the front door does so for triage alone.
    expect(await act('health-lead', decision)).toEqual({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' });
    expect(await act('early-help-access', decision, { purpose: 'EARLY_HELP' })).toEqual({
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
    });
    expect(await act('early-help-access', decision, CASE)).toMatchObject({ outcome: 'DONE' });

    // Marcus Bell is not theirs yet.
    const meeting = 'callMeeting(date: "2026-11-20", invited: ["w-health-lead"], until: "2027-02-20")';
    expect(await act(LEAD, meeting)).toMatchObject({ outcome: 'REFUSED', reason: 'CONDITION_NOT_MET' });
    const given = `allocateWorker(kind: LEAD_PROFESSIONAL, worker: "w-lead-professional", workerName: "Marcus Bell", familyChoice: CHOSEN, rating: AMBER)`;
    expect(await act(MANAGEMENT, given)).toMatchObject({ outcome: 'DONE' });
    expect(await act(LEAD, meeting)).toMatchObject({ outcome: 'DONE' });
    expect((await record(LEAD, 'allocations { workerName familyChoice until }')).allocations).toEqual([
      { workerName: 'Marcus Bell', familyChoice: 'CHOSEN', until: null },
    ]);
  });

  test('a team acts: an action is its owner’s, and a score is agreed three times', async () => {
    const [meeting] = (await record(LEAD, 'calledMeetings { reference }')).calledMeetings;
    const agreed = (action: string, owner: string, due: string) =>
      act(
        LEAD,
        `agreeAction(meeting: "${meeting.reference}", action: "${action}", owner: "${owner}", dueDate: "${due}")`,
      );
    const review = await agreed('Offer the review at home', 'w-health-lead', '2026-11-30');
    await agreed('Ask the landlord about the damp', 'w-lead-professional', '2026-11-01');
    const finish = `finishAction(action: "${review.reference}")`;
    // The school's lead belongs to another family's team.
    expect((await act('school-lead', finish)).outcome).not.toBe('DONE');
    expect(await act('health-lead', finish)).toMatchObject({ outcome: 'DONE' });
    const { agreedActions } = await record(LEAD, 'agreedActions { action state }');
    expect(agreedActions).toEqual([
      { action: 'Offer the review at home', state: 'DONE' },
      { action: 'Ask the landlord about the damp', state: 'OPEN' },
    ]);
    for (const score of [3, 5, 7])
      await act(LEAD, `scoreOutcome(tool: "family-star-plus", scale: "keeping-safe", score: ${score})`);
    const { outcomeScores } = await record(LEAD, 'outcomeScores { score }');
    expect(outcomeScores.map((one: { score: number }) => one.score)).toEqual([3, 5, 7]);
  });

  test('a step up is refused, another approved by somebody else, and the level of need opens what it opens', async () => {
    const step = (direction: string, to: string) =>
      act(LEAD, `proposeStep(direction: ${direction}, toLevel: ${to}, ${because('It is time.')})`);
    const decide = (reference: string, approve: boolean, persona: PersonaName = MANAGEMENT) =>
      act(persona, `decideStep(step: "${reference}", approve: ${approve}, ${because('As the team sees it.')})`);
    const first = await step('UP', 'COMPLEX');
    expect(await decide(first.reference!, true, LEAD)).toEqual({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' });
    expect(await decide(first.reference!, false)).toMatchObject({ outcome: 'DONE' });
    const second = await step('UP', 'COMPLEX');
    expect(await decide(second.reference!, true)).toMatchObject({ outcome: 'DONE' });
    const down = await step('DOWN', 'VULNERABLE');
    expect(await decide(down.reference!, true)).toMatchObject({ outcome: 'DONE' });
    const { stepProposals } = await record(LEAD, 'stepProposals { direction toLevel state }');
    expect(stepProposals.map(({ state }: { state: string }) => state)).toEqual(['APPROVED', 'APPROVED', 'REFUSED']);
  });

  test('it is closed, who led it leads it no more, and the referrer has seen how it went and nothing else', async () => {
    expect(await act(LEAD, `closeEarlyHelp(outcome: NEEDS_MET, ${because('All actions are done.')})`)).toMatchObject({
      outcome: 'DONE',
    });
    expect(await act(LEAD, `raiseBlockage(${because('Nothing more.')})`)).toMatchObject({
      outcome: 'REFUSED',
      reason: 'CONDITION_NOT_MET',
    });
    const mine = await record('health-lead', 'myReferrals { reference status } referralForms { reference }');
    expect(mine.myReferrals).toContainEqual({ reference: referral, status: 'ACCEPTED' });
    expect(mine.referralForms).toBeNull();
  });
});
