/**
 * How long what is done with an audit takes, by its size.
 *
 *     node --import tsx test/audit/scale/measure.ts 1000000
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPublicKey } from '@family-view/gateway/audit/evidence/signing-key';
import { createTreeKeeper } from '@family-view/gateway/audit/evidence/tree-keeper';
import { openSqliteIndex } from '@family-view/gateway/audit/index/sqlite-index';
import { retainFrom } from '@family-view/gateway/audit/ledger/keep-audit';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { openAudit } from '@family-view/gateway/audit/open-audit';
import { pseudonymsBy } from '@family-view/gateway/audit/pseudonyms';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { daysOf, FIRST_DAY, personAt, writeAudit } from './write-audit';

const pseudonymKey = new Uint8Array(32).fill(7);
const QUERIES = 20;
/** Operations that are written to an audit of that size, so many at once. */
const WRITTEN = 4_000;
const AT_ONCE = 64;

export interface Measured {
  readonly records: number;
  /** Operations a second, each with both of its records on the disk. */
  readonly write: number;
  /** Records a second. */
  readonly sign: number;
  readonly verify: number;
  readonly fill: number;
  /** Microseconds of processor time a record, all threads together. */
  readonly verifyCost: number;
  readonly fillCost: number;
  /** Milliseconds, the median and the longest of twenty. */
  readonly whoLooked: readonly [number, number];
  readonly looksFound: number;
  readonly queuePage: readonly [number, number];
  readonly queued: number;
  readonly retain: number;
  /** By operation: of segments, leaves and index. */
  readonly bytes: readonly [number, number, number];
  readonly faults: number;
}

async function timed<T>(work: () => T | Promise<T>): Promise<readonly [number, T]> {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
}

/** Microseconds of processor time, of all threads, for each: a machine that is busy with other things changes them little. */
async function costOf(count: number, work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return Math.round(((user + system) / count) * 10) / 10;
}

const sizeOf = (place: string): number =>
  statSync(place).isFile()
    ? statSync(place).size
    : readdirSync(place).reduce((sum, name) => sum + statSync(join(place, name)).size, 0);

/** @param tell what was measured, as soon as it is. */
export async function measureAudit(records: number, tell: (words: string) => void = () => {}): Promise<Measured> {
  const root = mkdtempSync(join(process.env.SCALE_DIRECTORY ?? tmpdir(), 'audit-scale-'));
  const directory = join(root, 'audit');
  const keyFile = join(root, 'keys', 'audit.pem');
  const { segments, leaves, index: indexFile } = auditPaths(directory);
  const dayAt = (share: number): number => FIRST_DAY + Math.round(daysOf(records) * share) * 86_400_000;
  const rate = (milliseconds: number, count = records): number => Math.round((count / milliseconds) * 1_000);
  try {
    const [generating] = await timed(() => writeAudit(directory, records, pseudonymKey));
    tell(`${records} records generated in ${Math.round(generating)} ms`);
    const [signing] = await timed(() =>
      createTreeKeeper({ directory, keyFile, exportDirectory: null, now: Date.now }).keep(true),
    );
    tell(`signed: ${rate(signing)} records a second`);
    const verify = () => verifyAudit({ directory, pseudonymKey, signingKey: readPublicKey(`${keyFile}.pub`) });
    const [verifying, check] = await timed(verify);
    const verifyCost = await costOf(records, verify);
    tell(`verified: ${rate(verifying)} records a second, ${verifyCost} µs each, ${check.faults.length} faults`);
    const index = openSqliteIndex(directory, indexFile);
    let filling = 0;
    const fillCost = await costOf(records, async () => {
      [filling] = await timed(() => {
        while (index.fill(20_000) > 0);
      });
    });
    tell(`index filled: ${rate(filling)} records a second, ${fillCost} µs each`);
    const pseudonym = pseudonymsBy(pseudonymKey);
    const ask = async (query: (at: number) => Parameters<typeof index.query>[0]) => {
      const times: number[] = [];
      let found = 0;
      for (let at = 0; at < QUERIES; at += 1) {
        const [time, answer] = await timed(() => index.query(query(at)));
        times.push(time);
        found += answer.length;
      }
      times.sort((one, other) => one - other);
      return { times: [times[QUERIES / 2]!, times.at(-1)!] as const, found: Math.round(found / QUERIES) };
    };
    const looked = await ask((at) => ({ people: [pseudonym(personAt(at % 2 === 0 ? at : at * 1_997))], first: 100 }));
    tell(`who looked: ${looked.times.map(Math.round).join(', ')} ms, ${looked.found} looks`);
    const queue = await ask((at) => ({
      events: ['FAMILY_VIEW_BREAK_GLASS', 'FAMILY_VIEW_GLASS_REVIEWED'],
      since: dayAt((19 - at) / 20),
      first: 50,
    }));
    tell(`queue page: ${queue.times.map(Math.round).join(', ')} ms, ${queue.found} events`);
    const bytes = [segments, leaves, indexFile].map((place) => Math.round((sizeOf(place) * 2) / records));
    index.close();

    const audit = await openAudit({ directory, pseudonymKey });
    const one = {
      requester: { id: 'w-1', role: 'HEALTH_LEAD', organisation: 'Team 1' },
      purpose: 'EARLY_HELP',
      caseReference: null,
    };
    const versions = {
      operationHash: 'c0ffee',
      supergraphVersion: 's1',
      protocolVersion: 'p1',
      fields: [],
      withheld: [],
    };
    const person = pseudonym(personAt(7));
    const [writing] = await timed(async () => {
      let next = 0;
      const turn = async (): Promise<void> => {
        for (let number = next++; number < WRITTEN; number = next++) {
          const operation = `more-${number}`;
          await audit.intent({ ...one, ...versions, operation });
          await audit.disclosure({
            operation,
            outcome: 'disclosed',
            agencies: [{ agency: 'health', answer: 'answered', fields: [], people: [person] }],
          });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, turn));
    });
    await audit.close();
    tell(`written: ${rate(writing, WRITTEN)} operations a second`);
    const [retaining, gone] = await timed(() =>
      retainFrom(directory, pseudonymKey, new Date(dayAt(0.3)).toISOString().slice(0, 10)),
    );
    tell(`retain: ${Math.round(retaining)} ms, ${gone.length} segments`);
    return {
      records,
      write: rate(writing, WRITTEN),
      sign: rate(signing),
      verify: rate(verifying),
      fill: rate(filling),
      verifyCost,
      fillCost,
      whoLooked: looked.times,
      looksFound: looked.found,
      queuePage: queue.times,
      queued: queue.found,
      retain: retaining,
      bytes: [bytes[0]!, bytes[1]!, bytes[2]!],
      faults: check.faults.length,
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

if (require.main === module)
  measureAudit(Number(process.argv[2] ?? 10_000), (words) => console.log(words)).then(
    (measured) => console.log(JSON.stringify(measured)),
    (fault: unknown) => {
      console.error(fault);
      process.exitCode = 1;
    },
  );
