import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allSuites, LONGEST, PARTS, partNames, root, suitesOf } from '../running/proof-parts';

const { isUnit, LONG } = require('../running/suites.cjs') as {
  readonly isUnit: (suite: string) => boolean;
  /** By their path, without its end. */
  readonly LONG: readonly string[];
};

const suites = allSuites();
const read = (suite: string): string => readFileSync(join(root, suite), 'utf8');

test('every suite that does more in a proof belongs to a part of it', () => {
  const proved = new Set(partNames.flatMap((part) => suitesOf(part, suites)));
  expect(
    suites.filter(
      (suite) =>
        !suite.startsWith('test/architecture/') && /\bPROOF\b|\bbyClock\(/.test(read(suite)) && !proved.has(suite),
    ),
  ).toEqual([]);
});

test('every part has suites, by each of its lines, and what is begun first is there', () => {
  const lines = Object.values(PARTS).flat();
  expect([...lines, ...LONGEST].filter((start) => !suites.some((suite) => suite.startsWith(start)))).toEqual([]);
});

test('a suite that opens a server, a browser or a process is named as one that does', () => {
  const OPENS =
    /\b(createServer|startListening|startStandIn|startPrivate\w+|serveAgency|startStack|sharedStack|spawn|fork)\(|\.listen\(|chromium/;
  const units = suites.filter((suite) => isUnit(suite) && !suite.startsWith('test/architecture/'));
  expect(units.filter((suite) => OPENS.test(read(suite)))).toEqual([]);
});

describe('suites that npm test leaves out', () => {
  const long = LONG.map((start) => `${start}.test.ts`);

  test('are there, and belong to a part of the proof', () => {
    const proved = new Set(partNames.flatMap((part) => suitesOf(part, suites)));
    expect(long.filter((suite) => !suites.includes(suite) || !proved.has(suite))).toEqual([]);
  });

  test('are run by CI', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    expect([scripts.test, scripts['test:long']]).toEqual(['SHORT=1 jest', 'LONG=1 jest']);
    expect(read('.ci/run')).toMatch(/^npm test -- .*\nnpm run test:long -- /m);
  });

  test('have another of their folder in it', () => {
    const folderOf = (suite: string): string => suite.slice(0, suite.lastIndexOf('/'));
    const kept = new Set(suites.filter((suite) => !long.includes(suite)).map(folderOf));
    expect(long.filter((suite) => !kept.has(folderOf(suite)))).toEqual([]);
  });
});
