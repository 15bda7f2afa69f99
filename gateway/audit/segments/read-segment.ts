import { closeSync, openSync, readSync } from 'node:fs';
import { groupHash } from './segment-format';

/** One whole group as it stands in a file. */
export interface StoredGroup extends GroupEnd {
  /** Its lines, without the one that ends it. */
  readonly text: string;
}

/** The same, not yet read as text. */
export interface GroupBytes extends GroupEnd {
  readonly body: Buffer;
}

interface GroupEnd {
  /** Sequence of the last record up to here, and the group's hash: as they are written. */
  readonly sequence: number;
  readonly hash: string;
  /** Whether the hash is that of the text after the group before. */
  readonly whole: boolean;
  /** Bytes from the start of the file. */
  readonly from: number;
  readonly to: number;
}

const CHUNK = 1_048_576;
const LINE_END = 10;
const END = 'E'.charCodeAt(0);

/**
 * The groups of a segment in order, from `from` on. Ends where a group is not whole in form: what comes after was never
 * promised, or was damaged, which the caller tells by what it expects.
 * @param previous hash of the group before `from`.
 */
export function* readGroups(file: string, previous: string, from = 0): Generator<StoredGroup> {
  for (const { body, ...group } of readGroupBytes(file, previous, from))
    yield { ...group, text: body.toString('utf8') };
}

export function* readGroupBytes(file: string, previous: string, from = 0): Generator<GroupBytes> {
  const descriptor = openSync(file, 'r');
  try {
    let before = previous;
    let held: Buffer = Buffer.alloc(0);
    let start = from;
    for (let at = from; ; ) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const came = readSync(descriptor, chunk, 0, CHUNK, at);
      if (came === 0) return;
      at += came;
      held = held.length === 0 ? chunk.subarray(0, came) : Buffer.concat([held, chunk.subarray(0, came)]);
      for (let end = findEnd(held); end !== null; end = findEnd(held)) {
        const said = /^E(\d{1,15}) ([0-9a-f]{64})\n$/.exec(held.toString('latin1', end.line, end.to));
        if (!said) return;
        const body = held.subarray(0, end.line);
        const hashed = Buffer.concat([Buffer.from(before, 'latin1'), body]);
        before = said[2]!;
        yield {
          body,
          sequence: Number(said[1]),
          hash: before,
          whole: groupHash(hashed) === before,
          from: start,
          to: start + end.to,
        };
        held = held.subarray(end.to);
        start += end.to;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

/** What stands at these bytes of a file; null where they are not all there. */
export function readBytesAt(descriptor: number, from: number, to: number): string | null {
  const bytes = Buffer.allocUnsafe(to - from);
  return readSync(descriptor, bytes, 0, bytes.length, from) < bytes.length ? null : bytes.toString('utf8');
}

/** Where the line that ends the first group begins and ends; null where it is not all there. */
function findEnd(bytes: Buffer): { readonly line: number; readonly to: number } | null {
  for (let at = 0; at < bytes.length; ) {
    const next = bytes.indexOf(LINE_END, at);
    if (next < 0) return null;
    if (bytes[at] === END) return { line: at, to: next + 1 };
    at = next + 1;
  }
  return null;
}
