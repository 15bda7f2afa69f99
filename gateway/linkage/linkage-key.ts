import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FamilyViewError } from '../errors';
import { DataDirectoryUnusable } from '../shared/data-directory';

const KEY_BYTES = 64;

/** A new one would open neither ids nor the audit that is there. */
export class LinkageKeyLost extends FamilyViewError {
  constructor() {
    super(
      'linkage.key is not in DATA_DIRECTORY, and there is an audit that was begun with one. Restore it from its copy, or set LINKAGE_KEY to it: with a new one nobody could be found in that audit.',
      { code: 'LINKAGE_KEY_LOST' },
    );
  }
}

/**
 * The key that ids are sealed with: given, or made once and kept at `<directory>/linkage.key` (owner only).
 * @param mayMake false where something is there already that was begun with one.
 * @throws {LinkageKeyLost | DataDirectoryUnusable}
 */
export function openLinkageKey(directory: string, given?: string, mayMake = true): Uint8Array {
  if (given !== undefined) return openKept('', given);
  const file = join(directory, 'linkage.key');
  try {
    if (existsSync(file)) return openKept(file);
    if (!mayMake) throw new LinkageKeyLost();
    mkdirSync(directory, { recursive: true });
    try {
      writeFileSync(file, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
    return openKept(file);
  } catch (cause) {
    throw cause instanceof LinkageKeyLost ? cause : new DataDirectoryUnusable('linkage.key in DATA_DIRECTORY', cause);
  }
}

/** The same key, where there is one: none is made. */
export function readLinkageKey(directory: string, given?: string): Uint8Array | null {
  const file = join(directory, 'linkage.key');
  return given !== undefined || existsSync(file) ? openKept(file, given) : null;
}

const openKept = (file: string, given?: string): Uint8Array =>
  Buffer.from(given ?? readFileSync(file, 'utf8').trim(), 'hex');
