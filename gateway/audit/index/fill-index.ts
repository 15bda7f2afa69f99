import { join } from 'node:path';
import type Database from 'libsql';
import { z } from 'zod';
import { GENESIS_HASH } from '../chain';
import { type KeptRecord, keptRecord } from '../kept-record';
import { readLegacy } from '../legacy-chain';
import { auditPaths } from '../lock-directory';
import { definitionIn, parseGroup, recordPlaces, splitGroup } from '../segments/parse-group';
import { readGroups } from '../segments/read-segment';
import { segmentsIn } from '../segments/recover-end';
import { segmentHead, segmentName } from '../segments/segment-format';
import { createUsageFiller } from './field-usage';
import { createReviewFiller } from './fill-reviews';
import { termsOf } from './terms-of';

/** Rows that were kept before segments are said to be in this one. */
export const LEGACY_SEGMENT = 0;

interface Filled {
  readonly sequence: number;
  readonly hash: string;
  readonly segment: number;
  readonly bytes: number;
}
const filledRow = z
  .object({ sequence: z.number(), hash: z.string(), segment: z.number(), bytes: z.number() })
  .optional();
const intentRow = z
  .object({
    sequence: z.number(),
    requester: z.string().nullable(),
    organisation: z.string().nullable(),
    purpose: z.string().nullable(),
    case_reference: z.string().nullable(),
  })
  .optional();
type IntentRow = NonNullable<z.infer<typeof intentRow>> & { readonly clauses: readonly string[] };

/** Intents whose disclosure may yet come are remembered. */
const MOST_INTENTS = 20_000;

