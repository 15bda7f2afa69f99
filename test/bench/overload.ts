import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AGENCIES } from '@family-view/schema';
import { z } from 'zod';
import { inventFamily } from './bench-family';
import { askBody, ourGateway } from './contestants';
import { familyQuery } from './decisions';
import { expectedAnswer } from './family-view-query';
import { startIdentityProvider } from './identity-provider';
import { type OfferOrder, offeredForm } from './offer';
import type { Table } from './report';
import { startHelper, startServer } from './running';
import { startSharedState } from './shared-state';

const FAMILY_SIZE = 3;
/** Of each agency: so many calls at once, each for so long. */
const AT_ONCE = 4;
const SERVICE_MS = 80;
const CALLS_PER_SECOND = (AT_ONCE * 1_000) / SERVICE_MS;
const REQUESTERS = 200;
/** Of so many requests one is a search, and the others open a family whose id is known. */
const SEARCH_ONE_IN = 4;
const TIMES = [0.5, 1, 2, 4, 8];
const MILLISECONDS = 20_000;
const SETTLE_MS = 3_000;

const originForm = z.object({ origin: z.string() });
const countForm = z.object({ calls: z.number() });

/** What is answered whole when more is asked than the agencies carry. Each agency is a process of a fixed capacity. */
export async function benchOverload({
  progress,
  workers,
}: {
  readonly progress: (doing: string) => void;
  /** More than one: over a PostgreSQL and a Redis. */
  readonly workers: number;
}): Promise<readonly Table[]> {
  const directory = resolve('.familyview', 'bench', `overload-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  const provider = await startIdentityProvider(directory);
  const helpers = AGENCIES.map((AGENCY) =>
    startHelper(join(__dirname, 'serve-capacity.ts'), {
      AGENCY,
      FAMILY_SIZE: String(FAMILY_SIZE),
      AT_ONCE: String(AT_ONCE),
      SERVICE_MS: String(SERVICE_MS),
    }),
  );
  const offers = startHelper(join(__dirname, 'offer.ts'));
  const state = workers > 1 ? await startSharedState() : null;
  const callsUntilNow = async (): Promise<readonly number[]> =>
    Promise.all(helpers.map(async (one) => countForm.parse(await one.ask({})).calls));
  try {
    const started = await Promise.all(helpers.map(async (one) => originForm.parse(await one.next()).origin));
    const origins = new Map(AGENCIES.map((agency, at) => [agency, started[at]!]));
    const family = inventFamily(FAMILY_SIZE);
    const usual = ourGateway('ours', { directory: join(directory, 'ours'), origins, families: [family], provider });
    // As it is where nothing is set: the agencies are what is tried, and not whoever runs them.
    const { AGENCY_TIMEOUT_MS: _, OPERATION_DEADLINE_MS: __, ...settings } = usual.environment;
    const several = state && { ...state.environment, WORKERS: String(workers), ADMIN_PORT: '0' };
    const ours = { ...usual, environment: { ...settings, ...several } };
    const server = await startServer(ours, expectedAnswer(family));
    try {
      const bodies = Array.from({ length: SEARCH_ONE_IN }, (_each, at) =>
        at === 0 ? JSON.stringify({ query: familyQuery().text }) : askBody(ours),
      );
      const requests = await Promise.all(
        Array.from({ length: REQUESTERS }, async (_each, at) => ({
          headers: { authorization: `Bearer ${await provider.token(`requester-${at}`)}` },
          body: bodies[at % bodies.length]!,
        })),
      );
      const offer = async (rate: number, milliseconds: number, lengths = {}) => {
        const { port } = server;
        const order: OfferOrder = {
          port,
          path: ours.path,
          headers: {},
          body: '',
          requests,
          connections: 0,
          milliseconds,
          rate,
          lengths,
        };
        return offeredForm.parse(await offers.ask(order));
      };
      // What is asked for the first time is planned; and how many calls an agency gets of each request is counted.
      await offer(4, 5_000);
      const before = await callsUntilNow();
      const counted = await offer(4, 5_000);
      const after = await callsUntilNow();
      const callsEach = Math.max(...after.map((calls, at) => (calls - before[at]!) / counted.offered));
      const capacity = CALLS_PER_SECOND / callsEach;
      const rows: { readonly times: number; readonly offered: Awaited<ReturnType<typeof offer>> }[] = [];
      for (const times of TIMES) {
        progress(`overload: ${times} times ${capacity.toFixed(1)} a second`);
        rows.push({ times, offered: await offer(capacity * times, MILLISECONDS, counted.lengths) });
        await new Promise((settled) => setTimeout(settled, SETTLE_MS));
      }
      return [overloadTable(rows, bodies[0]!, callsEach, { capacity, workers })];
    } finally {
      await server.stop();
    }
  } finally {
    await Promise.all([...helpers.map((one) => one.stop()), offers.stop(), provider.close(), state?.close()]);
    rmSync(directory, { recursive: true, force: true });
  }
}

function overloadTable(
  rows: readonly { readonly times: number; readonly offered: z.infer<typeof offeredForm> }[],
  search: string,
  callsEach: number,
  { capacity, workers }: { readonly capacity: number; readonly workers: number },
): Table {
  const rateOf = ({ answered, seconds }: z.infer<typeof offeredForm>): number => answered.count / seconds;
  const peak = Math.max(...rows.map(({ offered }) => rateOf(offered)));
  return {
    title: `More than the agencies carry, ${MILLISECONDS / 1_000} s each, ${workers === 1 ? 'one gateway' : `${workers} workers`}`,
    columns: [
      'times',
      'asked a second',
      'whole a second',
      '% of the most',
      'of them searches',
      'whole, p50 ms',
      'p99 ms',
      'refused a second',
      'p50 ms',
      'p99 ms',
      'neither',
    ],
    rows: rows.map(({ times, offered }) => [
      times,
      offered.offered / offered.seconds,
      rateOf(offered),
      (100 * rateOf(offered)) / peak,
      (offered.byBody[search] ?? 0) / offered.seconds,
      offered.answered.p50,
      offered.answered.p99,
      offered.refused.count / offered.seconds,
      offered.refused.p50,
      offered.refused.p99,
      Object.values(offered.odd).reduce((sum, many) => sum + many, 0),
    ]),
    notes: [
      `Each agency works on ${AT_ONCE} calls at once, ${SERVICE_MS} ms each: ${CALLS_PER_SECOND} a second. A request makes ${callsEach.toFixed(2)} at the agency that is asked most, so ${capacity.toFixed(1)} requests a second are once what they carry.`,
      `One request in ${SEARCH_ONE_IN} is a search, the others open a family by its id; ${REQUESTERS} requesters. A search makes more calls, and is refused more often. Refused: 503 with Retry-After. Neither: a 200 with a part unavailable, or anything else.`,
      ...rows.flatMap(({ times, offered }) =>
        Object.entries(offered.odd)
          .slice(0, 2)
          .map(([what, many]) => `At ${times}: ${many} times ${what}.`),
      ),
    ],
  };
}
