/** Runs one suite as a proof, in a jest of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from './proof-parts';
import type { SuiteRun } from './proof-report';

const results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

const load = (): number => loadavg()[0]! / availableParallelism();

export async function runSuite(part: string, suite: string): Promise<SuiteRun> {
  const folder = mkdtempSync(join(tmpdir(), 'family-view-proof-'));
  const file = join(folder, 'results.json');
  const [began, before] = [performance.now(), load()];
  const told = await spawnJest(['--runTestsByPath', suite, '--runInBand', '--json', '--outputFile', file]);
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults } = results.parse(
      JSON.parse(readFileSync(file, 'utf8')),
    );
    const failures = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName);
    const titles = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ fullName }) => fullName));
    if (numFailedTests + numRuntimeErrorTestSuites > 0) process.stderr.write(told);
    return {
      part,
      suite,
      passed: numPassedTests,
      failed: numFailedTests + numRuntimeErrorTestSuites,
      skipped: numPendingTests,
      failures: numRuntimeErrorTestSuites > 0 ? ['it could not be run'] : failures,
      seeds: seedsIn(`${told}\n${titles.join('\n')}`),
      counts: [...told.matchAll(/^\s*counts: (.+)$/gm)].map(([, counted]) => counted!),
      minutes: (performance.now() - began) / 60_000,
      load: [before, load()],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const seedsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\bseed:? (\d+)/g)].map(([, seed]) => seed!)),
];

function spawnJest(words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...words], {
      cwd: root,
      env: { ...process.env, PROOF: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (told += chunk.toString()));
    child.once('error', reject).once('close', () => resolve(told));
  });
}
