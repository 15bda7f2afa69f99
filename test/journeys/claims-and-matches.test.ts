import type { PersonaName } from '@family-view/gateway/identity/personas';
import { searchFor, storyPerson } from '../borough';
import { type RunningStack, startStack } from '../stack';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const WHY = 'Covering for the family’s worker until Friday, by agreement.';
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id earlyHelp { tafMeetings { date } } answers { agency status } } possible { agency outcome } } }`;
const CLAIM = `mutation ($person: PersonID!, $why: String!) { claimRelationship(person: $person, relationship: TAF_MEMBER, statement: $why) { from until told notTold } }`;
const CONFIRM = `mutation ($person: PersonID!, $agency: ID!, $same: Boolean!, $why: String!) { confirmMatch(person: $person, agency: $agency, same: $same, statement: $why) { id answers { agency status proposal } } }`;
const DANIEL = searchFor(storyPerson('okafor', 'oldest'));

describe('a school’s lead who works with a family that no agency has on record as theirs', () => {
  const find = async () => (await stack.ask('school-lead', FIND, { variables: { who: DANIEL } })).body;

  test('claims it, with a reason, and sees what the protocol gives to those who claim; the agencies are told', async () => {
    const before = await find();
    const [daniel] = before.data.findPeople.certain;
    expect(daniel.earlyHelp?.tafMeetings ?? null).toBeNull();
    expect(before.errors.map((error: { extensions: { reason: string } }) => error.extensions.reason)).toContain(
      'CONDITION_NOT_MET',
    );

    const thin = await stack.ask('school-lead', CLAIM, { variables: { person: daniel.id, why: 'I do.' } });
    expect(thin.body.errors[0].extensions.code).toBe('BAD_USER_INPUT');

    const { body } = await stack.ask('school-lead', CLAIM, { variables: { person: daniel.id, why: WHY } });
    const claimed = body.data.claimRelationship;
    expect(claimed.told).toContain('social-care');
    expect(Date.parse(claimed.until) - Date.parse(claimed.from)).toBe(72 * 3_600_000);
    expect((await find()).data.findPeople.certain[0].earlyHelp.tafMeetings.length).toBeGreaterThan(0);
  });

  test('claims it twice where it is asked twice: each mutation is done, in its turn', async () => {
    const [daniel] = (await find()).data.findPeople.certain;
    const claim = 'claimRelationship(person: $person, relationship: TAF_MEMBER, statement: $why) { from }';
    const query = `mutation ($person: PersonID!, $why: String!) { first: ${claim} second: ${claim} }`;
    const { body } = await stack.ask('school-lead', query, { variables: { person: daniel.id, why: WHY } });
    const [first, second] = [body.data.first.from, body.data.second.from].map(Date.parse);
    expect(second).toBeGreaterThan(first!);
  });

  test('claims nothing for a colleague of the same school', async () => {
    const others = await stack.ask('head-of-centre', CLAIM, { variables: { person: 'p1.x', why: WHY } });
    expect(others.body.errors[0].extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
  });
});

describe('a record that an agency told of as possible', () => {
  const who = searchFor(storyPerson('naylor', 'mother'));
  const FIND_WHO = FIND.replace('possible { agency outcome }', 'possible { agency outcome proposal }');
  const find = async (persona: PersonaName = 'social-worker') => {
    const { body } = await stack.ask(persona, FIND_WHO, { purpose: 'SAFEGUARDING', variables: { who } });
    return body.data.findPeople;
  };
  const decide = async (agency: string, same: boolean, persona: PersonaName = 'social-worker') => {
    const [{ id }] = (await find(persona)).certain;
    const variables = { person: id, agency, same, why: 'Spoke to her and saw her passport and her letters.' };
    return (await stack.ask(persona, CONFIRM, { purpose: 'SAFEGUARDING', variables })).body;
  };
  type AgencyAnswer = { readonly agency: string; readonly status: string; readonly proposal?: string | null };
  const answerOf = (person: { readonly answers: readonly AgencyAnswer[] }, agency: string) =>
    person.answers.find((one) => one.agency === agency);
  const statusAt = async (agency: string, persona?: PersonaName) =>
    answerOf((await find(persona)).certain[0], agency)?.status;

  test('is gone once two people say that it is another, and not before', async () => {
    expect(await statusAt('education')).toBe('POSSIBLE');
    await decide('education', false);
    expect(await statusAt('education')).toBe('POSSIBLE');
    await decide('education', false, 'health-lead');
    expect(await statusAt('education')).toBe('NOTHING_HELD');
  });

  test('waits, once a person says that it is the same: they read for whom, and nothing is joined for anybody', async () => {
    expect(await statusAt('health')).toBe('POSSIBLE');
    const { data } = await decide('health', true);
    expect(answerOf(data.confirmMatch, 'health')).toEqual({
      agency: 'health',
      status: 'POSSIBLE',
      proposal: expect.stringMatching(/^You said that this is the same person; waiting for health/),
    });
    expect(await statusAt('health')).toBe('POSSIBLE');
    const proposals = (found: { possible: readonly { agency: string; proposal: string | null }[] }) =>
      found.possible.filter(({ agency }) => agency === 'health').map(({ proposal }) => proposal);
    expect(proposals(await find())).toEqual([expect.stringMatching(/^You said/)]);
    expect(proposals(await find('health-lead'))).not.toContainEqual(expect.stringMatching(/^You said/));
  });

  test('joins, for everybody, once a second person of another organisation says the same', async () => {
    expect(await statusAt('health')).toBe('POSSIBLE');
    await decide('health', true, 'school-lead');
    expect(await statusAt('health')).toBe('ANSWERED');
  });

  test('is nothing to decide about where the agency was certain, or holds nobody', async () => {
    for (const agency of ['social-care', 'education', 'nowhere']) {
      const { data, errors } = await decide(agency, true);
      expect(data.confirmMatch).toBeNull();
      expect(errors[0].extensions.code).toBe('NOTHING_TO_CONFIRM');
    }
  });
});

describe('a record of somebody else of the same name and birthday', () => {
  test('is not proposed as the same person: an agency holds both with verified numbers that differ', async () => {
    const asking = { purpose: 'SAFEGUARDING', variables: { who: searchFor(storyPerson('taylor', 'child')) } };
    const { body } = await stack.ask('health-lead', FIND, asking);
    const [amelia] = body.data.findPeople.certain;
    expect(body.data.findPeople.possible).toContainEqual({ agency: 'social-care', outcome: 'POTENTIAL' });
    const variables = { person: amelia.id, agency: 'social-care', same: true, why: WHY };
    const { body: decided } = await stack.ask('health-lead', CONFIRM, { purpose: 'SAFEGUARDING', variables });
    expect(decided.data.confirmMatch).toBeNull();
    expect(decided.errors[0].extensions.code).toBe('MATCH_CONTRADICTED');
  });
});
