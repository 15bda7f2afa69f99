import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readAudit } from '@family-view/gateway/audit/read-audit';
import type { IncrementalFormat } from '@family-view/gateway/http/incremental-format';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { searchFor, storyPerson } from '../borough';
import { type Merged, mergeParts } from '../executor/merge-parts';
import type { Fault } from '../faults/agency-behind-a-proxy';
import { type FaultStack, startFaultStack } from '../faults/faults-stack';
import { broken, JSON_TYPE } from '../faults/kinds-of-fault';
import type { RunningStack } from '../stack';
import { askInParts, type Part, type PartsRead } from './read-parts';

jest.setTimeout(40_000);

const FORMATS: readonly IncrementalFormat[] = ['deferSpec=20220824', 'incrementalSpec=v0.2'];

let agencies: FaultStack;
let stack: RunningStack;
let family: string;

beforeAll(async () => {
  agencies = await startFaultStack();
  // Nothing here is slow but what is held on purpose.
  const patient = { AGENCY_TIMEOUT_MS: '30000', OPERATION_DEADLINE_MS: '60000', PLANNING_TIME_LIMIT_MS: '15000' };
  stack = await agencies.startStack({ environment: patient });
  const found = await stack.ask(
    'head-of-centre',
    '{ findPeople(by: $by) { certain { family { id } } } }'.replace('{', 'query ($by: PersonSearch!) {'),
    {
      variables: { by: searchFor(storyPerson('okafor', 'oldest')) },
    },
  );
  family = found.body.data.findPeople.certain[0].family.id;
});
afterAll(async () => {
  await stack?.close();
  await agencies?.close();
});
afterEach(() => {
  for (const way of Object.values(agencies.ways)) way.clear();
});

/** One request for all that a family page needs; each agency's part apart. */
const PAGE = `
  query Page($family: FamilyID!) {
    family(id: $family) {
      id
      members {
        person { id displayName dateOfBirth }
        relationships { agency relationship }
      }
      ... @defer(label: "early help") { needLevel { code } leadProfessional { name } }
      ... @defer(label: "health") {
        members {
          person {
            healthSays: answers(agencies: ["health"]) { agency status }
            healthWorks: involvements(agencies: ["health"]) { agency service contact { name phone } }
            health { registration { registeredGpName } mandatedContacts { kind outcome } developmentReviews { outcome } }
          }
        }
      }
      ... @defer(label: "education") {
        members { person { education { setting { educationSettingName } attendance { attendancePercentage } } } }
      }
      ... @defer(label: "housing") {
        members {
          person {
            housingSays: answers(agencies: ["housing"]) { agency status }
            housingWorks: involvements(agencies: ["housing"]) { agency service }
            housing { tenancy { isActive landlord } arrearsBand }
          }
        }
      }
      ... @defer(label: "care") {
        members { person { socialCare { status { childInNeed } } earlyHelp { tafMeetings { date } steps { reason } } } }
      }
      ... @defer(label: "centre") {
        members { person { childrensCentre { attendances @stream(initialCount: 1, label: "days") { sessionDate } } } }
      }
    }
  }`;

const withoutThem = (query: string): string => query.replaceAll(/ @(defer|stream)(\([^)]*\))?/g, '');

