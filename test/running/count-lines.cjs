/**
 * Which lines the suites of a worker run, by V8's own count. jest's way counts by the suite, loads every module anew for each
 * and converts it anew: four times the time of the suites themselves. Here what a suite ran is written when it ends, as V8
 * has it, and `.ci/print-coverage.cjs` makes lines of all of it once.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { join } = require('node:path');
const { fileURLToPath } = require('node:url');

/** @param directory where to, or undefined: nothing is counted. */
function countLines(directory) {
  if (directory === undefined) return { keepText() {}, write() {} };
  mkdirSync(directory, { recursive: true });
  const session = new Session();
  session.connect();
  const post = (method, parameters) => {
    let answer;
    // Within one process it is answered at once.
    session.post(method, parameters, (fault, result) => {
      if (fault) throw fault;
      answer = result;
    });
    return answer;
  };
  post('Profiler.enable');
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const texts = new Set();
  let suites = 0;
  const fileOf = (name) => join(directory, `${name}.json`);
  return {
    /** V8's places are places in what was compiled. */
    keepText(path, text) {
      if (texts.has(path) || !isCounted(path)) return;
      texts.add(path);
      const name = createHash('sha256').update(path).digest('hex').slice(0, 16);
      writeFileSync(fileOf(`text-${name}`), JSON.stringify({ path, text }));
    },
    /** What ran since the last time. */
    write() {
      const { result } = post('Profiler.takePreciseCoverage');
      const told = result.map(({ url, functions }) => ({ url: url.replace(/^file:\/\/.*/, fileURLToPath), functions }));
      const scripts = told.filter(({ url }) => texts.has(url));
      suites += 1;
      writeFileSync(fileOf(`ran-${process.pid}-${suites}`), JSON.stringify(scripts));
    },
  };
}

const isCounted = (path) =>
  path.endsWith('.ts') && !/\.(test|d)\.ts$|[/\\](fixtures|testing|dist|node_modules)[/\\]/.test(path);

module.exports = { lines: countLines(process.env.COVERED), isCounted };
