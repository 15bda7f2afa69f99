import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audit, openAudit } from './open-audit';
import { readAudit } from './read-audit';
import type { DisclosureRecord, IntentRecord } from './records';
import { groupHash } from './segments/segment-format';

const pseudonymKey = new Uint8Array(32).fill(7);
const now = () => new Date('2026-11-01T09:00:00Z');
const open: Audit[] = [];
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterEach(async () => {
  for (const audit of open.splice(0)) await audit.close();
  await rm(directory, { recursive: true, force: true });
});

async function begin(): Promise<Audit> {
  const audit = await openAudit({ directory, pseudonymKey, now });
  open.push(audit);
  return audit;
}

const intent: IntentRecord = {
  operation: 'op-1',
  requester: { id: 'w-head-of-centre', role: 'HEAD_OF_CENTRE', organisation: 'centre' },
  purpose: 'EARLY_HELP',
  caseReference: null,
  operationHash: 'abc',
  supergraphVersion: 's1',
  protocolVersion: 'p1',
  fields: ['HealthRecord.visits'],
  withheld: [{ field: 'HousingRecord.rentArrears', stream: 'housing:rent', reason: 'NO_CLAUSE' }],
};
const disclosure = (audit: Audit): DisclosureRecord => ({
  operation: 'op-1',
  outcome: 'disclosed',
  agencies: [
    { agency: 'health', answer: 'answered', fields: ['HealthRecord.visits'], people: [audit.pseudonym('9990000018')] },
    { agency: 'housing', answer: 'unavailable', fields: [], people: [] },
  ],
});

async function writeTen(): Promise<void> {
  const audit = await openAudit({ directory, pseudonymKey, now });
  for (let count = 0; count < 10; count += 1) await audit.intent(intent);
  await audit.close();
}

test('an audit that was looked up in is closed without a fault', async () => {
  const faults: unknown[] = [];
  for (let time = 0; time < 5; time += 1) {
    const audit = await openAudit({ directory, pseudonymKey, now, onFault: (fault) => faults.push(fault) });
    await audit.intent(intent);
    await audit.search({ first: 1 });
    await audit.close();
  }
  expect(faults).toEqual([]);
});

const segment = (): string => join(directory, 'segments', '00000001.log');

/** Changes the file of the first segment, of which each record of `writeTen` is a group. */
async function tamper(change: (groups: readonly string[]) => readonly string[]): Promise<void> {
  const groups = (await readFile(segment(), 'utf8')).split(/(?<=\nE\d+ [0-9a-f]{64}\n)/);
  await writeFile(segment(), change(groups).join(''));
}

test('an intent and its disclosure are kept in the shape of a TxMA event, joined by the operation', async () => {
  const audit = await begin();
  await audit.intent(intent);
  await audit.disclosure(disclosure(audit));
  const kept: unknown[] = [];
  for await (const { record } of readAudit(directory)) kept.push(JSON.parse(record));
  expect(kept).toEqual([
    {
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      timestamp: '2026-11-01T09:00:00.000Z',
      eventName: 'FAMILY_VIEW_INTENT',
      correlationId: 'op-1',
      serviceName: 'family-view-gateway',
      actor: { actorId: 'w-head-of-centre', actorRole: 'HEAD_OF_CENTRE', organisation: 'centre' },
      outcome: 'asked',
      payload: {
        purpose: 'EARLY_HELP',
        caseReference: null,
        operationHash: 'abc',
        supergraphVersion: 's1',
        protocolVersion: 'p1',
        fields: intent.fields,
        withheld: intent.withheld,
      },
    },
    {
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      timestamp: '2026-11-01T09:00:00.000Z',
      eventName: 'FAMILY_VIEW_DISCLOSURE',
      correlationId: 'op-1',
      serviceName: 'family-view-gateway',
      actor: null,
      outcome: 'disclosed',
      payload: { agencies: disclosure(audit).agencies },
    },
  ]);
});

test('a pseudonym is stable for a key, different under another, and is not the value', async () => {
  const audit = await begin();
  const elsewhere = await mkdtemp(join(tmpdir(), 'audit-'));
  const other = await openAudit({ directory: elsewhere, pseudonymKey: new Uint8Array(32).fill(8) });
  const pseudonym = audit.pseudonym('9990000018');
  expect(pseudonym).toMatch(/^[\w-]{22}$/);
  expect(audit.pseudonym('9990000018')).toBe(pseudonym);
  expect(other.pseudonym('9990000018')).not.toBe(pseudonym);
  await other.close();
  await rm(elsewhere, { recursive: true });
});

test.each([
  ['a name among the fields', { fields: ['Maya Okafor'] }, 'fields.0'],
  ['an identifier among the fields', { fields: ['9990000018'] }, 'fields.0'],
  ['a part of its own', { values: { dateOfBirth: '2024-02-01' } }, 'whole'],
])('a record with %s is refused, and the refusal does not repeat it', async (_, part, where) => {
  const audit = await begin();
  const record = { ...intent, ...part };
  const refusal = await audit.intent(record).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'AUDIT_RECORD_REFUSED' });
  expect(String(refusal)).toContain(where);
  expect(String(refusal)).not.toMatch(/Okafor|999|2024/);
  expect(await audit.verify()).toMatchObject({ records: 0 });
});

test('a person in a disclosure who is no pseudonym is refused', async () => {
  const audit = await begin();
  const agencies = [{ agency: 'health', answer: 'answered' as const, fields: [], people: ['9990000018'] }];
  await expect(audit.disclosure({ ...disclosure(audit), agencies })).rejects.toMatchObject({
    code: 'AUDIT_RECORD_REFUSED',
  });
});