interface Question {
  readonly persona?: PersonaName;
  readonly purpose?: string;
  readonly query?: string;
  readonly variables?: object;
  readonly body?: object;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

async function open(format: IncrementalFormat | null, asked: Question = {}): Promise<PartsRead> {
  const { persona = 'head-of-centre', purpose, query = PAGE, variables = { family }, body, ...more } = asked;
  const token = await stack.token(persona, purpose);
  const headers = { ...(purpose === 'SAFEGUARDING' ? { 'x-case-reference': 'CASE-1' } : {}), ...more.headers };
  return askInParts({ ...more, url: stack.url, token, format, headers, body: body ?? { query, variables } });
}

async function all({ parts }: PartsRead): Promise<readonly Part[]> {
  const read: Part[] = [];
  for await (const part of parts) read.push(part);
  return read;
}

/** Of each notice all that it says; where and what of each error. */
const told = ({ data, errors, extensions }: Merged) => ({
  data,
  errors: (errors ?? []).map((error) => JSON.stringify([error.path, error.message, error.extensions])).toSorted(),
  notices: ((extensions.notices ?? []) as readonly object[]).map((notice) => JSON.stringify(notice)).toSorted(),
});

async function wholeAnswer(asked: Question = {}) {
  const [answer] = await all(await open(null, { ...asked, query: withoutThem(asked.query ?? PAGE) }));
  return told(answer);
}

/** Audit records of one operation, in order. */
async function recordsOf(operation: string): Promise<readonly Part[]> {
  const found: Part[] = [];
  for await (const { record } of readAudit(join(stack.dataDirectory, 'gateway', 'audit'))) {
    const one = JSON.parse(record);
    if (one.correlationId === operation) found.push(one);
  }
  return found;
}
const agenciesIn = (records: readonly Part[]): readonly string[] =>
  records.flatMap(({ payload }) =>
    (payload.agencies ?? []).flatMap(({ agency, fields }: { agency: string; fields: readonly string[] }) =>
      fields.some((field) => /^(Health|Education|Housing|SocialCare|EarlyHelp|Centre)Record\./.test(field))
        ? [agency]
        : [],
    ),
  );

/** Answers once it is let go. */
function held(): { readonly fault: Fault; letGo(): void } {
  let letGo = (): void => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const fault: Fault = async ({ status, text }, response) => {
    await gate;
    response.writeHead(status, JSON_TYPE).end(text);
  };
  return { fault, letGo };
}

describe.each(FORMATS)('in the format %s', (format) => {
  test.each([
    ['head-of-centre', 'EARLY_HELP'],
    ['health-lead', 'SAFEGUARDING'],
    ['school-lead', 'EARLY_HELP'],
    ['social-worker', 'SAFEGUARDING'],
  ] as const)('parts for a %s for %s make the whole answer, notices and all', async (persona, purpose) => {
    const whole = await wholeAnswer({ persona, purpose });
    const read = await open(format, { persona, purpose });
    expect([read.status, read.contentType]).toEqual([200, `multipart/mixed; boundary="-"; ${format}`]);
    const parts = await all(read);
    expect(told(mergeParts(parts))).toEqual(whole);
    expect(whole.notices.length).toBeGreaterThan(0);
  });

  test('an agency that is not heard of yet holds up its own part alone', async () => {
    const housing = held();
    agencies.ways.housing.turn(housing.fault, '/graphql');
    const { parts } = await open(format);
    const read = await readUntil(parts, (person) =>
      ['health', 'education', 'socialCare', 'earlyHelp', 'childrensCentre', 'healthSays'].every((key) => key in person),
    );
    const person = mergeParts(structuredClone(read), false).data as Part;
    expect(person.family.members[0].person).not.toHaveProperty('housing');
    // That it answered, and what it works on, waits for it as well: it may yet fail.
    expect(person.family.members[0].person).not.toHaveProperty('housingSays');
    // What has left is recorded, and what has not is not.
    const { operation } = read[0].extensions.familyView;
    const before = await recordsOf(operation);
    expect(agenciesIn(before)).toEqual(expect.arrayContaining(['health', 'education']));
    expect(agenciesIn(before)).not.toContain('housing');

    housing.letGo();
    for await (const part of parts) read.push(part);
    expect(told(mergeParts(read))).toEqual(await wholeAnswer());
    const records = await recordsOf(operation);
    expect(agenciesIn(records)).toContain('housing');
    expect(records.map(({ eventName }) => eventName)).toEqual([
      'FAMILY_VIEW_INTENT',
      ...read.map(() => 'FAMILY_VIEW_DISCLOSURE'),
    ]);
  });

  test('an agency that fails is null, is told of, and takes nothing of the others away', async () => {
    agencies.ways.housing.turn(broken, '/graphql');
    const parts = await all(await open(format));
    const merged = mergeParts(parts);
    expect(told(merged)).toEqual(await wholeAnswer());
    const failed = merged.errors.filter(({ extensions }) => extensions?.code === 'AGENCY_UNAVAILABLE');
    expect(failed.length).toBeGreaterThan(0);
    expect((merged.extensions.notices as Part[]).map(({ kind, agency }) => `${kind} ${agency}`)).toContain(
      'UNAVAILABLE housing',
    );
    const statuses = JSON.stringify(merged.data).match(/"agency":"housing","status":"\w+"/g);
    expect(new Set(statuses)).toEqual(new Set(['"agency":"housing","status":"UNAVAILABLE"']));
  });

  test('a client that goes away ends the work, and what agencies were asked for it is recorded', async () => {
    const housing = held();
    agencies.ways.housing.turn(housing.fault, '/graphql');
    const leaving = new AbortController();
    const { parts } = await open(format, { signal: leaving.signal });
    const read = await readUntil(parts, (person) => 'displayName' in person);
    leaving.abort();
    // Whether it is gone is for the line to say: an answer that is there before that has been given.
    await wait(2_000);
    housing.letGo();
    const { operation } = read[0].extensions.familyView;
    await until(async () => (await recordsOf(operation)).some(({ payload }) => payload.code === 'CLIENT_GONE'));
    const last = (await recordsOf(operation)).at(-1)!;
    expect([last.outcome, last.payload.code]).toEqual(['failed', 'CLIENT_GONE']);
    expect(last.payload.agencies.map(({ agency }: Part) => agency)).toContain('housing');
    // The gateway is none the worse for it.
    agencies.ways.housing.clear();
    expect(told(mergeParts(await all(await open(format))))).toEqual(await wholeAnswer());
  });

  test('an operation that is known, and one that is named by its hash, leave in parts as well', async () => {
    const query = `query Known($family: FamilyID!) {
      family(id: $family) { id ... @defer(label: "their homes") { members { person { housing { tenancy { isActive } } } } } }
    }`;
    const hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    const variables = { family };
    const whole = await wholeAnswer({ query });
    for (const body of [
      { query, variables, extensions },
      { variables, extensions },
      { variables, extensions },
    ]) {
      const read = await open(format, { body });
      expect(read.contentType).toContain(format);
      expect(told(mergeParts(await all(read)))).toEqual(whole);
    }
  });

  test('a fragment that is deferred under a condition follows it', async () => {
    const query = `query If($family: FamilyID!, $later: Boolean!) {
      family(id: $family) { id ... @defer(if: $later) { members { person { housing { tenancy { isActive } } } } } }
    }`;
    const [whole] = await all(await open(null, { query, variables: { family, later: true } }));
    for (const later of [true, false]) {
      const housing = held();
      agencies.ways.housing.turn(housing.fault, '/graphql');
      if (!later) housing.letGo();
      const answer = await open(format, { query, variables: { family, later } });
      const parts = [(await answer.parts.next()).value as Part];
      expect(parts[0].hasNext).toBe(later);
      housing.letGo();
      parts.push(...(await all(answer)));
      expect(told(mergeParts(parts))).toEqual(told(whole));
    }
  });

  test('a mutation is done before the first part, and its answer may come in parts', async () => {
    const query = `mutation Open($family: FamilyID!) {
      breakGlass(family: $family, reason: IMMEDIATE_HARM, statement: "A bruise that nobody explains, seen today") {
        reference
      }
    }`;
    const { parts } = await open(format, { persona: 'head-of-centre', query });
    const [answer] = await all({ parts } as PartsRead);
    expect(answer).toHaveProperty('data');
    const refused = await all(
      await open(format, {
        query: query.replace('breakGlass', '... @defer { breakGlass').replace(/\}\s*\}$/, '} } }'),
      }),
    );
    expect(refused[0].errors[0].message).toBe('Defer directive cannot be used on root mutation type "Mutation".');
  });
});

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await wait(50);
};

