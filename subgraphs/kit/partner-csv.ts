/** Reading one CSV file of an export: a partner system that writes its tables into a folder. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { BrokenExport } from './errors';

/** A file of the export. Columns may stand in any order; each named here must be there. */
export interface CsvTable<Column extends string> {
  /** `registrations.csv` */
  readonly file: string;
  readonly columns: readonly Column[];
  /**
   * Columns that a row of the wrong length is still trusted for: they come before any free text, so that a stray comma
   * cannot have shifted them.
   */
  readonly keys: readonly Column[];
}

/** One row: every column as text, trimmed, empty where the export says nothing. */
export type CsvRow<Column extends string> = Readonly<Record<Column, string>> & {
  /** False for a row of the wrong length: all but its keys are empty. */
  readonly whole: boolean;
};

const cells = z.array(z.string());

/**
 * Streams one file of the export. Allows what these exports really have: a byte order mark, UTF-16, addresses over several lines
 * in quotes, CRLF, a trailing empty column, columns in another order. Refuses what says that the file is not whole: a
 * quote left open, no line end after the last row, a missing column. A row of the wrong length is given with its keys
 * only. Throws `BrokenExport`, and what the file system throws where the file is not there.
 */
export async function readCsvTable<Column extends string, Shape>(
  folder: string,
  table: CsvTable<Column>,
  shape: (row: CsvRow<Column>) => Shape,
): Promise<readonly Shape[]> {
  const { file } = table;
  const path = join(folder, file);
  const encoding = await refuseUnfinished(path, file);
  const shaped: Shape[] = [];
  let misshapen = 0;
  const source = createReadStream(path);
  // Strict about quotes on purpose: one that is out of place would swallow the rows up to the next.
  const parser = parse({
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: 65_536,
  });
  source.on('error', (fault) => parser.destroy(fault));
  try {
    let readRow: ((record: readonly string[]) => CsvRow<Column>) | null = null;
    const text = encoding === 'utf-8' ? source : source.pipe(new Utf16Text(encoding));
    text.on('error', (fault: Error) => parser.destroy(fault));
    for await (const record of text.pipe(parser)) {
      const texts = cells.parse(record);
      if (readRow === null) {
        readRow = rowReader(table, texts);
        continue;
      }
      const row = readRow(texts);
      if (!row.whole) misshapen += 1;
      shaped.push(shape(row));
    }
  } catch (cause) {
    if (cause instanceof CsvError) throw new BrokenExport(file, `is not whole (${cause.code})`, { cause });
    throw cause;
  } finally {
    source.destroy();
  }
  if (misshapen > shaped.length / 2) {
    throw new BrokenExport(file, 'has rows of another length than its heading');
  }
  return shaped;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Excel's "Unicode text" is UTF-16 with a byte order mark; without one, the zero bytes between the letters tell. */
function encodingOf(start: Buffer): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start[0] !== 0 && start[1] === 0) return 'utf-16le';
  return start[0] === 0 && start[1] !== 0 && start.length > 1 ? 'utf-16be' : 'utf-8';
}

/** Text out of bytes of two to a letter. A byte that belongs to no letter ends the reading. */
class Utf16Text extends Transform {
  readonly #decoder: TextDecoder;
  constructor(encoding: Encoding) {
    super();
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }
  override _transform(piece: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#decode(piece, done);
  }
  override _flush(done: TransformCallback): void {
    this.#decode(undefined, done);
  }
  #decode(piece: Buffer | undefined, done: TransformCallback): void {
    try {
      done(null, this.#decoder.decode(piece, { stream: piece !== undefined }));
    } catch (cause) {
      done(new CsvError('CSV_INVALID_ARGUMENT', 'not UTF-16', undefined, cause));
    }
  }
}

async function refuseUnfinished(path: string, file: string): Promise<Encoding> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new BrokenExport(file, 'is empty, without even a heading');
    const { buffer: start, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const encoding = encodingOf(start.subarray(0, bytesRead));
    const width = encoding === 'utf-8' ? 1 : 2;
    const { buffer: end } = await handle.read(Buffer.alloc(width), 0, width, Math.max(0, size - width));
    const last = width === 1 ? end.toString() : new TextDecoder(encoding).decode(end);
    if (last !== '\n') throw new BrokenExport(file, 'ends in the middle of a row');
    return encoding;
  } finally {
    await handle.close();
  }
}

function rowReader<Column extends string>(
  { file, columns, keys }: CsvTable<Column>,
  heading: readonly string[],
): (record: readonly string[]) => CsvRow<Column> {
  const places = columns.map((column) => ({ column, place: heading.indexOf(column), isKey: keys.includes(column) }));
  const missing = places.filter(({ place }) => place === -1).map(({ column }) => column);
  if (missing.length > 0) throw new BrokenExport(file, `has no column ${missing.join(', ')}`);
  return (record) => {
    // A row that is longer is one with a stray comma, even where its last cells are empty: its fields have moved.
    const whole = record.length === heading.length;
    const entries = places.map(({ column, place, isKey }) => [column, whole || isKey ? (record[place] ?? '') : '']);
    return { ...Object.fromEntries(entries), whole } as CsvRow<Column>;
  };
}
