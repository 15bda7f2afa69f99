import { createServer } from 'node:http';
import {
  createConcurrencyLimiter,
  Overloaded,
  TooManyAtOnce,
  watchLoop,
} from '@family-view/gateway/http/concurrency-limiter';
import { AGENCIES } from '@family-view/schema';
import { type RunningStack, startStack } from '../stack';

describe('what can be carried', () => {
  afterEach(() => jest.useRealTimers());

  const later = () => {
    let finish = (): void => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    return { done, finish };
  };

  test('is begun at once; a little waits its turn in order; the rest is refused', async () => {
    const { carry, refusal } = createConcurrencyLimiter({ inFlight: 2, inFlightBusy: 2, waiting: 2, waitMs: 10_000 });
    const jobs = [later(), later(), later(), later()];
    const begun: number[] = [];
    const carrying = jobs.map(({ done }, at) =>
      carry(async () => {
        begun.push(at);
        await done;
      }),
    );
    expect(refusal()).toBeInstanceOf(Overloaded);
    await expect(carry(async () => {})).rejects.toBeInstanceOf(Overloaded);
    expect(begun).toEqual([0, 1]);
    jobs[1]!.finish();
    await carrying[1];
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1, 2]);
    for (const { finish } of jobs) finish();
    await Promise.all(carrying);
    expect(refusal()).toBeNull();
    expect(await carry(async () => 'room again')).toBe('room again');
  });

  test('is less at once while the gateway is busy: what was begun ends, and only then does what waits begin', async () => {
    let busy = false;
    const limits = { inFlight: 3, inFlightBusy: 1, waiting: 1, waitMs: 10_000 };
    const { carry, refusal } = createConcurrencyLimiter(limits, () => busy);
    const jobs = [later(), later(), later()];
    const begun: number[] = [];
    const begin = (job: { readonly done: Promise<void> }, at: number): Promise<void> =>
      carry(async () => {
        begun.push(at);
        await job.done;
      });
    const first = [begin(jobs[0]!, 0), begin(jobs[1]!, 1)];
    busy = true;
    expect(refusal()).toBeNull();
    const last = begin(jobs[2]!, 2);
    expect(refusal()).toBeInstanceOf(Overloaded);
    jobs[0]!.finish();
    await first[0];
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1]);
    jobs[1]!.finish();
    await first[1];
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1, 2]);
    jobs[2]!.finish();
    await last;
    expect(refusal()).toBeNull();
  });

  test('is busy where the thread has no time to spare, and not while it waits for others', async () => {
    jest.useFakeTimers();
    const spent = { active: 0, idle: 0, utilization: 0 };
    const loop = watchLoop(() => ({ ...spent }));
    const pass = (active: number, idle: number): boolean => {
      spent.active += active;
      spent.idle += idle;
      jest.advanceTimersByTime(100);
      return loop.isBusy();
    };
    // Of a tenth of a second each: waiting for agencies, busy, and with a little time to spare again.
    expect([pass(2, 98), pass(94, 6), pass(96, 4), pass(99, 1), pass(94, 6)]).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
    loop.close();
  });

  test('is seen by what this thread itself has been doing', async () => {
    const loop = watchLoop();
    // Nothing but work, until it is seen.
    while (!loop.isBusy()) await new Promise(setImmediate);
    loop.close();
  });

  test('goes round by who asks: whoever asks for much waits behind somebody who asks for little', async () => {
    const { carry, refusal } = createConcurrencyLimiter({ inFlight: 1, inFlightBusy: 1, waiting: 3, waitMs: 10_000 });
    const ended: string[] = [];
    const job = later();
    const ask = (who: string, name: string): Promise<unknown> =>
      carry(() => job.done, who).then(
        () => ended.push(name),
        (fault: unknown) => ended.push(`${name} ${fault instanceof Overloaded ? 'refused' : 'failed'}`),
      );
    const asked = ['1', '2', '3', '4'].map((name) => ask('flood', name));
    expect([refusal('flood'), refusal('other')]).toEqual([expect.any(Overloaded), null]);
    asked.push(ask('other', 'other'));
    job.finish();
    await Promise.all(asked);
    expect(ended).toEqual(['4 refused', '1', '2', 'other', '3']);
  });

  test('keeps one requester to a share while others ask too, though there is room', async () => {
    const { carry } = createConcurrencyLimiter({
      inFlight: 8,
      inFlightBusy: 8,
      inFlightEach: 2,
      waiting: 8,
      waitMs: 10_000,
    });
    const begun: string[] = [];
    const job = later();
    const ask = (who: string, name: string): Promise<unknown> =>
      carry(async () => {
        begun.push(name);
        await job.done;
      }, who);
    const asked = [ask('other', 'other'), ...['1', '2', '3'].map((name) => ask('flood', name)), ask('last', 'last')];
    await new Promise(setImmediate);
    expect(begun).toEqual(['other', '1', '2', 'last']);
    job.finish();
    await Promise.all(asked);
    expect(begun.at(-1)).toBe('3');
  });

  test('is one at a time of whoever goes on asking for much while others ask; they are told that it is their own', async () => {
    let now = 0;
    const { carry, refusal } = createConcurrencyLimiter({
      inFlight: 8,
      inFlightBusy: 8,
      inFlightEach: 4,
      burst: { most: 4, perSecond: 2 },
      waiting: 1,
      waitMs: 10_000,
      now: () => now,
    });
    const job = later();
    let begun = 0;
    const ask = (who: string): Promise<unknown> =>
      carry(async () => {
        begun += 1;
        await job.done;
      }, who);
    const begunOf = async (many: number): Promise<{ readonly came: number; readonly ended: Promise<unknown> }> => {
      const before = begun;
      const ended = Promise.allSettled(Array.from({ length: many }, () => ask('flood')));
      await new Promise(setImmediate);
      return { came: begun - before, ended };
    };
    const other = ask('other');
    await new Promise(setImmediate);
    const burst = await begunOf(4);
    expect(burst.came).toBe(4);
    job.finish();
    await Promise.all([burst.ended, other]);
    const held = later();
    const one = carry(() => held.done, 'flood');
    const next = carry(async () => {}, 'flood');
    await expect(carry(async () => {}, 'flood')).rejects.toBeInstanceOf(TooManyAtOnce);
    expect([refusal('flood'), refusal('other')]).toEqual([expect.any(TooManyAtOnce), null]);
    held.finish();
    await Promise.all([one, next]);
    // They have the time that the others leave.
    const others = later();
    const underWay = carry(() => others.done, 'other');
    let came = false;
    const waits = carry(async () => {
      came = true;
    }, 'flood');
    await new Promise(setImmediate);
    expect(came).toBe(false);
    others.finish();
    await Promise.all([underWay, waits]);
    // Each second makes two good.
    now += 3_000;
    expect((await begunOf(3)).came).toBe(3);
  });

  test('counts what a request cost: many small ones are no burst, and one large one is', async () => {
    const limits = { inFlight: 8, inFlightBusy: 8, inFlightEach: 4, waiting: 8, waitMs: 10_000, now: () => 0 };
    const { carry } = createConcurrencyLimiter({ ...limits, burst: { most: 4, perSecond: 1 } });
    const job = later();
    const other = carry(() => job.done, 'other');
    const ask = (who: string, cost: number): Promise<void> => carry(async (spend) => spend(cost), who);
    for (let at = 0; at < 40; at += 1) await ask('page', 0.05);
    await ask('heavy', 4);
    let came = false;
    const waits = carry(async () => {
      came = true;
    }, 'heavy');
    await ask('page', 0.05);
    expect(came).toBe(false);
    job.finish();
    await Promise.all([other, waits]);
  });

  test('keeps waiting what its requester’s own is in the way of, while there is room; without room it is let go sooner', async () => {
    const limits = { inFlightEach: 1, waiting: 8, waitMs: 20, ownWaitMs: 10_000 };
    const [job, other] = [later(), later()];
    const roomy = createConcurrencyLimiter({ ...limits, inFlight: 3, inFlightBusy: 3 });
    const others = roomy.carry(() => other.done, 'other');
    const first = roomy.carry(() => job.done, 'page');
    const next = roomy.carry(async () => 'came', 'page');
    const full = createConcurrencyLimiter({ ...limits, inFlight: 1, inFlightBusy: 1 });
    const carrying = full.carry(() => job.done, 'other');
    await expect(full.carry(async () => {}, 'page')).rejects.toBeInstanceOf(Overloaded);
    job.finish();
    await Promise.all([first, carrying]);
    expect(await next).toBe('came');
    other.finish();
    await others;
  });

  test('gives its place back when it fails, and whoever has waited too long is let go', async () => {
    const { carry } = createConcurrencyLimiter({ inFlight: 1, inFlightBusy: 1, waiting: 1, waitMs: 20 });
    await expect(carry(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    const { done, finish } = later();
    const carrying = carry(() => done);
    await expect(carry(async () => {})).rejects.toBeInstanceOf(Overloaded);
    finish();
    await carrying;
    expect(await carry(async () => 'room again')).toBe('room again');
  });
});

