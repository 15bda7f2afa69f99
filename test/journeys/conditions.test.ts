import { searchFor, storyPerson } from '../borough';
import { type Answer, type SharedStack, sharedStack } from '../stack';

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

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
  stack.ask('lead-professional', QUERY, { purpose, variables: { who } });
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

test('of assessment factors a social worker who is not allocated is told that they are recorded, and no more', async () => {
  const FACTORS = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { socialCare { assessments { assessmentActualStartDate assessmentFactors } } } } }`;
  const askFactors = (who: object) =>
    stack.ask('social-worker', FACTORS, { purpose: 'SAFEGUARDING', variables: { who } });
  const { body } = await askFactors(searchFor(storyPerson('taylor', 'other')));
  const [child] = body.data.findPeople.certain;
  expect(child.socialCare.assessments.length).toBeGreaterThan(0);
  for (const [at, { assessmentActualStartDate, assessmentFactors }] of child.socialCare.assessments.entries()) {
    expect(assessmentActualStartDate).toEqual(expect.any(String));
    expect(assessmentFactors).toBeNull();
    const path = ['findPeople', 'certain', 0, 'socialCare', 'assessments', at, 'assessmentFactors'];
    const error = body.errors.find((one: { path: unknown }) => JSON.stringify(one.path) === JSON.stringify(path));
    expect(error.extensions).toEqual({ code: 'MASKED', transform: 'RECORDED', recorded: true });
  }
  expect(body.extensions.notices).toContainEqual(
    expect.objectContaining({
      kind: 'MASKED',
      agency: 'social-care',
      fields: ['SocialCareAssessment.assessmentFactors'],
    }),
  );
  // Of the family to which the same social worker is allocated, whole.
  const allocated = (await askFactors(DANIEL)).body.data.findPeople.certain[0];
  expect(allocated.socialCare.assessments[0].assessmentFactors.length).toBeGreaterThan(0);
});

test('a health lead sees half of the postcode that a family gave the children’s centre, and that a UPRN is recorded', async () => {
  const IDENTITIES = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { identities { agency postcode uprn recorded } } } }`;
  const { body } = await stack.ask('health-lead', IDENTITIES, { variables: { who: DANIEL } });
  const at = (agency: string) =>
    body.data.findPeople.certain[0].identities.find((one: { agency: string }) => one.agency === agency);
  expect(at('health').postcode).toBe('ZB2 4ZQ');
  expect(at('childrens-centre')).toMatchObject({ postcode: 'ZB2', uprn: null });
});

test('an address that one agency would show is closed because another has shielded the child', async () => {
  const IDENTITIES = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { identities { agency givenName postcode } } } }`;
  const addresses = async (who: object) => {
    const { body } = await stack.ask('school-lead', IDENTITIES, { variables: { who } });
    return body.data.findPeople.certain[0].identities.filter((one: { agency: string }) => one.agency === 'education');
  };
  expect(await addresses(DANIEL)).toEqual([{ agency: 'education', givenName: 'Daniel', postcode: 'ZB2 4ZQ' }]);
  // Mia's school holds her openly, under her old home; health, social care and housing have shielded her.
  const { upn } = storyPerson('ashdown', 'child');
  expect(await addresses({ upn })).toEqual([{ agency: 'education', givenName: 'Mia', postcode: null }]);
});

test('a baby’s immunisations are shown to the head of the centre of its own area, in its first year and not before or after', async () => {
  const VACCINES = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { health { immunisations { vaccine } } } } }`;
  const seen = async (role: string) => {
    const who = searchFor(storyPerson('okafor', role));
    const { body } = await stack.ask('head-of-centre', VACCINES, { variables: { who } });
    return body.data.findPeople.certain[0].health?.immunisations ?? null;
  };
  expect((await seen('baby')).length).toBeGreaterThan(0);
  expect(await seen('oldest')).toBeNull();
});

test('whom to ring, or a postcode, is shown where nothing else of the involvement or the identity is asked for', async () => {
  const ALONE = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { involvements { role } identities { postcode } } } }`;
  const { body } = await stack.ask('health-lead', ALONE, { variables: { who: DANIEL } });
  const [daniel] = body.data.findPeople.certain;
  expect(daniel.involvements.some(({ role }: { role: string | null }) => role !== null)).toBe(true);
  expect(daniel.identities.map(({ postcode }: { postcode: string | null }) => postcode)).toContain('ZB2 4ZQ');
});
