import { sql } from 'kysely';
import type { CaseDatabase } from '../database/open-database';
import { keyColumn, type Row, type TableName } from '../database/tables';
import { readRows } from '../format/rows';

/** Values in one statement: below SQLite's limit on variables and PostgreSQL's on parameters. */
const VALUES_AT_ONCE = 1_000;

/** Rows whose column has one of the values, checked, in the order of their keys. */
export async function readTable<Table extends TableName>(
  database: CaseDatabase,
  table: Table,
  column: keyof Row<Table> & string,
  values: readonly (string | null)[],
): Promise<readonly Row<Table>[]> {
  const wanted = [...new Set(values.filter((value) => value !== null))];
  const found: Row<Table>[] = [];
  for (let start = 0; start < wanted.length; start += VALUES_AT_ONCE) {
    const some = wanted.slice(start, start + VALUES_AT_ONCE);
    const answer = await sql<unknown>`
      select * from ${sql.table(table)} where ${sql.ref(column)} in (${sql.join(some)}) order by ${sql.ref(keyColumn(table))}
    `.execute(database);
    found.push(...readRows(table, answer.rows));
  }
  return found;
}

/** Is something that runs from one day until another in force today? An open end runs on; a missing start has begun. */
export const inForce = (from: string | null, until: string | null, today: string): boolean =>
  (from === null || from <= today) && (until === null || until >= today);

/** The latest first; what has no date comes last. */
export const latestFirst = (one: string | null, other: string | null): number => (other ?? '').localeCompare(one ?? '');

/** As counts have it: on the last day itself it runs no more, for it ended then; what has no first day runs on none. */
export const runsOn = (from: string | null, until: string | null, day: string): boolean =>
  from !== null && from <= day && (until === null || until > day);
