/**
 * `node --require` of what tests start: reads our TypeScript, and takes from the disk what an earlier process read and
 * compiled of a file. To load its modules is half of what a gateway takes to start.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { constants, Script } = require('node:vm');

require('../../cli/read-typescript.cjs');

const folder = join(__dirname, '../../node_modules/.cache/compiled', process.version);
const hashOf = (text) => createHash('sha256').update(text).digest();
const placeOf = (kind, file) => join(folder, `${kind}-${hashOf(file).toString('hex')}`);

/** What was made of this text of a file; nothing where it has another text now. */
function find(place, text) {
  try {
    const kept = readFileSync(place);
    return hashOf(text).equals(kept.subarray(0, 32)) ? kept.subarray(32) : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: several processes write at once. Whoever may not write here keeps nothing. */
function keep(place, text, made) {
  const own = `${place}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(own, Buffer.concat([hashOf(text), Buffer.from(made)]));
    renameSync(own, place);
  } catch {}
}

const readTypescript = Module._extensions['.ts'];
Module._extensions['.ts'] = (module, file) => {
  const [place, text] = [placeOf('read', file), readFileSync(file, 'utf8')];
  const kept = find(place, text);
  if (kept) return module._compile(kept.toString(), file, 'commonjs');
  module._compile = (code) => {
    delete module._compile;
    keep(place, text, code);
    module._compile(code, file, 'commonjs');
  };
  readTypescript(module, file);
};

const fresh = [];
const { _compile: compileAnew } = Module.prototype;
Module.prototype._compile = function compile(code, file, format) {
  if (format === 'module') return compileAnew.call(this, code, file, format);
  const place = placeOf('compiled', file);
  const cachedData = find(place, code);
  const script = new Script(Module.wrap(code.replace(/^#!/, '//')), {
    filename: file,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (!cachedData) fresh.push(() => keep(place, code, script.createCachedData()));
  const load = Object.assign((id) => this.require(id), {
    resolve: (request, options) => Module._resolveFilename(request, this, false, options),
    main: process.mainModule,
    cache: Module._cache,
  });
  return script.runInThisContext().call(this.exports, this.exports, load, this, file, dirname(file));
};
// In the end, with each function that was called by then.
process.once('exit', () => {
  // V8 takes what was compiled under the same flags alone, and threads are begun under another (start-thread.ts).
  setFlagsFromString('--max-semi-space-size=0');
  for (const write of fresh) write();
});
