import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import Libsql from 'libsql';
import { Pool, types } from 'pg';
import { migrate } from './migrate';
import type { CaseTables } from './tables';

export type CaseDatabase = Kysely<CaseTables>;

/** Milliseconds that one reading of the case-management database may take before it counts as down. */
const STATEMENT_TIMEOUT = 5_000;
const POSTGRES_DATE = 1082;

export const isPostgres = (where: string): boolean => /^postgres(ql)?:\/\//.test(where);

/**
 * Opens (and brings up to date) a case-management database: PostgreSQL by a `postgres://` URL, else an SQLite file, or
 * `:memory:`. Two processes may hold one file: the agency reads while a census is being imported.
 */
export async function openCaseDatabase(
  where: string,
  options: { readonly unhurried?: boolean } = {},
): Promise<CaseDatabase> {
  const database = isPostgres(where) ? openPostgres(where, options.unhurried ?? false) : openSqlite(where);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

function openSqlite(file: string): CaseDatabase {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const connection = new Libsql(file, { timeout: 10_000 });
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = NORMAL');
  return new Kysely<CaseTables>({ dialect: new SqliteDialect({ database: connection }) });
}

function openPostgres(url: string, unhurried: boolean): CaseDatabase {
  const pool = new Pool({
    connectionString: url,
    max: 5,
    connectionTimeoutMillis: 3_000,
    statement_timeout: unhurried ? 0 : STATEMENT_TIMEOUT,
    // A `date` stays the calendar day it is: pg would make it midnight in the server's time zone, often the day before.
    types: {
      getTypeParser: (oid, format) => (oid === POSTGRES_DATE ? (text) => text : types.getTypeParser(oid, format)),
    },
  });
  // An idle connection that the server drops is replaced at the next use; unheard, the event would end the process.
  pool.on('error', () => {});
  return new Kysely<CaseTables>({ dialect: new PostgresDialect({ pool }) });
}
