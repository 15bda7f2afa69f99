/** Reading one CSV file of an export: a partner system that writes its tables into a folder. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { BrokenExport } from './errors';
import { DecodedText, inspectFile } from './partner-csv-text';

/**
 * A file of the export. Columns may stand in any order; each named here must be there, once, in any capitals and with or
 * without spaces and underscores: `PostCode`, `Post Code` and `post_code` are one.
 */
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
 * Streams one file of the export. Allows what these exports really have: a byte order mark, UTF-16, Windows-1252, commas,
 * semicolons or tabs between the cells, addresses over several lines in quotes, CRLF, a trailing empty column, columns in
 * another order. Refuses what says that the file is not whole: a quote left open, no line end after the last row, a
 * missing column, or what could be read in two ways. A row of the wrong length is given with its keys only. Throws `BrokenExport`, and what the file system throws where the file is not there.
 */
export async function readCsvTable<Column extends string, Shape>(
  folder: string,
  table: CsvTable<Column>,
  shape: (row: CsvRow<Column>) => Shape,
): Promise<readonly Shape[]> {
  const { file } = table;
  const path = join(folder, file);
  const { encoding, delimiter } = await inspectFile(path, file);
  const shaped: Shape[] = [];
  let misshapen = 0;
  const source = createReadStream(path);
  // Strict about quotes on purpose: one that is out of place would swallow the rows up to the next.
  const parser = parse({
    bom: true,
    delimiter,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: 65_536,
  });
  source.on('error', (fault) => parser.destroy(fault));
  try {
    let readRow: ((record: readonly string[]) => CsvRow<Column>) | null = null;
    const text = source.pipe(new DecodedText(encoding));
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

function rowReader<Column extends string>(
  { file, columns, keys }: CsvTable<Column>,
  heading: readonly string[],
): (record: readonly string[]) => CsvRow<Column> {
  const names = heading.map(plainly);
  const places = columns.map((column) => ({
    column,
    place: names.indexOf(plainly(column)),
    isKey: keys.includes(column),
  }));
  const twice = columns.filter((column) => names.indexOf(plainly(column)) !== names.lastIndexOf(plainly(column)));
  if (twice.length > 0) throw new BrokenExport(file, `has two columns ${twice.join(', ')}`);
  const missing = places.filter(({ place }) => place === -1).map(({ column }) => column);
  if (missing.length > 0) throw new BrokenExport(file, `has no column ${missing.join(', ')}`);
  return (record) => {
    // A row that is longer is one with a stray comma, even where its last cells are empty: its fields have moved.
    const whole = record.length === heading.length;
    const entries = places.map(({ column, place, isKey }) => [column, whole || isKey ? (record[place] ?? '') : '']);
    return { ...Object.fromEntries(entries), whole } as CsvRow<Column>;
  };
}

const plainly = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');
