/** The examples in the docstrings that say what they give: each is run, and gives it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as identifiers from './identifiers';
import { londonDay } from './london-day';
import { readMarkers } from './read-markers';
import { readSex } from './read-sex';

const KNOWN = { ...identifiers, londonDay, readMarkers, readSex, Date };
const LINE = /^ \* (\w+\(.*\)); \/\/ (.+)$/gm;
const examples = ['identifiers', 'london-day', 'read-markers', 'read-sex'].flatMap((name) =>
  [...readFileSync(join(__dirname, `${name}.ts`), 'utf8').matchAll(LINE)].map(([, call, gives]) => [call!, gives!]),
);

test('there are examples in each of these files', () => {
  expect(examples.length).toBeGreaterThanOrEqual(8);
});

test.each(examples)('%s gives %s', (call, gives) => {
  const value = (text: string): unknown => JSON.parse(JSON.stringify(runInNewContext(`(${text})`, KNOWN)));
  expect(value(call)).toEqual(value(gives));
});
