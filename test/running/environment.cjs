/** The environment of every suite: unit tests are held to opening nothing; others may have the stack of their worker. */
const childProcess = require('node:child_process');
const { Server } = require('node:net');
const { relative } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');
const { openStack } = require('./open-stack.cjs');
const { isUnit, limitOf } = require('./suites.cjs');

/** What is opened before tests, or closed after them, waits for a machine however busy. */
const HOOK_LIMIT_MS = 300_000;

/** What runs beside the suite; a command that is waited for cannot serve. */
const STARTERS = ['exec', 'execFile', 'fork', 'spawn'];

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

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.root = config.projectConfig.rootDir;
    this.limit = config.globalConfig.testTimeout;
    this.suite = relative(this.root, context.testPath);
  }

  async setup() {
    await super.setup();
    if (isUnit(this.suite)) this.allowAgain = refuseToOpen(this.suite);
    else this.global.stackOfThisWorker = () => openStack(this.root);
  }

  handleTestEvent(event, state) {
    if (event.name === 'setup') state.testTimeout = this.limit ?? limitOf(this.suite);
    if (event.name === 'add_hook') state.currentDescribeBlock.hooks.at(-1).timeout ??= HOOK_LIMIT_MS;
  }

  async teardown() {
    this.allowAgain?.();
    await super.teardown();
  }
};
