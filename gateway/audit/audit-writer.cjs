// The thread that holds the audit's file, so that waiting for the disk never holds up a request. Plain JavaScript: a
// worker starts outside whatever reads TypeScript for the main thread.
const { parentPort, workerData } = require('node:worker_threads');
const Database = require('libsql');

const only = (database, pragma) => Object.values(database.pragma(pragma)[0] ?? {})[0];

function open() {
  // The operating system lets go of this lock whatever becomes of the process; readers of the audit are not held up.
  const lock = new Database(workerData.lockFile);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    if (cause.code === 'SQLITE_BUSY') throw Object.assign(new Error('in use'), { inUse: true });
    throw cause;
  }
  const database = new Database(workerData.file, { timeout: 5_000 });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`
    CREATE TABLE IF NOT EXISTS audit_record (sequence INTEGER PRIMARY KEY, record TEXT NOT NULL, hash TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS audit_head (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL, seal TEXT NOT NULL);
    CREATE TRIGGER IF NOT EXISTS audit_record_stays BEFORE DELETE ON audit_record BEGIN SELECT RAISE(ABORT, 'append only'); END;
    CREATE TRIGGER IF NOT EXISTS audit_record_keeps BEFORE UPDATE ON audit_record BEGIN SELECT RAISE(ABORT, 'append only'); END;
  `);
  return { lock, database };
}

const ends = (database) => ({
  last: database.prepare('SELECT sequence, hash FROM audit_record ORDER BY sequence DESC LIMIT 1').get() ?? null,
  head: database.prepare('SELECT sequence, hash, seal FROM audit_head').get() ?? null,
});

function serve({ lock, database }) {
  const insert = database.prepare('INSERT INTO audit_record (sequence, record, hash) VALUES (?, ?, ?)');
  const move = database.prepare('INSERT OR REPLACE INTO audit_head (one, sequence, hash, seal) VALUES (1, ?, ?, ?)');

  const commit = ({ rows, head }) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      for (const row of rows) insert.run(row.sequence, row.record, row.hash);
      move.run(head.sequence, head.hash, head.seal);
      database.exec('COMMIT');
    } catch (cause) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw cause;
    }
  };

  parentPort.on('message', (message) => {
    if (message.kind === 'close') {
      database.close();
      lock.close();
      parentPort.close();
      return;
    }
    try {
      commit(message.batch);
      parentPort.postMessage({ kind: 'written' });
    } catch (cause) {
      parentPort.postMessage({ kind: 'failed', reason: String(cause.code ?? cause.message) });
    }
  });
}

try {
  const opened = open();
  serve(opened);
  parentPort.postMessage({
    kind: 'opened',
    journalMode: only(opened.database, 'journal_mode'),
    synchronous: only(opened.database, 'synchronous'),
    ...ends(opened.database),
  });
} catch (cause) {
  parentPort.postMessage({ kind: 'refused', inUse: cause.inUse === true, reason: String(cause.code ?? cause.message) });
}
