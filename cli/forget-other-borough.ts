import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What was kept back, and what was asked for, of another invented borough says nothing of this one: with it every number of
 * the larger borough would stay kept back for a month.
 */
export function forgetOtherBorough(directory: string, borough: string): void {
  const file = join(directory, 'borough');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (before === borough) return;
  for (const end of ['', '-shm', '-wal']) rmSync(join(directory, `figures-budget.sqlite${end}`), { force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, borough);
}
