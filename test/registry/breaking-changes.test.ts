import { type PublishingStack, startPublishingStack, type Told } from './publishing-stack';

let stack: PublishingStack;
beforeAll(async () => {
  stack = await startPublishingStack({ agencies: undefined, families: 12 });
});
afterAll(() => stack.close());

const withoutBand = (): string => stack.sdlOf('housing').replace(/ {2}arrearsBand: .*\n/, '');
const served = async (): Promise<Told> => (await stack.ask('status')).body;
const breaking = (findings: Told): Told => findings.filter(({ code }: Told) => code === 'BREAKING_CHANGE');
const REASON = 'The landlord no longer tells the band';

const WHO = { givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' };
const BAND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { housing { arrearsBand } } } }';
const asksForBand = (persona: 'housing-officer' | 'head-of-centre') =>
  stack.stack.ask(persona, BAND, { variables: { who: WHO } });

test('a field that goes is refused by check and publish, and told is who asked for it: role and number, nobody by name', async () => {
  for (const persona of ['housing-officer', 'housing-officer', 'head-of-centre'] as const) await asksForBand(persona);
  const before = await served();
  const { body } = await stack.ask('check', { agency: 'housing', schema: withoutBand() });
  expect(body.accepted).toBe(false);
  expect(breaking(body.findings)).toMatchObject([
    {
      severity: 'REFUSED',
      coordinate: 'HousingRecord.arrearsBand',
      message: expect.stringMatching(/publish with --allow-breaking and a reason\.$/),
    },
  ]);
  expect(body.breaks).toEqual([
    {
      message: expect.stringContaining('arrearsBand'),
      coordinate: 'HousingRecord.arrearsBand',
      usage: {
        since: new Date().toISOString().slice(0, 10),
        roles: [
          { role: 'HOUSING_OFFICER', operations: 2 },
          { role: 'HEAD_OF_CENTRE', operations: 1 },
        ],
      },
    },
  ]);
  expect(JSON.stringify(body)).not.toMatch(/Okafor|Daniel|ZB2|marsden/i);
  const refused = await stack.publish('housing', withoutBand());
  expect([refused.status, refused.body.outcome]).toEqual([422, 'REFUSED']);
  expect(await served()).toEqual(before);
});

test('a field that moves from a stream is refused likewise: who has the one may not have the other', async () => {
  const moved = stack
    .sdlOf('housing')
    .replace(
      'arrearsBand: String @policy(policies: [["housing:arrears"]])',
      'arrearsBand: String @policy(policies: [["housing:tenancy"]])',
    );
  const { status, body } = await stack.publish('housing', moved);
  expect([status, breaking(body.findings)]).toMatchObject([
    422,
    [{ severity: 'REFUSED', message: expect.stringContaining('is no longer open by housing:arrears') }],
  ]);
});

test('staging tells what would break, and tries it', async () => {
  const { body } = await stack.stage('housing', withoutBand());
  expect([body.outcome, breaking(body.findings)]).toMatchObject(['STAGED', [{ severity: 'WARNING' }]]);
  expect((await stack.stage('housing', stack.sdlOf('housing'))).body.outcome).toBe('CLEARED');
});

test('with a reason, that is signed with it, it is published, and the log keeps the reason and what broke', async () => {
  const checked = await stack.ask('check', { agency: 'housing', schema: withoutBand(), allowBreaking: REASON });
  expect([checked.body.accepted, breaking(checked.body.findings)]).toMatchObject([true, [{ severity: 'WARNING' }]]);
  const { body } = await stack.publish('housing', withoutBand(), { allowBreaking: REASON });
  expect(body).toMatchObject({ outcome: 'PUBLISHED', version: 2 });
  const { versions } = (await stack.ask('log')).body;
  expect(versions.map(({ breaking: why }: Told) => why)).toEqual([
    null,
    { reason: REASON, changes: [expect.stringContaining('arrearsBand')] },
  ]);
});

test('a reason that breaks nothing is not in the log', async () => {
  const more = stack
    .sdlOf('health')
    .replace('type HealthRecord {', 'type HealthRecord {\n  flag: Int @policy(policies: [["health:visits"]])');
  expect((await stack.publish('health', more, { allowBreaking: REASON })).body).toMatchObject({
    outcome: 'PUBLISHED',
    breaking: null,
  });
});

test.each(['short', `${'x'.repeat(501)}`, 'two lines\nof a reason', ' edges of a reason '])(
  'the reason %j is refused',
  async (reason) => {
    const { status } = await stack.publish('housing', stack.sdlOf('housing'), { allowBreaking: reason });
    expect(status).toBe(400);
  },
);

test('an operator goes back to a version without a reason, though that breaks who asks for what came since', async () => {
  const { body } = await stack.rollback(1);
  expect(body).toMatchObject({ outcome: 'PUBLISHED', kind: 'ROLLED_BACK' });
});
