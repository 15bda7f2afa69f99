import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLegacyAudit } from '../../fixtures/legacy-audit';
import { sealKeyFrom } from '../chain';
import { openAudit } from '../open-audit';
import { readAudit } from '../read-audit';
import type { DisclosureRecord } from '../records';
import { verifyAudit } from '../verify-audit';
import { endOf, recoverEnd } from './recover-end';
import { createSegmentWriter } from './segment-writer';

const pseudonymKey = new Uint8Array(32).fill(7);
let clock = Date.parse('2026-11-01T09:00:00Z');
const now = () => new Date(clock);
let directory: string;
beforeEach(() => {
  clock = Date.parse('2026-11-01T09:00:00Z');
  directory = mkdtempSync(join(tmpdir(), 'segments-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const fields = Object.freeze(['HealthRecord.visits', 'health:visits']);
const disclosure = (operation: string): DisclosureRecord => ({
  operation,
  outcome: 'disclosed',
  agencies: [{ agency: 'health', answer: 'answered', fields, people: ['a'.repeat(22)] }],
});

/** Each list of operations is a group. */
async function write(...groups: readonly (readonly string[])[]): Promise<void> {
  const audit = await openAudit({ directory, pseudonymKey, now });
  for (const group of groups) await Promise.all(group.map((operation) => audit.disclosure(disclosure(operation))));
  await audit.close();
}

async function kept(): Promise<readonly string[]> {
  const operations: string[] = [];
  for await (const { record } of readAudit(directory)) operations.push(JSON.parse(record).correlationId as string);
  return operations;
}

const segment = (number: number): string => join(directory, 'segments', `0000000${number}.log`);
const check = () => verifyAudit({ directory, pseudonymKey });

/** The whole way at each byte, or at some of them: opened, written to, read and verified. */
const WHOLE_WAY_EVERY = process.env.PROOF ? 1 : 97;

test('a last group that is cut at any byte was never promised: it is left out whole, and the chain goes on', async () => {
  await write(['one', 'two']);
  copyFileSync(join(directory, 'head'), join(directory, 'head.before'));
  const end = endOf(segment(1))!;
  const begun = { sequence: 0, hash: '0'.repeat(64) };
  const recover = () =>
    recoverEnd({
      directory: join(directory, 'segments'),
      headFile: join(directory, 'head'),
      sealKey: sealKeyFrom(pseudonymKey),
      begun,
    });
  await write(['three']);
  const last = readFileSync(segment(2));
  expect(recover()).toMatchObject({ last: 2, end: { sequence: 3 } });
  // The head is noted when the group is on the disk: of one that is not, it knows nothing.
  copyFileSync(join(directory, 'head.before'), join(directory, 'head'));
  for (let at = 0; at < last.length; at += 1) {
    writeFileSync(segment(2), last.subarray(0, at));
    const recovered = recover();
    if (recovered.last !== 1 || recovered.end.hash !== end.hash) throw new Error(`cut at ${at}: ${recovered.last}`);
    if (at % WHOLE_WAY_EVERY > 0) continue;
    writeFileSync(segment(2), last.subarray(0, at));
    await write(['four']);
    expect([at, await kept()]).toEqual([at, ['one', 'two', 'four']]);
    expect(await check()).toMatchObject({ faults: [], torn: 0 });
    copyFileSync(join(directory, 'head.before'), join(directory, 'head'));
    rmSync(segment(2));
  }
});

test('a group that the head knows of is not left out, whatever its bytes are: the audit does not open', async () => {
  await write(['one', 'two'], ['three']);
  const whole = readFileSync(segment(1));
  for (let at = whole.length - 1; at > 0; at -= 37) {
    const changed = Buffer.from(whole);
    changed[at] = changed[at]! ^ 1;
    writeFileSync(segment(1), changed);
    await expect(openAudit({ directory, pseudonymKey, now })).rejects.toMatchObject({ code: 'AUDIT_DAMAGED' });
  }
});

test('what stands after the last whole group is told by verify, and cut off by the next start', async () => {
  await write(['one']);
  appendFileSync(segment(1), 'R{"actor":null,"corr');
  expect(await check()).toMatchObject({ faults: [], records: 1, torn: 20 });
  await write(['two']);
  expect(await check()).toMatchObject({ faults: [], records: 2, torn: 0 });
  expect(await kept()).toEqual(['one', 'two']);
});

test('another day is another segment, and each defines for itself what its records name', async () => {
  const audit = await openAudit({ directory, pseudonymKey, now });
  for (const operation of ['one', 'two', 'three']) {
    await audit.disclosure(disclosure(operation));
    if (operation === 'two') clock += 86_400_000;
  }
  await audit.close();
  const [first, second] = [1, 2].map((number) => readFileSync(segment(number), 'utf8'));
  expect(first).toMatch(/^H\{"format":1,"segment":1,"first":1,/);
  expect(second).toMatch(/^H\{"format":1,"segment":2,"first":3,/);
  expect([first, second].map((text) => text!.match(/^D.*HealthRecord\.visits/gm)?.length)).toEqual([1, 1]);
  expect(first!.match(/HealthRecord\.visits/g)).toHaveLength(1);
  expect(await check()).toMatchObject({ records: 3, faults: [] });
});

test('a missing segment is named, and so are segments whose head is missing', async () => {
  await write(['one']);
  await write(['two']);
  await write(['three']);
  rmSync(segment(2));
  expect((await check()).faults).toEqual([
    { kind: 'SEGMENT_MISSING', at: 2, segment: 2 },
    { kind: 'RECORDS_REMOVED', at: 2, segment: 3 },
  ]);
  rmSync(join(directory, 'head'));
  expect((await check()).faults).toContainEqual({ kind: 'HEAD_MISSING', at: 1, segment: null });
});

test('a group that the disk refuses leaves nothing behind, and the next one stands where it would have stood', async () => {
  const end = { sequence: 0, hash: '0'.repeat(64) };
  const files = mkdtempSync(join(tmpdir(), 'writer-'));
  const writer = createSegmentWriter({ directory: files, last: 0, end, now });
  const line = (text: string) => ({ text, definitions: [] });
  await expect(writer.append([{ text: null as never, definitions: null as never }])).rejects.toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
  });
  expect(await writer.append([line('R{"a":1}\n')])).toMatchObject({ sequence: 1 });
  await expect(writer.append([{ text: 'R{}\n', definitions: null as never }])).rejects.toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
  });
  expect(await writer.append([line('R{"b":2}\n')])).toMatchObject({ sequence: 2 });
  await writer.close();
  expect(readFileSync(join(files, '00000001.log'), 'utf8')).toMatch(
    /^H\{.*\}\nR\{"a":1\}\nE1 [0-9a-f]{64}\nR\{"b":2\}\nE2 [0-9a-f]{64}\n$/,
  );
  rmSync(files, { recursive: true });
});

describe('a chain that was kept before segments', () => {
  const legacy = ['one', 'two'].map((correlationId) =>
    JSON.stringify({
      actor: { actorId: 'w-1', actorRole: 'HEAD_OF_CENTRE', organisation: 'centre' },
      correlationId,
      eventId: 'e',
      eventName: 'FAMILY_VIEW_BREAK_GLASS',
      outcome: 'done',
      payload: {
        kind: 'BREAK_GLASS',
        reference: correlationId,
        caseReference: null,
        people: ['p'.repeat(22)],
        reason: 'RISK',
        statement: null,
        until: null,
        reviewBy: null,
        told: [],
        notTold: [],
      },
      serviceName: 'family-view-gateway',
      timestamp: '2026-10-01T09:00:00.000Z',
    }),
  );

  test('opens, goes on in segments, is verified and is searched', async () => {
    writeLegacyAudit(directory, pseudonymKey, legacy);
    const audit = await openAudit({ directory, pseudonymKey, now });
    await audit.disclosure(disclosure('three'));
    expect(await audit.verify()).toMatchObject({ records: 3, faults: [] });
    const events = await audit.events(['BREAK_GLASS'], new Date('2026-09-01'));
    expect(events.map(({ payload }) => payload.reference)).toEqual(['two', 'one']);
    await audit.close();
    expect(await kept()).toEqual(['one', 'two', 'three']);
    await write(['four']);
    expect(await check()).toMatchObject({ records: 4, faults: [] });
  });

  test('does not open where its end was cut off, and verify names it', async () => {
    const hash = writeLegacyAudit(directory, pseudonymKey, legacy);
    expect((await check()).head).toBe(hash);
    await write(['three']);
    rmSync(join(directory, 'audit.sqlite'));
    writeLegacyAudit(directory, pseudonymKey, legacy.slice(0, 1));
    expect((await check()).faults[0]).toEqual({ kind: 'RECORDS_REMOVED', at: 2, segment: 1 });
    // As is its absence, and a row that was changed, whose chain was made to hold again.
    rmSync(join(directory, 'audit.sqlite'));
    expect((await check()).faults[0]).toEqual({ kind: 'RECORDS_REMOVED', at: 1, segment: 1 });
    writeLegacyAudit(directory, pseudonymKey, [legacy[0]!, legacy[1]!.replace('RISK', 'HARM')]);
    expect((await check()).faults[0]).toEqual({ kind: 'OUT_OF_ORDER', at: 3, segment: 1 });
  });
});
