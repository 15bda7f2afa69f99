// The thread that fills the index of the audit and looks things up in it, so that neither ever holds up a request. A worker
// starts outside whatever reads TypeScript for the main thread: it brings its own reader, which `dist/` does not need.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { parentPort, workerData } = require('node:worker_threads');

if (existsSync(join(__dirname, 'sqlite-index.ts'))) require('tsx/cjs');
const { openSqliteIndex } = require('./sqlite-index');

/** Records taken in between two questions. */
const TURN = 2_000;
const { directory, file } = workerData;
let index = null;
const opened = () => {
  index ??= openSqliteIndex(directory, file);
  return index;
};

function answer({ query }) {
  // What was promised before the question is found.
  while (opened().fill(TURN) > 0);
  return query === null ? [] : opened().query(query);
}

parentPort.on('message', (message) => {
  if (message.kind === 'close') {
    index?.close();
    parentPort.close();
    return;
  }
  try {
    parentPort.postMessage({ kind: 'found', found: answer(message) });
  } catch (fault) {
    parentPort.postMessage({ kind: 'failed', reason: String(fault.message) });
  }
});
