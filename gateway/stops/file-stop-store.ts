import { appendFile, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FamilyViewError } from '../errors';
import { stopEntryForm } from './stop-entry-form';
import type { StopEntry, StopStore } from './types';

/** What is stopped cannot be read: a line of the file is not of its form. */
export class StopsUnreadable extends FamilyViewError {
  constructor(file: string, line: number) {
    super(`${file}, line ${line}: no stop and no lift of one. Put the line right; nothing may be taken out.`, {
      code: 'STOPS_UNREADABLE',
      httpStatus: 503,
    });
  }
}

export const stopsFile = (dataDirectory: string): string => join(dataDirectory, 'stops.jsonl');

/** Stops as JSON lines in one file of the data directory, which `familyview stop` writes as well. */
export function createFileStopStore(file: string): StopStore {
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch(orNothing('') as (fault: unknown) => string);
      // A line that is being written has no end yet.
      const lines = text.split('\n').slice(0, -1);
      return lines.map((line, at): StopEntry => {
        const read = stopEntryForm.safeParse(jsonIn(line));
        if (!read.success) throw new StopsUnreadable(file, at + 1);
        return read.data;
      });
    },
    async add(one) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await appendFile(file, `${JSON.stringify(stopEntryForm.parse(one))}\n`, { mode: 0o600, flush: true });
    },
    async stamp() {
      const found = await stat(file).catch(orNothing(null));
      return found === null ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
    },
  };
}

const orNothing =
  <T>(nothing: T) =>
  (fault: unknown): T => {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return nothing;
    throw fault;
  };

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
