import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import type { AskedTable, BudgetEntry, BudgetStore, SpentBefore } from './budget-store';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS asked (
    at INTEGER NOT NULL, requester TEXT NOT NULL, organisation TEXT NOT NULL, subject TEXT NOT NULL, asked TEXT NOT NULL,
    requester_cost INTEGER NOT NULL, organisation_cost INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS asked_requester ON asked (requester, at);
  CREATE INDEX IF NOT EXISTS asked_organisation ON asked (organisation, at);
  CREATE TABLE IF NOT EXISTS kept_back (
    name TEXT NOT NULL, cell TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (name, cell)
  ) WITHOUT ROWID;
`;
const row = z.object({ at: z.number(), subject: z.string(), asked: z.string(), cost: z.number() });
const kept = z.object({ cell: z.string() });
const table = z.object({ parts: z.array(z.string()), strata: z.array(z.string()) });

/** The default: a file in the data directory, which outlives a restart. `:memory:` for tests. */
export function openSqliteBudgetStore(file: string): BudgetStore {
  const inMemory = file === ':memory:';
  if (!inMemory) {
    mkdirSync(dirname(file), { recursive: true });
    // SQLite gives its side files the mode of this one.
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
    else chmodSync(file, 0o600);
  }
  const database = new Database(file, { timeout: 10_000 });
  if (!inMemory) database.pragma('journal_mode = WAL');
  database.exec(SCHEMA);
  const read = (
    whose: 'requester' | 'organisation',
    { since, table: { subject }, ...entry }: BudgetEntry,
  ): SpentBefore => {
    const rows = database
      .prepare(`SELECT at, subject, asked, ${whose}_cost AS cost FROM asked WHERE ${whose} = ? AND at > ? ORDER BY at`)
      .all(entry[whose], since)
      .map((one) => row.parse(one));
    return {
      tables: rows
        .filter((one) => one.subject === subject)
        .map((one): AskedTable => ({ subject, ...table.parse(JSON.parse(one.asked)) })),
      used: rows.reduce((sum, { cost }) => sum + cost, 0),
      oldest: rows.find(({ cost }) => cost > 0)?.at ?? null,
    };
  };
  return {
    async spend(entry, judge) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const before = { requester: read('requester', entry), organisation: read('organisation', entry) };
        const judged = judge(before);
        if (judged.taken) keep(entry, judged.cost);
        database.exec('COMMIT');
        return { ...judged, before };
      } catch (fault) {
        database.exec('ROLLBACK');
        throw fault;
      }
    },
    async keptBack(name, since) {
      const rows = database.prepare('SELECT cell FROM kept_back WHERE name = ? AND at > ?').all(name, since);
      return new Set(rows.map((one) => kept.parse(one).cell));
    },
    async keepBack(name, cells, at) {
      const insert = database.prepare(
        'INSERT INTO kept_back VALUES (?, ?, ?) ON CONFLICT (name, cell) DO UPDATE SET at = excluded.at',
      );
      database.exec('BEGIN IMMEDIATE');
      for (const cell of cells) insert.run(name, cell, at);
      database.exec('COMMIT');
    },
    async close() {
      database.close();
    },
  };

  function keep(
    { at, since, requester, organisation, table: { subject, ...asked } }: BudgetEntry,
    cost: { readonly requester: number; readonly organisation: number },
  ): void {
    database
      .prepare('DELETE FROM asked WHERE at <= ? AND (requester = ? OR organisation = ?)')
      .run(since, requester, organisation);
    database
      .prepare('INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(at, requester, organisation, subject, JSON.stringify(asked), cost.requester, cost.organisation);
  }
}
