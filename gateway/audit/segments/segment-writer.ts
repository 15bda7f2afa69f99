import { close, closeSync, constants, fsyncSync, ftruncate, open, openSync, writev } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AuditUnavailable } from '../errors';
import { endLine, groupHash, type RecordLines, segmentName } from './segment-format';

/** Where the chain ends. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** Appends groups to the newest segment of a directory; begins another each day, and when one is full. */
export interface SegmentWriter {
  /** Resolves when the group is on the disk; rejects with `AuditUnavailable` when it may not be, and has no part of it then. */
  append(records: readonly RecordLines[]): Promise<ChainEnd>;
  close(): Promise<void>;
}

/** Each write returns when the disk has it (`fdatasync`); nobody else has this name. */
const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC;
const FULL_BYTES = 64 * 1_048_576;
/** Definitions remembered for one segment; then they are written again, which is allowed. */
const MOST_DEFINITIONS = 20_000;

interface OpenSegment {
  readonly number: number;
  readonly descriptor: number;
  readonly day: string;
  readonly defined: Set<string>;
  bytes: number;
  /** A write failed: what it left behind is cut off before the next. */
  torn: boolean;
}

const openFile = promisify(open);
const closeFile = promisify(close);
const cutFile = promisify(ftruncate);

/** @param last number of the newest segment there is; it is not written to. */
export function createSegmentWriter(options: {
  readonly directory: string;
  readonly last: number;
  readonly end: ChainEnd;
  readonly now: () => Date;
  readonly fullBytes?: number;
}): SegmentWriter {
  const { directory, now, fullBytes = FULL_BYTES } = options;
  let { end, last } = options;
  let segment: OpenSegment | null = null;

  async function begin(day: string): Promise<OpenSegment> {
    const descriptor = await openFile(join(directory, segmentName(last + 1)), FLAGS, 0o600);
    last += 1;
    syncDirectory(directory);
    return { number: last, descriptor, day, defined: new Set(), bytes: 0, torn: false };
  }

  async function segmentFor(day: string): Promise<OpenSegment> {
    if (segment && segment.day === day && segment.bytes < fullBytes) return segment;
    const before = segment;
    // A first group that failed leaves a segment without one: it is begun anew, for its name is taken.
    if (before && before.bytes === 0) {
      segment = { ...before, day, torn: true };
      return segment;
    }
    segment = await begin(day);
    if (before) await closeFile(before.descriptor);
    return segment;
  }

  return {
    async append(records) {
      let into: OpenSegment | null = null;
      try {
        into = await segmentFor(now().toISOString().slice(0, 10));
        if (into.torn) {
          await cutFile(into.descriptor, into.bytes);
          into.torn = false;
        }
        const { text, names } = textOf(into, records, end);
        const body = Buffer.from(end.hash + text);
        const next = { sequence: end.sequence + records.length, hash: groupHash(body) };
        const bytes = [body.subarray(end.hash.length), Buffer.from(endLine(next.sequence, next.hash))] as const;
        into.torn = true;
        await writeWhole(into.descriptor, bytes, into.bytes);
        into.torn = false;
        into.bytes += bytes[0].length + bytes[1].length;
        if (into.defined.size > MOST_DEFINITIONS) into.defined.clear();
        for (const name of names) into.defined.add(name);
        end = next;
        return next;
      } catch (cause) {
        throw new AuditUnavailable('the disk refused', cause);
      }
    },
    async close() {
      if (segment) await closeFile(segment.descriptor);
      segment = null;
    },
  };
}

/** The lines of a group, with what they name that is not yet defined in this segment. */
function textOf({ number, bytes, day, defined }: OpenSegment, records: readonly RecordLines[], end: ChainEnd) {
  const first = end.sequence + 1;
  let text = bytes > 0 ? '' : `H${JSON.stringify({ format: 1, segment: number, first, previous: end.hash, day })}\n`;
  const names = new Set<string>();
  for (const { definitions } of records)
    for (const { name, json } of definitions) {
      if (defined.has(name) || names.has(name)) continue;
      names.add(name);
      text += `D${name} ${json}\n`;
    }
  for (const record of records) text += record.text;
  return { text, names };
}

/** One call to the system where it takes all of it, and one wait for the disk. */
async function writeWhole(descriptor: number, bytes: readonly [Buffer, Buffer], at: number): Promise<void> {
  const whole = bytes[0].length + bytes[1].length;
  let rest: readonly Buffer[] = bytes;
  for (let done = 0; done < whole; ) {
    const came = await new Promise<number>((resolve, reject) =>
      writev(descriptor, rest, at + done, (fault, count) => (fault ? reject(fault) : resolve(count))),
    );
    if (came === 0) throw new Error('the disk took nothing');
    done += came;
    rest = [Buffer.concat(bytes).subarray(done)];
  }
}

/** A new name in a directory is on the disk when the directory is. */
export function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
