import { EventEmitter } from 'node:events';
import os from 'node:os';
import { join } from 'node:path';

const Environment =
  jest.requireActual<
    new (
      config: object,
      context: object,
    ) => { setup(): void; teardown(): void; handleTestEvent(event: object, state: object): void }
  >('./environment.cjs');
const root = join(__dirname, '../..');

function openAnother() {
  const projectConfig = { rootDir: root, fakeTimers: {} };
  return new Environment({ globalConfig: {}, projectConfig }, { testPath: join(root, 'test/some.test.ts') });
}

const counted = (): boolean =>
  Reflect.get(process, '_eventsCount') === EventEmitter.prototype.eventNames.call(process).length;

test('what a suite leaves on the process, the global object and in the environment is gone when it ends', () => {
  const { exit } = process;
  const listening = process.eventNames();
  const environment = openAnother();
  environment.setup();
  process.env.LEFT_BEHIND = 'yes';
  Reflect.set(globalThis, 'leftBehind', true);
  Reflect.set(process, 'leftBehind', true);
  process.exit = () => undefined as never;
  for (const event of ['SIGHUP', 'warning', 'exit'] as const) process.on(event, () => {});
  environment.teardown();

  expect(process.env).not.toHaveProperty('LEFT_BEHIND');
  expect(globalThis).not.toHaveProperty('leftBehind');
  expect(process).not.toHaveProperty('leftBehind');
  expect(process.exit).toBe(exit);
  expect(process.eventNames()).toEqual(listening);
  expect(counted()).toBe(true);
});

test('what a suite changed in the environment is as it was', () => {
  const before = process.env.PATH;
  const environment = openAnother();
  process.env.PATH = '/nowhere';
  environment.teardown();
  expect(process.env.PATH).toBe(before);
});

describe('where three processes want each processor', () => {
  const limitOf = (test: { timeout?: number }): number | undefined => {
    const environment = openAnother();
    environment.handleTestEvent({ name: 'test_start', test }, {});
    environment.teardown();
    return test.timeout;
  };
  let load: jest.SpyInstance;
  beforeEach(() => {
    load = jest.spyOn(os, 'loadavg').mockReturnValue([3 * os.availableParallelism(), 0, 0]);
  });
  afterEach(() => {
    load.mockRestore();
    jest.setTimeout(60_000);
  });

  test('the limit that a test names is three times as long', () => {
    expect(limitOf({ timeout: 2_000 })).toBe(6_000);
  });

  test('so is what a suite says for all of its tests', () => {
    jest.setTimeout(1_000);
    expect(limitOf({})).toBe(3_000);
  });
});
