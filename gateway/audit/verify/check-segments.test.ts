import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordLeaf } from '../evidence/merkle-tree';
import { auditPaths } from '../lock-directory';
import { openAudit } from '../open-audit';
import { readStored } from '../read-audit';
import { endLine, groupHash, segmentName } from '../segments/segment-format';
import { checkSegment, type SegmentCheck } from './check-segment';
import { checkSegments } from './check-segments';

const pseudonymKey = new Uint8Array(32).fill(7);
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'check-segments-'));
  for (let segment = 0; segment < 5; segment += 1) {
    const audit = await openAudit({ directory, pseudonymKey });
    const parts = ['health', 'housing'].map(
      (agency) => ({ agency, answer: 'answered', fields: [], people: [] }) as const,
    );
    await Promise.all(
      Array.from({ length: 3 + segment }, (_, at) =>
        audit.disclosure({ operation: `op-${segment}-${at}`, outcome: 'nothing', agencies: at % 2 ? parts : [] }),
      ),
    );
    await audit.close();
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const errands = () =>
  [1, 2, 3, 4, 5].map((segment) => ({
    file: join(auditPaths(directory).segments, segmentName(segment)),
    meet: null,
    wantsLeaves: true,
  }));

async function all(checks: AsyncIterable<SegmentCheck>): Promise<readonly SegmentCheck[]> {
  const list: SegmentCheck[] = [];
  for await (const check of checks) list.push(check);
  return list;
}

test('threads tell of segments what one thread does, in their order, and leaves are those of the records', async () => {
  const one = errands().map((errand) => checkSegment(errand));
  expect(await all(checkSegments(errands(), 0))).toEqual(one);
  const leaves = [...readStored(directory)].map(({ lines }) => recordLeaf(lines).toString('hex')).join('');
  expect(one.map((check) => Buffer.from(check.leaves).toString('hex')).join('')).toBe(leaves);
  expect(one.flatMap(({ faults }) => faults)).toEqual([]);
});

test('a fault is told by whichever thread meets it', async () => {
  const { file } = errands()[2]!;
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('op-2-1', 'op-2-x'));
  const checks = await all(checkSegments(errands(), 0));
  expect(checks.map(({ faults }) => faults.length)).toEqual([0, 0, 1, 0, 0]);
  expect(checks[2]!.faults[0]).toMatchObject({ kind: 'CHANGED', at: 8 });
  writeFileSync(file, before);
});

/** A segment's text with each group's hash made anew, as whoever can write the file would. */
function rechain(text: string, previous: string): string {
  let before = previous;
  let body = '';
  return text
    .split('\n')
    .map((line) => {
      const [, sequence] = /^E(\d+) /.exec(line) ?? [];
      if (sequence === undefined) {
        body += `${line}\n`;
        return line;
      }
      before = groupHash(Buffer.from(before + body));
      body = '';
      return endLine(Number(sequence), before).trimEnd();
    })
    .join('\n');
}

test('a list of fields that was altered is found by its name, though every hash of the chain was made anew', async () => {
  const other = mkdtempSync(join(tmpdir(), 'check-segments-'));
  const audit = await openAudit({ directory: other, pseudonymKey });
  const requester = { id: 'w-1', role: 'HEALTH_LEAD', organisation: 'Team 1' };
  const versions = { operationHash: 'c0ffee', supergraphVersion: 's1', protocolVersion: 'p1', withheld: [] };
  const fields = ['Person.displayName', 'HealthRecord.visits'];
  const purpose = { purpose: 'EARLY_HELP', caseReference: null };
  for (const operation of ['one', 'two']) await audit.intent({ operation, requester, ...purpose, ...versions, fields });
  await audit.close();
  const file = join(auditPaths(other).segments, segmentName(1));
  const before = readFileSync(file, 'utf8');
  const check = (text: string) => {
    writeFileSync(file, text);
    return checkSegment({ file, meet: null, wantsLeaves: true });
  };
  const whole = check(before);
  expect([whole.faults, rechain(before, whole.said!.previous)]).toEqual([[], before]);
  const altered = check(rechain(before.replace('HealthRecord.visits', 'HealthRecord.visitx'), whole.said!.previous));
  expect(altered.faults).toEqual([{ kind: 'CHANGED', at: 1 }]);
  expect(altered.leaves).toEqual(whole.leaves);
  rmSync(other, { recursive: true, force: true });
});
