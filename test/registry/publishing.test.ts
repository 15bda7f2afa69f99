import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signStatement } from '@family-view/gateway/schema-registry/signed-statement';
import { parse, stringify } from 'yaml';
import { searchFor, storyPerson } from '../borough';
import { type PublishingStack, startPublishingStack, TAKEN_BACK, type Told } from './publishing-stack';

let stack: PublishingStack;
const told: string[] = [];
beforeAll(async () => {
  stack = await startPublishingStack({
    environment: { SCHEMA_FILES: 'FOLLOWED' },
    tell: (_event, sentence) => told.push(sentence),
  });
});
afterAll(() => stack.close());
/** Each begins with what stands in the files. */
beforeEach(async () => {
  await stack.rollback(1);
});

const withBalance = (): string =>
  stack
    .sdlOf('housing')
    .replace('type HousingRecord {', 'type HousingRecord {\n  balance: Int @policy(policies: [["housing:arrears"]])');
const withFlag = (agency: string, type: string, stream: string): string =>
  stack.sdlOf(agency).replace(`type ${type} {`, `type ${type} {\n  flag: Int @policy(policies: [["${stream}"]])`);
const live = async (): Promise<Told> => (await stack.ask('status')).body;
const fieldsOf = async (type: string): Promise<readonly string[]> => {
  const { body } = await stack.stack.ask('housing-officer', `{ __type(name: "${type}") { fields { name } } }`);
  return body.data.__type?.fields.map(({ name }: Told) => name) ?? [];
};
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((soon) => setTimeout(soon, 50));
};

test('what is published is live when the publish ends, named by every answer, and told in plain English', async () => {
  expect(await fieldsOf('HousingRecord')).not.toContain('balance');
  const { version } = await live();
  const { status, body } = await stack.publish('housing', withBalance());
  expect([status, body.outcome, body.version]).toEqual([200, 'PUBLISHED', version + 1]);
  expect([body.kind, body.by]).toEqual(['PUBLISHED', 'housing']);
  expect(body.openings).toEqual([
    'HousingRecord.balance: under housing:arrears (rent arrears). Open to Housing Officer (EARLY_HELP). Under a condition, to Lead Professional (EARLY_HELP, SAFEGUARDING).',
  ]);
  expect(await fieldsOf('HousingRecord')).toContain('balance');
  const answer = await stack.stack.ask('head-of-centre', '{ me { id } }');
  expect(answer.body.extensions.familyView).toMatchObject({
    supergraphVersion: body.supergraph,
    protocolVersion: body.protocol,
  });
});

test('the same again changes nothing; the very same request again is refused as a replay', async () => {
  const { version } = await live();
  const signing = stack.keys.get('housing')!;
  const sdl = withBalance();
  const sha = createHash('sha256').update(sdl).digest('hex');
  const signed = signStatement(await stack.statement({ agency: 'housing', sdl: sha, key: signing.id }), signing);
  expect((await stack.ask('publish', { schema: sdl, signed })).body.outcome).toBe('PUBLISHED');
  expect((await stack.publish('housing', sdl)).body).toMatchObject({ outcome: 'UNCHANGED', version: version + 1 });
  await stack.publish('housing', stack.sdlOf('housing'), TAKEN_BACK);
  const replayed = await stack.ask('publish', { schema: sdl, signed });
  expect(replayed.status).toBe(403);
  expect(replayed.body.errors[0]).toMatchObject({
    message: 'This has been sent before. What is signed counts once: sign again.',
    extensions: { code: 'STATEMENT_REPLAYED' },
  });
  expect((await live()).version).toBe(version + 2);
});

test('agencies that publish at one moment are both published, one after the other', async () => {
  const { version } = await live();
  const outcomes = await Promise.all([
    stack.publish('housing', withBalance()),
    stack.publish('health', withFlag('health', 'HealthRecord', 'health:visits')),
    stack.publish('education', withFlag('education', 'EducationRecord', 'education:attendance')),
  ]);
  expect(outcomes.map(({ body }) => body.outcome)).toEqual(['PUBLISHED', 'PUBLISHED', 'PUBLISHED']);
  expect(outcomes.map(({ body }) => body.version - version).toSorted()).toEqual([1, 2, 3]);
  expect(await fieldsOf('HousingRecord')).toContain('balance');
  const { supergraphSdl } = (await stack.ask('supergraph')).body;
  expect(supergraphSdl.match(/^ {2}flag: Int/gm)).toHaveLength(2);
});

