import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allSuites, PARTS, partNames, root, suitesOf } from '../running/proof-parts';

const { isUnit } = require('../running/suites.cjs') as { readonly isUnit: (suite: string) => boolean };

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

test('every part has suites, by each of its lines', () => {
  const lines = Object.values(PARTS).flat();
  expect(lines.filter((start) => !suites.some((suite) => suite.startsWith(start)))).toEqual([]);
});

test('a suite that opens a server, a browser or a process is named as one that does', () => {
  const OPENS =
    /\b(createServer|startListening|startStandIn|startPrivate\w+|serveAgency|startStack|sharedStack|spawn|fork)\(|\.listen\(|chromium/;
  const units = suites.filter((suite) => isUnit(suite) && !suite.startsWith('test/architecture/'));
  expect(units.filter((suite) => OPENS.test(read(suite)))).toEqual([]);
});
