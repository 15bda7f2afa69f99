import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import {
  type CaseTables,
  CENSUS_TABLES,
  type ColumnKind,
  INDEXES,
  keyColumn,
  personColumn,
  TABLE_NAMES,
  TABLES,
  type TableName,
} from './tables';

// `date` in SQLite keeps the text as it is; in PostgreSQL it refuses a day that is not in the calendar.
const SQL_TYPE = { key: 'text', text: 'text', date: 'date', integer: 'integer' } as const satisfies Record<
  ColumnKind,
  string
>;

const creating = (tables: readonly TableName[]): Migration => ({
  async up(database: Kysely<unknown>) {
    for (const table of tables) {
      let creation = database.schema.createTable(table);
      for (const [column, kind] of Object.entries(TABLES[table])) {
        creation = creation.addColumn(column, SQL_TYPE[kind], (built) => (kind === 'key' ? built.primaryKey() : built));
      }
      await creation.execute();
    }
    const byPerson = tables.flatMap((table) => {
      const column = personColumn(table);
      return column && column !== keyColumn(table) ? [{ table, on: column }] : [];
    });
    const all = [...byPerson, ...INDEXES.filter(({ table }) => tables.includes(table))];
    const wanted = [...new Map(all.map((index) => [`${index.table} ${index.on}`, index])).values()];
    for (const [place, { table, on }] of wanted.entries()) {
      await sql`create index ${sql.raw(`${table}_${place}`)} on ${sql.table(table)} (${sql.raw(on)})`.execute(database);
    }
  },
});

/** Who is searched for by name is compared in small letters. */
const indexNames: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create index ssd_person_names on ssd_person (lower(pers_surname), lower(pers_forename))`.execute(
      database,
    );
  },
};

/** Brings the database to the present form. The same steps for SQLite and PostgreSQL; safe to run at every start. */
export async function migrate(database: Kysely<CaseTables>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: {
      getMigrations: async () => ({
        '2026-11-create-tables': creating(TABLE_NAMES.filter((table) => !CENSUS_TABLES.includes(table))),
        '2026-12-census-returns': creating(CENSUS_TABLES),
        '2026-12-index-names': indexNames,
      }),
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
