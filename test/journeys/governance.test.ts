import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PERSONAS, type PersonaName } from '@family-view/gateway/identity/personas';
import { schemaDirectory } from '@family-view/schema';
import { type RunningStack, startStack } from '../stack';

const BEST_START = readFileSync(join(schemaDirectory, 'protocol/best-start.yaml'), 'utf8');
const SHARING = `{ sharing {
  agreements { id text parties { id signedOn } purposes { code lawful } clauses { id text } }
  streams { stream fields shared { role purpose decision clause terms clauses } }
} }`;
const CHANGES =
  'query ($proposed: String!) { protocolChanges(proposed: $proposed) { changes { kind role sentence } sections } }';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ families: 4 });
}, 60_000);
afterAll(() => stack.close());

test('information governance is told what each stream opens, to whom, for what and by which clause', async () => {
  const { body } = await stack.ask('ig-officer', SHARING);
  expect(body.errors).toBeUndefined();
  const arrears = body.data.sharing.streams.find(({ stream }: { stream: string }) => stream === 'housing:arrears');
  expect(arrears.fields).toEqual(['HousingRecord.arrearsBand']);
  expect(arrears.shared).toContainEqual({
    role: 'HOUSING_OFFICER',
    purpose: 'EARLY_HELP',
    decision: 'GRANTED',
    clause: 'HOUSING-02',
    terms: null,
    clauses: ['HOUSING-02'],
  });
  expect(JSON.stringify(arrears.shared)).not.toContain('HEAD_OF_CENTRE');
});

test('every condition is told in words, with each clause that has a part in it as it is written, and its lawful basis', async () => {
  const { body } = await stack.ask('ig-officer', SHARING);
  const { agreements, streams } = body.data.sharing;
  const bestStart = agreements.find(({ id }: { id: string }) => id === 'best-start');
  expect(bestStart.text).toBe(BEST_START);
  const shared = streams.flatMap((one: { shared: readonly object[] }) => one.shared);
  const conditional = shared.filter(({ decision }: { decision: string }) => decision !== 'GRANTED');
  expect(conditional.length).toBeGreaterThan(0);
  expect(conditional.filter(({ terms }: { terms: string | null }) => !terms)).toEqual([]);
  const texts = new Map<string, string>(
    agreements.flatMap(({ clauses }: { clauses: readonly { id: string; text: string }[] }) =>
      clauses.map(({ id, text }) => [id, text] as const),
    ),
  );
  const named: readonly string[] = shared.flatMap(({ clauses }: { clauses: readonly string[] }) => clauses);
  // What the gateway itself has a right to stands in sections of its own, and in no clause.
  expect([...new Set(named)].filter((id) => !texts.has(id))).toEqual([]);
  expect(texts.get('SOCIAL-CARE-06')).toContain('shares: [assessments, plans]');
  const shielded = shared.find(({ clauses }: { clauses: readonly string[] }) => clauses.includes('EXCEPT-02'));
  expect(shielded).toMatchObject({
    decision: 'CONDITIONAL',
    terms: expect.stringContaining('never where an agency has marked the person as shielded'),
  });
  expect(bestStart.purposes).toContainEqual({
    code: 'SAFEGUARDING',
    lawful: [
      'UK GDPR, Article 6(1)(e): a task in the public interest',
      'UK GDPR, Article 9(2)(g): substantial public interest',
      'Data Protection Act 2018, Schedule 1, paragraph 18: safeguarding of children and of individuals at risk',
      'Children Act 1989, section 47',
      'Children Act 2004, section 11',
    ],
  });
});

const others = (Object.keys(PERSONAS) as PersonaName[]).filter((persona) => persona !== 'ig-officer');
test.each(others)('%s is told nothing of what others may see', async (persona) => {
  const { body } = await stack.ask(persona, SHARING);
  expect(body.data).toEqual({ sharing: null });
  expect(body.errors[0].extensions.stream).toBe('gateway:sharing');
});

