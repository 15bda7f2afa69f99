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

/** Any number, the same in every gateway: one brings the tables up to date, and the others wait. */
const MIGRATING = 7_402_119;
const named = z.object({ name: z.string() });
const checked = z.object({ key_check: z.string() });

/**
 * The database that gateways share, with its tables brought up to date: safe to run at every start, by several at once.
 * A gateway of an earlier version runs on beside it.
 * @param linkageKey must be that of every gateway of the database.
 * @throws {AnotherLinkageKey | DatabaseUnavailable}
 */
export async function openDatabase(
  url: string,
  linkageKey: Uint8Array,
  options: PostgresOptions = {},
): Promise<Postgres> {
  const postgres = openPostgres(url, options);
  try {
    await migrate(postgres);
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

const checkOf = (linkageKey: Uint8Array): string =>
  createHmac('sha256', linkageKey).update('database key check').digest('base64url');

/** How the database is, without a change to it. @throws {DatabaseUnavailable} */
export async function inspectDatabase(
  url: string,
  linkageKey: Uint8Array,
): Promise<'up to date' | 'to be made' | 'to be migrated' | 'of another key'> {
  const postgres = openPostgres(url, { connections: 1 });
  try {
    const [there] = await postgres.ask(
      "SELECT 1 FROM pg_tables WHERE schemaname = 'family_view' AND tablename = 'service'",
    );
    if (!there) return 'to be made';
    const [row] = await postgres.ask('SELECT key_check FROM family_view.service');
    if (row !== undefined && checked.parse(row).key_check !== checkOf(linkageKey)) return 'of another key';
    const taken = new Set(
      (await postgres.ask('SELECT name FROM family_view.migration')).map((one) => named.parse(one).name),
    );
    return MIGRATIONS.every(({ name }) => taken.has(name)) ? 'up to date' : 'to be migrated';
  } finally {
    await postgres.close();
  }
}

const migrate = (postgres: Postgres): Promise<void> =>
  postgres.inTransaction(async (ask) => {
    await ask('SELECT pg_advisory_xact_lock($1)', [MIGRATING]);
    const [there] = await ask("SELECT 1 FROM pg_tables WHERE schemaname = 'family_view' AND tablename = 'migration'");
    if (!there) {
      await ask('CREATE SCHEMA IF NOT EXISTS family_view');
      await ask(
        'CREATE TABLE family_view.migration (name text PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT now())',
      );
    }
    const rows = await ask('SELECT name FROM family_view.migration');
    const taken = new Set(rows.map((row) => named.parse(row).name));
    for (const { name, sql } of MIGRATIONS) {
      if (taken.has(name)) continue;
      await ask(sql);
      await ask('INSERT INTO family_view.migration (name) VALUES ($1)', [name]);
    }
  });
