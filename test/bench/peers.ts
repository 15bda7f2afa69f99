import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { inventFamily } from './bench-family';
import { askBody, byHand, type Contestant, otherGateways, ourGateways, type Requirement } from './contestants';
import { countLeaves, expectedAnswer } from './family-view-query';
import { startIdentityProvider } from './identity-provider';
import { type LoadOrder, type LoadResult, loadForm } from './load';
import { median } from './measure';
import { readTreeUse } from './process-tree';
import type { Table } from './report';
import { type Helper, startHelper, startServer } from './running';

const FAMILY_SIZE = 3;
const AT_ONCE = [1, 16, 64];
/** Until so many were answered, which a slow machine takes longer for: what is measured is not the compiler. */
const WARM = { requests: 2_000, eachMs: 1_000, mostMs: 15_000 };
/** Long against the time in which one round's calls are sent. */
const DELAY_MS = 250;
const countForm = z.object({ calls: z.number(), rounds: z.number() });
const PEERS = join(__dirname, 'peers');
/** All others are told as a share of it. */
const LIMIT = 'by hand, bare';
const SAFE_LIMIT = 'by hand, grants and audit';
const STOCK = '@apollo/gateway';
const HIVE = 'Hive Gateway';

export interface PeerOptions {
  readonly turns: number;
  /** Of one measurement. */
  readonly milliseconds: number;
  readonly progress: (doing: string) => void;
}

interface Measured extends LoadResult {
  readonly cpuMicroseconds: number;
  readonly megabytes: number;
  readonly callsEach: number;
}

/** What one contestant came to, by how many asked at once; or why it did not. */
interface Outcome {
  readonly measured: Map<number, Measured[]>;
  readonly startedInMs: number[];
  /** Of calls one after another. */
  rounds: number;
  failed: string | null;
}

