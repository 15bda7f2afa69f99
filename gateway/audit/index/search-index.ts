import { join } from 'node:path';
import type Database from 'libsql';
import { z } from 'zod';
import { type KeptRecord, keptRecord } from '../kept-record';
import { type LegacyReading, readLegacy } from '../legacy-chain';
import { auditPaths } from '../lock-directory';
import { parseGroup } from '../segments/parse-group';
import { readGroupAt } from '../segments/read-segment';
import { segmentName } from '../segments/segment-format';
import type { AuditQuery, FoundRecord } from './audit-query';
import { LEGACY_SEGMENT } from './fill-index';

const place = z.object({
  sequence: z.number(),
  intent: z.number().nullable(),
  segment: z.number(),
  from_byte: z.number(),
  to_byte: z.number(),
});
type Place = z.infer<typeof place>;
const definitionRows = z.array(z.object({ name: z.string(), json: z.string() }));
const COLUMNS = 'sequence, intent, segment, from_byte, to_byte';

/** Finds records by an index, and reads them from where they stand. */
export interface IndexSearcher {
  search(query: AuditQuery): readonly FoundRecord[];
  close(): void;
}

export function createSearcher(directory: string, database: Database.Database): IndexSearcher {
  const at = database.prepare(`SELECT ${COLUMNS} FROM look WHERE sequence = ?`);
  const definitions = database.prepare('SELECT name, json FROM definition WHERE segment = ?');
  // Kept open: what SQLite has open is given back only with the memory of its statements.
  let legacy: LegacyReading | null = null;

  const readLegacyAt = (wanted: ReadonlySet<number>, found: Map<number, KeptRecord>): void => {
    legacy ??= readLegacy(directory);
    for (const { sequence, record } of legacy?.at([...wanted]) ?? [])
      found.set(sequence, keptRecord.parse(JSON.parse(record)));
  };

  /** The records at these places, by sequence; each group is read once. */
  const readAt = (places: readonly Place[]): ReadonlyMap<number, KeptRecord> => {
    const found = new Map<number, KeptRecord>();
    const wanted = new Set(places.map(({ sequence }) => sequence));
    const groups = new Map(places.map((one) => [`${one.segment}:${one.from_byte}`, one]));
    const named = new Map<number, Map<string, unknown>>();
    for (const { segment, from_byte, to_byte } of groups.values()) {
      if (segment === LEGACY_SEGMENT) {
        readLegacyAt(wanted, found);
        continue;
      }
      const rows = (): Map<string, unknown> =>
        new Map(definitionRows.parse(definitions.all(segment)).map(({ name, json }) => [name, JSON.parse(json)]));
      const known = named.get(segment) ?? rows();
      named.set(segment, known);
      const file = join(auditPaths(directory).segments, segmentName(segment));
      const group = readGroupAt(file, from_byte, to_byte);
      if (!group) continue;
      const parsed = parseGroup(group.text, 0, known);
      for (const { sequence, record } of parsed) {
        const own = group.sequence - parsed.length + sequence;
        if (wanted.has(own)) found.set(own, keptRecord.parse(record));
      }
    }
    return found;
  };

  return {
    search(query) {
      const { where, given } = conditions(query);
      const text = `SELECT ${COLUMNS} FROM look WHERE ${where.join(' AND ')} ORDER BY sequence DESC LIMIT ?`;
      const places = z.array(place).parse(database.prepare(text).all([...given, query.first]));
      const intents = places.flatMap(({ intent }) => (intent === null ? [] : [place.parse(at.get(intent))]));
      const records = readAt([...places, ...intents]);
      return places.flatMap(({ sequence, intent }) => {
        const record = records.get(sequence);
        return record ? [{ sequence, record, intent: (intent !== null && records.get(intent)) || null }] : [];
      });
    },
    close() {
      legacy?.close();
      legacy = null;
    },
  };
}

/** Each as a part of the WHERE clause; every value is bound. */
function conditions(query: AuditQuery): { readonly where: readonly string[]; readonly given: readonly unknown[] } {
  const where = ['1 = 1'];
  const given: unknown[] = [];
  const add = (text: string, ...values: readonly unknown[]): void => {
    where.push(text);
    given.push(...values);
  };
  const marks = (list: readonly unknown[]): string => list.map(() => '?').join(', ');
  const { people, details = [], events, agency, clause } = query;
  if (people)
    add(
      `sequence IN (SELECT sequence FROM term WHERE name IN (${marks(people)}))`,
      ...people.map((person) => `p${person}`),
    );
  for (const digest of details) add('sequence IN (SELECT sequence FROM term WHERE name = ?)', `d${digest}`);
  // These are in most records: looked up for each that is found by the rest.
  for (const name of [agency && `a${agency}`, clause && `c${clause}`])
    if (name) add('EXISTS (SELECT 1 FROM term WHERE name = ? AND term.sequence = look.sequence)', name);
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
    add(
      "(look.sequence IN (SELECT sequence FROM look WHERE operation = ? AND event = 'FAMILY_VIEW_INTENT') OR look.intent IN (SELECT sequence FROM look WHERE operation = ? AND event = 'FAMILY_VIEW_INTENT'))",
      query.operation,
      query.operation,
    );
  if (query.since !== undefined) add('at >= ?', query.since);
  if (query.until !== undefined) add('at < ?', query.until);
  if (query.before !== undefined) add('sequence < ?', query.before);
  return { where, given };
}
