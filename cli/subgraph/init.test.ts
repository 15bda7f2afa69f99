import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kept } from '../fixtures/kept';
import { INIT_EXIT, initCommand } from './init';

const sample = join(__dirname, '../../subgraphs/sample-agency');
let into: string;
beforeEach(() => {
  into = mkdtempSync(join(tmpdir(), 'family-view-init-'));
});
afterEach(() => rmSync(into, { recursive: true, force: true }));

function init(name: string, json = false) {
  const [stdout, stderr] = [new Kept(), new Kept()];
  return { exit: initCommand(name, { into, json }, { stdout, stderr }), out: stdout.text, err: stderr.text };
}
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

test('a folder has the files of the sample, and none of its names', () => {
  expect(init('youth-justice').exit).toBe(INIT_EXIT.written);
  const folder = join(into, 'youth-justice');
  expect(filesIn(folder)).toEqual(filesIn(sample));
  const text = filesIn(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  expect(text).not.toMatch(/sample/i);
  expect(text).toContain("personKey: personKey('youth-justice')");
  expect(text).toContain('connectYouthJustice');
  expect(text).toContain('type Person @key(fields: "youthJusticeRef")');
  expect(text).toContain('YOUTH_JUSTICE_AUTHORIZATION');
  expect(existsSync(`${folder}.part`)).toBe(false);
});

test('in a pipe it can be read by a program', () => {
  expect(JSON.parse(init('debt-advice', true).out)).toEqual({
    folder: 'subgraphs/debt-advice',
    files: filesIn(sample),
  });
});

test.each([
  ['Adult_Learning', 'expected small letters with hyphens'],
  ['../elsewhere', 'expected small letters with hyphens'],
  ['registry', 'a name of the gateway itself'],
  ['kit', 'the name kit is taken'],
  ['housing', 'an agency called housing is published already'],
])('the name %s is refused, and nothing is written', (name, told) => {
  const { exit, out, err } = init(name);
  expect([exit, out]).toEqual([INIT_EXIT.usage, '']);
  expect(err).toContain(told);
  expect(readdirSync(into)).toEqual([]);
});

test('a folder that is there is left as it is', () => {
  mkdirSync(join(into, 'youth-justice'));
  const { exit, err } = init('youth-justice');
  expect(exit).toBe(INIT_EXIT.usage);
  expect(err).toContain('subgraphs/youth-justice is there already: nothing was written.');
  expect(readdirSync(join(into, 'youth-justice'))).toEqual([]);
});
