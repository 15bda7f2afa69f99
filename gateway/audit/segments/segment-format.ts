import { hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';

/**
 * A segment is a text file of lines, and the record of the audit. The first character tells the kind of a line:
 *
 * - `H` + JSON: the head of the segment (`SegmentHead`), its first line;
 * - `D` + name + space + JSON: a definition, by which later lines of this segment name what is the same in many records;
 * - `R` + JSON: a record; `P` + JSON: one agency's part of the record before it;
 * - `E` + sequence + space + hash: the end of a group. The sequence is that of the last record so far; the hash is SHA-256
 *   in hex over the hash of the group before and the text of this group's lines.
 *
 * A group is written and synchronised to the disk at once: what stands after the last whole group was never promised.
 */
export interface SegmentHead {
  readonly format: 1;
  readonly segment: number;
  /** Sequence of its first record. */
  readonly first: number;
  /** Hash of the group before, in the segment before. */
  readonly previous: string;
  /** UTC, ISO 8601. */
  readonly day: string;
}

/** Something that many records hold alike, by the beginning of its SHA-256: 128 bits in base64url. */
export interface Definition {
  readonly name: string;
  /** Canonical JSON. */
  readonly json: string;
}

/** One record as lines, and what those lines name. */
export interface RecordLines {
  /** `R…` and its `P…`, each with its line end. */
  readonly text: string;
  readonly definitions: readonly Definition[];
}

export const define = (json: string): Definition => ({ name: hash('sha256', json, 'base64url').slice(0, 22), json });

/** How a line names a definition, in the place of what is defined. */
export const nameIn = ({ name }: Definition): string => `"#${name}"`;

export const segmentName = (segment: number): string => `${String(segment).padStart(8, '0')}.log`;

/** The number of a segment's file; null where it is no segment. */
export function segmentOf(file: string): number | null {
  const [, digits] = /^(\d{8})\.log$/.exec(file) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** The hash of a group. @param body the hash of the group before, in hex, and then the text of the group's lines. */
export const groupHash = (body: Uint8Array): string => hash('sha256', body, 'hex');

export const endLine = (sequence: number, groupsHash: string): string => `E${sequence} ${groupsHash}\n`;

const head = z.object({
  format: z.literal(1),
  segment: z.number(),
  first: z.number(),
  previous: z.string(),
  day: z.string(),
});

/** What the first line of a file says, where it is the head of a segment; null where it is none. */
export function segmentHead(file: string): SegmentHead | null {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(1_024);
    const [line = '', next] = bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, 0)).split('\n');
    return next === undefined || line[0] !== 'H' ? null : head.parse(JSON.parse(line.slice(1)));
  } catch (fault) {
    if (fault instanceof SyntaxError || fault instanceof z.ZodError) return null;
    throw fault;
  } finally {
    closeSync(descriptor);
  }
}
