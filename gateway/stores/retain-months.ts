import { z } from 'zod';
import type { Postgres } from '../shared/postgres';

const partition = z.object({ parent: z.string(), name: z.string() });
const DAY_MS = 86_400_000;

/**
 * Drops whole months of the index of all audits, with the reviews and counts of that time. The record is each gateway's own
 * segments; what is dropped here and is still there is not put back, for it was shipped.
 * @param postgres as the owner of the tables: a gateway's own user may not.
 * @param before the first day, `YYYY-MM-DD`, of the month that stays.
 * @returns names of the tables that went.
 */
export function retainMonths(postgres: Postgres, before: string, dryRun = false): Promise<readonly string[]> {
  const at = Date.parse(`${before}T00:00:00Z`);
  const first = before.slice(0, 7).replace('-', '_');
  return postgres.inTransaction(async (ask) => {
    const rows = await ask(
      `SELECT parent.relname AS parent, part.relname AS name FROM pg_inherits
       JOIN pg_class AS parent ON parent.oid = inhparent JOIN pg_class AS part ON part.oid = inhrelid
       WHERE parent.relnamespace = 'family_view_audit'::regnamespace AND parent.relkind = 'p' ORDER BY part.relname`,
    );
    const going = rows
      .map((row) => partition.parse(row))
      .filter(({ parent, name }) => /^\d{4}_\d{2}$/.test(name.slice(parent.length + 1)))
      .filter(({ parent, name }) => name.slice(parent.length + 1) < first);
    const names = going.map(({ name }) => name);
    if (dryRun || going.length === 0) return names;
    for (const { parent, name } of going) {
      await ask(`ALTER TABLE family_view_audit.${parent} DETACH PARTITION family_view_audit.${name}`);
      await ask(`DROP TABLE family_view_audit.${name}`);
    }
    await ask('DELETE FROM family_view_audit.review WHERE at < $1', [at]);
    await ask('DELETE FROM family_view_audit.asked WHERE day < $1', [at / DAY_MS]);
    // As versions before the tables of months have it.
    await ask(
      'DELETE FROM family_view.audit_term WHERE sequence IN (SELECT sequence FROM family_view.audit_look WHERE at < $1)',
      [at],
    );
    await ask(
      'DELETE FROM family_view.audit_review WHERE sequence IN (SELECT sequence FROM family_view.audit_look WHERE at < $1)',
      [at],
    );
    await ask('DELETE FROM family_view.audit_look WHERE at < $1', [at]);
    return names;
  });
}
