// Checks segments of the audit, one after another, on a thread of its own.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { parentPort } = require('node:worker_threads');

if (existsSync(join(__dirname, 'check-segment.ts'))) require('tsx/cjs');
const { checkSegment } = require('./check-segment');

parentPort.on('message', (errand) => {
  try {
    const check = checkSegment(errand);
    parentPort.postMessage({ check }, [check.leaves.buffer]);
  } catch (fault) {
    parentPort.postMessage({ reason: String(fault.message) });
  }
});
