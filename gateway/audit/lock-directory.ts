import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { AuditInUse, AuditUnavailable } from './errors';

/** The files of an audit's directory. */
export const auditPaths = (directory: string) => ({
  segments: join(directory, 'segments'),
  head: join(directory, 'head'),
  index: join(directory, 'index.sqlite'),
  leaves: join(directory, 'leaves'),
  checkpoints: join(directory, 'checkpoints'),
  retained: join(directory, 'retained.json'),
  lock: join(directory, 'writer.lock'),
  name: join(directory, 'name'),
});

/** What this audit is called among those of other gateways: made once, and the same for as long as the directory is there. */
export function nameOfAudit(directory: string): string {
  const { name } = auditPaths(directory);
  try {
    writeFileSync(name, randomUUID(), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new AuditUnavailable('its directory cannot be written', cause);
  }
  return readFileSync(name, 'utf8');
}

/**
 * Makes a directory for an audit, closed to others, and takes it for this process: the operating system lets go of the lock
 * whatever becomes of the process. Readers are not held up.
 * @throws {AuditInUse} @throws {AuditUnavailable}
 */
export function lockDirectory(directory: string): { release(): void } {
  const { segments, lock } = auditPaths(directory);
  try {
    mkdirSync(segments, { recursive: true, mode: 0o700 });
    closeSync(openSync(lock, 'a', 0o600));
  } catch (cause) {
    throw new AuditUnavailable('its directory cannot be written', cause);
  }
  const database = new Database(lock);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if ((cause as { readonly code?: unknown }).code === 'SQLITE_BUSY') throw new AuditInUse(cause);
    throw new AuditUnavailable('its directory cannot be locked', cause);
  }
  return { release: () => database.close() };
}
