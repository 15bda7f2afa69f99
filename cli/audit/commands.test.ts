import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { readNote } from '@family-view/gateway/audit/evidence/signed-note';
import { createTreeKeeper } from '@family-view/gateway/audit/evidence/tree-keeper';
import { openAudit } from '@family-view/gateway/audit/open-audit';
import { detailOf } from '@family-view/gateway/audit/search-digests';
import { auditKeyBeside } from '@family-view/gateway/config';
import { openKeys, readKeys } from '@family-view/gateway/linkage/open-keys';
import { cosign } from '@family-view/kit/countersign/audit-note';
import type { Streams } from '../frame/command';
import { backupCommand, exportCommand, restoreCommand, retainCommand } from './keep';
import { searchCommand, whoLookedCommand } from './look';
import { reconcileCommand } from './reconcile';
import { subjectReportCommand } from './report';
import { checkSliceCommand, sliceCommand } from './slice';
import { verifyCommand } from './verify';

let root: string;
let directory: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-cli-'));
  directory = join(root, 'gateway');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What a command wrote, and how it ended. */
async function run(command: (streams: Streams) => Promise<number>) {
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const code = await command({ stdout: into('out'), stderr: into('err') });
  return { code, ...written };
}

const REQUESTER = { id: 'w-head', role: 'HEAD_OF_CENTRE', organisation: 'Thornwick centre' };
const fields = ['HealthRecord.visits', 'health:visits'];

interface Looking {
  readonly operation: string;
  readonly purpose?: string;
  readonly day?: string;
  readonly agency?: string;
  readonly told?: 'people' | 'existence' | 'possible';
}

/** Looks at the person whom health knows as 1 and housing as h:7; each by the head of a centre. */
async function write(looks: readonly Looking[]): Promise<void> {
  const key = openKeys(directory).auditPseudonyms;
  let clock = new Date('2026-11-01T09:00:00Z');
  const audit = await openAudit({ directory: join(directory, 'audit'), pseudonymKey: key, now: () => clock });
  for (const { operation, purpose = 'EARLY_HELP', day, agency = 'health', told = 'people' } of looks) {
    if (day) clock = new Date(`${day}T09:00:00Z`);
    await audit.intent({
      operation,
      requester: REQUESTER,
      purpose,
      caseReference: purpose === 'SAFEGUARDING' ? 'CASE-9' : null,
      operationHash: 'abc',
      supergraphVersion: 's1',
      protocolVersion: 'p1',
      fields,
      withheld: [],
      clauses: ['HV-01'],
      searches: [{ familyName: audit.pseudonym(detailOf('familyName', 'Ókafor')) }],
    });
    const person = audit.pseudonym(agency === 'health' ? 'health|1' : 'housing|h:7');
    const agencies = [{ agency, answer: 'answered' as const, fields, people: [], [told]: [person] }];
    await audit.disclosure({ operation, outcome: 'disclosed', agencies });
  }
  await audit.close();
  createTreeKeeper({
    directory: join(directory, 'audit'),
    keyFile: auditKeyBeside(directory),
    exportDirectory: null,
    now: Date.now,
  }).keep(true);
}

test('who looked is told by the references of a person: when, who, why, what, from whom', async () => {
  await write([{ operation: 'one' }, { operation: 'two', agency: 'housing', told: 'possible' }]);
  const { code, out } = await run((streams) => whoLookedCommand(['health:1', 'housing:h:7'], { directory }, streams));
  expect(code).toBe(0);
  expect(out.split('\n').slice(0, 2)).toEqual([
    '2026-11-01T09:00:00.000Z  w-head, HEAD_OF_CENTRE, Thornwick centre  EARLY_HELP  was told that they are possible, disclosed  housing (answered)',
    '2026-11-01T09:00:00.000Z  w-head, HEAD_OF_CENTRE, Thornwick centre  EARLY_HELP  asked for records, disclosed  health (answered): HealthRecord.visits health:visits',
  ]);
  const nobody = await run((streams) => whoLookedCommand(['health:2'], { directory }, streams));
  expect([nobody.code, nobody.out]).toEqual([0, 'Nothing of it is in the audit.\n']);
  expect(await run((streams) => whoLookedCommand(['health'], { directory }, streams))).toMatchObject({ code: 2 });
});

test('a search is found by a detail it was given, however that was spelt', async () => {
  await write([{ operation: 'one' }]);
  const options = { directory, detail: ['familyName=OKAFOR'], clause: 'HV-01', json: true };
  const { out } = await run((streams) => searchCommand(options, streams));
  expect(JSON.parse(out)).toMatchObject([{ operation: 'one', requester: 'w-head', clauses: ['HV-01'] }]);
});

