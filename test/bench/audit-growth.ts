/**
 * What the audit costs as it grows: `node --import tsx test/bench/audit-growth.ts 10000 1000000`. For each number of records
 * it prints how long they take to write, to verify, to take into the index, and how long a question takes.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSigningKey } from '@family-view/gateway/audit/evidence/signing-key';
import { createTreeKeeper } from '@family-view/gateway/audit/evidence/tree-keeper';
import type { AuditQuery } from '@family-view/gateway/audit/index/audit-query';
import { openSqliteIndex } from '@family-view/gateway/audit/index/sqlite-index';
import { firstKept, retainFrom } from '@family-view/gateway/audit/ledger/keep-audit';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { openAudit } from '@family-view/gateway/audit/open-audit';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';

const pseudonymKey = Buffer.alloc(32, 7);
const FIELDS = ['health', 'education', 'social-care', 'housing', 'childrens-centre'].map((agency) =>
  Object.freeze([`${agency}:existence`, ...Array.from({ length: 12 }, (_, at) => `${agency}Record.field${at}`)]),
);
const AGENCIES = FIELDS.map((fields) => fields[0]!.split(':')[0]!);
const ASKED = Object.freeze(FIELDS.flat());
const WITHHELD = Object.freeze([]);
const CLAUSES = Object.freeze(['HV-01', 'ED-01', 'SC-01']);
/** Operations under way at once. */
const AT_ONCE = 64;
const PEOPLE = 5_000;

async function time<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const took = performance.now() - began;
  console.log(
    `  ${name.padEnd(34)} ${took.toFixed(0).padStart(9)} ms   CPU ${((user + system) / 1_000).toFixed(0)} ms`,
  );
  return result;
}

async function measure(records: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'audit-growth-'));
  const directory = join(root, 'audit');
  console.log(`${records} records, two an operation`);
  let clock = Date.parse('2019-01-01T00:00:00Z');
  const step = (7.8 * 365 * 86_400_000) / (records / 2);
  const audit = await openAudit({ directory, pseudonymKey, now: () => new Date(clock) });
  await time('write, 64 at once, each durable', async () => {
    let left = records / 2;
    const work = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        clock += step;
        await look(audit, left);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });
  await audit.close();
  const { segments, index: file } = auditPaths(directory);
  const bytes = readdirSync(segments).reduce((sum, name) => sum + statSync(join(segments, name)).size, 0);
  console.log(`  bytes an operation                 ${((bytes * 2) / records).toFixed(0).padStart(9)}`);
  const keyFile = join(root, 'keys', 'audit.pem');
  await time('tree and checkpoints', () =>
    createTreeKeeper({ directory, keyFile, exportDirectory: null, now: Date.now }).keep(true),
  );
  const rate = await time('verify, all of it', async () => {
    const began = performance.now();
    const check = await verifyAudit({ directory, pseudonymKey, signingKey: openSigningKey(keyFile) });
    if (check.faults.length > 0 || check.records < records) throw new Error(JSON.stringify(check).slice(0, 500));
    return (records / (performance.now() - began)) * 1_000;
  });
  console.log(`  verified a second                  ${rate.toFixed(0).padStart(9)}`);
  const index = openSqliteIndex(directory, file);
  await time('index, from nothing', () => {
    while (index.fill(20_000) > 0);
  });
  console.log(`  bytes of the index a record        ${(statSync(file).size / records).toFixed(0).padStart(9)}`);
  const person = audit.pseudonym('health|77');
  const asked: Readonly<Record<string, AuditQuery>> = {
    'who looked, a page of 50': { people: [person], first: 50 },
    'who looked, in one month': { people: [person], since: clock - 30 * 86_400_000, first: 50 },
    'a requester, a page of 50': { requester: 'w-3', first: 50 },
    'events, a page of 50': { events: ['FAMILY_VIEW_BREAK_GLASS'], first: 50 },
    'an agency and a purpose, 50': { agency: 'housing', purpose: 'EARLY_HELP', first: 50 },
  };
  for (const [name, query] of Object.entries(asked)) await time(name, () => index.query(query));
  await time('retain six years', () => retainFrom(directory, pseudonymKey, firstKept('P6Y', new Date(clock))));
  await time('index, after it', () => {
    while (index.fill(20_000) > 0);
  });
  index.close();
  rmSync(root, { recursive: true });
}

async function look(audit: Awaited<ReturnType<typeof openAudit>>, at: number): Promise<void> {
  const operation = `op-${at}`;
  const requester = { id: `w-${at % 300}`, role: 'HEAD_OF_CENTRE', organisation: 'centre' };
  await audit.intent({
    operation,
    requester,
    purpose: at % 10 === 0 ? 'SAFEGUARDING' : 'EARLY_HELP',
    caseReference: null,
    operationHash: 'a'.repeat(64),
    supergraphVersion: 's1',
    protocolVersion: 'best-start:2:1f0c6b7a90de',
    fields: ASKED,
    withheld: WITHHELD,
    clauses: CLAUSES,
  });
  const agencies = AGENCIES.map((agency, one) => ({
    agency,
    answer: 'answered' as const,
    fields: FIELDS[one]!,
    people: [audit.pseudonym(`${agency}|${at % PEOPLE}`)],
  }));
  await audit.disclosure({ operation, outcome: 'disclosed', agencies });
  if (at % 1_000 === 0)
    await audit.event({
      operation,
      requester,
      purpose: 'SAFEGUARDING',
      caseReference: 'CASE-1',
      protocolVersion: 'p1',
      kind: 'BREAK_GLASS',
      reference: operation,
      reason: 'IMMEDIATE_HARM',
      statement: null,
      until: null,
      reviewBy: null,
      told: [],
      notTold: [],
      people: [],
    });
}

async function main(): Promise<void> {
  for (const records of process.argv.slice(2).map(Number)) await measure(records);
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exitCode = 1;
});
