import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readNote, type SignedNote } from './signed-note';

/** A checkpoint as it is kept, a line of JSON; and a line that an agency signed of it later. */
const kept = z.union([
  z.object({ note: z.string() }),
  z.object({ countersigned: z.object({ size: z.number(), root: z.string(), line: z.string() }) }),
]);

/** Adds a checkpoint, on the disk when it returns; and to a folder in which nothing is written twice, where there is one. */
export function keepCheckpoint(file: string, note: string, exportDirectory: string | null): void {
  addLine(file, { note });
  if (exportDirectory !== null) exportCheckpoint(exportDirectory, note);
}

/** Adds what an agency signed of a checkpoint; to the folder goes the note with that line, in a file of its own. */
export function keepCountersignature(
  file: string,
  { note, checkpoint: { size, root } }: SignedNote,
  line: string,
  exportDirectory: string | null,
): void {
  addLine(file, { countersigned: { size, root, line } });
  if (exportDirectory !== null) exportCheckpoint(exportDirectory, note + line);
}

function addLine(file: string, line: z.infer<typeof kept>): void {
  const descriptor = openSync(file, 'a', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(line)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Named by its size, and by the agency that countersigned it last. */
export function exportCheckpoint(directory: string, note: string): void {
  const read = readNote(note);
  const by = read?.signatures.slice(1).at(-1)?.name;
  mkdirSync(directory, { recursive: true });
  try {
    const name = [String(read?.checkpoint.size ?? 0).padStart(12, '0'), ...(by ? [by] : []), 'checkpoint'].join('.');
    writeFileSync(join(directory, name), note, { flag: 'wx', mode: 0o444 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
}

/** Checkpoints of a file of lines, of a folder of such files (as agencies keep them), or of one to which they were exported; null for what is none. */
export function readCheckpoints(place: string): readonly (SignedNote | null)[] {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return readLines(readFileSync(place, 'utf8'));
  const files = readdirSync(place).sort();
  return [
    ...files
      .filter((name) => name.endsWith('.checkpoint'))
      .map((name) => readNote(readFileSync(join(place, name), 'utf8'))),
    ...files
      .filter((name) => name.endsWith('.jsonl'))
      .flatMap((name) => readLines(readFileSync(join(place, name), 'utf8'))),
  ];
}

function readLines(text: string): readonly (SignedNote | null)[] {
  const notes: (SignedNote | null)[] = [];
  const places = new Map<string, number>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const read = parsed(line);
    if (read && 'countersigned' in read) {
      const { size, root, line: signature } = read.countersigned;
      const at = places.get(`${size} ${root}`);
      const note = at === undefined ? null : notes[at]!;
      if (note) notes[at!] = readNote(note.note + signature);
      continue;
    }
    const note = read && readNote(read.note);
    if (note) places.set(`${note.checkpoint.size} ${note.checkpoint.root}`, notes.length);
    notes.push(note);
  }
  return notes;
}

function parsed(line: string): z.infer<typeof kept> | null {
  try {
    return kept.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
