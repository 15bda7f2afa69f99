import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { type CaseTables, type ColumnKind, INDEXES, keyColumn, personColumn, TABLE_NAMES, TABLES } from './tables';

// `date` in SQLite keeps the text as it is; in PostgreSQL it refuses a day that is not in the calendar.
const SQL_TYPE = { key: 'text', text: 'text', date: 'date', integer: 'integer' } as const satisfies Record<
  ColumnKind,
  string
>;

const createTables: Migration = {
  async up(database: Kysely<unknown>) {
    for (const table of TABLE_NAMES) {
      let creation = database.schema.createTable(table);
      for (const [column, kind] of Object.entries(TABLES[table])) {
        creation = creation.addColumn(column, SQL_TYPE[kind], (built) => (kind === 'key' ? built.primaryKey() : built));
      }
      await creation.execute();
    }
    const byPerson = TABLE_NAMES.flatMap((table) => {
      const column = personColumn(table);
      return column && column !== keyColumn(table) ? [{ table, on: column }] : [];
    });
    const wanted = [
      ...new Map([...byPerson, ...INDEXES].map((index) => [`${index.table} ${index.on}`, index])).values(),
    ];
    for (const [place, { table, on }] of wanted.entries()) {
      await sql`create index ${sql.raw(`${table}_${place}`)} on ${sql.table(table)} (${sql.raw(on)})`.execute(database);
    }
  },
};

/** Brings the database to the present form. The same steps for SQLite and PostgreSQL; safe to run at every start. */
export async function migrate(database: Kysely<CaseTables>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ '2026-11-create-tables': createTables }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
