/** `npm run check`: types, lint and format, generated files in step. Quiet where all is well. */
import { spawn } from 'node:child_process';

const CHECKS: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['types', ['tsc', '--noEmit']],
  ['lint and format', ['biome', 'check', '--error-on-warnings', '.']],
  ['generated files', ['tsx', 'cli/develop/generate.ts', '--check']],
  ['the protocol', ['familyview', 'protocol', 'check']],
];

function run([name, command]: (typeof CHECKS)[number]): Promise<{
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
}> {
  return new Promise((resolve) => {
    const child = spawn('npx', ['--no-install', ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (code) => resolve({ name, passed: code === 0, output }));
  });
}

async function main(): Promise<void> {
  const results = [];
  for (const check of CHECKS) results.push(await run(check));
  for (const { name, output } of results.filter(({ passed }) => !passed)) console.error(`${name}:\n${output}`);
  const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
  console.log(
    failed.length === 0
      ? 'Checked: types, lint and format, generated files, the protocol.'
      : `Failed: ${failed.join(', ')}.`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}

void main();