test('a report for a family names roles and no worker, leaves out what the protocol does, and does not say so', async () => {
  await write([
    { operation: 'one' },
    { operation: 'two', purpose: 'SAFEGUARDING' },
    { operation: 'three', told: 'existence' },
  ]);
  const out = join(root, 'report');
  const told = await run((streams) => subjectReportCommand(['health:1'], { directory, out }, streams));
  expect(told).toMatchObject({ code: 0, err: '' });
  expect(told.out).toContain('2 looks are in');
  expect(told.out).toContain('1 looks were left out');
  expect(told.out).toMatch(/record 4: the protocol leaves out looks for SAFEGUARDING/);
  const [page, csv] = [`${out}.html`, `${out}.csv`].map((file) => readFileSync(file, 'utf8'));
  for (const text of [page!, csv!]) {
    expect(text).toContain('Thornwick centre');
    expect(text).toContain('that you are known to a service');
    expect(text).not.toMatch(/w-head|SAFEGUARDING|safeguarding|CASE-9|left out of this/i);
  }
  expect(page).not.toMatch(/<script|src=|href=/);
  // With nothing left out, the page says the same of it.
  const less = await run((streams) =>
    subjectReportCommand(['health:1'], { directory, out: `${out}2`, first: '1' }, streams),
  );
  expect(less.out).toContain('0 looks were left out');
  const note = /<p>The law lets us.*<\/p>/.exec(page!)![0];
  expect(readFileSync(`${out}2.html`, 'utf8')).toContain(note);
  expect(statSync(`${out}.html`).mode & 0o077).toBe(0);
});

test("an agency checks its own slice by the gateway's public key, and sees nothing of the others in it", async () => {
  await write([{ operation: 'one' }, { operation: 'two', agency: 'housing' }]);
  const out = join(root, 'housing.json');
  const made = await run((streams) => sliceCommand({ directory, agency: 'housing', out }, streams));
  expect([made.code, made.out]).toEqual([0, `1 records of 4 are about housing: ${out}.\n`]);
  const text = readFileSync(out, 'utf8');
  expect(text).not.toContain('health"');
  const key = `${auditKeyBeside(directory)}.pub`;
  expect(await run((streams) => checkSliceCommand(out, { key }, streams))).toMatchObject({
    code: 0,
    out: '1 records about housing: each is in the audit that was signed.\n',
  });
  writeFileSync(out, text.replace('answered', 'withheld'));
  expect(await run((streams) => checkSliceCommand(out, { key }, streams))).toMatchObject({
    code: 1,
    err: 'Record 4 is not in the audit that was signed.\n',
  });
});

test('what a slice says of the fields is what was signed: a list that was altered, or left out, is found', async () => {
  await write([{ operation: 'one', agency: 'housing' }]);
  const out = join(root, 'housing.json');
  await run((streams) => sliceCommand({ directory, agency: 'housing', out }, streams));
  const text = readFileSync(out, 'utf8');
  expect(text).toContain('HealthRecord.visits');
  const key = `${auditKeyBeside(directory)}.pub`;
  const slice = JSON.parse(text);
  for (const definitions of [{}, JSON.parse(JSON.stringify(slice.definitions).replace('HealthRecord.visits', 'x'))]) {
    writeFileSync(out, JSON.stringify({ ...slice, definitions }));
    expect(await run((streams) => checkSliceCommand(out, { key }, streams))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Record 2 names what this slice does not have as it was signed\.$/m),
    });
  }
});

