import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PERSONAS, type PersonaName } from '@family-view/gateway/identity/personas';
import { NO_AGENCIES } from '../bad-input/no-agencies';
import { startStack } from '../stack';
import {
  copySchema,
  type PublishingStack,
  publisherAt,
  startPublishingStack,
  TAKEN_BACK,
  type Told,
} from './publishing-stack';

let stack: PublishingStack;
beforeAll(async () => {
  stack = await startPublishingStack();
});
afterAll(() => stack.close());

const PUBLISHED = '{ published { served { version by kind } versions { version changed } staged } }';
const CHANGES = `query ($version: Int) { publishedChanges(version: $version) {
  changed opened { stream label fields shared { role purpose decision clause } } went moved sentences agreements } }`;
const asked = async (query: string, version: number | null = null): Promise<Told> =>
  (await stack.stack.ask('ig-officer', query, { variables: { version } })).body;
const withBalance = (): string =>
  stack
    .sdlOf('housing')
    .replace('type HousingRecord {', 'type HousingRecord {\n  balance: Int @policy(policies: [["housing:arrears"]])');

test('before anything is published, the first version is served and there is nothing to compare it with', async () => {
  expect((await asked(PUBLISHED)).data.published).toEqual({
    served: { version: 1, by: 'files', kind: 'FOUNDED' },
    versions: [{ version: 1, changed: [] }],
    staged: [],
  });
  for (const version of [1, null, 0, -1]) {
    const { data, errors } = await asked(CHANGES, version);
    expect(data.publishedChanges).toBeNull();
    expect(errors[0].extensions.code).toBe('BAD_USER_INPUT');
  }
  expect((await asked(CHANGES, 9)).errors[0].extensions.code).toBe('NO_SUCH_VERSION');
});

test('what is tried in staging is told before it is published: which field, in which stream, open to whom by which clause', async () => {
  expect((await stack.stage('housing', withBalance())).body.outcome).toBe('STAGED');
  const { published } = (await asked(PUBLISHED)).data;
  expect([published.served.version, published.staged]).toEqual([1, ['housing']]);
  const { publishedChanges: would } = (await asked(CHANGES)).data;
  expect(would).toMatchObject({ changed: ['housing'], went: [], moved: [], agreements: [] });
  const [opened, ...others] = would.opened;
  expect(others).toEqual([]);
  expect(opened).toMatchObject({
    stream: 'housing:arrears',
    label: 'rent arrears',
    fields: ['HousingRecord.balance'],
  });
  const officer = { role: 'HOUSING_OFFICER', purpose: 'EARLY_HELP', decision: 'GRANTED', clause: 'HOUSING-02' };
  expect(opened.shared).toContainEqual(officer);
  expect(JSON.stringify(opened.shared)).not.toContain('HEAD_OF_CENTRE');
});

test('once published it is what the version changed, and staging is empty; a field that went and one that moved are told', async () => {
  await stack.publish('housing', withBalance());
  const { published } = (await asked(PUBLISHED)).data;
  expect(published).toMatchObject({ served: { version: 2, by: 'housing', kind: 'PUBLISHED' }, staged: [] });
  const { publishedChanges: did } = (await asked(CHANGES, 2)).data;
  expect(did.opened.map(({ fields }: Told) => fields)).toEqual([['HousingRecord.balance']]);

  const moved = withBalance()
    .replace('balance: Int @policy(policies: [["housing:arrears"]])', '')
    .replace(
      'arrearsBand: String @policy(policies: [["housing:arrears"]])',
      'arrearsBand: String @policy(policies: [["housing:notices"]])',
    );
  await stack.publish('housing', moved, TAKEN_BACK);
  const { publishedChanges: next } = (await asked(CHANGES, 3)).data;
  expect(next.went).toEqual(['HousingRecord.balance']);
  expect(next.moved).toEqual(['HousingRecord.arrearsBand moves from housing:arrears to housing:notices']);
  expect(next.opened.map(({ stream, fields }: Told) => [stream, fields])).toEqual([
    ['housing:notices', ['HousingRecord.arrearsBand']],
  ]);
});

test('a gateway that has just been started again tells what is tried as it did before', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-'));
  const copy = copySchema();
  const open = () => startStack({ agencies: NO_AGENCIES, dataDirectory, schemaDirectory: copy.schemaDirectory });
  const before = await open();
  const { stage } = await publisherAt(before.url, copy);
  await stage('housing', withBalance());
  await before.close();
  const after = await open();
  const { body } = await after.ask('ig-officer', CHANGES);
  await after.close();
  copy.remove();
  rmSync(dataDirectory, { recursive: true, force: true });
  expect(body.data.publishedChanges.opened.map(({ fields }: Told) => fields)).toEqual([['HousingRecord.balance']]);
});

const others = (Object.keys(PERSONAS) as PersonaName[]).filter((persona) => persona !== 'ig-officer');
test.each(others)('%s is told nothing of it', async (persona) => {
  const { body } = await stack.stack.ask(persona, `{ published { staged } publishedChanges(version: 2) { went } }`);
  expect(body.data).toEqual({ published: null, publishedChanges: null });
  expect(body.errors.map(({ extensions }: Told) => extensions.stream)).toEqual(['gateway:sharing', 'gateway:sharing']);
});
