/** What a CSV file is written in: its letters, and what stands between its cells. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform, type TransformCallback } from 'node:stream';
import { CsvError } from 'csv-parse';
import { BrokenExport } from './errors';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Excel's "Unicode text" has tabs, and where the decimal sign is a comma its CSV has semicolons. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
const HEADING_BYTES = 16_384;

export interface FileText {
  readonly encoding: Encoding;
  readonly delimiter: (typeof DELIMITERS)[number];
}

/** Looks at a file before it is read. Throws `BrokenExport` for one that is empty or ends within a row. */
export async function inspectFile(path: string, file: string): Promise<FileText> {
  const handle = await open(path);
  let start: Buffer;
  let encoding: Encoding;
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new BrokenExport(file, 'is empty, without even a heading');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADING_BYTES), 0, HEADING_BYTES, 0);
    start = buffer.subarray(0, bytesRead);
    encoding = wideEncodingOf(start) ?? 'utf-8';
    const width = encoding === 'utf-8' ? 1 : 2;
    const { buffer: end } = await handle.read(Buffer.alloc(width), 0, width, Math.max(0, size - width));
    if (new TextDecoder(encoding).decode(end) !== '\n') throw new BrokenExport(file, 'ends in the middle of a row');
  } finally {
    await handle.close();
  }
  const marked = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
  // What Excel saves as "CSV" in this country. With a mark that says UTF-8 the file is spoilt, and is read as it stands.
  if (encoding === 'utf-8' && !marked && !(await isUtf8(path))) encoding = 'windows-1252';
  return { encoding, delimiter: delimiterOf(new TextDecoder(encoding).decode(start)) };
}

/** UTF-16 has a byte order mark as a rule; without one, the zero bytes between the letters tell. */
function wideEncodingOf(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start[0] !== 0 && start[1] === 0) return 'utf-16le';
  return start[0] === 0 && start[1] !== 0 && start.length > 1 ? 'utf-16be' : null;
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of createReadStream(path)) decoder.decode(piece as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch (cause) {
    if (cause instanceof TypeError) return false;
    throw cause;
  }
}

/** What the heading's names are parted by: what stands most often outside of quotes. */
function delimiterOf(start: string): FileText['delimiter'] {
  const heading = (start.split(/[\r\n]/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = DELIMITERS.map((one) => [heading.split(one).length, one] as const);
  return counted.reduce((most, one) => (one[0] > most[0] ? one : most))[1];
}

/** Text out of bytes. In UTF-16 a byte that belongs to no letter ends the reading. */
export class DecodedText extends Transform {
  readonly #decoder: TextDecoder;
  constructor(encoding: Encoding) {
    super();
    this.#decoder = new TextDecoder(encoding, { fatal: encoding !== 'utf-8' });
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
