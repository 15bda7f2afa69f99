// The thread that composes and judges, so that a large or hostile SDL never holds up a request. A worker starts outside
// whatever reads TypeScript for the main thread: it brings its own reader, which `dist/` does not need.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { parentPort } = require('node:worker_threads');

if (existsSync(join(__dirname, 'judge-change.ts'))) require('tsx/cjs');
const { judgeChange } = require('./judge-change');
const { compareVersions } = require('./compare-versions');
const { readSupergraph } = require('./read-supergraph');

const ERRANDS = {
  judge: judgeChange,
  compare: ({ before, after }) => compareVersions(before, after),
  read: async (supergraphSdl) => readSupergraph(supergraphSdl).read,
};

parentPort.on('message', ({ errand, given }) => {
  ERRANDS[errand](given).then(
    (result) => parentPort.postMessage({ kind: 'done', result }),
    (fault) => parentPort.postMessage({ kind: 'failed', reason: String(fault.message), code: fault.code ?? null }),
  );
});