/** Parts until what has come of the first person is enough. */
async function readUntil(parts: PartsRead['parts'], isEnough: (person: object) => boolean): Promise<Part[]> {
  const read: Part[] = [];
  for (;;) {
    const { value, done } = await parts.next();
    if (done) throw new Error('The answer ended before.');
    read.push(value);
    const { data } = mergeParts(structuredClone(read), false) as { readonly data: Part };
    if (isEnough(data?.family?.members?.[0]?.person ?? {})) return read;
  }
}

test('whoever does not ask for parts gets the whole at once, as without the directives', async () => {
  const read = await open(null);
  expect(read.contentType).toMatch(/^application\/graphql-response\+json/);
  expect(told((await all(read))[0])).toEqual(await wholeAnswer());
});

test('what is refused is refused before the first part, as any answer is', async () => {
  const read = await open('incrementalSpec=v0.2', { variables: { family: 'fid.of.nobody' } });
  const [answer] = await all(read);
  const [whole] = await all(await open(null, { variables: { family: 'fid.of.nobody' }, query: withoutThem(PAGE) }));
  expect(answer.errors).toEqual(whole.errors);
  const wrong = await open('incrementalSpec=v0.2', { variables: {} });
  expect(wrong.status).toBe(400);
  expect((await all(wrong))[0].errors[0].extensions.code).toBe('BAD_USER_INPUT');
});

/** The messages are those of graphql-js 17. */
test.each([
  [
    '{ me { ... @defer(label: "a") { id } ... @defer(label: "a") { name } } }',
    'Value for arguments "defer(label:)" and "stream(label:)" must be unique.',
  ],
  [
    'query ($l: String) { me { ... @defer(label: $l) { id } } }',
    'Directive "defer"\'s label argument must be a static string.',
  ],
  ['{ me { id @stream } }', 'Directive "@stream" cannot be used on non-list field "Requester.id".'],
  ['{ me { id @defer } }', 'Directive "@defer" may not be used on FIELD.'],
  ['{ me { ... @defer(if: 1) { id } } }', 'Boolean cannot represent a non boolean value: 1'],
  [
    'query ($p: PersonID!) { person(id: $p) { identities @stream { agency } identities { sex } } }',
    'Fields "identities" conflict because they have differing stream directives. Use different aliases on the fields to fetch both if this was intentional.',
  ],
])('%s is not valid', async (query, message) => {
  const read = await open('deferSpec=20220824', { query, variables: { p: 'x' } });
  expect(read.status).toBe(400);
  const [{ errors }] = await all(read);
  expect(errors.map((one: Part) => one.message)).toEqual([message]);
  expect(errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});
