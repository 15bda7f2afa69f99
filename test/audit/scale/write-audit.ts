/** Writes an audit of so many records, as a gateway would over seven years: for measuring, with the writers of the gateway itself. */
import { existsSync } from 'node:fs';
import { GENESIS_HASH, sealKeyFrom } from '@family-view/gateway/audit/chain';
import { auditPaths, lockDirectory } from '@family-view/gateway/audit/lock-directory';
import { pseudonymsBy } from '@family-view/gateway/audit/pseudonyms';
import type { DisclosureRecord } from '@family-view/gateway/audit/records';
import { beginHeadFile, openHeadFile } from '@family-view/gateway/audit/segments/head-file';
import type { RecordLines } from '@family-view/gateway/audit/segments/segment-format';
import { createSegmentWriter } from '@family-view/gateway/audit/segments/segment-writer';
import { createRecordWriter } from '@family-view/gateway/audit/write-records';
import { AGENCIES } from '@family-view/schema';
import { startRandom } from '../../random';

const GROUP = 256;
/** Everybody in the borough; a few are looked at more often. */
const PEOPLE = 40_000;
const REQUESTERS = 400;
const DAY = 86_400_000;
export const FIRST_DAY = Date.UTC(2019, 10, 1);
/** Seven years where there is as much; less on fewer days. */
export const daysOf = (records: number): number => Math.min(2_555, Math.ceil(records / 2_000));
/** One in so many operations is an event for the review queue. */
const EVENT_EVERY = 500;

const FIELDS = Object.freeze(
  AGENCIES.map((agency) =>
    Object.freeze([
      `${agency}:identity`,
      `${agency}:existence`,
      'Person.displayName',
      'Person.answers',
      `${agency}:visits`,
    ]),
  ),
);
const ASKED = Object.freeze(['Person.displayName', 'Person.answers', 'Person.family', 'HealthRecord.visits']);
const WITHHELD = Object.freeze([
  Object.freeze({ field: 'HousingRecord.rentArrears', stream: 'housing:arrears', reason: 'ROLE' }),
]);
const CLAUSES = Object.freeze(['best-start:HV-01', 'best-start:ED-02']);

export const personAt = (at: number): string => `health|${9_990_000_000 + at}`;

/** Two records an operation: a child and two of the family, at those agencies that hold them. @param directory where there is none yet. */
export async function writeAudit(directory: string, records: number, pseudonymKey: Uint8Array): Promise<void> {
  const lock = lockDirectory(directory);
  const { segments, head: headFile } = auditPaths(directory);
  if (existsSync(headFile)) throw new Error(`there is an audit in ${directory}`);
  const sealKey = sealKeyFrom(pseudonymKey);
  beginHeadFile(headFile, 0, GENESIS_HASH, sealKey);
  const pseudonym = pseudonymsBy(pseudonymKey);
  const random = startRandom(16);
  const people = Array.from({ length: PEOPLE }, (_, at) =>
    AGENCIES.map((agency) => pseudonym(agency === 'health' ? personAt(at) : `${agency}|${at}`)),
  );
  let at = FIRST_DAY;
  const now = (): Date => new Date(at);
  const writer = createSegmentWriter({ directory: segments, last: 0, end: { sequence: 0, hash: GENESIS_HASH }, now });
  const head = openHeadFile(headFile, sealKey);
  const lines = createRecordWriter();
  const requester = (): { id: string; role: string; organisation: string } => {
    const one = random.int(REQUESTERS);
    return { id: `w-${one}`, role: one % 3 ? 'SOCIAL_WORKER' : 'HEALTH_LEAD', organisation: `Team ${one % 12}` };
  };
  const step = (daysOf(records) * DAY) / (records / 2);

  const operation = (number: number): readonly RecordLines[] => {
    at = FIRST_DAY + Math.floor(number * step);
    const reference = `op-${number}`;
    // Half of all looks are at a hundredth of the people.
    const child = random.chance(0.5) ? random.int(PEOPLE / 100) : random.int(PEOPLE);
    const family = [child, (child + 1) % PEOPLE, (child + 2) % PEOPLE];
    const who = requester();
    const agencies = AGENCIES.flatMap((agency, index): DisclosureRecord['agencies'][number][] =>
      (child + index) % 3 === 0
        ? []
        : [{ agency, answer: 'answered', fields: FIELDS[index]!, people: family.map((one) => people[one]![index]!) }],
    );
    const why = { purpose: 'EARLY_HELP', caseReference: null, protocolVersion: 'best-start:4:bb2a18ef635d' };
    const intent = lines.intent(
      {
        operation: reference,
        requester: who,
        ...why,
        operationHash: 'c0ffee12',
        supergraphVersion: 'a1b2c3d4e5f6',
        fields: ASKED,
        withheld: WITHHELD,
        clauses: CLAUSES,
      },
      now(),
    );
    if (number % EVENT_EVERY === 0)
      return [
        intent,
        lines.event(
          {
            operation: reference,
            requester: who,
            ...why,
            kind: 'BREAK_GLASS',
            reference: `glass-${number}`,
            reason: 'IMMEDIATE_HARM',
            statement: 'A child was left alone, and nobody answers.',
            until: now().toISOString(),
            reviewBy: now().toISOString(),
            told: ['health'],
            notTold: [],
            people: family.map((one) => people[one]![0]!),
          },
          now(),
        ),
      ];
    return [intent, lines.disclosure({ operation: reference, outcome: 'disclosed', agencies }, now())];
  };

  let end = { sequence: 0, hash: GENESIS_HASH };
  let group: RecordLines[] = [];
  for (let number = 0; number * 2 < records; number += 1) {
    const day = Math.floor(at / DAY);
    const two = operation(number);
    // A day's first record begins the day's segment.
    if (group.length >= GROUP || (group.length > 0 && Math.floor(at / DAY) !== day)) {
      end = await writer.append(group);
      group = [];
    }
    group.push(...two);
  }
  end = await writer.append(group);
  head.note(end.sequence, end.hash);
  await head.close();
  await writer.close();
  lock.release();
}
