// Tells what share of each folder's lines the tests ran, and fails where it is beneath the floor; `--keep` writes the floor.
const { execFileSync } = require('node:child_process');
const { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { mergeProcessCovs } = require('@bcoe/v8-coverage');
const { createCoverageMap } = require('istanbul-lib-coverage');
const v8ToIstanbul = require('v8-to-istanbul');
const { isCounted } = require('../test/running/count-lines.cjs');

const FLOOR = join(__dirname, 'coverage-floor.json');
const root = realpathSync(join(__dirname, '..'));
const [directory, keep] = process.argv.slice(2);
const PACKAGES = ['schema', 'gateway', 'subgraphs', 'client', 'portal', 'cli'];
/** Nothing of it runs. */
const TYPES_ALONE = ['client/answer.ts'];

/** The folder of a file: a package, or a stage of the gateway. */
const folderOf = (file) =>
  file
    .split('/')
    .slice(0, /^(gateway|subgraphs)\/[^/]+\//.test(file) ? 2 : 1)
    .join('/');

/** What ran of each file, by the suites of all workers: the parts of a text that V8 counted. */
function readCounted(directory) {
  const [texts, ran] = [new Map(), []];
  for (const name of readdirSync(directory)) {
    const told = JSON.parse(readFileSync(join(directory, name), 'utf8'));
    if (name.startsWith('text-')) texts.set(told.path, told.text);
    else ran.push({ result: told.map((script) => ({ scriptId: '', ...script })) });
  }
  const functions = new Map(mergeProcessCovs(ran).result.map((script) => [script.url, script.functions]));
  return new Map([...texts].map(([path, text]) => [path, { text, functions: functions.get(path) }]));
}

/** Lines of a file, and how many of them ran. Of a file that no test loaded, none did. */
async function linesOf(path, counted) {
  const own = readFileSync(path, 'utf8');
  const text = counted?.text ?? own;
  const none = [
    {
      functionName: '(empty-report)',
      isBlockCoverage: true,
      ranges: [{ startOffset: 0, endOffset: text.length, count: 0 }],
    },
  ];
  const converter = v8ToIstanbul(path, 0, { source: text, originalSource: own, sourceMap: mapOf(text) });
  await converter.load();
  converter.applyCoverage(counted?.functions ?? none);
  return createCoverageMap(converter.toIstanbul()).fileCoverageFor(path).toSummary().lines;
}

/** As it stands at the end of what was compiled. */
function mapOf(text) {
  const [, coded] = /\/\/# sourceMappingURL=data:application\/json;[^,]*base64,(\S+)\s*$/.exec(text) ?? [];
  return coded === undefined ? undefined : { sourcemap: JSON.parse(Buffer.from(coded, 'base64').toString()) };
}

async function countFolders() {
  const counted = readCounted(directory);
  const files = execFileSync('git', ['ls-files', '--', ...PACKAGES], { cwd: root, encoding: 'utf8' }).split('\n');
  const folders = new Map();
  for (const file of files.filter((one) => isCounted(one) && !TYPES_ALONE.includes(one))) {
    const path = join(root, file);
    const lines = await linesOf(path, counted.get(path));
    const { covered, total } = folders.get(folderOf(file)) ?? { covered: 0, total: 0 };
    folders.set(folderOf(file), { covered: covered + lines.covered, total: total + lines.total });
  }
  return folders;
}

function tell(folders) {
  const shares = Object.fromEntries(
    [...folders].sort().map(([name, { covered, total }]) => [name, Math.floor((100 * covered) / total)]),
  );
  if (keep === '--keep') {
    // Two below: what tests draw at random, and which files of others are there, differs from run to run.
    const floors = Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, Math.max(0, share - 2)]));
    writeFileSync(FLOOR, `${JSON.stringify(floors, null, 2)}\n`);
    console.log(`Kept: ${Object.keys(shares).length} folders`);
  } else {
    const floors = existsSync(FLOOR) ? JSON.parse(readFileSync(FLOOR, 'utf8')) : {};
    for (const [name, share] of Object.entries(shares))
      console.log(`${name.padEnd(28)} ${String(share).padStart(3)} % of lines, at least ${floors[name] ?? 'any'}`);
    const beneath = Object.entries(floors).filter(([name, floor]) => !(shares[name] >= floor));
    for (const [name, floor] of beneath)
      console.error(
        `Fewer lines of ${name} are run by tests than before: ${shares[name] ?? 'none was measured'}, expected ${floor} %. ` +
          'Where the folder is gone, take it out of .ci/coverage-floor.json',
      );
    if (beneath.length > 0) process.exitCode = 1;
  }
}

void countFolders().then(tell);