describe('a stack with more askers than it can carry', () => {
  let stack: RunningStack;
  let letAgenciesAnswer = (): void => {};
  const held = new Promise<void>((go) => {
    letAgenciesAnswer = go;
  });
  const slow = createServer((_request, response) => void held.then(() => response.end('{}')));
  beforeAll(async () => {
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const address = slow.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    stack = await startStack({
      agencies: async () => ({ origins: new Map(AGENCIES.map((agency) => [agency, origin])), close: async () => {} }),
      environment: { OPERATIONS_IN_FLIGHT: '4', OPERATIONS_WAITING: '4' },
    });
    await stack.ask('head-of-centre', '{ me { id } }');
  });
  afterAll(async () => {
    await stack.close();
    slow.closeAllConnections();
    await new Promise((resolve) => slow.close(resolve));
  });

  test('answers those it carries and refuses the others at once, with when to come again', async () => {
    const FIND =
      '{ findPeople(by: { givenName: "Daniel", familyName: "Okafor", dateOfBirth: "2017-03-22" }) { certain { id } } }';
    const token = await stack.token('head-of-centre');
    const ended: number[] = [];
    const answers = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const response = await fetch(`${stack.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: FIND }),
        });
        const text = await response.text();
        ended.push(response.status);
        // Whoever is carried has no answer before most are told that there is no room.
        if (ended.length === 28) letAgenciesAnswer();
        return { status: response.status, retry: response.headers.get('retry-after'), text };
      }),
    );
    const refused = answers.filter(({ status }) => status === 503);
    const carried = answers.filter(({ status }) => status === 200);
    expect(refused.length).toBeGreaterThanOrEqual(28);
    expect(carried.length).toBeGreaterThanOrEqual(4);
    expect(refused.length + carried.length).toBe(40);
    expect(ended.slice(0, 28)).toEqual(Array(28).fill(503));
    for (const { retry, text } of refused)
      expect([retry, JSON.parse(text).errors[0].extensions.code]).toEqual(['1', 'OVERLOADED']);
    for (const { text } of carried) expect(JSON.parse(text)).toHaveProperty('data.findPeople');
    expect((await stack.ask('head-of-centre', '{ me { id } }')).status).toBe(200);
  });
});