test('an operator goes back to an earlier version; the log says who did what, and what it changed for whom', async () => {
  const { version } = await live();
  await stack.publish('housing', withBalance());
  const { body } = await stack.rollback(version);
  expect(body).toMatchObject({ outcome: 'PUBLISHED', version: version + 2, by: 'operator', rolledBackTo: version });
  expect(await fieldsOf('HousingRecord')).not.toContain('balance');
  const { versions } = (await stack.ask('log')).body;
  const [base] = versions.slice(-3);
  const lines = versions.slice(-3).map(({ kind, by, supergraph }: Told) => [kind, by, supergraph === base.supergraph]);
  expect(lines.slice(1)).toEqual([
    ['PUBLISHED', 'housing', false],
    ['ROLLED_BACK', 'operator', true],
  ]);
  const diff = async (from: number, to: number): Promise<Told> => (await stack.ask('diff', { from, to })).body;
  expect((await diff(version, version + 1)).changes).toMatchObject([
    { criticality: 'NON_BREAKING', coordinate: 'HousingRecord.balance' },
  ]);
  expect(await diff(version, version + 2)).toMatchObject({ changes: [], openings: [], agreements: [] });
  expect((await diff(version, 999)).errors[0].message).toMatch(
    /^There is no version 999; the registry has 1 to \d+\.$/,
  );
});

test('a field that moves to a stream more people have is told, though no schema shows it', async () => {
  const moved = stack
    .sdlOf('housing')
    .replace(
      'arrearsBand: String @policy(policies: [["housing:arrears"]])',
      'arrearsBand: String @policy(policies: [["housing:tenancy"]])',
    );
  const { version } = await live();
  const { body } = await stack.ask('check', { agency: 'housing', schema: moved });
  expect(body.changes).toEqual([
    {
      criticality: 'RULE',
      coordinate: 'HousingRecord.arrearsBand',
      message: 'HousingRecord.arrearsBand moves from housing:arrears to housing:tenancy',
    },
  ]);
  expect(body.openings[0]).toMatch(/^HousingRecord\.arrearsBand: under housing:tenancy .*Head of Centre/);
  expect((await live()).version).toBe(version);
});

test('a change can be tried in staging, where alone it answers; publishing it ends the trial', async () => {
  const { version } = await live();
  const ASK = '{ __type(name: "HousingRecord") { fields { name } } }';
  const atStaging = async (): Promise<{ readonly status: number; readonly body: Told }> => {
    const response = await fetch(`${stack.stack.url}/staging/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await stack.stack.token('housing-officer')}`,
      },
      body: JSON.stringify({ query: ASK }),
    });
    return { status: response.status, body: await response.json() };
  };
  expect(await atStaging()).toMatchObject({
    status: 404,
    body: { errors: [{ extensions: { code: 'NOTHING_STAGED' } }] },
  });

  const refused = await stack.stage('housing', withBalance().replace('balance: Int', 'balance: Int!'));
  expect([refused.status, refused.body.outcome]).toEqual([422, 'REFUSED']);
  expect((await stack.stage('housing', withBalance())).body).toMatchObject({ outcome: 'STAGED', staged: ['housing'] });
  expect(await live()).toMatchObject({ version, staged: ['housing'] });
  expect(await fieldsOf('HousingRecord')).not.toContain('balance');
  const tried = (await atStaging()).body;
  expect(tried.data.__type.fields.map(({ name }: Told) => name)).toContain('balance');

  // What others publish meanwhile is beneath it.
  await stack.publish('health', withFlag('health', 'HealthRecord', 'health:visits'));
  expect(await live()).toMatchObject({ version: version + 1, staged: ['housing'] });
  expect((await atStaging()).body.extensions.familyView.supergraphVersion).not.toBe(
    tried.extensions.familyView.supergraphVersion,
  );

  await stack.publish('housing', withBalance());
  expect(await live()).toMatchObject({ version: version + 2, staged: [] });
  expect((await atStaging()).status).toBe(404);
});

