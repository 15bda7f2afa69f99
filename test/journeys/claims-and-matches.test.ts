import { searchFor, storyPerson } from '../borough';
import { type House, openHouse } from '../house';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const WHY = 'Covering for the family’s worker until Friday, by agreement.';
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id earlyHelp { tafMeetings { date } } answers { agency status } } possible { agency outcome } } }`;
const CLAIM = `mutation ($person: PersonID!, $why: String!) { claimRelationship(person: $person, relationship: TAF_MEMBER, statement: $why) { from until told notTold } }`;
const CONFIRM = `mutation ($person: PersonID!, $agency: ID!, $same: Boolean!, $why: String!) { confirmMatch(person: $person, agency: $agency, same: $same, statement: $why) { id answers { agency status } } }`;
const DANIEL = searchFor(storyPerson('okafor', 'oldest'));

describe('a school’s lead who works with a family that no agency has on record as theirs', () => {
  const find = async () => (await house.ask('school-lead', FIND, { variables: { who: DANIEL } })).body;

  test('claims it, with a reason, and sees what the protocol gives to those who claim; the agencies are told', async () => {
    const before = await find();
    const [daniel] = before.data.findPeople.certain;
    expect(daniel.earlyHelp?.tafMeetings ?? null).toBeNull();
    expect(before.errors.map((error: { extensions: { reason: string } }) => error.extensions.reason)).toContain(
      'CONDITION_NOT_MET',
    );

    const thin = await house.ask('school-lead', CLAIM, { variables: { person: daniel.id, why: 'I do.' } });
    expect(thin.body.errors[0].extensions.code).toBe('BAD_USER_INPUT');

    const { body } = await house.ask('school-lead', CLAIM, { variables: { person: daniel.id, why: WHY } });
    const claimed = body.data.claimRelationship;
    expect(claimed.told).toContain('social-care');
    expect(Date.parse(claimed.until) - Date.parse(claimed.from)).toBe(72 * 3_600_000);
    expect((await find()).data.findPeople.certain[0].earlyHelp.tafMeetings.length).toBeGreaterThan(0);
  });

  test('claims it twice where it is asked twice: each mutation is done, in its turn', async () => {
    const [daniel] = (await find()).data.findPeople.certain;
    const claim = 'claimRelationship(person: $person, relationship: TAF_MEMBER, statement: $why) { from }';
    const query = `mutation ($person: PersonID!, $why: String!) { first: ${claim} second: ${claim} }`;
    const { body } = await house.ask('school-lead', query, { variables: { person: daniel.id, why: WHY } });
    const [first, second] = [body.data.first.from, body.data.second.from].map(Date.parse);
    expect(second).toBeGreaterThan(first!);
  });

  test('claims nothing for a colleague of the same school', async () => {
    const others = await house.ask('head-of-centre', CLAIM, { variables: { person: 'p1.x', why: WHY } });
    expect(others.body.errors[0].extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
  });
});

describe('a record that an agency told of as possible', () => {
  const who = searchFor(storyPerson('naylor', 'mother'));
  const asking = { purpose: 'SAFEGUARDING' };
  const find = async () =>
    (await house.ask('social-worker', FIND, { ...asking, variables: { who } })).body.data.findPeople.certain[0];
  const decide = async (agency: string, same: boolean) => {
    const { id } = await find();
    const variables = { person: id, agency, same, why: 'Spoke to her and saw her passport and her letters.' };
    return (await house.ask('social-worker', CONFIRM, { ...asking, variables })).body;
  };
  type AgencyAnswer = { readonly agency: string; readonly status: string };
  const statusAt = (person: { readonly answers: readonly AgencyAnswer[] }, agency: string) =>
    person.answers.find((one) => one.agency === agency)?.status;

  test('joins once a person says that it is the same, at once and for everybody who asks after', async () => {
    expect(statusAt(await find(), 'health')).toBe('POSSIBLE');
    const { data } = await decide('health', true);
    expect(statusAt(data.confirmMatch, 'health')).toBe('ANSWERED');
    expect(statusAt(await find(), 'health')).toBe('ANSWERED');
  });

  test('is gone once a person says that it is another', async () => {
    expect(statusAt(await find(), 'education')).toBe('POSSIBLE');
    const { data } = await decide('education', false);
    expect(statusAt(data.confirmMatch, 'education')).toBe('NOTHING_HELD');
    expect(statusAt(await find(), 'education')).toBe('NOTHING_HELD');
  });

  test('is nothing to decide about where the agency was certain, or holds nobody', async () => {
    for (const agency of ['social-care', 'education', 'nowhere']) {
      const { data, errors } = await decide(agency, true);
      expect(data.confirmMatch).toBeNull();
      expect(errors[0].extensions.code).toBe('NOTHING_TO_CONFIRM');
    }
  });
});
