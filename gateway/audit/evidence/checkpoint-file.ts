import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readNote, type SignedNote } from './signed-note';

/** A checkpoint as it is kept: a line of JSON. `countersigned`: lines of others that were added to it later. */
const kept = z.object({ note: z.string() });

/** Adds a checkpoint, on the disk when it returns; and to a folder in which nothing is written twice, where there is one. */
export function keepCheckpoint(file: string, note: string, exportDirectory: string | null): void {
  const descriptor = openSync(file, 'a', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify({ note })}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (exportDirectory !== null) exportCheckpoint(exportDirectory, note);
}

export function exportCheckpoint(directory: string, note: string): void {
  const size = readNote(note)?.checkpoint.size ?? 0;
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(join(directory, `${String(size).padStart(12, '0')}.checkpoint`), note, { flag: 'wx', mode: 0o444 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
}

/** Checkpoints of a file of lines, or of a folder to which they were exported; null for what is none. */
export function readCheckpoints(place: string): readonly (SignedNote | null)[] {
  if (!existsSync(place)) return [];
  const exported = directoryOf(place);
  if (exported) return exported.map((name) => readNote(readFileSync(join(place, name), 'utf8')));
  return readFileSync(place, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      try {
        return readNote(kept.parse(JSON.parse(line)).note);
      } catch {
        return null;
      }
    });
}

function directoryOf(place: string): readonly string[] | null {
  try {
    return readdirSync(place)
      .filter((name) => name.endsWith('.checkpoint'))
      .sort();
  } catch {
    return null;
  }
}
