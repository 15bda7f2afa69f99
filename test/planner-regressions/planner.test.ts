import workers from 'node:worker_threads';
import { startEngine } from '@family-view/gateway/execution/engine';
import { PLANNING_LIMITS, type Planner, startPlanner } from '@family-view/gateway/planning/start-planner';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { SUPERGRAPH } from './small-graph';

const SDL = readRules(SUPERGRAPH).sdl;
const PLAIN = '{ person { nickname } }';
/** What the query limits keep out: the planner would be at it for minutes. */
const LEVELS = 20;
const BOMB = `query ($a: Boolean!) { person { ...F0 } } ${Array.from({ length: LEVELS }, (_, at) => `fragment F${at} on Person { ...F${at + 1} @include(if: $a) ...F${at + 1} @skip(if: $a) }`).join(' ')} fragment F${LEVELS} on Person { nickname rent }`;
/** What can be planned is planned within it, on a machine however busy. */
const LIMIT_MS = 2_000;

const opened: { stop(): Promise<void> }[] = [];
const open = async (limits: Partial<typeof PLANNING_LIMITS> = {}): Promise<Planner> => {
  const planner = await startPlanner(SDL, { ...PLANNING_LIMITS, planMs: LIMIT_MS, waitMs: 30_000, ...limits });
  opened.push(planner);
  return planner;
};
afterEach(async () => {
  for (const planner of opened.splice(0)) await planner.stop();
});

test('a plan that does not come is broken off at the limit; this thread was free all the while, and planning goes on', async () => {
  const { plan } = await open();
  let turns = 0;
  const rotating = setInterval(() => turns++, 1);
  await expect(plan(BOMB)).rejects.toMatchObject({
    code: 'PLAN_OVER_LIMIT',
    httpStatus: 400,
    message: 'The operation cannot be planned within 2000 ms. Ask for less at a time.',
  });
  clearInterval(rotating);
  expect(turns).toBeGreaterThan(40);
  expect(await plan(PLAIN)).toMatchObject({ kind: 'Sequence' });
});

test('a plan that takes more memory than there is for plans takes its thread with it, and nothing else', async () => {
  const { plan } = await open({ memoryMegabytes: 48, planMs: 25_000 });
  await expect(plan(BOMB)).rejects.toMatchObject({
    code: 'PLAN_OVER_LIMIT',
    message: expect.stringContaining('within 48 MB'),
  });
  expect(await plan(PLAIN)).toMatchObject({ kind: 'Sequence' });
});

test('what waits is bounded in number and in time; whoever is within both has a plan', async () => {
  const { plan } = await open({ waiting: 2 });
  const [bomb, first, second, third] = await Promise.allSettled([plan(BOMB), plan(PLAIN), plan(PLAIN), plan(PLAIN)]);
  expect([bomb?.status, first?.status, second?.status]).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(third).toMatchObject({ status: 'rejected', reason: { code: 'PLANNER_BUSY', httpStatus: 503 } });

  const impatient = await open({ waitMs: 300 });
  const [, late] = await Promise.allSettled([impatient.plan(BOMB), impatient.plan(PLAIN)]);
  expect(late).toMatchObject({ status: 'rejected', reason: { code: 'PLANNER_BUSY' } });
});

test('turns go round by requester: ten new texts of one keep nobody else waiting for more than the plan under way and one more', async () => {
  const { plan } = await open();
  const order: string[] = [];
  const ask = (who: string, at: number): Promise<unknown> => plan(PLAIN, who).then(() => order.push(`${who} ${at}`));
  await Promise.all([...Array.from({ length: 10 }, (_, at) => ask('flood', at)), ask('other', 0), ask('third', 0)]);
  expect(order.slice(0, 5)).toEqual(['flood 0', 'flood 1', 'other 0', 'third 0', 'flood 2']);
});

test('who waits when planning stops is told so, and so is who comes later', async () => {
  const { plan, stop } = await open();
  const waiting = Promise.allSettled([plan(BOMB), plan(PLAIN)]);
  await stop();
  const gone = { status: 'rejected', reason: { code: 'PLANNER_GONE', httpStatus: 503 } };
  expect(await waiting).toMatchObject([gone, gone]);
  await expect(plan(PLAIN)).rejects.toMatchObject({ code: 'PLANNER_GONE' });
});

test('an operation that could not be planned is refused at once when it comes again: no second thread is lost to it', async () => {
  const { Worker } = workers;
  const threads = jest.spyOn(workers, 'Worker').mockImplementation((...given) => new Worker(...given));
  const engine = await startEngine(SDL, { ...PLANNING_LIMITS, planMs: LIMIT_MS });
  opened.push(engine);
  const nobody = async () => ({ data: null });
  const operation = { text: BOMB, hash: 'bomb', variables: {} };
  await expect(engine.run(operation, nobody)).rejects.toMatchObject({ code: 'PLAN_OVER_LIMIT' });
  const plain = { text: PLAIN, hash: 'plain', variables: {} };
  await engine.run(plain, nobody);
  const before = threads.mock.calls.length;
  await expect(engine.run(operation, nobody)).rejects.toMatchObject({ code: 'PLAN_OVER_LIMIT' });
  await engine.run({ ...plain, text: '{ person { rent } }', hash: 'another' }, nobody);
  expect(threads.mock.calls).toHaveLength(before);
  expect(before).toBeGreaterThan(1);
  threads.mockRestore();
});

test('what the planner itself cannot plan is our fault, and costs nobody else a plan', async () => {
  const { plan } = await open();
  const [broken, plain] = await Promise.allSettled([plan('{ person { nobody } }'), plan(PLAIN)]);
  expect([broken?.status, plain?.status]).toEqual(['rejected', 'fulfilled']);
  expect(broken).toMatchObject({ reason: { name: 'Error', message: 'the operation has no plan' } });
});
