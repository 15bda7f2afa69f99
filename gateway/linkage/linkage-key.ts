import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 64;

/** The key that ids are sealed with: given, or made once and kept at `<directory>/linkage.key` (owner only). */
export function openLinkageKey(directory: string, given?: string): Uint8Array {
  if (given !== undefined) return openKept('', given);
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'linkage.key');
  try {
    writeFileSync(file, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
  return openKept(file);
}

/** The same key, where there is one: none is made. */
export function readLinkageKey(directory: string, given?: string): Uint8Array | null {
  const file = join(directory, 'linkage.key');
  return given !== undefined || existsSync(file) ? openKept(file, given) : null;
}

const openKept = (file: string, given?: string): Uint8Array =>
  Buffer.from(given ?? readFileSync(file, 'utf8').trim(), 'hex');
