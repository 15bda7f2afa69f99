/**
 * The environment of every suite: unit tests are held to opening nothing; others may have the stack of their worker.
 *
 * Suites run in the worker's own realm, not in a `vm` context each as jest-environment-node has them: in a context every use
 * of a global goes through an interceptor, and nothing compiled can be kept for the next suite (runtime.cjs). What a
 * suite puts on the global object, on `process` or in the environment is taken off again when it ends.
 */
const childProcess = require('node:child_process');
const { appendFileSync, readFileSync } = require('node:fs');
const { Server } = require('node:net');
const { relative } = require('node:path');
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const { lines } = require('./count-lines.cjs');
const { openStack } = require('./open-stack.cjs');
const { crowd, isUnit, limitOf } = require('./suites.cjs');

/** What is opened before tests, or closed after them, waits for a machine however busy. */
const HOOK_LIMIT_MS = 300_000;

/** What `jest.setTimeout` has said, by jest's own name for it. */
const LIMIT_SAID = Symbol.for('TEST_TIMEOUT_SYMBOL');

/** What runs beside the suite; a command that is waited for cannot serve. */
const STARTERS = ['exec', 'execFile', 'fork', 'spawn'];

/** jest measures by these while a suite's clock is a fake. */
const NATIVE = { 'jest-native-promise': Promise, 'jest-native-now': Date.now.bind(Date) };

const OF_THE_PROCESS = ['uncaughtException', 'unhandledRejection', 'SIGTERM', 'SIGINT', 'SIGHUP', 'exit', 'warning'];

/** Core modules are shared by all suites of a worker: what is put in is taken out again. */
function refuseToOpen(suite) {
  const refuse = (what) => () => {
    throw new Error(`${suite} ${what}: it is no unit test. Name it in test/running/suites.cjs`);
  };
  const { listen } = Server.prototype;
  const starters = Object.fromEntries(STARTERS.map((name) => [name, childProcess[name]]));
  Server.prototype.listen = refuse('opens a server');
  for (const name of STARTERS) childProcess[name] = refuse('starts a process');
  return () => {
    Server.prototype.listen = listen;
    Object.assign(childProcess, starters);
  };
}

/** Of an emitter, which counts its listeners itself: see `keepListeners`. */
const OF_AN_EMITTER = new Set(['_events', '_eventsCount', '_maxListeners']);

/** Takes off again whatever is put on `object` from now on. */
function keepAsItIs(object) {
  const before = Object.getOwnPropertyDescriptors(object);
  const isKept = (key) => !OF_AN_EMITTER.has(key);
  return () => {
    for (const key of Reflect.ownKeys(object).filter(isKept))
      if (!Object.hasOwn(before, key)) Reflect.deleteProperty(object, key);
    for (const key of Reflect.ownKeys(before).filter(isKept)) {
      const now = Object.getOwnPropertyDescriptor(object, key);
      const { get, value } = before[key];
      if (now === undefined || now.get !== get || now.value !== value) Reflect.defineProperty(object, key, before[key]);
    }
  };
}

/** Which suites this run is of: what a suite starts is another run. */
for (const name of ['SHORT', 'LONG']) delete process.env[name];

function keepEnvironment() {
  const before = { ...process.env };
  return () => {
    for (const name of Object.keys(process.env)) if (!Object.hasOwn(before, name)) delete process.env[name];
    for (const name of Object.keys(before)) if (process.env[name] !== before[name]) process.env[name] = before[name];
  };
}

function keepListeners() {
  const before = new Map(OF_THE_PROCESS.map((event) => [event, new Set(process.rawListeners(event))]));
  return () => {
    for (const [event, known] of before)
      for (const listener of process.rawListeners(event))
        if (!known.has(listener)) process.removeListener(event, listener);
  };
}

/** Seconds of processor time of this worker; what processes of its own took counts once they have ended. */
function processorSeconds() {
  const [, ...rest] = readFileSync('/proc/self/stat', 'utf8').split(') ');
  // Fields 14 to 17 of proc(5): user and system time, of itself and of its children, in hundredths.
  return (
    rest
      .join(') ')
      .split(' ')
      .slice(11, 15)
      .reduce((sum, ticks) => sum + Number(ticks), 0) / 100
  );
}

/** `SUITE_COSTS=file npm test` writes there what each suite took. */
function countCosts(file, suite) {
  const before = processorSeconds();
  return () => appendFileSync(file, `${(processorSeconds() - before).toFixed(2)}\t${suite}\n`);
}

module.exports = class {
  constructor({ globalConfig, projectConfig }, { testPath }) {
    this.restore = [keepEnvironment(), keepListeners(), keepAsItIs(process), keepAsItIs(globalThis)];
    this.global = globalThis;
    for (const [name, value] of Object.entries(NATIVE)) globalThis[Symbol.for(name)] = value;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = new LegacyFakeTimers({
      config: projectConfig,
      global: globalThis,
      moduleMocker: this.moduleMocker,
      timerConfig: { idToRef: (id) => id, refToId: (timer) => timer },
    });
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.root = projectConfig.rootDir;
    this.limit = globalConfig.testTimeout;
    this.suite = relative(this.root, testPath);
    const { SUITE_COSTS } = process.env;
    if (SUITE_COSTS) this.restore.push(countCosts(SUITE_COSTS, this.suite));
    this.restore.push(() => lines.write());
  }

  setup() {
    if (isUnit(this.suite)) this.restore.push(refuseToOpen(this.suite));
    else this.global.stackOfThisWorker = () => openStack(this.root);
  }

  handleTestEvent(event, state) {
    if (event.name === 'setup') state.testTimeout = this.limit ?? limitOf(this.suite);
    if (event.name === 'test_start') {
      const said = event.test.timeout ?? globalThis[LIMIT_SAID];
      if (said) event.test.timeout = said * crowd();
    }
    if (event.name === 'add_hook') state.currentDescribeBlock.hooks.at(-1).timeout ??= HOOK_LIMIT_MS;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** There is none; runtime.cjs compiles for the realm of the worker. */
  getVmContext() {
    return globalThis;
  }

  teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    for (const restore of this.restore.splice(0).reverse()) restore();
  }
};
