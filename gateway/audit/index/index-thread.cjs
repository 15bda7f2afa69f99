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
const { directory, file, evidence, shared } = workerData;
let index = null;
const opened = () => {
  index ??= openSqliteIndex(directory, file);
  return index;
};
let ofAll = null;
/** Of every gateway, where they share a database; null: this one's own is all there is. */
const openedOfAll = () => {
  if (!shared) return null;
  const { openPostgres } = require('../../shared/postgres');
  const { createPostgresIndex } = require('./postgres-index');
  ofAll ??= createPostgresIndex(openPostgres(shared.url, { connections: 2 }), shared.gateway);
  return ofAll;
};
let keeper = null;
/** What is signed is behind the record, and not in the way of whoever searches it. */
const keep = (closing) => {
  if (!evidence) return;
  keeper ??= createTreeKeeper({ directory, ...evidence, now: Date.now });
  keeper.keep(closing);
};

/** What was promised before is in the index, and in that of all gateways. */
const fill = async () => {
  while (opened().fill(TURN) > 0);
  await openedOfAll()?.ship(opened());
};

const ERRANDS = {
  async follow() {
    // What is signed waits for nobody's database.
    try {
      await fill();
    } finally {
      keep(false);
    }
    return [];
  },
  async ship() {
    await fill();
    return [];
  },
  async search({ query }) {
    // What was promised before the question is found.
    await fill();
    return (openedOfAll() ?? opened()).query(query);
  },
  offer({ agency, from }) {
    keep(false);
    return keeper?.offer(agency, from) ?? null;
  },
  countersigned({ agency, signed }) {
    return keeper?.countersigned(agency, signed) ?? false;
  },
  async reviews({ query }) {
    await fill();
    return (openedOfAll() ?? opened()).reviews(query);
  },
  async usage({ groups, since }) {
    await fill();
    return (openedOfAll() ?? opened()).usage(groups, since);
  },
  async close() {
    index?.close();
    keep(true);
    await ofAll?.close();
    return [];
  },
};

const answer = async (message) => {
  try {
    parentPort.postMessage({ kind: 'done', done: await ERRANDS[message.kind](message) });
  } catch (fault) {
    parentPort.postMessage({ kind: 'failed', reason: String(fault.message) });
  }
  // Once it has been answered: nothing is said through a port that is closed.
  if (message.kind === 'close') parentPort.close();
};

// One after another: answers go back in the order of the questions.
let last = Promise.resolve();
parentPort.on('message', (message) => {
  last = last.then(() => answer(message));
});