test('a hundred records of one turn are all kept, in order', async () => {
  const audit = await begin();
  await Promise.all(Array.from({ length: 100 }, (_, count) => audit.intent({ ...intent, operation: `op-${count}` })));
  expect(await audit.verify()).toMatchObject({ records: 100, brokenAt: null });
});

test('an audit opened again goes on with its chain', async () => {
  await writeTen();
  await writeTen();
  expect(await (await begin()).verify()).toMatchObject({ records: 20, brokenAt: null });
});

const without = (groups: readonly string[], at: number): readonly string[] => groups.filter((_, one) => one !== at);
/** The group's own end says what stands there now: whoever changes a file can do as much. */
function chainAgain(groups: readonly string[]): readonly string[] {
  let previous = '0'.repeat(64);
  return groups.map((group, at) => {
    const text = group.slice(0, group.lastIndexOf('E'));
    previous = groupHash(Buffer.from(previous + text));
    return `${text}E${at + 1} ${previous}\n`;
  });
}

test.each<readonly [string, (groups: readonly string[]) => readonly string[], object]>([
  [
    'changed',
    (groups) => groups.map((group, at) => (at === 3 ? group.replace('EARLY_HELP', 'TRIAGE') : group)),
    { kind: 'CHANGED', at: 4 },
  ],
  [
    'removed from its group',
    (groups) => groups.map((group, at) => (at === 3 ? group.replace(/^R.*\n/m, '') : group)),
    { kind: 'RECORDS_REMOVED', at: 4 },
  ],
  [
    'added',
    (groups) => groups.map((group, at) => (at === 3 ? group.replace(/^R.*\n/m, (record) => record + record) : group)),
    { kind: 'RECORDS_ADDED', at: 4 },
  ],
  ['removed with its group', (groups) => without(groups, 3), { kind: 'RECORDS_REMOVED', at: 4 }],
  [
    'in the place of another',
    (groups) => [...groups.slice(0, 3), groups[4]!, groups[3]!, ...groups.slice(5)],
    { kind: 'RECORDS_REMOVED', at: 4 },
  ],
  ['cut off at the end', (groups) => groups.slice(0, 8), { kind: 'END_CUT', at: 9 }],
  [
    'changed, and all after it chained again without the key',
    (groups) => chainAgain(groups.map((group) => group.replace('EARLY_HELP', 'TRIAGE'))),
    { kind: 'END_CUT', at: 11 },
  ],
])('a record %s is found and named', async (_, change, fault) => {
  await writeTen();
  const audit = await begin();
  await tamper(change);
  const { brokenAt, faults } = await audit.verify();
  expect(faults[0]).toMatchObject(fault);
  expect(brokenAt).toBe(faults[0]!.at);
});

test('an audit whose end was cut off while nobody watched does not open, and nothing of it is touched', async () => {
  await writeTen();
  await tamper((groups) => groups.slice(0, 9));
  const left = await readFile(segment(), 'utf8');
  await expect(begin()).rejects.toMatchObject({ code: 'AUDIT_DAMAGED', httpStatus: 503 });
  expect(await readFile(segment(), 'utf8')).toBe(left);
});

test('segments without the file that says where they end do not open, and neither does a gap between them', async () => {
  await writeTen();
  await writeTen();
  await writeTen();
  await rm(join(directory, 'segments', '00000002.log'));
  await expect(begin()).rejects.toMatchObject({ code: 'AUDIT_DAMAGED' });
  await rm(join(directory, 'head'));
  await expect(begin()).rejects.toMatchObject({ code: 'AUDIT_DAMAGED' });
});

test('an audit does not open with another key than it was begun with', async () => {
  await writeTen();
  await expect(openAudit({ directory, pseudonymKey: new Uint8Array(32).fill(8) })).rejects.toMatchObject({
    code: 'AUDIT_DAMAGED',
  });
  expect(await (await begin()).verify()).toMatchObject({ brokenAt: null });
});

test('a second gateway in the same directory is told so, and may open it once the first has closed', async () => {
  const first = await openAudit({ directory, pseudonymKey });
  await expect(begin()).rejects.toMatchObject({ code: 'AUDIT_IN_USE' });
  await first.close();
  await (await begin()).intent(intent);
});

test('a directory that cannot be made is AUDIT_UNAVAILABLE', async () => {
  await writeFile(join(directory, 'file'), '');
  await expect(openAudit({ directory: join(directory, 'file', 'audit'), pseudonymKey })).rejects.toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
    httpStatus: 503,
  });
});

test('a file of the earlier kind that is no database is AUDIT_UNAVAILABLE', async () => {
  await writeFile(join(directory, 'audit.sqlite'), 'x'.repeat(5_000));
  await expect(begin()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
});

test('a record after the close rejects; one before it is kept', async () => {
  const audit = await openAudit({ directory, pseudonymKey });
  const before = audit.intent(intent);
  await audit.close();
  await before;
  await expect(audit.intent(intent)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE', httpStatus: 503 });
  expect(await (await begin()).verify()).toMatchObject({ records: 1 });
});

test('nobody but the owner of the process may read the file', async () => {
  await writeTen();
  const audit = await begin();
  await audit.events(['BREAK_GLASS'], new Date(0));
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['00000001.log', 'head', 'index.sqlite']));
  for (const { parentPath, name } of files) expect((await stat(join(parentPath, name))).mode & 0o077).toBe(0);
});
