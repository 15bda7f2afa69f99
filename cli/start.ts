/** `npm start`: the gateway and the five agencies over the invented borough, in two processes. */
import { type ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { AGENCIES } from '@family-view/schema';
import { Command, InvalidArgumentError } from 'commander';
import { forgetOtherBorough } from './forget-other-borough';
import { GATEWAY_FLAGS } from './node-flags';

interface StartOptions {
  readonly without: readonly string[];
  readonly families?: number;
  readonly seed?: number;
}

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError(`expected a whole number from 1, came "${text}".`);
  return value;
};
const agencyNames = (text: string, before: readonly string[]): readonly string[] => {
  const names = text.split(',');
  for (const name of names)
    if (!(AGENCIES as readonly string[]).includes(name))
      throw new InvalidArgumentError(`there is no agency "${name}"; expected ${AGENCIES.join(', ')}.`);
  return [...before, ...names];
};

const command = new Command('npm start --')
  .description(
    'Starts Family View over an invented borough: the gateway on PORT (4000), the agencies from FIRST_AGENCY_PORT (4001).',
  )
  .option('--without <agency>', 'leave an agency down (may be repeated)', agencyNames, [])
  .option('--families <number>', 'families in the borough (60 by default; 2000 for figures)', wholeNumber)
  .option('--seed <number>', 'another borough', wholeNumber)
  .parse();

/** Of fewer families next to no number may be told. */
const FIGURES_FROM = 2000;

const options = command.opts<StartOptions>();
const port = process.env.PORT ?? '4000';
const children: ChildProcess[] = [];

/** `.ts` where this runs from the sources, `.js` in `dist/`. */
const ending = extname(__filename);
const loader = ending === '.ts' ? ['--require', join(__dirname, 'read-typescript.cjs')] : [];

function run(
  file: string,
  environment: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<void> {
  const execArgv = [...flags, ...loader];
  const child = fork(join(__dirname, file + ending), { execArgv, env: { ...process.env, ...environment } });
  children.push(child);
  return new Promise((resolve) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => stop(code ?? 1));
  });
}

let stopping = false;
function stop(code: number): void {
  if (stopping) return;
  stopping = true;
  process.exitCode = code;
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
}
process.once('SIGINT', () => stop(0)).once('SIGTERM', () => stop(0));

async function main(): Promise<void> {
  const began = performance.now();
  console.log('Starting the agencies and the gateway …');
  const subgraphs = run('serve-subgraphs', {
    WITHOUT: options.without.join(','),
    ...(options.families ? { FAMILIES: String(options.families) } : {}),
    ...(options.seed ? { SEED: String(options.seed) } : {}),
  });
  const { families = 'the usual', seed = 'the usual' } = options;
  forgetOtherBorough(process.env.DATA_DIRECTORY ?? '.familyview/gateway', `families ${families}, seed ${seed}\n`);
  const gateway = run('serve-gateway', { LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' }, GATEWAY_FLAGS);
  await Promise.all([subgraphs, gateway]);
  const origin = `http://127.0.0.1:${port}`;
  console.log(`
Family View is ready (${((performance.now() - began) / 1000).toFixed(1)} s).
  portal   ${origin}/
  IDE      ${origin}/ide
  GraphQL  ${origin}/graphql
  ready    ${origin}/health/ready${options.without.length > 0 ? `\n  left down: ${options.without.join(', ')}` : ''}

A token:  npm run --silent token -- head-of-centre${FIGURES_FROM > (options.families ?? 0) ? `\nFigures:  of so few families nearly all are kept back; npm start -- --families ${FIGURES_FROM}` : ''}`);
}

void main();
