import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kept } from '../../cli/fixtures/kept';
import { diffVersionsCommand, logCommand, rollbackCommand, statusCommand } from '../../cli/registry/commands';
import { makeKeyCommand } from '../../cli/registry/keys';
import { subgraphCheckCommand } from '../../cli/subgraph/check';
import { subgraphPublishCommand } from '../../cli/subgraph/publish';
import { type PublishingStack, startPublishingStack } from './publishing-stack';

const folder = mkdtempSync(join(tmpdir(), 'family-view-commands-'));
const NOBODY = 'http://127.0.0.1:9';
let stack: PublishingStack;
let registry: string;
beforeAll(async () => {
  stack = await startPublishingStack();
  registry = stack.stack.url;
  for (const [holder, key] of stack.keys) writeFileSync(join(folder, `${holder}.json`), JSON.stringify(key));
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(command: (streams: { stdout: Kept; stderr: Kept }) => Promise<number>) {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const exit = await command({ stdout, stderr });
  return { exit, out: stdout.text, err: stderr.text };
}
const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const key = (holder: string): string => join(folder, `${holder}.json`);
const withBalance = (type = 'Int', stream = 'housing:arrears'): string =>
  stack
    .sdlOf('housing')
    .replace('type HousingRecord {', `type HousingRecord {\n  balance: ${type} @policy(policies: [["${stream}"]])`);

test('check tells each refusal with file and line, and ends with 1; in a pipe it can be one JSON document', async () => {
  const schema = fileOf('wrong.graphql', withBalance('Int!', 'housing:arears'));
  const line =
    withBalance()
      .split('\n')
      .findIndex((one) => one.includes('balance')) + 1;
  const { exit, out } = await run((streams) => subgraphCheckCommand({ name: 'housing', schema, registry }, streams));
  expect(exit).toBe(1);
  expect(out).toContain(
    `wrong.graphql:${line}  refused  UNKNOWN_STREAM\n    No protocol declares "housing:arears"; did you mean "housing:arrears"?`,
  );
  expect(out).toContain(`wrong.graphql:${line}  refused  NOT_NULLABLE`);
  expect(out).toMatch(/housing would be refused\. 2 refusals, 0 warnings/);
  const json = await run((streams) => subgraphCheckCommand({ name: 'housing', schema, registry, json: true }, streams));
  expect(JSON.parse(json.out)).toMatchObject({
    accepted: false,
    findings: [
      { code: 'NOT_NULLABLE', line },
      { code: 'UNKNOWN_STREAM', line },
    ],
  });
});

test('check needs no gateway: beside the files of schema/ it says the same', async () => {
  const schema = fileOf('right.graphql', withBalance());
  const { exit, out } = await run((streams) => subgraphCheckCommand({ name: 'housing', schema }, streams));
  expect([exit, out]).toEqual([
    0,
    expect.stringMatching(/adds {7}Field "balance" was added .*\n(?:.*\n)*housing would be accepted\. 0 refusals/),
  ]);
});

test('publish, status, log, diff and rollback, from a terminal', async () => {
  const schema = fileOf('housing.graphql', withBalance());
  const publishing = { name: 'housing', schema, registry, key: key('housing') };
  const published = await run((streams) => subgraphPublishCommand(publishing, streams));
  expect([published.exit, published.out]).toEqual([
    0,
    expect.stringMatching(/housing is published: version 2, supergraph [0-9a-f]{12}, is live\.\n$/),
  ]);
  expect((await run((streams) => subgraphPublishCommand(publishing, streams))).out).toBe(
    'housing is published so already; version 2 stays.\n',
  );
  expect((await run((streams) => statusCommand({ registry }, streams))).out).toMatch(
    /^Version 2 is live, since .*, by housing\./,
  );
  expect(await run((streams) => diffVersionsCommand('1', '2', { registry }, streams))).toMatchObject({
    exit: 1,
    out: expect.stringContaining('HousingRecord.balance: under housing:arrears (rent arrears).'),
  });
  const back = await run((streams) => rollbackCommand('1', { registry, key: key('operator') }, streams));
  expect([back.exit, back.out]).toEqual([0, expect.stringMatching(/Version 3 is live, as version 1 was\.\n$/)]);
  expect((await run((streams) => logCommand({ registry }, streams))).out).toMatch(
    /^ {3}3 .* rolled back to 1\n {3}2 .* published housing\n {3}1 .* founded from files\n$/,
  );
});

test('what breaks others ends check and publish with 1; with a reason it is published, and the log has the reason', async () => {
  const without = stack.sdlOf('housing').replace(/ {2}arrearsBand: .*\n/, '');
  const schema = fileOf('without.graphql', without);
  const options = { name: 'housing', schema, registry, key: key('housing') };
  const check = await run((streams) => subgraphCheckCommand({ name: 'housing', schema, registry }, streams));
  expect(check.exit).toBe(1);
  expect(check.out).toContain('without.graphql  refused  BREAKING_CHANGE');
  expect(check.out).toMatch(/What breaks, and who asked for it:\n {2}.*arrearsBand.* Nothing was asked here yet\./);
  expect((await run((streams) => subgraphPublishCommand(options, streams))).exit).toBe(1);
  const alone = await run((streams) => subgraphCheckCommand({ name: 'housing', schema }, streams));
  expect([alone.exit, alone.out]).toEqual([1, expect.stringContaining('Who asks for it is not known here')]);
  const short = await run((streams) => subgraphPublishCommand({ ...options, allowBreaking: 'because' }, streams));
  expect([short.exit, short.err]).toEqual([2, expect.stringContaining('in 10 to 500 characters')]);
  const allowBreaking = 'The landlord no longer tells the band';
  const allowed = await run((streams) => subgraphPublishCommand({ ...options, allowBreaking }, streams));
  expect([allowed.exit, allowed.out]).toEqual([0, expect.stringContaining('warning  BREAKING_CHANGE')]);
  expect((await run((streams) => logCommand({ registry }, streams))).out).toContain(
    `published housing, with 1 breaking change: ${allowBreaking}\n`,
  );
});

test.each([
  [
    'no such schema',
    () => ({ name: 'housing', schema: 'nowhere.graphql', registry, key: key('housing') }),
    2,
    'nowhere.graphql cannot be read',
  ],
  [
    'no key',
    () => ({ name: 'housing', schema: key('housing'), registry, key: 'nowhere.json' }),
    2,
    'There is no key at nowhere.json. Make one with familyview keys make',
  ],
  [
    'no registry',
    () => ({ name: 'housing', schema: key('housing'), registry: NOBODY, key: key('housing') }),
    2,
    `No registry answers at ${NOBODY}`,
  ],
  [
    "another agency's key",
    () => ({ name: 'housing', schema: key('housing'), registry, key: key('health') }),
    1,
    'The key "health-test" is of health: it may not publish housing.',
  ],
])('publish with %s says so', async (_what, options, exit, message) => {
  const ended = await run((streams) => subgraphPublishCommand(options(), streams));
  expect([ended.exit, ended.out, ended.err]).toEqual([exit, '', expect.stringContaining(message)]);
});

test('keys make writes a key for its owner alone, tells its public part, and puts it into the ownership file', async () => {
  const out = join(folder, 'made', 'adult-learning.json');
  const ownership = fileOf(
    'ownership.yaml',
    '# Who may publish what.\nagencies:\n  health: { keys: [], joins: [], hosts: [] }\noperators:\n  keys: []\n',
  );
  const make = (holder: string, register: boolean) =>
    run((streams) => makeKeyCommand(holder, { out, register }, streams, ownership));
  const told = await make('adult-learning', false);
  expect(told.out).toMatch(
    /For schema\/ownership\.yaml, under agencies: adult-learning: keys:\n {2}- \{ id: adult-learning-[\w-]+, publicKey: [\w-]{43} \}\n$/,
  );
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const { publicKey, privateKey } = JSON.parse(readFileSync(out, 'utf8'));
  expect(told.out).not.toContain(privateKey);
  await make('adult-learning', true);
  const written = readFileSync(ownership, 'utf8');
  expect(written).toMatch(/^# Who may publish what\./);
  expect(written).toContain(publicKey);
  expect(written).toContain('Person.adultLearningRef');
  expect((await make('adult-learning', true)).out).toContain('already had its public key');
  expect(await make('linkage', false)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('it is a name of the gateway itself'),
  });
});
