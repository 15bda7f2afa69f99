import { createServer } from 'node:http';
import { createConcurrencyLimiter, Overloaded, watchLoop } from '@family-view/gateway/http/concurrency-limiter';
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
    const { carry, isFull } = createConcurrencyLimiter({ inFlight: 2, inFlightBusy: 2, waiting: 2, waitMs: 10_000 });
    const jobs = [later(), later(), later(), later()];
    const begun: number[] = [];
    const carrying = jobs.map(({ done }, at) =>
      carry(async () => {
        begun.push(at);
        await done;
      }),
    );
    expect(isFull()).toBe(true);
    await expect(carry(async () => {})).rejects.toBeInstanceOf(Overloaded);
    expect(begun).toEqual([0, 1]);
    jobs[1]!.finish();
    await carrying[1];
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1, 2]);
    for (const { finish } of jobs) finish();
    await Promise.all(carrying);
    expect(isFull()).toBe(false);
    expect(await carry(async () => 'room again')).toBe('room again');
  });

  test('is less at once while the gateway is busy: what was begun ends, and only then does what waits begin', async () => {
    let busy = false;
    const limits = { inFlight: 3, inFlightBusy: 1, waiting: 1, waitMs: 10_000 };
    const { carry, isFull } = createConcurrencyLimiter(limits, () => busy);
    const jobs = [later(), later(), later()];
    const begun: number[] = [];
    const begin = (job: { readonly done: Promise<void> }, at: number): Promise<void> =>
      carry(async () => {
        begun.push(at);
        await job.done;
      });
    const first = [begin(jobs[0]!, 0), begin(jobs[1]!, 1)];
    busy = true;
    expect(isFull()).toBe(false);
    const last = begin(jobs[2]!, 2);
    expect(isFull()).toBe(true);
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
    expect(isFull()).toBe(false);
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
    const { carry, isFull } = createConcurrencyLimiter({ inFlight: 1, inFlightBusy: 1, waiting: 3, waitMs: 10_000 });
    const ended: string[] = [];
    const job = later();
    const ask = (who: string, name: string): Promise<unknown> =>
      carry(() => job.done, who).then(
        () => ended.push(name),
        (fault: unknown) => ended.push(`${name} ${fault instanceof Overloaded ? 'refused' : 'failed'}`),
      );
    const asked = ['1', '2', '3', '4'].map((name) => ask('flood', name));
    expect([isFull('flood'), isFull('other')]).toEqual([true, false]);
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
