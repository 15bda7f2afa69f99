import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditPaths } from '../lock-directory';
import { type Audit, openAudit } from '../open-audit';
import type { IntentRecord } from '../records';
import type { AuditIndexStore, AuditQuery } from './audit-query';
import { openSqliteIndex } from './sqlite-index';

const pseudonymKey = new Uint8Array(32).fill(7);
let clock = Date.parse('2026-11-01T09:00:00Z');
const now = () => new Date(clock);
let directory: string;
let audit: Audit;
let index: AuditIndexStore;
beforeEach(async () => {
  clock = Date.parse('2026-11-01T09:00:00Z');
  directory = mkdtempSync(join(tmpdir(), 'index-'));
  audit = await openAudit({ directory, pseudonymKey, now });
  index = openSqliteIndex(directory, auditPaths(directory).index);
});
afterEach(async () => {
  index.close();
  await audit.close();
  rmSync(directory, { recursive: true, force: true });
});

const intent = (operation: string, changed: Partial<IntentRecord> = {}): IntentRecord => ({
  operation,
  requester: { id: 'w-1', role: 'HEAD_OF_CENTRE', organisation: 'centre' },
  purpose: 'EARLY_HELP',
  caseReference: null,
  operationHash: 'abc',
  supergraphVersion: 's1',
  protocolVersion: 'p1',
  fields: ['HealthRecord.visits'],
  withheld: [],
  ...changed,
});

async function look(operation: string, agency: string, ref: string, changed: Partial<IntentRecord> = {}) {
  await audit.intent(intent(operation, changed));
  const people = [audit.pseudonym(`${agency}|${ref}`)];
  const agencies = [{ agency, answer: 'answered' as const, fields: ['HealthRecord.visits'], people }];
  await audit.disclosure({ operation, outcome: 'disclosed', agencies });
  clock += 60_000;
}

function found(query: Omit<AuditQuery, 'first'>, first = 50): readonly string[] {
  while (index.fill(3) > 0);
  return index.query({ ...query, first }).map(({ record }) => `${record.correlationId} ${record.outcome}`);
}

test('looks are found by person, requester, agency, purpose, clause, case, time and operation, the newest first', async () => {
  await look('one', 'health', '1', { clauses: ['best-start/3'] });
  await look('two', 'health', '1', { requester: { id: 'w-2', role: 'SOCIAL_WORKER', organisation: 'council' } });
  await look('three', 'housing', '2', { purpose: 'SAFEGUARDING', caseReference: 'CASE-9' });
  const maya = audit.pseudonym('health|1');
  expect(found({ people: [maya] })).toEqual(['two disclosed', 'one disclosed']);
  expect(found({ people: [maya], requester: 'w-2' })).toEqual(['two disclosed']);
  expect(found({ organisation: 'council' })).toEqual(['two disclosed', 'two asked']);
  expect(found({ agency: 'housing' })).toEqual(['three disclosed']);
  expect(found({ purpose: 'SAFEGUARDING' })).toEqual(['three disclosed', 'three asked']);
  expect(found({ caseReference: 'CASE-9', agency: 'housing' })).toEqual(['three disclosed']);
  expect(found({ clause: 'best-start/3' })).toEqual(['one disclosed', 'one asked']);
  expect(found({ operation: 'two' })).toEqual(['two disclosed', 'two asked']);
  const minute = Date.parse('2026-11-01T09:01:00Z');
  expect(found({ since: minute, until: minute + 60_000 })).toEqual(['two disclosed', 'two asked']);
  expect(found({ people: [audit.pseudonym('health|3')] })).toEqual([]);
  const [{ intent: why, sequence } = { intent: null, sequence: 0 }] = index.query({ people: [maya], first: 1 });
  expect(why).toMatchObject({ actor: { actorId: 'w-2' }, payload: { fields: ['HealthRecord.visits'] } });
  expect(found({ people: [maya], before: sequence })).toEqual(['one disclosed']);
});

test('a search is found by the digests of all the details it was given', async () => {
  const digest = (name: string): string => audit.pseudonym(name);
  await audit.intent(intent('one', { searches: [{ givenName: digest('maya'), postcode: digest('E1') }] }));
  await audit.intent(intent('two', { searches: [{ givenName: digest('maya') }] }));
  expect(found({ details: [digest('maya')] })).toEqual(['two asked', 'one asked']);
  expect(found({ details: [digest('maya'), digest('E1')] })).toEqual(['one asked']);
});

test('an index that is lost, or of another chain, is made again from the record and finds the same', async () => {
  await look('one', 'health', '1');
  const people = [audit.pseudonym('health|1')];
  expect(found({ people })).toEqual(['one disclosed']);
  index.close();
  rmSync(auditPaths(directory).index);
  index = openSqliteIndex(directory, auditPaths(directory).index);
  expect(found({ people })).toEqual(['one disclosed']);
  await audit.close();
  rmSync(auditPaths(directory).segments, { recursive: true });
  rmSync(auditPaths(directory).head);
  audit = await openAudit({ directory, pseudonymKey, now });
  for (const operation of ['two', 'three']) await look(operation, 'health', '1');
  expect(found({ people })).toEqual(['three disclosed', 'two disclosed']);
});

test('what was promised is found by the gateway that promised it, and no value is in the index', async () => {
  await look('one', 'health', '9990000018');
  const [one] = await audit.search({ people: [audit.pseudonym('health|9990000018')], first: 10 });
  expect(one?.record.correlationId).toBe('one');
  expect(found({})).toHaveLength(2);
  expect(readFileSync(auditPaths(directory).index, 'latin1')).not.toContain('9990000018');
});