/** Our gateway against others and against the hand-written limit, over the same agencies, asked the same. */
export async function benchPeers(options: PeerOptions): Promise<readonly Table[]> {
  const directory = resolve('.familyview', 'bench', `run-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  options.progress('peers: installing');
  const notInstalled = await install();
  const agencies = startHelper(join(__dirname, 'serve-raw.ts'), { FAMILY_SIZE: String(FAMILY_SIZE) });
  const load = startHelper(join(__dirname, 'load.ts'));
  const provider = await startIdentityProvider(directory);
  try {
    const origins = new Map(Object.entries(z.record(z.string(), z.string()).parse(await agencies.next())));
    const requirement: Requirement = { directory, origins, family: inventFamily(FAMILY_SIZE), provider, notInstalled };
    const contestants = [...byHand(requirement), ...ourGateways(requirement), ...otherGateways(requirement)];
    const outcomes = await takeTurns(contestants, { ...options, agencies, load });
    return tell(contestants, outcomes, options);
  } finally {
    await Promise.all([agencies.stop(), load.stop(), provider.close()]);
    rmSync(directory, { recursive: true, force: true });
  }
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

async function takeTurns(
  contestants: readonly Contestant[],
  { turns, milliseconds, progress, agencies, load }: PeerOptions & { readonly agencies: Helper; readonly load: Helper },
): Promise<ReadonlyMap<string, Outcome>> {
  const expected = expectedAnswer(inventFamily(FAMILY_SIZE));
  const outcomes = new Map(
    contestants.map(({ name, absent }): [string, Outcome] => [
      name,
      {
        measured: new Map(AT_ONCE.map((connections) => [connections, []])),
        startedInMs: [],
        rounds: Number.NaN,
        failed: absent ?? null,
      },
    ]),
  );
  for (let turn = 0; turn < turns; turn++) {
    // Nobody is always first.
    const order = [...contestants.slice(turn % contestants.length), ...contestants.slice(0, turn % contestants.length)];
    for (const contestant of order) {
      const outcome = outcomes.get(contestant.name)!;
      if (outcome.failed !== null) continue;
      progress(`peers: turn ${turn + 1} of ${turns}, ${contestant.name}`);
      try {
        const server = await startServer(contestant, expected);
        outcome.startedInMs.push(server.startedInMs);
        try {
          const body = askBody(contestant);
          const ask = async (connections: number, ms: number): Promise<LoadResult> => {
            const { port, headers } = server;
            const order: LoadOrder = { port, path: contestant.path, headers, body, connections, milliseconds: ms };
            return loadForm.parse(await load.ask(order));
          };
          const count = async (delayMs: number) => countForm.parse(await agencies.ask({ delayMs }));
          const calls = async (): Promise<number> => (await count(0)).calls;
          for (let answered = 0, taken = 0; answered < WARM.requests && taken < WARM.mostMs; taken += WARM.eachMs)
            answered += (await ask(16, WARM.eachMs)).requests;
          await count(DELAY_MS);
          await ask(1, 1);
          outcome.rounds = (await count(0)).rounds;
          for (const connections of AT_ONCE) {
            const before = { use: readTreeUse(server.pid), calls: await calls() };
            const result = await ask(connections, milliseconds);
            const after = { use: readTreeUse(server.pid), calls: await calls() };
            const cpu = (after.use?.cpuMilliseconds ?? Number.NaN) - (before.use?.cpuMilliseconds ?? Number.NaN);
            outcome.measured.get(connections)!.push({
              ...result,
              cpuMicroseconds: (cpu * 1_000) / result.requests,
              megabytes: after.use?.residentMegabytes ?? Number.NaN,
              callsEach: (after.calls - before.calls) / result.requests,
            });
            if (result.odd > 0) throw new Error(`${result.odd} of ${result.requests} answers were not like the first`);
          }
        } finally {
          await server.stop();
        }
      } catch (fault) {
        outcome.failed = fault instanceof Error ? fault.message : String(fault);
      }
    }
  }
  return outcomes;
}

function tell(
  contestants: readonly Contestant[],
  outcomes: ReadonlyMap<string, Outcome>,
  { turns, milliseconds }: PeerOptions,
): readonly Table[] {
  const rateOf = (name: string, connections: number): number => {
    const { measured, failed } = outcomes.get(name)!;
    return failed === null
      ? median(measured.get(connections)!.map(({ requests, seconds }) => requests / seconds))
      : Number.NaN;
  };
  const answer = expectedAnswer(inventFamily(FAMILY_SIZE));
  return AT_ONCE.map((connections, at) => ({
    title: `${connections} at once: one family of ${FAMILY_SIZE} from five agencies, ${countLeaves(answer)} leaves (median of ${turns} turns of ${milliseconds / 1_000} s)`,
    columns: [
      '',
      'a second',
      '% of limit',
      'x Apollo',
      'x Hive',
      '% of safe',
      'p50 ms',
      'p99 ms',
      'CPU us each',
      'RSS MB',
      'calls each',
      'rounds',
      'start ms',
    ],
    rows: contestants.map(({ name }) => {
      const { measured, startedInMs, rounds, failed } = outcomes.get(name)!;
      if (failed !== null) return [name, ...Array<string>(12).fill('')];
      const all = measured.get(connections)!;
      const rate = rateOf(name, connections);
      const middle = (read: (one: Measured) => number): number => median(all.map(read));
      return [
        name,
        Math.round(rate),
        (100 * rate) / rateOf(LIMIT, connections),
        rate / rateOf(STOCK, connections),
        rate / rateOf(HIVE, connections),
        (100 * rate) / rateOf(SAFE_LIMIT, connections),
        middle(({ p50 }) => p50),
        middle(({ p99 }) => p99),
        Math.round(middle(({ cpuMicroseconds }) => cpuMicroseconds)),
        Math.round(middle(({ megabytes }) => megabytes)),
        middle(({ callsEach }) => callsEach),
        rounds,
        Math.round(median(startedInMs)),
      ];
    }),
    notes:
      at === AT_ONCE.length - 1
        ? [
            ...[...outcomes].flatMap(([name, { failed }]) =>
              failed === null ? [] : [`${name}: not run, ${failed.slice(0, 300)}`],
            ),
            'Answers were compared equal before each turn. CPU and RSS are of the whole process tree, from /proc.',
            'Ours also checks the token, the rate limit and the sealed id. Others have no permission, grants or audit, and enter through',
            'social care, whose own fields come with the way in: as many calls, in two rounds where ours and those by hand take one.',
          ]
        : [],
  }));
}
