import { type Borough, type BoroughOptions, inventBorough } from '@family-view/population';
import { type Kysely, sql } from 'kysely';
import { type CaseDatabase, openCaseDatabase } from './database/open-database';
import { type CaseRows, type CaseTables, keyColumn, TABLE_NAMES, type TableName } from './database/tables';
import { writeRows } from './database/write-rows';
import { STAND_IN_KEY } from './stand-in-keys';
import { layOutRows } from './stand-in-rows';

/** A change to what the stand-in writes, or to the borough: databases seeded in an older way are seeded anew. */
const SEEDING_FORM = 2;

/** Opens the database file in this folder, filled from the borough. `today` is the borough's own day. */
export async function openStandIn(
  file: string,
  options?: BoroughOptions,
): Promise<{ readonly database: CaseDatabase; readonly today: string }> {
  const borough = inventBorough(options);
  const database = await openCaseDatabase(file, { unhurried: true });
  try {
    await seedCaseManagement(database, borough);
    return { database, today: borough.today };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

/**
 * Fills a case-management database with what social care holds of the borough, once for each (families, seed, today).
 * Another borough replaces the first one's rows. Children that came by a census import stay, whatever is seeded.
 */
export async function seedCaseManagement(database: CaseDatabase, borough: Borough): Promise<void> {
  const seeding = `form-${SEEDING_FORM}/families-${borough.families.length}/seed-${borough.seed}/today-${borough.today}`;
  const present = await database
    .selectFrom('stand_in_seedings')
    .select('seed_key')
    .where('seed_key', '=', seeding)
    .executeTakeFirst();
  if (present) return;
  const rows = layOutRows(borough);
  await database.transaction().execute(async (transaction) => {
    await clearStandIn(transaction);
    for (const table of TABLE_NAMES) await writeTable(transaction, table, rows);
    await transaction
      .insertInto('stand_in_seedings')
      .values({ seed_key: seeding, seed_today: borough.today })
      .execute();
  });
}

async function clearStandIn(database: Kysely<CaseTables>): Promise<void> {
  await database.deleteFrom('ssd_person').where('pers_source', '=', 'case-management').execute();
  await database.deleteFrom('ssd_professionals').execute();
  await database.deleteFrom('stand_in_seedings').execute();
  for (const table of TABLE_NAMES) {
    if (['ssd_person', 'ssd_professionals', 'stand_in_seedings'].includes(table)) continue;
    await sql`delete from ${sql.table(table)} where ${sql.ref(keyColumn(table))} like ${`${STAND_IN_KEY}%`}`.execute(
      database,
    );
  }
}

const writeTable = <Table extends TableName>(
  database: Kysely<CaseTables>,
  table: Table,
  rows: CaseRows,
): Promise<void> => writeRows(database, table, rows[table]);
