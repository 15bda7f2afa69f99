import { type Kysely, sql } from 'kysely';
import { type CaseTables, keyColumn, type Row, TABLES, type TableName } from './tables';

/** Parameters in one statement: below SQLite's 32,766 and PostgreSQL's 65,535. */
const PARAMETERS_AT_ONCE = 20_000;

/** Adds rows, many in one statement; with `replace`, a row of the same key is written anew. */
export async function writeRows<Table extends TableName>(
  database: Kysely<CaseTables>,
  table: Table,
  rows: readonly Row<Table>[],
  options: { readonly replace?: boolean } = {},
): Promise<void> {
  const columns = Object.keys(TABLES[table]) as (keyof Row<Table> & string)[];
  const key = keyColumn(table);
  const rowsAtOnce = Math.max(1, Math.floor(PARAMETERS_AT_ONCE / columns.length));
  const onConflict = options.replace
    ? sql`on conflict (${sql.ref(key)}) do update set ${sql.join(
        columns
          .filter((column) => column !== key)
          .map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`),
      )}`
    : sql``;
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const values = rows
      .slice(start, start + rowsAtOnce)
      .map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
    await sql`
      insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
      values ${sql.join(values)} ${onConflict}
    `.execute(database);
  }
}
