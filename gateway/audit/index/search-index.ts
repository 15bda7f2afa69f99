import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'libsql';
import { z } from 'zod';
import { type KeptRecord, keptRecord } from '../kept-record';
import { type LegacyReading, readLegacy } from '../legacy-chain';
import { auditPaths } from '../lock-directory';
import { parseOne } from '../segments/parse-group';
import { readBytesAt } from '../segments/read-segment';
import { segmentName } from '../segments/segment-format';
import type { AuditQuery, FoundRecord, ReviewQuery, ReviewsFound } from './audit-query';
import { LEGACY_SEGMENT } from './fill-index';
import { createReviewSearcher } from './search-reviews';

const place = z.object({
  sequence: z.number(),
  intent: z.number().nullable(),
  segment: z.number(),
  from_byte: z.number(),
  to_byte: z.number(),
});
type Place = z.infer<typeof place>;
const definitionRow = z.object({ json: z.string() }).optional();
const COLUMNS = 'sequence, intent, segment, from_byte, to_byte';

/** Finds records by an index, and reads them from where they stand. */
export interface IndexSearcher {
  search(query: AuditQuery): readonly FoundRecord[];
  reviews(query: ReviewQuery): ReviewsFound;
  /** Records after this one, the oldest first, at most so many. */
  after(sequence: number, most: number): readonly FoundRecord[];
  close(): void;
}

export function createSearcher(directory: string, database: Database.Database): IndexSearcher {
  const at = database.prepare(`SELECT ${COLUMNS} FROM look WHERE sequence = ?`);
  const definition = database.prepare('SELECT json FROM definition WHERE segment = ? AND name = ?');
  // Kept open: what SQLite has open is given back only with the memory of its statements.
  let legacy: LegacyReading | null = null;

  const readLegacyAt = (wanted: ReadonlySet<number>, found: Map<number, KeptRecord>): void => {
    legacy ??= readLegacy(directory);
    for (const { sequence, record } of legacy?.at([...wanted]) ?? [])
      found.set(sequence, keptRecord.parse(JSON.parse(record)));
  };

  /** The records at these places, by sequence. */
  const readAt = (places: readonly Place[]): ReadonlyMap<number, KeptRecord> => {
    const found = new Map<number, KeptRecord>();
    const bySegment = new Map<number, Place[]>();
    for (const one of places) {
      const ofSegment = bySegment.get(one.segment) ?? [];
      bySegment.set(one.segment, ofSegment);
      ofSegment.push(one);
    }
    for (const [segment, ofSegment] of bySegment) {
      if (segment === LEGACY_SEGMENT) {
        readLegacyAt(new Set(ofSegment.map(({ sequence }) => sequence)), found);
        continue;
      }
      const named = new NamedInSegment((name) => definition.get(segment, name));
      const descriptor = openSync(join(auditPaths(directory).segments, segmentName(segment)), 'r');
      try {
        for (const { sequence, from_byte, to_byte } of ofSegment) {
          const text = readBytesAt(descriptor, from_byte, to_byte);
          if (text !== null) found.set(sequence, keptRecord.parse(parseOne(text, sequence, named).record));
        }
      } finally {
        closeSync(descriptor);
      }
    }
    return found;
  };

  const found = (places: readonly Place[]): readonly FoundRecord[] => {
    const intents = places.flatMap(({ intent }) => (intent === null ? [] : [place.parse(at.get(intent))]));
    const records = readAt([...places, ...intents]);
    return places.flatMap(({ sequence, intent }) => {
      const record = records.get(sequence);
      return record ? [{ sequence, record, intent: (intent !== null && records.get(intent)) || null }] : [];
    });
  };
  const later = database.prepare(`SELECT ${COLUMNS} FROM look WHERE sequence > ? ORDER BY sequence LIMIT ?`);

  return {
    after: (sequence, most) => found(z.array(place).parse(later.all(sequence, most))),
    search(query) {
      const { where, given } = conditionsOf(query, { look: 'look', term: 'term', place: ['sequence'] });
      const text = `SELECT ${COLUMNS} FROM look WHERE ${where.join(' AND ')} ORDER BY sequence DESC LIMIT ?`;
      return found(z.array(place).parse(database.prepare(text).all([...given, query.first])));
    },
    reviews: createReviewSearcher(database, (sequences) =>
      readAt(sequences.map((sequence) => place.parse(at.get(sequence)))),
    ),
    close() {
      legacy?.close();
      legacy = null;
    },
  };
}

