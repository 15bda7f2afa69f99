import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sourceFiles } from './imports';

/** These measure: the bench is run by hand, and the other in a proof alone. */
const MEASURES = ['test/bench/', 'test/noninterference/timing.test.ts', 'test/architecture/clocks.test.ts'];
/** Tests and what they stand on. */
const files = sourceFiles().filter(
  (file) => (/\.test\.ts$/.test(file) || file.startsWith('test/')) && !MEASURES.some((start) => file.startsWith(start)),
);
const linesOf = (file: string): readonly string[] => readFileSync(join(root, file), 'utf8').split('\n');
const broken = (breaks: (line: string, before: string) => boolean): readonly string[] =>
  files.flatMap((file) =>
    linesOf(file)
      .map((line, at, lines) => [line, lines.slice(Math.max(0, at - 3), at + 1).join('\n'), at] as const)
      .filter(([line, before]) => breaks(line, before))
      .map(([line, , at]) => `${file}:${at + 1} ${line.trim()}`),
  );

test('no test asserts how long something took, save where a proof looks by its clock', () => {
  const TIMES =
    /expect\([^)]*(\b(took|elapsed|milliseconds|duration|recovery|p\d\d)\b|performance\.now|Date\.now\(\) -)/;
  expect(
    broken((line, before) => TIMES.test(line) && /toBe(Less|Greater)/.test(line) && !/byClock\(/.test(before)),
  ).toEqual([]);
});

test('no test waits for a fixed time: what is awaited is looked for again and again, or told', () => {
  const WAITS = /await new Promise(<\w+>)?\(\(?\w+\)? => setTimeout\(|waitForTimeout\(/;
  const ASKS_AGAIN = /\b(while|for) \(|if \(PROOF\)|if \(!back\)/;
  expect(broken((line, before) => WAITS.test(line) && !ASKS_AGAIN.test(before))).toEqual([]);
});

test('both rules see what they are for', () => {
  expect(files.length).toBeGreaterThan(200);
});
