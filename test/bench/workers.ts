import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { inventFamilies } from './bench-family';
import { askBody, ourGateway } from './contestants';
import { expectedAnswer } from './family-view-query';
import { startIdentityProvider } from './identity-provider';
import { type LoadOrder, type LoadResult, loadForm } from './load';
import { median } from './measure';
import { readTreeUse } from './process-tree';
import type { Table } from './report';
import { type RunningServer, startHelper, startServer } from './running';
import { type SharedState, startSharedState } from './shared-state';
import { readThreadUse, type ThreadUse, useEach } from './thread-use';

const WORKERS = [1, 2, 4];
const FAMILIES = 200;
const FAMILY_SIZE = 3;
const AT_ONCE = 16;
/** Of each worker. */
const WARM = 2_000;
const TURN_MS = 3_000;
const PATIENCE_MS = 600_000;

interface Measured {
  readonly load: LoadResult;
  readonly gateways: ThreadUse;
  readonly postgres: ThreadUse;
}

/** What a request costs at one gateway of 1, 2 and 4 workers: each over a PostgreSQL and a Redis of its own and the same agencies, in turns. */
export async function benchWorkers({
  turns,
  progress,
}: {
  readonly turns: number;
  readonly progress: (doing: string) => void;
}): Promise<readonly Table[]> {
  const directory = resolve('.familyview', 'bench', `workers-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  const provider = await startIdentityProvider(directory);
  const size = { FAMILIES: String(FAMILIES), FAMILY_SIZE: String(FAMILY_SIZE) };
  const agencies = startHelper(join(__dirname, 'serve-raw.ts'), size);
  const load = startHelper(join(__dirname, 'load.ts'));
  const opened: { close(): Promise<void> }[] = [];
  try {
    const origins = new Map(Object.entries(z.record(z.string(), z.string()).parse(await agencies.next())));
    const families = inventFamilies(FAMILIES, FAMILY_SIZE);
    const start = async (workers: number) => {
      progress(`workers: starting ${workers}`);
      const state = await startSharedState();
      opened.unshift(state);
      const usual = ourGateway('ours', { directory: join(directory, String(workers)), origins, families, provider });
      const environment = {
        ...usual.environment,
        ...state.environment,
        WORKERS: String(workers),
        ADMIN_PORT: '0',
      };
      const ours = { ...usual, environment };
      const server = await startServer(ours, expectedAnswer(families[0]!));
      opened.unshift({ close: server.stop });
      const bodies = families.map((_, at) => askBody(ours, at));
      return { workers, server, state, bodies, measured: [] as Measured[] };
    };
    const all: Awaited<ReturnType<typeof start>>[] = [];
    for (const workers of WORKERS) all.push(await start(workers));
    const ask = async (one: (typeof all)[number], limit: Pick<LoadOrder, 'milliseconds' | 'count'>) => {
      const { port, headers } = one.server;
      const order: LoadOrder = {
        ...{ port, headers, path: '/graphql', body: '', bodies: one.bodies, connections: AT_ONCE },
        ...limit,
      };
      return loadForm.parse(await load.ask(order));
    };
    for (const one of all) {
      progress(`workers: warming ${one.workers}`);
      await ask(one, { milliseconds: PATIENCE_MS, count: WARM * one.workers });
    }
    for (let turn = 0; turn < turns; turn += 1)
      for (const one of all) {
        progress(`workers: turn ${turn + 1} of ${turns}, ${one.workers}`);
        one.measured.push(await measure(one.server, one.state, () => ask(one, { milliseconds: TURN_MS })));
      }
    return [workersTable(all, turns)];
  } finally {
    for (const one of opened) await one.close();
    await Promise.all([agencies.stop(), load.stop(), provider.close()]);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure({ pid }: RunningServer, state: SharedState, ask: () => Promise<LoadResult>): Promise<Measured> {
  const before = { gateways: readThreadUse(pid), postgres: readThreadUse(state.pid) };
  const load = await ask();
  return {
    load,
    gateways: useEach(before.gateways, readThreadUse(pid), load.requests),
    postgres: useEach(before.postgres, readThreadUse(state.pid), load.requests),
  };
}

function workersTable(
  all: readonly {
    readonly workers: number;
    readonly server: RunningServer;
    readonly measured: readonly Measured[];
  }[],
  turns: number,
): Table {
  return {
    title: `Workers of one gateway, ${AT_ONCE} at once, the median of ${turns} turns of ${TURN_MS / 1_000} s`,
    columns: [
      'workers',
      'a second',
      'spread %',
      'CPU us each',
      'waited us each',
      'PostgreSQL us each',
      'p50 ms',
      'p99 ms',
      'RSS MB',
      'odd',
    ],
    rows: all.map(({ workers, server, measured }) => {
      const of = (read: (one: Measured) => number): number => median(measured.map(read));
      const rates = measured.map(({ load }) => load.requests / load.seconds);
      return [
        workers,
        median(rates),
        (100 * (Math.max(...rates) - Math.min(...rates))) / median(rates),
        of(({ gateways }) => gateways.all),
        of(({ gateways }) => gateways.waited),
        of(({ postgres }) => postgres.all),
        of(({ load }) => load.p50),
        of(({ load }) => load.p99),
        readTreeUse(server.pid)?.residentMegabytes ?? Number.NaN,
        measured.reduce((sum, { load }) => sum + load.odd, 0),
      ];
    }),
    notes: [
      'CPU: of the parent, all workers and all their threads. Waited: what those threads could have run and had no processor. Agencies, PostgreSQL, Redis and whoever asks share the processors with them.',
      `A family of ${FAMILY_SIZE} by its id, one of ${FAMILIES} by chance. All are open at once, and measured in turns.`,
    ],
  };
}
