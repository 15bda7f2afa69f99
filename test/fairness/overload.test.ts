/**
 * More than the agencies carry, in simulated time: the gateway's own bulkheads, breakers and places at agencies that work on
 * four calls at once, 80 ms each. Nothing is measured by a clock, so that each run is alike. `npm run bench -- --only overload`
 * asks the same of a gateway and agencies as processes.
 */

import { AgencyLoad, beginAtAll } from '@family-view/gateway/subgraph-client/agency-load';
import { BREAKER, Breaker } from '@family-view/gateway/subgraph-client/breaker';
import { Bulkhead } from '@family-view/gateway/subgraph-client/bulkhead';
import { startDeadline } from '@family-view/gateway/subgraph-client/deadline';
import { startRandom } from '../random';

const AGENCIES = ['first', 'second', 'third', 'fourth', 'fifth'];
const ROUNDS = 2;
const AT_ONCE = 4;
const SERVICE_MS = 80;
/** Operations a second that the agencies carry: each calls each agency once a round. */
const CAPACITY = (AT_ONCE * 1_000) / SERVICE_MS / ROUNDS;
const REQUESTERS = 100;
const SECONDS = 30;
/** As the gateway has them where nothing is set. */
const TIMEOUT = 1_500;
const DEADLINE = 4_000;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Works on so many at once, in the order in which they came. */
function startServer(): () => Promise<void> {
  const freeAt = new Array<number>(AT_ONCE).fill(0);
  return () => {
    const now = performance.now();
    const first = freeAt.indexOf(Math.min(...freeAt));
    freeAt[first] = Math.max(now, freeAt[first]!) + SERVICE_MS;
    return wait(freeAt[first]! - now);
  };
}

function openAgency() {
  const work = startServer();
  const breaker = new Breaker(BREAKER);
  const bulkhead = new Bulkhead({ atOnce: 32, leastAtOnce: 4, each: 4, slowFrom: TIMEOUT / 4, waiting: 256 });
  const load = new AgencyLoad({
    limit: () => bulkhead.limit,
    isSpared: () => breaker.refuses(),
    longestWait: TIMEOUT / 2,
  });
  return {
    load,
    /** Whether it was answered in time. */
    async call(who: string, deadline: ReturnType<typeof startDeadline>): Promise<boolean> {
      const turn = await bulkhead.enter(deadline.forRound(), who);
      const record = turn.kind === 'come' ? breaker.admit() : null;
      if (turn.kind !== 'come') return false;
      const began = performance.now();
      const given = deadline.forRound();
      const answer = record ? work().then(() => 'answered') : Promise.resolve('spared');
      const how = await Promise.race([answer, wait(given).then(() => 'late')]);
      const milliseconds = performance.now() - began;
      if (how === 'answered') {
        bulkhead.answered('/graphql', { began, milliseconds, among: turn.among });
        load.answered(milliseconds);
      }
      if (how === 'answered') record?.('well');
      else record?.(given >= TIMEOUT / 2 && !bulkhead.late('/graphql', began) ? 'badly' : 'says nothing');
      turn.end();
      return how === 'answered';
    },
  };
}

async function simulate(times: number, isHeld: boolean) {
  const agencies = new Map(AGENCIES.map((name) => [name, openAgency()]));
  const loads = new Map(isHeld ? [...agencies].map(([name, { load }]) => [name, load] as const) : []);
  const told = { whole: 0, partial: 0, refused: 0 };
  const wholeBy = new Map<string, number>();
  const ask = async (who: string): Promise<void> => {
    let shares: ReturnType<typeof beginAtAll>;
    try {
      shares = beginAtAll(loads, who, 'known');
    } catch {
      told.refused += 1;
      return;
    }
    const deadline = startDeadline(DEADLINE, TIMEOUT);
    let isWhole = true;
    for (let round = 0; round < ROUNDS; round += 1)
      await Promise.all(
        [...agencies].map(async ([name, agency]) => {
          if (!(await agency.call(who, deadline))) isWhole = false;
          shares.get(name)?.called();
        }),
      );
    for (const share of shares.values()) share.end();
    told[isWhole ? 'whole' : 'partial'] += 1;
    if (isWhole) wholeBy.set(who, (wholeBy.get(who) ?? 0) + 1);
  };
  const random = startRandom(7);
  const until = performance.now() + SECONDS * 1_000;
  const arrive = async (): Promise<void> => {
    const asked: Promise<void>[] = [];
    while (performance.now() < until) {
      asked.push(ask(`requester ${random.int(REQUESTERS)}`));
      await wait(((0.5 + random.int(1_000) / 1_000) * 1_000) / (CAPACITY * times));
    }
    await Promise.all(asked);
  };
  const done = arrive();
  await jest.advanceTimersByTimeAsync((SECONDS + 30) * 1_000);
  await done;
  return { ...told, served: wholeBy.size, most: Math.max(...wholeBy.values()) };
}

beforeEach(() => void jest.useFakeTimers({ now: 0 }));
afterEach(() => void jest.useRealTimers());

test('at twice, four and eight times what agencies carry, four fifths of the most is answered whole, and the rest refused', async () => {
  const runs: Awaited<ReturnType<typeof simulate>>[] = [];
  for (const times of [1, 2, 4, 8]) runs.push(await simulate(times, true));
  const most = Math.max(...runs.map(({ whole }) => whole));
  expect(most).toBeGreaterThan(0.9 * CAPACITY * SECONDS);
  for (const { whole, partial, refused } of runs) {
    expect(whole).toBeGreaterThanOrEqual(0.8 * most);
    expect(partial).toBeLessThanOrEqual(0.01 * (whole + refused));
  }
});

test('each requester has some of it, and none has many times what is theirs', async () => {
  const { whole, served, most } = await simulate(4, true);
  expect(served).toBe(REQUESTERS);
  expect(most).toBeLessThan((4 * whole) / REQUESTERS);
});

test('it would not be, were each begun that comes: then most are told that a part is unavailable', async () => {
  const once = await simulate(1, true);
  const twice = await simulate(2, false);
  expect(twice.whole).toBeLessThan(0.8 * once.whole);
  expect(twice.partial).toBeGreaterThan(once.whole);
});
