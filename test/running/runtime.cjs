/**
 * jest's module loader, but for one thing: a module that one suite of a worker has loaded is the next one's too, compiled and
 * warm. jest loads all of it again for every suite; that was a third of the time of a run. Nothing under the packages
 * remembers anything at the top of a file that depends on who asks (test/architecture holds this), so a suite cannot tell.
 *
 * With jest's own coverage, which counts by the suite, and with `ISOLATE=1`, every suite loads its own.
 */
const { compileFunction, constants } = require('node:vm');
const { default: Runtime } = require('jest-runtime');
const { lines } = require('./count-lines.cjs');

const PARAMETERS = ['module', 'exports', 'require', '__dirname', '__filename', 'jest'];

/** Of this worker, by path. */
const modules = new Map();
const sourceMaps = new Map();
let running;

/**
 * In place of AsyncLocalStorage, by which jest-circus knows to which of several concurrent tests an error belongs: on Node 20
 * it makes every promise of the process dearer. Tests of a suite run one after another here.
 */
class OneAtATime {
  getStore() {
    return this.store;
  }

  async run(store, callback) {
    const outer = this.store;
    this.store = store;
    try {
      return await callback();
    } finally {
      this.store = outer;
    }
  }
}

/** A test registers what it tests as it loads. */
const isShared = ({ filename, loaded }) => loaded && !/\.test\.ts$|[/\\]jest\.setup\.cjs$/.test(filename);

class SharingRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    const [config, , , , , { collectCoverage }, testPath] = given;
    if (!this.executor?.compile || !this.registries?.moduleRegistry || !this.transformCache?.sourceMaps)
      throw new Error(`jest-runtime is not as test/running/runtime.cjs knows it (30.5.2): see what ${testPath} needs`);
    this.executor.compile = (source, filename) => {
      lines.keepText(filename, source);
      return compileFunction(source, PARAMETERS, {
        filename,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
    };
    this.shares = !collectCoverage && !process.env.ISOLATE && config.injectGlobals;
    if (!this.shares) return;
    running = this;
    for (const [path, module] of modules) this.registries.moduleRegistry.set(path, module);
    for (const [path, map] of sourceMaps) this.transformCache.sourceMaps.set(path, map);
  }

  requireInternalModule(from, name) {
    return name === 'node:async_hooks' ? { AsyncLocalStorage: OneAtATime } : super.requireInternalModule(from, name);
  }

  /** A module that an earlier suite loaded asks by that suite's loader, which is gone. */
  requireModuleOrMock(from, name) {
    return this.shares && running !== this
      ? running.requireModuleOrMock(from, name)
      : super.requireModuleOrMock(from, name);
  }

  teardown() {
    if (this.shares) {
      for (const [path, module] of this.registries.moduleRegistry) if (isShared(module)) modules.set(path, module);
      for (const [path, map] of this.transformCache.sourceMaps) sourceMaps.set(path, map);
    }
    super.teardown();
  }
}

module.exports = { __esModule: true, default: SharingRuntime };
