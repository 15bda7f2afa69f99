import { chmodSync, closeSync, existsSync, openSync, rmSync } from 'node:fs';
import Database from 'libsql';
import type { AuditIndexStore } from './audit-query';
import { countUsage } from './field-usage';
import { createFiller } from './fill-index';
import { createSearcher } from './search-index';

const VERSION = 4;
const SCHEMA = `
  CREATE TABLE look (
    sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, operation TEXT NOT NULL,
    requester TEXT, organisation TEXT, purpose TEXT, case_reference TEXT,
    intent INTEGER, segment INTEGER NOT NULL, from_byte INTEGER NOT NULL, to_byte INTEGER NOT NULL
  );
  CREATE INDEX look_at ON look (at);
  CREATE INDEX look_event ON look (event, sequence) WHERE event NOT IN ('FAMILY_VIEW_INTENT', 'FAMILY_VIEW_DISCLOSURE');
  CREATE INDEX look_requester ON look (requester, sequence);
  CREATE INDEX look_operation ON look (operation) WHERE event = 'FAMILY_VIEW_INTENT';
  CREATE TABLE term (name TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (name, sequence)) WITHOUT ROWID;
  CREATE TABLE review (
    reference TEXT PRIMARY KEY, sequence INTEGER NOT NULL, kind TEXT NOT NULL, review_by INTEGER NOT NULL,
    state TEXT NOT NULL, assignee TEXT, raised INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE INDEX review_newest ON review (sequence);
  CREATE INDEX review_state ON review (state, sequence);
  CREATE INDEX review_due ON review (review_by) WHERE state IN ('OPEN', 'ASSIGNED');
  CREATE TABLE definition (segment INTEGER NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (segment, name)) WITHOUT ROWID;
  CREATE TABLE asked (
    fields TEXT NOT NULL, role TEXT NOT NULL, day INTEGER NOT NULL, operations INTEGER NOT NULL, PRIMARY KEY (fields, role, day)
  ) WITHOUT ROWID;
  CREATE TABLE asked_field (name TEXT NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (name, fields)) WITHOUT ROWID;
  CREATE TABLE filled (
    one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL, segment INTEGER NOT NULL, bytes INTEGER NOT NULL
  );
`;

/**
 * An index in SQLite. It holds no record: where each stands, the words it is found by, and how many operations of each role
 * asked for what on a day. One that is of another form, or of another chain, is made again.
 */
export function openSqliteIndex(directory: string, file: string): AuditIndexStore {
  let database = openDatabase(file);
  let filler = createFiller(directory, database);
  let searcher = createSearcher(directory, database);
  return {
    fill(mostRecords) {
      const filled = filler.fill(mostRecords);
      if (filled !== 'OTHER_CHAIN') return filled;
      database.close();
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
      database = openDatabase(file);
      filler = createFiller(directory, database);
      searcher.close();
      searcher = createSearcher(directory, database);
      const again = filler.fill(mostRecords);
      return again === 'OTHER_CHAIN' ? 0 : again;
    },
    query: (query) => searcher.search(query),
    reviews: (query) => searcher.reviews(query),
    usage: (groups, since) => countUsage(database, groups, since),
    after: (sequence, most) => searcher.after(sequence, most),
    close() {
      searcher.close();
      database.close();
    },
  };
}

function openDatabase(file: string): Database.Database {
  // SQLite gives its side files the mode of this one.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  else chmodSync(file, 0o600);
  const database = new Database(file, { timeout: 10_000 });
  database.pragma('journal_mode = WAL');
  // Lost, it is filled again.
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -65536');
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { readonly user_version: number };
  if (version === VERSION) return database;
  database.exec('BEGIN IMMEDIATE');
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all() as readonly { readonly name: string }[];
  for (const { name } of tables) database.exec(`DROP TABLE "${name}"`);
  database.exec(SCHEMA);
  database.pragma(`user_version = ${VERSION}`);
  database.exec('COMMIT');
  return database;
}
