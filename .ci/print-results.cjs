// Fails where a suite on a real component was skipped; closes with one line of counts.
const { readFileSync } = require('node:fs');

const runs = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sumOf = (counted) => runs.reduce((sum, run) => sum + run[counted], 0);
const REAL = /redis|postgres|chromium|browser/i;
const skipped = runs
  .flatMap(({ testResults }) => testResults)
  .flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'pending' || status === 'skipped')
      .map(({ fullName }) => ({ file: name, title: fullName })),
  );
const real = skipped.filter(({ file, title }) => REAL.test(`${file} ${title}`));
for (const { title } of real) console.error(`Skipped, though CI has the real thing: ${title}`);
const [passed, failed] = [sumOf('numPassedTests'), sumOf('numFailedTests') + sumOf('numRuntimeErrorTestSuites')];
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = real.length > 0 || failed > 0 || runs.some((run) => run.numPassedTests === 0) ? 1 : 0;
