// The thread behind the audit's record: it fills the index and looks things up in it, and signs checkpoints, so that none of
// it ever holds up a request. A worker starts outside whatever reads TypeScript for the main thread: it brings its own
// reader, which `dist/` does not need.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { parentPort, workerData } = require('node:worker_threads');

if (existsSync(join(__dirname, 'sqlite-index.ts'))) require('tsx/cjs');
const { openSqliteIndex } = require('./sqlite-index');
const { createTreeKeeper } = require('../evidence/tree-keeper');

/** Records taken in at once. */
const TURN = 2_000;
const { directory, file, evidence } = workerData;
let index = null;
const opened = () => {
  index ??= openSqliteIndex(directory, file);
  return index;
};
let keeper = null;
/** What is signed is behind the record, and not in the way of whoever searches it. */
const keep = (closing) => {
  if (!evidence) return;
  keeper ??= createTreeKeeper({ directory, ...evidence, now: Date.now });
  keeper.keep(closing);
};

const fill = () => {
  while (opened().fill(TURN) > 0);
};

const ERRANDS = {
  follow() {
    fill();
    keep(false);
    return [];
  },
  search({ query }) {
    // What was promised before the question is found.
    fill();
    return opened().query(query);
  },
  close() {
    index?.close();
    keep(true);
    parentPort.close();
    return [];
  },
};

parentPort.on('message', (message) => {
  try {
    parentPort.postMessage({ kind: 'found', found: ERRANDS[message.kind](message) });
  } catch (fault) {
    parentPort.postMessage({ kind: 'failed', reason: String(fault.message) });
    if (message.kind === 'close') parentPort.close();
  }
});