test('what a proposed version would change is told in plain English, for whom', async () => {
  const proposed = BEST_START.replace(/^( *version:) \d+$/m, '$1 99').replace(
    'shares: [registration],\n      to: { roles: [SCHOOL_LEAD] }',
    'shares: [registration],\n      to: { roles: [SCHOOL_LEAD, HOUSING_OFFICER] }',
  );
  const { body } = await stack.ask('ig-officer', CHANGES, { variables: { proposed } });
  expect(body.data.protocolChanges).toEqual({
    changes: [
      {
        kind: 'OPENED',
        role: 'HOUSING_OFFICER',
        sentence:
          'Housing Officer can now see registration and consent for early help to a family, only under a condition: never where an agency has marked the person as shielded.',
      },
    ],
    sections: ['clauses'],
  });
});

test('the version in use, under another number, changes nothing and says the same', async () => {
  const proposed = `# A remark\n${BEST_START.replace(/^( *version:) \d+$/m, '$1 99')}`;
  const { body } = await stack.ask('ig-officer', CHANGES, { variables: { proposed } });
  expect(body.data.protocolChanges).toEqual({ changes: [], sections: [] });
});

test('what opens nothing to anybody and says something else all the same is named, not told as no change', async () => {
  const proposed = BEST_START.replace('duty: "Tenancy support desk, 01632 960904"', 'duty: "Nobody"');
  const { body } = await stack.ask('ig-officer', CHANGES, { variables: { proposed } });
  expect(body.data.protocolChanges).toEqual({ changes: [], sections: ['parties'] });
});

test.each([
  ['no protocol', 'protocol: {}'],
  ['no YAML', 'a: [b'],
  ['of another agreement', BEST_START.replace('id: best-start', 'id: worst-start')],
])('a text that is %s is refused with what is wrong', async (_kind, proposed) => {
  const { body } = await stack.ask('ig-officer', CHANGES, { variables: { proposed } });
  expect(body.data.protocolChanges).toBeNull();
  expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  expect(body.errors[0].message).toMatch(/proposed text|worst-start/);
});

test('others are answered while a text of eight thousand unknown words is read, and a hundred of them are told', async () => {
  const unknown = Array.from({ length: 8_000 }, (_, at) => `u${at}: 1`).join('\n');
  const ended: string[] = [];
  const proposing = stack
    .ask('ig-officer', CHANGES, { variables: { proposed: `${BEST_START}\n${unknown}` } })
    .finally(() => ended.push('the proposal'));
  while (ended.length < 3 && !ended.includes('the proposal')) {
    await stack.ask('head-of-centre', '{ me { role } }');
    ended.push('somebody else');
  }
  const { body } = await proposing;
  expect(ended.slice(0, 3)).toEqual(['somebody else', 'somebody else', 'somebody else']);
  expect(body.errors[0].message.match(/which is not a word of a protocol/g)).toHaveLength(100);
});

test('a person asked about agency by agency is told of what each says, and of all together the same', async () => {
  const found = await stack.ask(
    'head-of-centre',
    `{ findPeople(by: { givenName: "Grace", familyName: "Okafor", dateOfBirth: "2024-04-30", postcode: "ZB2 4ZQ" }) { certain {
      all: involvements { agency service }
      health: involvements(agencies: ["health"]) { agency service }
      answers(agencies: ["housing"]) { agency status }
      identities(agencies: ["education"]) { agency givenName }
    } } }`,
  );
  const [grace] = found.body.data.findPeople.certain;
  expect(grace.health).toEqual(grace.all.filter(({ agency }: { agency: string }) => agency === 'health'));
  expect(grace.health.length).toBeGreaterThan(0);
  expect(grace.answers).toEqual([{ agency: 'housing', status: 'ANSWERED' }]);
  expect(grace.identities).toEqual([{ agency: 'education', givenName: 'Grace' }]);
});
