import { type Answer, type House, openHouse } from '../house';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const QUERY = `query ($who: PersonSearch!) {
  findPeople(by: $who) {
    certain {
      displayName
      health { registration { registeredGpName } immunisations { vaccine } }
      housing { arrearsBand }
      earlyHelp { tafMeetings { date } }
      socialCare { assessments { assessmentFactors } }
      family { needLevel { code } }
    }
  }
}`;
const DANIEL = { givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' };
const EMILY = { givenName: 'Emily', familyName: 'Hartley', dateOfBirth: '2019-10-08', postcode: 'ZB4 1ZP' };
const ask = (who: object, purpose = 'EARLY_HELP'): Promise<Answer> =>
  house.ask('lead-professional', QUERY, { purpose, variables: { who } });
const reasonAt = ({ body }: Answer, ...path: readonly (string | number)[]): unknown =>
  body.errors?.find(
    (error: { path: unknown }) => JSON.stringify(error.path) === JSON.stringify(['findPeople', 'certain', 0, ...path]),
  )?.extensions.reason;

test('a lead professional sees the records of the family they lead', async () => {
  const answer = await ask(DANIEL);
  const [daniel] = answer.body.data.findPeople.certain;
  expect(daniel.health.registration.registeredGpName).toEqual(expect.any(String));
  expect(daniel.housing.arrearsBand).toBe('OVER_8_WEEKS');
  expect(daniel.earlyHelp.tafMeetings.length).toBeGreaterThan(0);
  expect(daniel.family.needLevel.code).toBe('COMPLEX');
  expect(reasonAt(answer, 'health', 'immunisations')).toBe('ROLE_NOT_NAMED');
});

test('the same lead professional, of a family they do not lead, sees that a service is there and not its record', async () => {
  const answer = await ask(EMILY);
  const [emily] = answer.body.data.findPeople.certain;
  expect(emily).toMatchObject({ displayName: 'Emily Hartley', health: null });
  expect(reasonAt(answer, 'health')).toBe('CONDITION_NOT_MET');
  expect(answer.body.extensions.notices).toContainEqual(
    expect.objectContaining({ stream: 'health:registration', reason: 'CONDITION_NOT_MET' }),
  );
});

test('assessment factors need training in date as well, and nobody vouches for this lead professional’s', async () => {
  const answer = await ask(DANIEL, 'SAFEGUARDING');
  expect(reasonAt(answer, 'socialCare')).toBe('FACTS_UNKNOWN');
});
