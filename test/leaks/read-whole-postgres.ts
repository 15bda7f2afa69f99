import { openPostgres } from '@family-view/gateway/shared/postgres';
import { z } from 'zod';

const tableRow = z.object({ name: z.string() });
const textRow = z.object({ text: z.string() });

/** Every row of every table of a PostgreSQL that is not its own, as text. */
export async function readWholePostgres(
  url: string,
): Promise<readonly { readonly table: string; readonly text: string }[]> {
  const postgres = openPostgres(url, { connections: 1 });
  try {
    const tables = await postgres.ask(
      "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
    );
    const read: { readonly table: string; readonly text: string }[] = [];
    for (const { name: table } of tables.map((row) => tableRow.parse(row)))
      for (const row of await postgres.ask(`SELECT one::text AS text FROM ${table} AS one`))
        read.push({ table, text: textRow.parse(row).text });
    return read;
  } finally {
    await postgres.close();
  }
}