test('a slice is checked by the agency’s own key: whether it countersigned the checkpoint itself', async () => {
  await write([{ operation: 'one', agency: 'housing' }]);
  const out = join(root, 'housing.json');
  await run((streams) => sliceCommand({ directory, agency: 'housing', out }, streams));
  const [own, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const slice = JSON.parse(readFileSync(out, 'utf8'));
  const { text } = readNote(slice.checkpoint)!;
  writeFileSync(
    out,
    JSON.stringify({ ...slice, checkpoint: slice.checkpoint + cosign(text, 'housing', own.privateKey, new Date()) }),
  );
  const check = (pair: typeof own) => {
    const ownKey = join(root, 'countersign.pub');
    writeFileSync(ownKey, pair.publicKey.export({ type: 'spki', format: 'pem' }));
    const key = `${auditKeyBeside(directory)}.pub`;
    return run((streams) => checkSliceCommand(out, { key, ownKey }, streams));
  };
  expect(await check(own)).toMatchObject({
    code: 0,
    out: '1 records about housing: each is in the audit that was signed, and countersigned by its own key.\n',
  });
  expect(await check(other)).toMatchObject({
    code: 1,
    err: 'The checkpoint is not countersigned by housing with this key.\n',
  });
});

test('verify writes nothing and makes no key, and says which key it wants', async () => {
  await write([{ operation: 'one' }]);
  const before = listing();
  expect(await run((streams) => verifyCommand({ directory }, streams))).toMatchObject({ code: 0, err: '' });
  rmSync(join(directory, 'linkage.key'));
  rmSync(`${auditKeyBeside(directory)}.pub`);
  const without = await run((streams) => verifyCommand({ directory }, streams));
  expect(without.code).toBe(0);
  expect(without.err).toMatch(/it wants the gateway's key \(LINKAGE_KEY, or .*linkage\.key\)/);
  expect(without.err).toMatch(/it wants the public key of the checkpoints, and there is none at .*\.pub/);
  expect(listing()).toEqual(before.filter((file) => !/linkage\.key|\.pub/.test(file)));
  expect(readKeys(directory)).toBeNull();
  const nowhere = await run((streams) => verifyCommand({ directory: join(root, 'nowhere') }, streams));
  expect([nowhere.code > 0, readdirSync(root).includes('nowhere')]).toEqual([true, false]);
});

const listing = (): readonly string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => `${file} ${statSync(join(root, file)).isFile() ? readFileSync(join(root, file)).length : ''}`)
    .sort();

test('what is past its time goes by whole months, and the rest is verified and searched as before', async () => {
  await write([
    { operation: 'one', day: '2019-03-30' },
    { operation: 'two', day: '2019-04-02' },
    { operation: 'three', day: '2026-11-01' },
  ]);
  await run((streams) => whoLookedCommand(['health:1'], { directory }, streams));
  const dry = await run((streams) => retainCommand({ directory, dryRun: true }, streams));
  expect(dry.out).toMatch(/^2 segments from before 20\d\d-\d\d-01 \(P6Y\) would be removed/);
  expect(await run((streams) => retainCommand({ directory }, streams))).toMatchObject({ code: 0 });
  expect(readdirSync(join(directory, 'audit', 'segments'))).toEqual(['00000003.log']);
  const { code, out } = await run((streams) => verifyCommand({ directory }, streams));
  expect([code, out]).toEqual([0, expect.stringContaining('6 records, 1 checkpoints, whole')]);
  const looks = await run((streams) => whoLookedCommand(['health:1'], { directory }, streams));
  expect(looks.out.trim().split('\n')).toHaveLength(1);
  const retained = join(directory, 'audit', 'retained.json');
  writeFileSync(retained, readFileSync(retained, 'utf8').replace('"sequence":4', '"sequence":3'));
  expect((await run((streams) => verifyCommand({ directory }, streams))).code).toBe(1);
});

test('a backup is a copy that verifies, and takes the place of nothing when it is restored', async () => {
  await write([{ operation: 'one' }]);
  const to = join(root, 'backup');
  expect(await run((streams) => backupCommand(to, { directory }, streams))).toMatchObject({
    code: 0,
    out: `2 records in ${to}, whole.\n`,
  });
  expect((await run((streams) => restoreCommand(to, { directory }, streams))).code).not.toBe(0);
  rmSync(join(directory, 'audit'), { recursive: true });
  expect(await run((streams) => restoreCommand(to, { directory }, streams))).toMatchObject({ code: 0 });
  expect((await run((streams) => verifyCommand({ directory }, streams))).code).toBe(0);
  expect((await run((streams) => exportCommand({ directory }, streams))).out.trim().split('\n')).toHaveLength(2);
});

test("an agency's own log is held beside the audit, both ways", async () => {
  await write([{ operation: 'one' }, { operation: 'two' }]);
  mkdirSync(root, { recursive: true });
  const log = join(root, 'served.jsonl');
  writeFileSync(log, '{"operation":"one"}\n{"operation":"two"}\n');
  const agreed = await run((streams) => reconcileCommand({ directory, agency: 'health', log }, streams));
  expect(agreed).toMatchObject({ code: 0, out: '2 operations served, 2 answered by the audit: 0 differences.\n' });
  writeFileSync(log, '{"operation":"one"}\n{"operation":"three"}\n');
  const differing = await run((streams) => reconcileCommand({ directory, agency: 'health', log }, streams));
  expect(differing).toMatchObject({ code: 1, out: expect.stringContaining('2 differences') });
  expect(differing.err).toMatch(/two: the audit has an answer of health that it did not serve/);
  expect(differing.err).toMatch(/three: health served it, and the audit knows nothing of it/);
});