/** What lines of one segment may name: each looked up when a line does. A segment may define a great many. */
class NamedInSegment extends Map<string, unknown> {
  constructor(private readonly find: (name: string) => unknown) {
    super();
  }

  override has(name: string): boolean {
    if (super.has(name)) return true;
    const row = definitionRow.parse(this.find(name));
    if (row) this.set(name, JSON.parse(row.json));
    return row !== undefined;
  }

  override get(name: string): unknown {
    return this.has(name) ? super.get(name) : undefined;
  }
}

/** Where an index has its tables, and by which of their columns they find a record in one another. */
export interface IndexTables {
  readonly look: string;
  readonly term: string;
  readonly place: readonly string[];
}

/** Each as a part of the WHERE clause over `look`; every value is bound. */
export function conditionsOf(
  query: AuditQuery,
  { look, term, place: columns }: IndexTables,
): { readonly where: readonly string[]; readonly given: readonly unknown[] } {
  const where = ['1 = 1'];
  const given: unknown[] = [];
  const add = (text: string, ...values: readonly unknown[]): void => {
    where.push(text);
    given.push(...values);
  };
  const placeIn = (table: string): string => columns.map((column) => `${table}.${column}`).join(', ');
  const isAt = (places: string): string => `(${placeIn('look')}) IN (SELECT ${columns.join(', ')} FROM ${places})`;
  const named = isAt(`${term} WHERE name = ?`);
  const intents = `SELECT sequence FROM ${look} WHERE operation = ? AND event = 'FAMILY_VIEW_INTENT'`;
  const marks = (list: readonly unknown[]): string => list.map(() => '?').join(', ');
  const { people, details = [], events, agency, clause } = query;
  if (query.together) for (const person of people ?? []) add(named, `p${person}`);
  else if (people) add(isAt(`${term} WHERE name IN (${marks(people)})`), ...people.map((person) => `p${person}`));
  for (const digest of details) add(named, `d${digest}`);
  // These are in most records: looked up for each that is found by the rest.
  for (const name of [agency && `a${agency}`, clause && `c${clause}`])
    if (name)
      add(
        `EXISTS (SELECT 1 FROM ${term} AS term WHERE name = ? AND (${placeIn('term')}) = (${placeIn('look')}))`,
        name,
      );
  if (query.requester !== undefined) add('requester = ?', query.requester);
  if (query.organisation !== undefined) add('organisation = ?', query.organisation);
  if (query.purpose !== undefined) add('purpose = ?', query.purpose);
  if (query.caseReference !== undefined) add('case_reference = ?', query.caseReference);
  if (events) {
    add(`event IN (${marks(events)})`, ...events);
    // As the index of them is worded, so that it is used.
    if (!events.some((one) => /_(INTENT|DISCLOSURE)$/.test(one)))
      where.push("event NOT IN ('FAMILY_VIEW_INTENT', 'FAMILY_VIEW_DISCLOSURE')");
  }
  if (query.operation !== undefined)
    add(`(look.sequence IN (${intents}) OR look.intent IN (${intents}))`, query.operation, query.operation);
  if (query.breakGlass !== undefined)
    add(`look.intent IN (SELECT sequence FROM ${term} WHERE name = ?)`, `g${query.breakGlass}`);
  if (query.reviewOf !== undefined) add(named, `r${query.reviewOf}`);
  if (query.since !== undefined) add('at >= ?', query.since);
  if (query.until !== undefined) add('at < ?', query.until);
  if (query.before !== undefined) add('look.sequence < ?', query.before);
  return { where, given };
}
