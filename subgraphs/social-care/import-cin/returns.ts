import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { type CaseTables, keyColumn, type TableName } from '../database/tables';
import type { CensusHeader } from './census-elements';
import { RETURN_KEY } from './child-rows';
import { CensusReturnSuperseded } from './faults';
import { RETURNED_TABLES } from './held-rows';

const returnId = ({ laCode, year }: CensusHeader): string => `${laCode}:${year}`;

/** Notes that this return of the authority and year is the one that stands. Throws where a later one of that year does. */
export async function openReturn(database: Kysely<CaseTables>, header: CensusHeader, run: string): Promise<void> {
  const held = await database
    .selectFrom('cin_returns')
    .selectAll()
    .where('cret_return_id', '=', returnId(header))
    .executeTakeFirst();
  if (held && isOlder(header, held)) throw new CensusReturnSuperseded(header.year, held.cret_sent_at, held.cret_serial);
  const row = {
    cret_la_code: header.laCode,
    cret_year: header.year,
    cret_sent_at: header.sentAt,
    cret_serial: header.serial,
    cret_run: run,
  };
  if (held) await database.updateTable('cin_returns').set(row).where('cret_return_id', '=', returnId(header)).execute();
  else
    await database
      .insertInto('cin_returns')
      .values({ cret_return_id: returnId(header), ...row })
      .execute();
}

/** By the time it was made; by its serial number where the time does not tell. */
function isOlder(
  header: CensusHeader,
  held: { readonly cret_sent_at: string | null; readonly cret_serial: string | null },
): boolean {
  const [ours, theirs] = [Date.parse(header.sentAt ?? ''), Date.parse(held.cret_sent_at ?? '')];
  if (ours !== theirs && !Number.isNaN(ours) && !Number.isNaN(theirs)) return ours < theirs;
  const serials = [header.serial, held.cret_serial].map((serial) =>
    /^\d+$/.test(serial ?? '') ? Number(serial) : null,
  );
  const [own, other] = serials;
  return own != null && other != null && own < other;
}

/**
 * Takes back what an earlier return of the same authority and year told of and this one does not. A row that a return of
 * another year told of stays. Gives how many rows went.
 */
export async function withdrawUntold(database: Kysely<CaseTables>, header: CensusHeader, run: string): Promise<number> {
  let withdrawn = 0;
  for (const table of [...RETURNED_TABLES, 'ssd_person'] as const) {
    const stale = await database
      .selectFrom('cin_return_rows')
      .select(['retr_row_id', 'retr_row_key'])
      .where('retr_la_code', '=', header.laCode)
      .where('retr_year', '=', header.year)
      .where('retr_table', '=', table)
      .where('retr_run', '!=', run)
      .execute();
    for (const some of inHundreds(stale)) {
      await database
        .deleteFrom('cin_return_rows')
        .where(
          'retr_row_id',
          'in',
          some.map((row) => row.retr_row_id),
        )
        .execute();
      const keys = some.flatMap(({ retr_row_key }) => retr_row_key ?? []);
      const told = await database
        .selectFrom('cin_return_rows')
        .select('retr_row_key')
        .where('retr_table', '=', table)
        .where('retr_row_key', 'in', keys)
        .execute();
      const elsewhere = new Set(told.map((row) => row.retr_row_key));
      const gone = keys.filter((key) => !elsewhere.has(key) && key.startsWith(RETURN_KEY));
      if (gone.length === 0) continue;
      withdrawn += gone.length;
      await database
        .deleteFrom(table)
        .where(database.dynamic.ref(keyColumn(table)), 'in', gone)
        .execute();
      await database.deleteFrom('record_faults').where('faul_record_id', 'in', gone).execute();
    }
  }
  return withdrawn;
}

/** What in an episode is open by having no end: the table, its person, its end, and the element that would tell the end. */
const OPEN_ENDED = [
  ['ssd_cin_episodes', 'cine_person_id', 'cine_close_date', 'CINclosureDate'],
  ['ssd_cin_plans', 'cinp_person_id', 'cinp_cin_plan_end_date', 'CINPlanEndDate'],
  ['ssd_cp_plans', 'cppl_person_id', 'cppl_cp_plan_end_date', 'CPPendDate'],
] as const satisfies readonly (readonly [TableName, string, string, string])[];
const openRow = z.object({ record: z.string(), person: z.string(), year: z.string() });
const SILENT = `${RETURN_KEY}silent:`;

/**
 * A return tells of everything that was open in its year (CIN census guide, scope). What an earlier year left open and the
 * latest return is silent about may have ended since: whether it has is not known, which a fault beside the record says.
 */
export async function tellSilence(database: Kysely<CaseTables>, laCode: string): Promise<void> {
  const latest = await database
    .selectFrom('cin_returns')
    .select('cret_year')
    .where('cret_la_code', '=', laCode)
    .orderBy('cret_year', 'desc')
    .executeTakeFirst();
  await database.deleteFrom('record_faults').where('faul_fault_id', 'like', `${SILENT}${laCode}:%`).execute();
  for (const [table, person, end, field] of OPEN_ENDED) {
    const key = keyColumn(table);
    const open = await sql<unknown>`
      select ${sql.ref(key)} as record, ${sql.ref(person)} as person, max(retr_year) as year
      from ${sql.table(table)} join cin_return_rows on retr_row_key = ${sql.ref(key)} and retr_table = ${table}
      where retr_la_code = ${laCode} and ${sql.ref(end)} is null group by 1, 2`.execute(database);
    const rows = open.rows
      .map((row) => openRow.parse(row))
      .filter(({ year }) => year < (latest?.cret_year ?? ''))
      .map(({ record, person: of }) => ({
        faul_fault_id: `${SILENT}${laCode}:${record}`,
        faul_person_id: of,
        faul_record_id: record,
        faul_field: field,
        faul_fault: 'expected to be told of in the latest return, since it was open',
        faul_value_text: 'not told',
      }));
    for (const some of inHundreds(rows))
      await database
        .insertInto('record_faults')
        .values([...some])
        .execute();
  }
}

function* inHundreds<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += 500) yield items.slice(start, start + 500);
}
