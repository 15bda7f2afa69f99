// Tells what share of each folder's lines the tests ran, and fails where it is beneath the floor; `--keep` writes the floor.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const FLOOR = join(__dirname, 'coverage-floor.json');
const root = join(__dirname, '..');
const [summary, keep] = process.argv.slice(2);

/** The same file in this tree: coverage may have been taken in another, or under another name of this one. */
function placeOf(path) {
  const parts = path.split(/[\\/]/);
  const from = parts.findIndex((part, at) => part !== '' && existsSync(join(root, ...parts.slice(at))));
  if (from < 0) throw new Error(`expected coverage of files of ${root}, got ${path}`);
  return parts.slice(from).join('/');
}

/** The folder of a file: a package, or a stage of the gateway. */
const folderOf = (file) =>
  file
    .split('/')
    .slice(0, /^(gateway|subgraphs)\/[^/]+\//.test(file) ? 2 : 1)
    .join('/');

const folders = new Map();
for (const [path, { lines }] of Object.entries(JSON.parse(readFileSync(summary, 'utf8')))) {
  if (path === 'total') continue;
  const name = folderOf(placeOf(path));
  const { covered, total } = folders.get(name) ?? { covered: 0, total: 0 };
  folders.set(name, { covered: covered + lines.covered, total: total + lines.total });
}
const shares = Object.fromEntries(
  [...folders].sort().map(([name, { covered, total }]) => [name, Math.floor((100 * covered) / total)]),
);
if (keep === '--keep') {
  // One below: what tests draw at random differs from run to run.
  const floors = Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, Math.max(0, share - 1)]));
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
