import { PassThrough } from 'node:stream';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { simulateCommand } from '../../cli/protocol/simulate';
import { type Answer, type Asking, type SharedStack, sharedStack } from '../stack';

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

const DANIEL = { givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' };
const EMILY = { givenName: 'Emily', familyName: 'Hartley', dateOfBirth: '2019-10-08', postcode: 'ZB4 1ZP' };
const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';
const EXPLAIN = `query ($fields: [String!]!, $person: PersonID, $as: ID) {
  explainAccess(fields: $fields, person: $person, as: $as) {
    field purpose decision stream clause protocolVersion reason conditions explanation ring
  }
}`;

const explain = (persona: PersonaName, variables: object, asking: Asking = {}): Promise<Answer> =>
  stack.ask(persona, EXPLAIN, { ...asking, variables: { ...variables } });
async function explained(persona: PersonaName, variables: object, asking?: Asking) {
  const { body } = await explain(persona, variables, asking);
  expect(body.errors).toBeUndefined();
  return body.data.explainAccess as readonly Record<string, unknown>[];
}
async function idOf(persona: PersonaName, who: object, purpose?: string): Promise<string> {
  const { body } = await stack.ask(persona, FIND, { variables: { who }, ...(purpose ? { purpose } : {}) });
  return body.data.findPeople.certain[0].id;
}

test('a head of centre is told by which clause visits are open, under what condition, and whom to ring', async () => {
  expect(await explained('head-of-centre', { fields: ['HealthRecord.mandatedContacts'] })).toEqual([
    {
      field: 'HealthRecord.mandatedContacts',
      purpose: 'EARLY_HELP',
      decision: 'CONDITIONAL',
      stream: 'health:visits',
      clause: 'HEALTH-01',
      protocolVersion: expect.stringMatching(/^best-start:\d+:/),
      reason: 'NEEDS_FACTS',
      conditions: ['it is not so that an agency has marked the person as shielded'],
      explanation:
        'Mandated health-visiting contacts and their outcome: shared with the role Head of Centre for early help to a family, only where it is not so that an agency has marked the person as shielded.',
      ring: 'Health visiting duty line, 01632 960901',
    },
  ]);
});

test('what is closed for this purpose and open for another is told with its reason', async () => {
  const fields = ['SocialCareRecord.referrals'];
  expect(await explained('social-worker', { fields }, { purpose: 'EARLY_HELP' })).toMatchObject([
    { decision: 'WITHHELD', stream: 'social-care:referrals', reason: 'PURPOSE_NOT_NAMED', ring: expect.any(String) },
  ]);
  expect(await explained('social-worker', { fields }, { purpose: 'TRIAGE' })).toMatchObject([
    { decision: 'GRANTED', clause: 'SOCIAL-CARE-05' },
  ]);
});

test('a field that is not there and one that this role is never shown explain alike', async () => {
  const fields = [
    'HealthRecord.developmentReviews',
    'HealthRecord.maternity',
    'Health.nothing',
    'Person.healthRef',
    '',
  ];
  const alike = (await explained('head-of-centre', { fields })).map(({ field, ...rest }) => rest);
  expect(alike).toHaveLength(fields.length);
  expect(new Set(alike.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(alike[0]).toMatchObject({ decision: 'WITHHELD', stream: null, clause: null, ring: null });
});

describe('a lead professional asks why a record is open under a condition', () => {
  const fields = ['HealthRecord.developmentReviews', 'AssessmentRecord.assessmentFactors', 'HousingRecord.arrearsBand'];

  test('of nobody: it is conditional, with the condition in words', async () => {
    const [development] = await explained('lead-professional', { fields: fields.slice(0, 1) });
    expect(development).toMatchObject({
      decision: 'CONDITIONAL',
      stream: 'health:development',
      clause: 'HEALTH-07',
      reason: 'NEEDS_FACTS',
      conditions: ['the requester is the lead professional for this family'],
    });
    expect(development!.explanation).toContain('only where the requester is the lead professional for this family');
  });

  test('of a family they lead: the condition is met', async () => {
    const person = await idOf('lead-professional', DANIEL);
    const [development] = await explained('lead-professional', { fields: fields.slice(0, 1), person });
    expect(development).toMatchObject({
      decision: 'GRANTED',
      clause: 'HEALTH-07',
      conditions: ['the requester is the lead professional for this family: met'],
    });
  });

  test('of a family they do not lead: it is not', async () => {
    const person = await idOf('lead-professional', EMILY);
    const [development] = await explained('lead-professional', { fields: fields.slice(0, 1), person });
    expect(development).toMatchObject({
      decision: 'WITHHELD',
      reason: 'CONDITION_NOT_MET',
      conditions: ['the requester is the lead professional for this family: not met'],
    });
  });
});

describe('as another role', () => {
  const asked = { fields: ['HealthRecord.maternity', 'EducationRecord.attendance'], as: 'HEAD_OF_CENTRE' };

  test('an information-governance officer sees it in development, refusing clause and all', async () => {
    const found = await explained('ig-officer', asked);
    const of = (purpose: string) => [
      { purpose, decision: 'WITHHELD', stream: 'health:maternity', clause: 'DENY-01' },
      { purpose, decision: 'WITHHELD', stream: 'education:attendance', reason: 'ROLE_NOT_NAMED' },
    ];
    expect(found).toMatchObject([...of('EARLY_HELP'), ...of('PERFORMANCE')]);
  });

  test('each purpose that the role may state is explained by itself', async () => {
    const found = await explained('ig-officer', { fields: ['SocialCareRecord.referrals'], as: 'SOCIAL_WORKER' });
    expect(found.map(({ purpose, decision }) => [purpose, decision])).toEqual([
      ['EARLY_HELP', 'WITHHELD'],
      ['TRIAGE', 'GRANTED'],
      ['SAFEGUARDING', 'GRANTED'],
    ]);
  });

  test.each([
    ['nobody else may ask', 'head-of-centre', asked, 'EXPLAIN_AS_REFUSED', /information-governance officer/],
    ['a role that is none is told so', 'ig-officer', { ...asked, as: 'MAYOR' }, 'BAD_USER_INPUT', /HEAD_OF_CENTRE/],
    [
      'too much is told so',
      'head-of-centre',
      { fields: Array(201).fill('Person.id') },
      'BAD_USER_INPUT',
      /At most 200/,
    ],
    [
      'an id that is none is told so',
      'head-of-centre',
      { ...asked, as: null, person: '' },
      'ID_MALFORMED',
      /not an id/,
    ],
  ] as const)('%s', async (_title, persona, variables, code, message) => {
    const { body } = await explain(persona, variables);
    expect(body.data).toEqual({ explainAccess: null });
    expect(body.errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(message),
        extensions: expect.objectContaining({ code }),
      }),
    ]);
  });
});

