// The thread that composes and judges, so that a large or hostile SDL never holds up a request. A worker starts outside
// whatever reads TypeScript for the main thread: it brings its own reader.
require('tsx/cjs');
const { parentPort } = require('node:worker_threads');
const { judgeChange } = require('./judge-change.ts');
const { compareVersions } = require('./compare-versions.ts');
const { readSupergraph } = require('./read-supergraph.ts');

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
