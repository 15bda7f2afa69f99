import { createHash } from 'node:crypto';
import type Database from 'libsql';
import { z } from 'zod';
import type { FieldUsage } from '../../shared/field-usage';
import type { KeptRecord } from '../kept-record';

const DAY_MS = 86_400_000;
const firstAt = z.object({ at: z.number().nullable() });
const roleRow = z.object({ role: z.string(), operations: z.number() });

/** What an operation asked for, withheld or not: its role, its day (of the epoch, UTC), its fields and a name for just these. */
export function askedIn({ actor, payload, timestamp }: KeptRecord) {
  const names = [...new Set([...payload.fields, ...payload.withheld.map(({ field }) => field)])].sort();
  if (!actor || names.length === 0) return null;
  const fields = createHash('sha256').update(names.join('\n')).digest('base64url');
  return { role: actor.actorRole, day: Math.floor(Date.parse(timestamp) / DAY_MS), names, fields };
}

/** Keeps, behind the record, how many operations of each role asked for the same fields on a day (UTC). */
export function createUsageFiller(database: Database.Database) {
  const count = database.prepare(
    'INSERT INTO asked VALUES (?, ?, ?, 1) ON CONFLICT (fields, role, day) DO UPDATE SET operations = operations + 1',
  );
  const isNamed = database.prepare('SELECT 1 FROM asked_field WHERE name = ? AND fields = ?');
  const name = database.prepare('INSERT OR IGNORE INTO asked_field VALUES (?, ?)');
  return {
    take(record: KeptRecord): void {
      const asked = askedIn(record);
      if (!asked) return;
      const { fields, role, day, names } = asked;
      count.run(fields, role, day);
      if (!isNamed.get(names[0], fields)) for (const field of names) name.run(field, fields);
    },
    /** What was removed after its time. */
    forget(): void {
      const oldest = oldestDay(database);
      if (oldest !== null) database.prepare('DELETE FROM asked WHERE day < ?').run(oldest);
    },
  };
}

/** As {@link AuditIndexStore.usage}. */
export function countUsage(
  database: Database.Database,
  groups: readonly (readonly string[])[],
  since: number,
): readonly FieldUsage[] {
  const oldest = oldestDay(database);
  const from = Math.floor(since / DAY_MS);
  const counted = oldest === null ? null : new Date(Math.max(from, oldest) * DAY_MS).toISOString().slice(0, 10);
  return groups.map((fields) => {
    const marks = fields.map(() => '?').join(', ');
    const rows = database
      .prepare(
        `SELECT role, sum(operations) AS operations FROM asked WHERE day >= ? AND fields IN
         (SELECT fields FROM asked_field WHERE name IN (${marks})) GROUP BY role ORDER BY operations DESC, role`,
      )
      .all(from, ...fields);
    return { since: counted, roles: z.array(roleRow).parse(rows) };
  });
}

function oldestDay(database: Database.Database): number | null {
  const { at } = firstAt.parse(database.prepare('SELECT min(at) AS at FROM look').get());
  return at === null ? null : Math.floor(at / DAY_MS);
}
