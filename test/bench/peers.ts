import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AGENCIES } from '@family-view/schema';
import { z } from 'zod';
import { inventFamilies } from './bench-family';
import { byHand, type Contestant, otherGateways, ourGateways, type Requirement } from './contestants';
import { expectedAnswer } from './family-view-query';
import { type IdentityProvider, startIdentityProvider } from './identity-provider';
import { peerQuestions } from './peer-questions';
import type { Table } from './report';
import { startHelper } from './running';
import { takeTurns } from './take-turns';
import { tellPeers } from './tell-peers';

const FAMILIES = 200;
const FAMILY_SIZE = 3;
const PEERS = join(__dirname, 'peers');

export interface PeerOptions {
  readonly turns: number;
  /** Of one measurement. */
  readonly milliseconds: number;
  readonly progress: (doing: string) => void;
  /** Beginnings of the names of those that are measured; none: all. */
  readonly contestants: readonly string[];
  /** The same of questions. */
  readonly questions: readonly string[];
  /** How many ask at once; none: as each question has it. */
  readonly atOnce: readonly number[];
  /** Other clones of the project, whose gateways are measured beside ours. */
  readonly beside: readonly string[];
}

/**
 * Our gateway against others and against the hand-written limit, over the same agencies, asked the same: on each Node that
 * `BENCH_NODES` names (paths, with commas between), or on this one.
 */
export async function benchPeers(options: PeerOptions): Promise<readonly Table[]> {
  const directory = resolve('.familyview', 'bench', `run-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  options.progress('peers: installing');
  const notInstalled = await install();
  const provider = await startIdentityProvider(directory);
  try {
    const tables: Table[] = [];
    for (const node of nodes()) {
      const run = join(directory, String(tables.length));
      mkdirSync(run, { recursive: true });
      tables.push(...(await benchOn(node, { provider, directory: run, notInstalled }, options)));
    }
    return tables;
  } finally {
    await provider.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const isAmong =
  (beginnings: readonly string[]) =>
  ({ name }: { readonly name: string }): boolean =>
    beginnings.length === 0 || beginnings.some((one) => name.startsWith(one));

const nodes = (): readonly string[] => (process.env.BENCH_NODES ?? process.execPath).split(',');

async function benchOn(
  node: string,
  about: { readonly provider: IdentityProvider; readonly directory: string; readonly notInstalled: string | null },
  options: PeerOptions,
): Promise<readonly Table[]> {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const progress = (doing: string): void => options.progress(`peers on Node ${version}: ${doing}`);
  const size = { FAMILIES: String(FAMILIES), FAMILY_SIZE: String(FAMILY_SIZE) };
  const agencies = startHelper(join(__dirname, 'serve-raw.ts'), size);
  const load = startHelper(join(__dirname, 'load.ts'));
  try {
    const origins = new Map(Object.entries(z.record(z.string(), z.string()).parse(await agencies.next())));
    const families = inventFamilies(FAMILIES, FAMILY_SIZE);
    const requirement: Requirement = { ...about, origins, families, node };
    const all = [
      ...byHand(requirement),
      ...ourGateways(requirement),
      ...options.beside.flatMap((tree) => ourGateways(requirement, resolve(tree))),
      ...otherGateways(requirement),
    ];
    const contestants = all.filter(isAmong(options.contestants)).map((one) => tellingCollections(one, node));
    const questions = peerQuestions(families, AGENCIES)
      .filter(isAmong(options.questions))
      .map((one) => (options.atOnce.length > 0 ? { ...one, atOnce: options.atOnce } : one));
    const expected = families.map((family) => expectedAnswer(family));
    const outcomes = await takeTurns(contestants, questions, { ...options, progress, agencies, load, expected });
    return tellPeers(contestants, questions, outcomes, { ...options, version, leavesOf: expected[0] });
  } finally {
    await Promise.all([agencies.stop(), load.stop()]);
  }
}

/** What runs on Node says what it collects. */
function tellingCollections(contestant: Contestant, node: string): Contestant {
  const [file, ...args] = contestant.command;
  return file === node ? { ...contestant, command: [file, '--trace-gc', ...args] } : contestant;
}

/** Installs the other gateways where they are not, from their own lock file. Why not, where that fails. */
async function install(): Promise<string | null> {
  const installed = join(PEERS, 'node_modules', '.package-lock.json');
  const lock = join(PEERS, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return null;
  try {
    await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: PEERS });
    return null;
  } catch (fault) {
    const said = fault instanceof Error ? fault.message.split('\n') : [];
    return `npm ci failed: ${said.find((line) => line.startsWith('npm error')) ?? said.at(-1) ?? ''}`;
  }
}
