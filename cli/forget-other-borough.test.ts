import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetOtherBorough } from './forget-other-borough';

test('what was kept back of a borough is kept for that borough, and goes with it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'borough-'));
  const budget = join(directory, 'figures-budget.sqlite');
  forgetOtherBorough(directory, '60 families');
  writeFileSync(budget, '');
  forgetOtherBorough(directory, '60 families');
  expect(existsSync(budget)).toBe(true);
  forgetOtherBorough(directory, '2000 families');
  expect(existsSync(budget)).toBe(false);
});
