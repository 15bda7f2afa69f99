import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { extendChain, sealKeyFrom } from './chain';
import { type Audit, openAudit } from './open-audit';
import { auditFile, readAudit } from './read-audit';
import type { DisclosureRecord, IntentRecord } from './records';
import { startWriter } from './start-writer';

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

function tamper(sql: string): void {
  const database = new Database(auditFile(directory));
  database.exec('DROP TRIGGER audit_record_stays; DROP TRIGGER audit_record_keeps');
  database.exec(sql);
  database.close();
}

async function verifyAfter(sql: string) {
  const audit = await begin();
  tamper(sql);
  return audit.verify();
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

test.each([
  ['changed', `UPDATE audit_record SET record = replace(record, 'EARLY_HELP', 'TRIAGE') WHERE sequence = 4`, 4],
  ['removed', 'DELETE FROM audit_record WHERE sequence = 4', 4],
  [
    'removed, with the rest moved up',
    'DELETE FROM audit_record WHERE sequence = 4; UPDATE audit_record SET sequence = sequence - 1 WHERE sequence > 4',
    4,
  ],
  [
    'in the place of another',
    'UPDATE audit_record SET sequence = -1 WHERE sequence = 4; UPDATE audit_record SET sequence = 4 WHERE sequence = 5; UPDATE audit_record SET sequence = 5 WHERE sequence = -1',
    4,
  ],
  ['cut off at the end', 'DELETE FROM audit_record WHERE sequence > 8', 9],
  ['added by another hand', `INSERT INTO audit_record VALUES (11, '{}', 'x')`, 11],
])('a row %s is found', async (_, sql, brokenAt) => {
  await writeTen();
  expect(await verifyAfter(sql)).toMatchObject({ brokenAt });
});

test('an audit rewritten from end to end without the key is found', async () => {
  await writeTen();
  const audit = await begin();
  const { rows, head } = extendChain(
    { sequence: 0, hash: '0'.repeat(64) },
    Array(10).fill('{}'),
    sealKeyFrom(new Uint8Array(32)),
  );
  const changes = rows.map(
    ({ sequence, record, hash }) =>
      `UPDATE audit_record SET record='${record}', hash='${hash}' WHERE sequence=${sequence}`,
  );
  tamper([...changes, `UPDATE audit_head SET hash='${head.hash}', seal='${head.seal}'`].join(';'));
  expect(await audit.verify()).toMatchObject({ records: 10, brokenAt: 11 });
});

test('an audit whose end was cut off while nobody watched does not open', async () => {
  await writeTen();
  tamper('DELETE FROM audit_record WHERE sequence = 10');
  await expect(begin()).rejects.toMatchObject({ code: 'AUDIT_DAMAGED', httpStatus: 503 });
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

test('a file that is no database is AUDIT_UNAVAILABLE', async () => {
  await writeFile(auditFile(directory), 'x'.repeat(5_000));
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

test('when the writing thread dies, the record on its way rejects and so does every later one', async () => {
  const writer = await startWriter({ file: auditFile(directory), lockFile: join(directory, 'writer.lock') });
  const batch = extendChain({ sequence: 0, hash: '' }, Array(50_000).fill('{}'), pseudonymKey);
  const onItsWay = expect(writer.write(batch)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  await writer.thread.terminate();
  await onItsWay;
  await expect(writer.write(batch)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
});

test('nobody but the owner of the process may read the file', async () => {
  await writeTen();
  expect((await stat(auditFile(directory))).mode & 0o077).toBe(0);
});