/** @returns what takes in more; `OTHER_CHAIN` where the index is not of the chain that is there. */
export function createFiller(
  directory: string,
  database: Database.Database,
): { fill(mostRecords: number): number | 'OTHER_CHAIN' } {
  const look = database.prepare('INSERT OR REPLACE INTO look VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const term = database.prepare('INSERT OR IGNORE INTO term VALUES (?, ?)');
  const definition = database.prepare('INSERT OR IGNORE INTO definition VALUES (?, ?, ?)');
  const findIntent = database.prepare(
    "SELECT sequence, requester, organisation, purpose, case_reference FROM look WHERE operation = ? AND event = 'FAMILY_VIEW_INTENT'",
  );
  const oldest = database.prepare(
    'SELECT (SELECT segment FROM look WHERE segment > 0 ORDER BY sequence LIMIT 1) AS least',
  );
  const reviews = createReviewFiller(database);
  const usage = createUsageFiller(database);
  const intents = new Map<string, IntentRow>();
  const { segments } = auditPaths(directory);
  const begun: Filled = { sequence: 0, hash: GENESIS_HASH, segment: LEGACY_SEGMENT, bytes: 0 };
  const filled = (): Filled =>
    filledRow.parse(database.prepare('SELECT sequence, hash, segment, bytes FROM filled').get()) ?? begun;

  function intentOf(operation: string): IntentRow | null {
    const known = intents.get(operation);
    if (known) {
      intents.delete(operation);
      return known;
    }
    const row = intentRow.parse(findIntent.get(operation));
    if (!row) return null;
    const clauses = database.prepare("SELECT name FROM term WHERE sequence = ? AND name >= 'c' AND name < 'd'");
    const names = clauses.all(row.sequence) as readonly { readonly name: string }[];
    return { ...row, clauses: names.map(({ name }) => name.slice(1)) };
  }

  function take(sequence: number, record: KeptRecord, place: readonly [number, number, number]): void {
    const { eventName: event, correlationId: operation, actor, payload, timestamp } = record;
    const isIntent = event === 'FAMILY_VIEW_INTENT';
    const intent = isIntent ? null : intentOf(operation);
    const requester = actor?.actorId ?? intent?.requester ?? null;
    const organisation = actor?.organisation ?? intent?.organisation ?? null;
    const purpose = payload.purpose ?? intent?.purpose ?? null;
    const reference = payload.caseReference ?? intent?.case_reference ?? null;
    const at = Date.parse(timestamp);
    look.run([
      sequence,
      at,
      event,
      operation,
      requester,
      organisation,
      purpose,
      reference,
      intent?.sequence ?? null,
      ...place,
    ]);
    for (const name of termsOf(record, intent?.clauses ?? [])) term.run(name, sequence);
    reviews.take(sequence, record);
    if (!isIntent) return;
    usage.take(record);
    if (intents.size >= MOST_INTENTS) intents.clear();
    const { clauses } = payload;
    intents.set(operation, { sequence, requester, organisation, purpose, case_reference: reference, clauses });
  }

  function takeLegacy(from: Filled): Filled {
    if (from.segment !== LEGACY_SEGMENT) return from;
    const legacy = readLegacy(directory);
    let { sequence, hash } = from;
    try {
      for (const row of legacy?.rows(sequence) ?? []) {
        take(row.sequence, keptRecord.parse(JSON.parse(row.record)), [LEGACY_SEGMENT, 0, 0]);
        ({ sequence, hash } = row);
      }
    } finally {
      legacy?.close();
    }
    return { sequence, hash, segment: LEGACY_SEGMENT, bytes: 0 };
  }

  /** What one segment has more than `from`, until there are `most` records. */
  function takeSegment(segment: number, from: Filled, most: number): Filled | 'OTHER_CHAIN' {
    const file = join(segments, segmentName(segment));
    const isNext = from.segment !== segment;
    let end: Filled = isNext ? { ...from, segment, bytes: 0 } : from;
    const definitions = new Map<string, unknown>();
    if (!isNext)
      for (const { name, json } of database
        .prepare('SELECT name, json FROM definition WHERE segment = ?')
        .all(segment) as readonly { readonly name: string; readonly json: string }[])
        definitions.set(name, JSON.parse(json));
    let taken = 0;
    for (const group of readGroups(file, end.hash, end.bytes)) {
      if (!group.whole) return 'OTHER_CHAIN';
      const places = recordPlaces(group.text);
      for (const [at, { sequence, record }] of parseGroup(group.text, end.sequence, definitions).entries()) {
        const [from, to] = places[at]!;
        take(sequence, keptRecord.parse(record), [segment, group.from + from, group.from + to]);
      }
      for (const line of splitGroup(group.text).definitions) definition.run(segment, ...definitionIn(line));
      taken += group.sequence - end.sequence;
      end = { sequence: group.sequence, hash: group.hash, segment, bytes: group.to };
      if (taken >= most) break;
    }
    return end;
  }

  /** What was removed after its time. */
  function forget(firstSegment: number | undefined): void {
    const { least } = oldest.get() as { readonly least: number | null };
    if (firstSegment === undefined || least === null || least >= firstSegment) return;
    const last = database.prepare('SELECT max(sequence) AS last FROM look WHERE segment > 0 AND segment < ?');
    const { last: sequence } = last.get(firstSegment) as { readonly last: number };
    database
      .prepare('DELETE FROM term WHERE sequence IN (SELECT sequence FROM look WHERE segment > 0 AND sequence <= ?)')
      .run(sequence);
    database.prepare('DELETE FROM look WHERE segment > 0 AND sequence <= ?').run(sequence);
    database.prepare('DELETE FROM definition WHERE segment < ?').run(firstSegment);
    reviews.forget(sequence);
    usage.forget();
  }

  return {
    fill(mostRecords) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const before = filled();
        let end = takeLegacy(before);
        const present = segmentsIn(segments);
        forget(present[0]);
        for (const segment of present.filter((one) => one >= end.segment)) {
          if (end.sequence - before.sequence >= mostRecords) break;
          const head = segmentHead(join(segments, segmentName(segment)));
          if (!head) break;
          // What was removed after its time is not there any more.
          if (segment !== end.segment && head.first > end.sequence + 1 && segment === present[0])
            end = { ...end, sequence: head.first - 1, hash: head.previous };
          const next = takeSegment(segment, end, mostRecords - (end.sequence - before.sequence));
          if (next === 'OTHER_CHAIN') {
            database.exec('ROLLBACK');
            return next;
          }
          end = next;
        }
        database
          .prepare('INSERT OR REPLACE INTO filled VALUES (1, ?, ?, ?, ?)')
          .run(end.sequence, end.hash, end.segment, end.bytes);
        database.exec('COMMIT');
        return end.sequence - before.sequence;
      } catch (cause) {
        if (database.inTransaction) database.exec('ROLLBACK');
        throw cause;
      }
    },
  };
}