test('an SDL that is edited in schema/ is live; one that is wrong is told with file and line, and changes nothing', async () => {
  const { version } = await live();
  told.length = 0;
  const file = join(stack.schemaDirectory, 'agencies', 'housing.graphql');
  writeFileSync(file, withBalance().replace('balance: Int', 'balance: Int!'));
  await until(async () => told.length > 0);
  expect(told[0]).toMatch(/^schema\/agencies\/housing\.graphql:\d+: HousingRecord\.balance is Int!; expected Int\./);
  expect(await live()).toMatchObject({ version });
  writeFileSync(file, withBalance());
  await until(async () => (await live()).version === version + 1);
  expect(await fieldsOf('HousingRecord')).toContain('balance');
  expect(await live()).toMatchObject({ kind: 'EDITED', by: 'files', changed: ['housing'] });

  const protocol = join(stack.schemaDirectory, 'protocol', 'best-start.yaml');
  const text = readFileSync(protocol, 'utf8');
  told.length = 0;
  // Whatever its version is.
  writeFileSync(protocol, text.replace(/^( *version:) \d+$/m, '$1 two'));
  await until(async () => told.length > 0);
  expect(told[0]).toMatch(/best-start\.yaml:\d+: protocol\.version is "two"/);
  // Agreed under this number in other words.
  told.length = 0;
  writeFileSync(protocol, text.replace('title: Best Start', 'title: Better Start'));
  await until(async () => told.length > 0);
  expect(told[0]).toMatch(/best-start\.yaml: best-start:\d+ was agreed as [0-9a-f]{12} .*raise protocol\.version/);
  expect(await live()).toMatchObject({ version: version + 1 });
  writeFileSync(protocol, raised(text.replace('title: Best Start', 'title: Better Start')));
  await until(async () => (await live()).version === version + 2);
  expect(await live()).toMatchObject({ kind: 'PROTOCOL', by: 'files' });
});

test('a new agency joins while the gateway runs, and ids that were made before it still open', async () => {
  await stack.close();
  stack = await startPublishingStack({ agencies: undefined, families: 12, environment: { SCHEMA_FILES: 'FOLLOWED' } });
  const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';
  const OPEN = 'query ($id: PersonID!) { person(id: $id) { displayName answers { agency status } } }';
  const found = await stack.stack.ask('head-of-centre', FIND, {
    variables: { who: searchFor(storyPerson('okafor', 'oldest')) },
  });
  const { id } = found.body.data.findPeople.certain[0];
  const before = (await stack.stack.ask('head-of-centre', OPEN, { variables: { id } })).body.data.person;

  const protocol = join(stack.schemaDirectory, 'protocol', 'best-start.yaml');
  writeFileSync(protocol, joinedBy('adult-learning', raised(readFileSync(protocol, 'utf8'))));
  await until(async () => (await live()).version === 2);
  const { body } = await stack.publish('adult-learning', LEARNING, { url: 'http://127.0.0.1:9' });
  expect(body.findings).toEqual([]);
  expect(body).toMatchObject({ outcome: 'PUBLISHED', version: 3 });

  const after = (await stack.stack.ask('head-of-centre', OPEN, { variables: { id } })).body.data.person;
  const answersOf = (person: Told): Map<string, string> =>
    new Map(person.answers.map(({ agency, status }: Told) => [agency, status]));
  expect(after.displayName).toBe(before.displayName);
  // It cannot be reached, which is not that it holds nothing.
  expect([...answersOf(after)]).toEqual([...answersOf(before), ['adult-learning', 'UNAVAILABLE']]);

  // What is set for an agency goes before what it publishes: it is still reached where it was.
  await stack.publish('childrens-centre', stack.sdlOf('childrens-centre'), { url: 'https://records.example' });
  const { data } = (await stack.stack.ask('head-of-centre', '{ centres { name } }')).body;
  expect(data.centres.length).toBeGreaterThan(0);

  await stack.rollback(2);
  const gone = (await stack.stack.ask('head-of-centre', OPEN, { variables: { id } })).body.data.person;
  expect(gone).toEqual(before);
});

const LEARNING = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@policy", "@inaccessible", "@shareable"])
type Person @key(fields: "adultLearningRef") {
  adultLearningRef: ID! @inaccessible
  adultLearning: LearningRecord
}
type LearningRecord {
  note: String @policy(policies: [["adult-learning:tenancy"]])
}
`;

/** Under the next number: a version that was agreed never changes. */
const raised = (text: string): string =>
  text.replace(/^( {2}version: )(\d+)$/m, (_, name, number) => `${name}${Number(number) + 1}`);

/** Signed as housing signed, with housing's streams under its own name, for the head of centre; told by the others who is meant. */
function joinedBy(agency: string, text: string): string {
  const protocol = parse(text) as Told;
  const housing = protocol.parties.find(({ id }: Told) => id === 'housing');
  const streams = Object.entries(protocol.streams).filter(([stream]) => stream.startsWith('housing:'));
  for (const [stream, terms] of streams) protocol.streams[stream.replace('housing', agency)] = terms;
  protocol.parties.push({ ...housing, id: agency, name: 'Adult learning' });
  for (const { to: told } of protocol.flows) if (told.includes('housing')) told.push(agency);
  const { to, purposes } = { to: { roles: ['HEAD_OF_CENTRE'] }, purposes: ['EARLY_HELP'] };
  for (const { to } of protocol.flows) if (to.includes('housing')) to.push(agency);
  protocol.clauses.push({ id: 'JOIN-01', by: agency, shares: ['existence', 'tenancy'], to, purposes });
  return stringify(protocol);
}
