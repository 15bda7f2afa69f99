/**
 * Ten requesters beside one who asks for all that the limits let them have, in simulated time: the gateway's own limiter and
 * bulkheads, before agencies that are one queue with one server. Nothing is measured by a clock, so that each run is alike.
 */
import { createConcurrencyLimiter, TooManyAtOnce } from '@family-view/gateway/http/concurrency-limiter';
import { BREAKER, Breaker } from '@family-view/gateway/subgraph-client/breaker';
import { Bulkhead } from '@family-view/gateway/subgraph-client/bulkhead';
import { startRandom } from '../random';

const AGENCIES = 5;
const ROUNDS = 4;
const OTHERS = 10;
/** Milliseconds of the one server's time for one call: of a family's page, and of twelve searches. */
const CALL = { page: 3, searches: 5 } as const;
/** Each of the ten, from one question to the next: 40 % of the server's time, all ten together. */
const PAUSE = (OTHERS * AGENCIES * ROUNDS * CALL.page) / 0.4;
/** Milliseconds in which they are not looked at yet: a burst is anybody's. */
const FIRST = 5_000;
const TIMEOUT = 1_500;
const CONNECTIONS = 16;

/** A server that answers one call after another, in the order in which they came. */
function startServer() {
  let freeAt = 0;
  return (takes: number): Promise<void> => {
    const now = performance.now();
    freeAt = Math.max(freeAt, now) + takes;
    return wait(freeAt - now);
  };
}
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Settings {
  readonly each: number;
  readonly burst: number;
  readonly callsEach: number;
}
const EVERY_DAY: Settings = { each: 2, burst: 4, callsEach: 4 };

async function simulate(seconds: number, isGreedy: boolean, { each, burst, callsEach }: Settings) {
  const server = startServer();
  const limiter = createConcurrencyLimiter({
    inFlight: 128,
    inFlightBusy: 32,
    inFlightEach: each,
    burst: { most: burst, perSecond: 1 },
    waiting: 64,
    waitMs: 250,
    ownWaitMs: 2_000,
  });
  const breakers = Array.from({ length: AGENCIES }, () => new Breaker(BREAKER));
  const bulkheads = Array.from(
    { length: AGENCIES },
    () => new Bulkhead({ atOnce: 32, leastAtOnce: 4, each: callsEach, waiting: 256 }),
  );
  let late = 0;
  const call = async (agency: number, who: string, takes: number): Promise<void> => {
    const turn = await bulkheads[agency]!.enter(TIMEOUT, who);
    if (turn.kind !== 'come') throw new Error('no turn');
    const record = breakers[agency]!.admit();
    const began = performance.now();
    await server(takes);
    const isLate = performance.now() - began > TIMEOUT;
    if (isLate) late += 1;
    else bulkheads[agency]!.answered('/contract');
    record?.(isLate && !bulkheads[agency]!.late('/contract', began) ? 'badly' : isLate ? 'says nothing' : 'well');
    turn.end();
    if (!record) throw new Error('spared');
  };
  const ask = (who: string, takes: number): Promise<void> =>
    limiter.carry(async () => {
      for (let round = 0; round < ROUNDS; round += 1)
        await Promise.all(Array.from({ length: AGENCIES }, (_, agency) => call(agency, who, takes)));
    }, who);

  const random = startRandom(11);
  const taken: number[] = [];
  const told = { whole: 0, not: 0, greedy: 0, refused: 0 };
  const start = performance.now();
  const until = start + seconds * 1_000;
  const other = async (who: string): Promise<void> => {
    await wait(random.int(PAUSE));
    while (performance.now() < until) {
      const began = performance.now();
      await ask(who, CALL.page).then(
        () => (told.whole += 1),
        () => (told.not += 1),
      );
      if (began > start + FIRST) taken.push(performance.now() - began);
      await wait(PAUSE * (0.5 + random.int(1_000) / 1_000));
    }
  };
  const greedy = async (): Promise<void> => {
    while (performance.now() < until)
      await ask('greedy', random.chance(0.1) ? CALL.searches : CALL.page).then(
        () => (told.greedy += 1),
        async (fault: unknown) => {
          if (!(fault instanceof TooManyAtOnce)) throw fault;
          told.refused += 1;
          await wait(5);
        },
      );
  };
  const all = [
    ...Array.from({ length: OTHERS }, (_, at) => other(`other ${at}`)),
    ...(isGreedy ? Array.from({ length: CONNECTIONS }, greedy) : []),
  ];
  const done = Promise.all(all);
  await jest.advanceTimersByTimeAsync((seconds + 30) * 1_000);
  await done;
  taken.sort((a, b) => a - b);
  const quantile = (part: number): number => taken[Math.floor(taken.length * part)]!;
  return { middle: quantile(0.5), longest: quantile(0.99), late, ...told };
}

beforeEach(() => void jest.useFakeTimers({ now: 0 }));
afterEach(() => void jest.useRealTimers());

const SECONDS = 90;
const MOST = 2;

test('in simulated time, half and 99 of a hundred of their answers come within twice of calm, and all are whole', async () => {
  const calm = await simulate(SECONDS, false, EVERY_DAY);
  const beside = await simulate(SECONDS, true, EVERY_DAY);
  expect([calm.not, beside.not, beside.late]).toEqual([0, 0, 0]);
  expect(beside.middle).toBeLessThanOrEqual(calm.middle * MOST);
  expect(beside.longest).toBeLessThanOrEqual(calm.longest * MOST);
  // Who is at the limit has the time that the others leave, and whoever waits too long for that is told to come back.
  expect(beside.greedy).toBeGreaterThan(SECONDS * 2);
  expect(beside.refused).toBeGreaterThan(0);
});

test('they would not, were one requester’s going on not held to what they have begun', async () => {
  const calm = await simulate(SECONDS, false, EVERY_DAY);
  const beside = await simulate(SECONDS, true, { ...EVERY_DAY, burst: Number.POSITIVE_INFINITY });
  expect(beside.middle).toBeGreaterThan(calm.middle * MOST);
});