describe('with the header x-explain', () => {
  const query =
    'query ($who: PersonSearch!) { findPeople(by: $who) { certain { housing { arrearsBand } health { mandatedContacts { kind } } } } }';
  const ask = (headers: Readonly<Record<string, string>>) =>
    stack.ask('head-of-centre', query, { variables: { who: DANIEL }, headers });

  test('an answer tells of each field that was asked for what opened or closed it', async () => {
    const { access } = (await ask({ 'x-explain': 'true' })).body.extensions;
    expect(access).toEqual(
      expect.arrayContaining([
        {
          field: 'HousingRecord.arrearsBand',
          decision: 'WITHHELD',
          stream: 'housing:arrears',
          clause: null,
          reason: 'ROLE_NOT_NAMED',
          shownAs: null,
        },
        {
          field: 'HealthRecord.mandatedContacts',
          decision: 'CONDITIONAL',
          stream: 'health:visits',
          clause: 'HEALTH-01',
          reason: 'NEEDS_FACTS',
          shownAs: null,
        },
      ]),
    );
  });

  test('the data is the same, and without it nothing is told', async () => {
    const [plain, told] = [await ask({}), await ask({ 'x-explain': 'true' })];
    expect(plain.body.extensions).not.toHaveProperty('access');
    expect(told.body.data).toEqual(plain.body.data);
    expect(told.body.errors).toEqual(plain.body.errors);
  });
});

describe('familyview protocol simulate', () => {
  async function simulate(options: { readonly as: string; readonly purpose: string; readonly person: string }) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const exit = await simulateCommand({ ...options, url: stack.url, json: true }, { stdout, stderr });
    return { exit, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
  }
  const daniel = 'Daniel,Okafor,2017-03-22,ZB2 4ZQ';

  test('shows what a lead professional would see of a family they lead, and no value of any record', async () => {
    const { exit, out } = await simulate({ as: 'LEAD_PROFESSIONAL', purpose: 'EARLY_HELP', person: daniel });
    const told = JSON.parse(out) as readonly { readonly field: string; readonly decision: string }[];
    const decisionOf = (field: string) => told.find((one) => one.field === field)?.decision;
    expect(exit).toBe(0);
    expect(decisionOf('HealthRecord.developmentReviews')).toBe('GRANTED');
    expect(decisionOf('HealthRecord.immunisations')).toBe('WITHHELD');
    expect(told.some(({ decision }) => decision === 'CONDITIONAL')).toBe(false);
    expect(out).not.toMatch(/Okafor|Daniel/);
  });

  test('finds nobody for an analyst', async () => {
    const { exit, err } = await simulate({ as: 'ANALYST', purpose: 'PERFORMANCE', person: daniel });
    expect([exit, err]).toEqual([1, expect.stringMatching(/^ANALYST .*PERFORMANCE|not shared/)]);
  });
});
