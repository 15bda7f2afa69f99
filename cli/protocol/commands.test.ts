import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { Kept } from '../fixtures/kept';
import { EXIT, type Streams } from '../frame/command';
import { diffCommand } from './diff';
import { explainCommand } from './explain';
import { importDfeCommand } from './import-dfe';
import { lintCommand } from './lint';
import { matrixCommand } from './matrix';
import { simulateCommand } from './simulate';

const folder = mkdtempSync(join(tmpdir(), 'family-view-protocol-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PUBLISHED = readFileSync(join(schemaDirectory, 'protocol/best-start.yaml'), 'utf8');
function fileOf(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}
function changed(name: string, ...changes: readonly (readonly [string, string])[]): string {
  for (const [from] of changes) expect(PUBLISHED).toContain(from);
  return fileOf(
    name,
    changes.reduce((text, [from, to]) => text.replace(from, to), PUBLISHED),
  );
}

async function run(command: (streams: Streams) => number | Promise<number>) {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const exit = await command({ stdout, stderr });
  return { exit, out: stdout.text, err: stderr.text };
}

describe('lint', () => {
  const today = '2026-11-22';

  test('the published protocol has no fault', async () => {
    const { exit, out } = await run((streams) => lintCommand(undefined, { today }, streams));
    expect(out).toMatch(/: 0 faults, \d+ remarks\.\n$/);
    expect(exit).toBe(EXIT.fine);
  });

  test('a stream taken from the protocol is found where the SDL names it', async () => {
    const file = changed(
      'short.yaml',
      ['  housing:arrears: { detail: CONTENT, label: rent arrears }\n', ''],
      ['household, arrears, notices, homelessness', 'household, notices, homelessness'],
      ['household, arrears, notices, temporary', 'household, notices, temporary'],
    );
    const { exit, out } = await run((streams) => lintCommand(file, { json: true, today }, streams));
    expect(exit).toBe(EXIT.found);
    const sdl = readFileSync(join(schemaDirectory, 'agencies/housing.graphql'), 'utf8').split('\n');
    expect(JSON.parse(out).findings).toContainEqual(
      expect.objectContaining({
        rule: 'STREAM_NOT_DECLARED',
        file: 'schema/agencies/housing.graphql',
        line: sdl.findIndex((line) => line.includes('"housing:arrears"')) + 1,
      }),
    );
  });

  test('a clause of the file that contradicts another is told with its line', async () => {
    const file = fileOf(
      'contradiction.yaml',
      PUBLISHED.replace(
        '  - id: DENY-01',
        '  - { id: DENY-02, by: housing, shares: [alerts], effect: DENY, to: { roles: [SOCIAL_WORKER] }, purposes: ANY }\n  - id: DENY-01',
      ),
    );
    const { exit, out } = await run((streams) => lintCommand(file, { today }, streams));
    const line = PUBLISHED.split('\n').findIndex((text) => text.includes('id: HOUSING-05')) + 1;
    expect(out).toContain(`${file}:${line}: fault: Clause HOUSING-05 allows housing:alerts to SOCIAL_WORKER`);
    expect(exit).toBe(EXIT.found);
  });

  test('a file that is not there is a wrong use, and one that is no protocol is a fault', async () => {
    expect((await run((streams) => lintCommand(join(folder, 'none.yaml'), {}, streams))).exit).toBe(EXIT.usage);
    const { exit, err } = await run((streams) => lintCommand(fileOf('broken.yaml', 'protocol: 1'), {}, streams));
    expect([exit, err]).toEqual([EXIT.found, expect.stringContaining('broken.yaml:1:')]);
  });
});

describe('explain', () => {
  const explain = (fields: readonly string[], as = 'HEAD_OF_CENTRE', purpose = 'EARLY_HELP', json = false) =>
    run((streams) => explainCommand(fields, { as, purpose, json }, streams));

  test('says of an open field by which clause', async () => {
    const { exit, out } = await explain(['HealthRecord.breastfeedingStatus']);
    expect(out).toContain('HealthRecord.breastfeedingStatus: GRANTED (health:feeding, clause HEALTH-01)');
    expect(exit).toBe(EXIT.fine);
  });

  test('says of a field that an exception closes for some that it is conditional, and on what', async () => {
    const { exit, out } = await explain(['HealthRecord.mandatedContacts']);
    expect(out).toContain('HealthRecord.mandatedContacts: CONDITIONAL (health:visits, clause HEALTH-01)');
    expect(out).toContain('only where it is not so that an agency has marked the person as shielded.');
    expect(exit).toBe(EXIT.fine);
  });

  test('says of a refused field which clause refuses it, and whom to ring', async () => {
    const { exit, out } = await explain(['HealthRecord.maternity']);
    expect(out).toMatch(/WITHHELD \(health:maternity, clause DENY-01\)\n.*refuses this.*\n {2}Ring: Health visiting/);
    expect(exit).toBe(EXIT.found);
  });

  test('in JSON, conditions are in words', async () => {
    const { out } = await explain(['HealthRecord.developmentReviews'], 'LEAD_PROFESSIONAL', 'EARLY_HELP', true);
    expect(JSON.parse(out)).toMatchObject([
      { decision: 'CONDITIONAL', conditions: ['the requester is the lead professional for this family'] },
    ]);
  });

  test.each([
    ['a role that is none', 'MAYOR', 'EARLY_HELP', /names no role "MAYOR"/],
    ['a purpose that the role may not state', 'HEAD_OF_CENTRE', 'SAFEGUARDING', /It may state EARLY_HELP/],
  ])('%s is a wrong use', async (_title, as, purpose, message) => {
    const { exit, err } = await explain(['Person.health'], as, purpose);
    expect([exit, err]).toEqual([EXIT.usage, expect.stringMatching(message)]);
  });
});

describe('diff', () => {
  test('says in plain English what a clause opens for whom', async () => {
    const after = changed('opened.yaml', [
      'roles: [FAMILY_SUPPORT_LEAD, HEALTH_LEAD, EARLY_HELP_ACCESS, SOCIAL_WORKER]',
      'roles: [HEAD_OF_CENTRE, FAMILY_SUPPORT_LEAD, HEALTH_LEAD, EARLY_HELP_ACCESS, SOCIAL_WORKER]',
    ]);
    const { exit, out } = await run((streams) => diffCommand(fileOf('before.yaml', PUBLISHED), after, {}, streams));
    expect(out).toBe('Head of Centre can now see school attendance and absence for early help to a family.\n');
    expect(exit).toBe(EXIT.found);
  });

  test('a protocol and itself differ in nothing', async () => {
    const file = fileOf('before.yaml', PUBLISHED);
    expect(await run((streams) => diffCommand(file, file, {}, streams))).toMatchObject({
      exit: EXIT.fine,
      out: 'Nothing changes for anybody.\n',
    });
  });
});

test('the matrix in JSON has a line for each role, purpose and stream, with the clause', async () => {
  const { out } = await run((streams) => matrixCommand(undefined, { json: true }, streams));
  const rows = JSON.parse(out) as readonly Record<string, unknown>[];
  const line = { role: 'HEAD_OF_CENTRE', purpose: 'EARLY_HELP', clause: 'HEALTH-01', reason: null };
  expect(rows).toContainEqual({ ...line, stream: 'health:feeding', decision: 'GRANTED' });
  // But for a shielded person, whose whereabouts EXCEPT-02 closes.
  expect(rows).toContainEqual({ ...line, stream: 'health:visits', decision: 'CONDITIONAL' });
  expect(rows.filter(({ role }) => role === 'ANALYST').every(({ purpose }) => purpose === 'PERFORMANCE')).toBe(true);
});

test('the matrix as text is that of PERMISSIONS.md', async () => {
  const { out } = await run((streams) => matrixCommand(undefined, {}, streams));
  const tables = (text: string) => text.slice(text.indexOf('\n## '));
  expect(tables(out)).toBe(tables(readFileSync(join(schemaDirectory, 'PERMISSIONS.md'), 'utf8')));
});

test('import-dfe keeps the draft and what was not carried over apart', async () => {
  const directory = {
    organisations: [
      {
        orgId: 'CLINIC-01',
        orgName: 'A clinic',
        orgType: 'HEALTH',
        dsaPolicy: {
          version: '2026-01-01T00:00:00Z',
          defaults: [
            {
              effect: 'allow',
              modes: ['EXISTENCE'],
              recordTypes: ['clinic.details'],
              destOrgTypes: ['HOUSING', 'POLICE'],
              purposes: ['SAFEGUARDING'],
            },
          ],
        },
      },
    ],
  };
  const file = fileOf('dfe.json', JSON.stringify(directory));
  const { exit, out, err } = await run((streams) => importDfeCommand(file, {}, streams));
  expect([exit, err]).toEqual([EXIT.fine, expect.stringContaining('no party here is of the type POLICE')]);
  expect(await run((streams) => lintCommand(fileOf('imported.yaml', out), { json: true }, streams))).toMatchObject({
    exit: EXIT.found,
    out: expect.stringContaining('PARTY_NOT_SIGNED'),
  });
});

test('simulate where no gateway listens says so', async () => {
  const options = { as: 'HEAD_OF_CENTRE', purpose: 'EARLY_HELP', person: 'A,B,,', url: 'http://127.0.0.1:9' };
  expect(await run((streams) => simulateCommand(options, streams))).toMatchObject({
    exit: EXIT.usage,
    err: expect.stringContaining('is a gateway running there'),
  });
});
