import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { FamilyViewError } from '../errors';
import { openPostgres, type Postgres, type PostgresOptions } from '../shared/postgres';
import { MIGRATIONS } from './migrations';

/** Gateways that share a database seal ids, grant keys and counts with one key. */
export class AnotherLinkageKey extends FamilyViewError {
  constructor() {
    super(
      'The database belongs to gateways with another LINKAGE_KEY. Give this gateway the same: with its own, no id of theirs would open here and no agency would take its grants.',
      { code: 'ANOTHER_LINKAGE_KEY' },
    );
  }
}

/** The tables are to be made or changed, and the user of DATABASE_URL may not. */
export class DatabaseNotPrepared extends FamilyViewError {
  constructor() {
    super(
      'The tables of the database are not those of this version, and the user of DATABASE_URL may not change them. Run "familyview database prepare" as their owner, before gateways start.',
      { code: 'DATABASE_NOT_PREPARED' },
    );
  }
}

/** Any number, the same in every gateway: one brings the tables up to date, and the others wait. */
const MIGRATING = 7_402_119;
/** Rows may have to be copied, and another gateway may be at it. */
const MIGRATION_MS = 3_600_000;
const named = z.object({ name: z.string() });
const allowed = z.object({ may: z.boolean() });
const checked = z.object({ key_check: z.string() });

/**
 * The database that gateways share, with its tables brought up to date: safe to run at every start, by several at once.
 * A gateway of an earlier version runs on beside it.
 * @param linkageKey must be that of every gateway of the database.
 * @throws {AnotherLinkageKey | DatabaseNotPrepared | DatabaseUnavailable}
 */
export async function openDatabase(
  url: string,
  linkageKey: Uint8Array,
  options: PostgresOptions = {},
): Promise<Postgres> {
  await prepareDatabase(url);
  const postgres = openPostgres(url, options);
  try {
    const check = checkOf(linkageKey);
    await postgres.ask('INSERT INTO family_view.service VALUES (1, $1) ON CONFLICT DO NOTHING', [check]);
    const [row] = await postgres.ask('SELECT key_check FROM family_view.service');
    if (checked.parse(row).key_check !== check) throw new AnotherLinkageKey();
    return postgres;
  } catch (cause) {
    await postgres.close();
    throw cause;
  }
}

/** Brings the tables up to date. @throws {DatabaseNotPrepared | DatabaseUnavailable} */
export async function prepareDatabase(url: string): Promise<void> {
  // Who finds nothing to do waits for nobody who has.
  if ((await using(openPostgres(url, { connections: 1 }), ({ ask }) => missingIn(ask))).length === 0) return;
  await using(openPostgres(url, { connections: 1, answerMs: MIGRATION_MS }), migrate);
}

async function using<T>(postgres: Postgres, work: (postgres: Postgres) => Promise<T>): Promise<T> {
  try {
    return await work(postgres);
  } finally {
    await postgres.close();
  }
}

/** Steps that were not taken yet. */
async function missingIn(ask: Postgres['ask']): Promise<typeof MIGRATIONS> {
  const [there] = await ask("SELECT 1 FROM pg_tables WHERE schemaname = 'family_view' AND tablename = 'migration'");
  const rows = there ? await ask('SELECT name FROM family_view.migration') : [];
  const taken = new Set(rows.map((row) => named.parse(row).name));
  return MIGRATIONS.filter(({ name }) => !taken.has(name));
}

const checkOf = (linkageKey: Uint8Array): string =>
  createHmac('sha256', linkageKey).update('database key check').digest('base64url');

/** How the database is, without a change to it. @throws {DatabaseUnavailable} */
export async function inspectDatabase(
  url: string,
  linkageKey: Uint8Array,
): Promise<
  'up to date' | 'up to date, by its owner' | 'to be made' | 'to be migrated' | 'to be prepared' | 'of another key'
> {
  return using(openPostgres(url, { connections: 1 }), async ({ ask }) => {
    const [there] = await ask("SELECT 1 FROM pg_tables WHERE schemaname = 'family_view' AND tablename = 'service'");
    const may = await mayChange(ask);
    if (!there) return may ? 'to be made' : 'to be prepared';
    const [row] = await ask('SELECT key_check FROM family_view.service');
    if (row !== undefined && checked.parse(row).key_check !== checkOf(linkageKey)) return 'of another key';
    if ((await missingIn(ask)).length === 0) return may ? 'up to date, by its owner' : 'up to date';
    return may ? 'to be migrated' : 'to be prepared';
  });
}

async function mayChange(ask: Postgres['ask']): Promise<boolean> {
  const [row] = await ask("SELECT has_database_privilege(current_database(), 'CREATE') AS may");
  return allowed.parse(row).may;
}

const migrate = (postgres: Postgres): Promise<void> =>
  postgres.inTransaction(async (ask) => {
    await ask('SELECT pg_advisory_xact_lock($1)', [MIGRATING]);
    const missing = await missingIn(ask);
    if (missing.length === 0) return;
    if (!(await mayChange(ask))) throw new DatabaseNotPrepared();
    await ask('CREATE SCHEMA IF NOT EXISTS family_view');
    await ask(
      'CREATE TABLE IF NOT EXISTS family_view.migration (name text PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT now())',
    );
    for (const { name, sql } of missing) {
      await ask(sql);
      await ask('INSERT INTO family_view.migration (name) VALUES ($1)', [name]);
    }
  });
