import { chmod, chown, open, readFile, truncate } from 'node:fs/promises';
import type { z } from 'zod';
import { RecordStoreNotWritten, RecordStoreUnreadable } from '../errors';

/** A file of lines that is only ever added to. */
export interface JsonlFile {
  /** Resolves when the line is on disk, in the order of asking; throws `RecordStoreNotWritten`. */
  write(line: unknown): Promise<void>;
  close(): Promise<void>;
}

/**
 * Every whole line, as JSON of that shape; none where there is no file. `what` says in words what is read. Throws
 * `RecordStoreUnreadable`. A last line without its end is not read: it is still being written, or was cut off by a crash
 * before it was ever told as kept.
 */
export async function readLines<Line>(path: string, shape: z.ZodType<Line>, what: string): Promise<readonly Line[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '';
    throw new RecordStoreUnreadable(`expected to read ${what}`, { cause });
  });
  try {
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => shape.parse(JSON.parse(line)));
  } catch (cause) {
    throw new RecordStoreUnreadable(`expected ${what}, one a line`, { cause });
  }
}

/** Opens a file to add lines to; only its owner may read it. A last line that a crash cut off goes, or the next would be glued to it. */
export async function appendTo(path: string): Promise<JsonlFile> {
  const file = await open(path, 'a', 0o600);
  await chmod(path, 0o600);
  let size = await cutOffHalfLine(path);
  let queue: Promise<void> = Promise.resolve();
  return {
    write(line) {
      const written = queue.then(async () => {
        const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
        try {
          await file.appendFile(bytes);
          await file.datasync();
          size += bytes.length;
        } catch (cause) {
          // Half a line must not be left for the next one to be glued to.
          await file.truncate(size).catch(() => undefined);
          throw new RecordStoreNotWritten('expected to write to the data directory', { cause });
        }
      });
      queue = written.catch(() => undefined);
      return written;
    },
    async close() {
      await queue;
      await file.close();
    },
  };
}

/**
 * Adds one line to a file that the agency reads, whoever writes it: an administrator's file would be closed to the agency.
 * Throws `RecordStoreNotWritten`.
 */
export async function appendForOwner(
  path: string,
  line: unknown,
  owner: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const lines = await appendTo(path);
  try {
    if (process.getuid?.() === 0) await chown(path, owner.uid, owner.gid);
    await lines.write(line);
  } finally {
    await lines.close();
  }
}

async function cutOffHalfLine(path: string): Promise<number> {
  const bytes = await readFile(path);
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole < bytes.length) await truncate(path, whole);
  return whole;
}
