import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, PostgresDialect, type PostgresPoolClient, SqliteDialect } from 'kysely';
import Libsql from 'libsql';
import { Pool, types } from 'pg';
import { migrate } from './migrate';
import { CaseDatabaseNotOurs, inspectDatabase, type PartnerSchema } from './partner-schema';
import { POSTGRES, readThrough, SQLITE } from './read-through';
import type { CaseTables } from './tables';

export type CaseDatabase = Kysely<CaseTables>;

/** Milliseconds that one reading of the case-management database may take before it counts as down. */
const STATEMENT_TIMEOUT = 5_000;
const POSTGRES_DATE = 1082;

export const isPostgres = (where: string): boolean => /^postgres(ql)?:\/\//.test(where);

/** A case-management database to read, and what of our tables and columns it has where it is the partner's own. */
export interface OpenedDatabase {
  readonly database: CaseDatabase;
  /** Null where the database is ours, made by our migrations. */
  readonly partner: PartnerSchema | null;
}

type Rewrite = (statement: string) => string;
/** A connection whose statements are changed before they are sent, once it is known what they are sent to. */
interface Connection {
  readonly database: CaseDatabase;
  rewrite: Rewrite;
}

/**
 * Opens (and brings up to date) a case-management database of our own to write to: PostgreSQL by a `postgres://` URL, else
 * an SQLite file, or `:memory:`. Two processes may hold one file: the agency reads while a census is being imported. One
 * that another made is refused as it is (`CaseDatabaseNotOurs`, `NoCaseDatabase`).
 */
export async function openCaseDatabase(
  where: string,
  options: { readonly unhurried?: boolean } = {},
): Promise<CaseDatabase> {
  const { database, partner } = await openToRead(where, options);
  if (partner === null) return database;
  await database.destroy();
  throw new CaseDatabaseNotOurs();
}

/**
 * Opens the agency's partner system: a database of our own, or a Standard Safeguarding Dataset that another keeps, which is
 * never changed. An empty one is made ours.
 */
export async function openToRead(
  where: string,
  options: { readonly unhurried?: boolean } = {},
): Promise<OpenedDatabase> {
  const connection = isPostgres(where) ? openPostgres(where, options.unhurried ?? false) : openSqlite(where);
  const { database } = connection;
  try {
    const inspected = await inspectDatabase(database);
    if (inspected.owner === 'partner') {
      connection.rewrite = readThrough(inspected.schema, isPostgres(where) ? POSTGRES : SQLITE);
      return { database, partner: inspected.schema };
    }
    await migrate(database);
    return { database, partner: null };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

function openSqlite(file: string): Connection {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const connection = new Libsql(file, { timeout: 10_000 });
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = NORMAL');
  const rewriting: { rewrite: Rewrite } = { rewrite: (statement) => statement };
  const dialect = new SqliteDialect({
    database: {
      prepare: (statement) => connection.prepare(rewriting.rewrite(statement)),
      close: () => void connection.close(),
    },
  });
  return Object.assign(rewriting, { database: new Kysely<CaseTables>({ dialect }) });
}

function openPostgres(url: string, unhurried: boolean): Connection {
  const pool = new Pool({
    connectionString: url,
    max: 5,
    connectionTimeoutMillis: 3_000,
    statement_timeout: unhurried ? 0 : STATEMENT_TIMEOUT,
    // A `date` stays the calendar day it is: pg would make it midnight in the server's time zone, often the day before.
    types: {
      getTypeParser: (oid, format) =>
        oid === POSTGRES_DATE ? (text: string) => text : types.getTypeParser(oid, format),
    },
  });
  // An idle connection that the server drops is replaced at the next use; unheard, the event would end the process.
  pool.on('error', () => {});
  const rewriting: { rewrite: Rewrite } = { rewrite: (statement) => statement };
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect();
    const query = (statement: string, parameters: readonly unknown[]) =>
      client.query(rewriting.rewrite(statement), [...parameters]);
    return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
  };
  const dialect = new PostgresDialect({ pool: { connect, end: () => pool.end() } });
  return Object.assign(rewriting, { database: new Kysely<CaseTables>({ dialect }) });
}
