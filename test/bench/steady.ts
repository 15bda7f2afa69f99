import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { inventFamily } from './bench-family';
import { askBody, ourGateway } from './contestants';
import { expectedAnswer } from './family-view-query';
import { startIdentityProvider } from './identity-provider';
import { type LoadOrder, loadForm } from './load';
import { median } from './measure';
import { type Offered, type OfferOrder, offeredForm } from './offer';
import { readTreeUse } from './process-tree';
import type { Table } from './report';
import { startHelper, startServer } from './running';

const FAMILY_SIZE = 3;
const WARM_MS = 10_000;
const PEAK_MS = 5_000;
const PEAK_TIMES = 3;
const PEAK_AT_ONCE = 64;
const OVERLOAD_MS = 20_000;
const TIMES_TOO_MUCH = 5;

export interface SteadyOptions {
  readonly minutes: number;
  /** Requests a second. */
  readonly rate: number;
  readonly progress: (doing: string) => void;
}

/** Our gateway at an even rate for some minutes, and when five times what it can carry is asked of it. */
export async function benchSteady({ minutes, rate, progress }: SteadyOptions): Promise<readonly Table[]> {
  const directory = resolve('.familyview', 'bench', `steady-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  const provider = await startIdentityProvider(directory);
  const agencies = startHelper(join(__dirname, 'serve-raw.ts'), { FAMILY_SIZE: String(FAMILY_SIZE) });
  const load = startHelper(join(__dirname, 'load.ts'));
  const offers = startHelper(join(__dirname, 'offer.ts'));
  try {
    const origins = new Map(Object.entries(z.record(z.string(), z.string()).parse(await agencies.next())));
    const family = inventFamily(FAMILY_SIZE);
    const ours = ourGateway('ours', { directory: join(directory, 'ours'), origins, families: [family], provider });
    const server = await startServer(ours, expectedAnswer(family));
    try {
      const order = (connections: number, milliseconds: number): LoadOrder => {
        const { port, headers } = server;
        return { port, path: ours.path, headers, body: askBody(ours), connections, milliseconds };
      };
      const use = () => readTreeUse(server.pid) ?? { cpuMilliseconds: Number.NaN, residentMegabytes: Number.NaN };
      const offer = async (rate: number, milliseconds: number) => {
        const before = use();
        const asked: OfferOrder = { ...order(0, milliseconds), rate };
        const offered = offeredForm.parse(await offers.ask(asked));
        const after = use();
        const cpu = ((after.cpuMilliseconds - before.cpuMilliseconds) * 1_000) / offered.answered.count;
        return { offered, cpu, megabytes: [before.residentMegabytes, after.residentMegabytes] as const };
      };
      progress('steady: warming up');
      await load.ask(order(16, WARM_MS));
      progress(`steady: ${rate} a second for ${minutes} minutes`);
      const even = await offer(rate, minutes * 60_000);
      progress('steady: what it can carry');
      const rates: number[] = [];
      for (let time = 0; time < PEAK_TIMES; time++) {
        const { requests, seconds } = loadForm.parse(await load.ask(order(PEAK_AT_ONCE, PEAK_MS)));
        rates.push(requests / seconds);
      }
      const peak = median(rates);
      progress(`steady: ${TIMES_TOO_MUCH} times ${Math.round(peak)} a second`);
      const over = await offer(peak * TIMES_TOO_MUCH, OVERLOAD_MS);
      return [evenTable(even), overTable(over.offered, peak)];
    } finally {
      await server.stop();
    }
  } finally {
    await Promise.all([agencies.stop(), load.stop(), offers.stop(), provider.close()]);
    rmSync(directory, { recursive: true, force: true });
  }
}

function evenTable(even: {
  readonly offered: Offered;
  readonly cpu: number;
  readonly megabytes: readonly [before: number, after: number];
}): Table {
  const { offered, answered, refused, odd, seconds } = even.offered;
  return {
    title: `An even rate: ${Math.round(offered / seconds)} a second for ${seconds / 60} minutes, everything on`,
    columns: [
      'asked',
      'answered',
      'refused',
      'odd',
      'p50 ms',
      'p99 ms',
      'longest ms',
      'CPU us each',
      'RSS MB',
      'at the end',
    ],
    rows: [
      [
        offered,
        answered.count,
        refused.count,
        countOf(odd),
        answered.p50,
        answered.p99,
        answered.longest,
        Math.round(even.cpu),
        ...even.megabytes.map(Math.round),
      ],
    ],
    notes: ['Counted from when each request was due, not from when it could be sent.', ...tellOdd(odd)],
  };
}

function overTable({ offered, answered, refused, refusedOnceSent, odd, seconds }: Offered, peak: number): Table {
  return {
    title: `Too much: ${TIMES_TOO_MUCH} times what it carries, for ${seconds} s`,
    columns: [
      'carries a second',
      'asked',
      'answered',
      '% of that',
      'p99 ms',
      'refused',
      'p50 ms',
      'p99 ms',
      'once sent, p50 ms',
      'p99 ms',
      'odd',
    ],
    rows: [
      [
        Math.round(peak),
        offered / seconds,
        answered.count / seconds,
        (100 * answered.count) / seconds / peak,
        answered.p99,
        refused.count / seconds,
        refused.p50,
        refused.p99,
        refusedOnceSent.p50,
        refusedOnceSent.p99,
        countOf(odd),
      ],
    ],
    notes: [
      `What it carries: ${PEAK_AT_ONCE} at once, each asking again when answered. Refused: 503 with Retry-After.`,
      'Whoever asks and whoever is asked share the processors with the gateway. Counted from when each was due; "once sent" is without the wait for a line, of which there are 1,000.',
      ...tellOdd(odd),
    ],
  };
}

const countOf = (odd: Offered['odd']): number => Object.values(odd).reduce((sum, times) => sum + times, 0);

const tellOdd = (odd: Offered['odd']): readonly string[] =>
  Object.entries(odd)
    .slice(0, 5)
    .map(([what, times]) => `Odd: ${times} times ${what}.`);
