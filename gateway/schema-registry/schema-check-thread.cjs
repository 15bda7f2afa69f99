// The thread that composes and checks, so that a large or hostile SDL never holds up a request. A worker starts outside
// whatever reads TypeScript for the main thread: it brings its own reader, which `dist/` does not need.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { parentPort } = require('node:worker_threads');

if (existsSync(join(__dirname, 'schema-check.ts'))) require('tsx/cjs');

// The registry's errands bring the composer with them, which takes a second; a proposed protocol has no need of it.
const forRegistry = (errand) => (given) => {
  require('./schema-check');
  return errand(given);
};
const ERRANDS = {
  schemaCheck: forRegistry((change) => require('./schema-check').checkSchemaChange(change)),
  compare: forRegistry(({ before, after }) => require('./version-diff').diffVersions(before, after)),
  read: forRegistry((supergraphSdl) => require('./read-supergraph').readSupergraph(supergraphSdl).read),
  compareProposal: (proposal) => require('../policy/diff/compare-proposal').compareProposal(proposal),
};
const run = async ({ errand, given }) => ERRANDS[errand](given);

parentPort.on('message', (question) => {
  run(question).then(
    (result) => parentPort.postMessage({ kind: 'done', result }),
    (fault) => parentPort.postMessage({ kind: 'failed', reason: String(fault.message), code: fault.code ?? null }),
  );
});
