import { hash, type KeyObject } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { writeCanonical } from '../../shared/canonical-json';
import { judgeCountersignatures } from '../evidence/countersignatures';
import { inclusionProof, leafHash, rootByProof } from '../evidence/merkle-tree';
import { isSignedBy, readNote } from '../evidence/signed-note';
import { SIGNER } from '../evidence/signing-key';
import { namesIn } from '../segments/parse-group';
import { define } from '../segments/segment-format';

const entry = z.object({
  sequence: z.number().int().min(1),
  /** The record's own line and, where it is this agency's, its part; null for the others, of which `hashes` tells. */
  lines: z.array(z.string().nullable()).readonly(),
  /** SHA-256 of each line; hex. */
  hashes: z.array(z.string().regex(/^[0-9a-f]{64}$/)).readonly(),
  /** The audit path of RFC 6962, 2.1.1, to the checkpoint's root; hex. */
  path: z.array(z.string().regex(/^[0-9a-f]{64}$/)).readonly(),
});
/**
 * One record as one agency may have it: its own part in clear, of every other line its hash alone, and the path from there to
 * a checkpoint. The record's own line names no agency and no person.
 */
export type SliceEntry = Readonly<z.infer<typeof entry>>;

export const sliceOf = z.object({
  agency: z.string(),
  /** The signed note to which all paths lead. */
  checkpoint: z.string(),
  /** What the lines name, by name. */
  definitions: z.record(z.string(), z.unknown()),
  entries: z.array(entry).readonly(),
});
export type Slice = Readonly<z.infer<typeof sliceOf>>;

const part = z.object({ agency: z.string() });
const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** Null where a record is not about this agency. */
export function sliceRecord(
  agency: string,
  sequence: number,
  lines: readonly string[],
): Omit<SliceEntry, 'path'> | null {
  const isOwn = (line: string): boolean => line[0] === 'P' && part.parse(JSON.parse(line.slice(1))).agency === agency;
  if (!lines.some(isOwn)) return null;
  return {
    sequence,
    lines: lines.map((line) => (line[0] === 'R' || isOwn(line) ? line : null)),
    hashes: lines.map(sha256),
  };
}

/** Paths of records to the root of the first `size`, by the file of leaves. */
export function pathsFrom(leavesFile: string, size: number): (sequence: number) => readonly string[] {
  const descriptor = openSync(leavesFile, 'r');
  const bytes = Buffer.alloc(size * 32);
  readSync(descriptor, bytes, 0, bytes.length, 0);
  closeSync(descriptor);
  const leaf = (at: number): Buffer => bytes.subarray(at * 32, at * 32 + 32);
  return (sequence) => inclusionProof(leaf, sequence - 1, size);
}

/**
 * What is wrong with a slice; none: each of its entries is in the record that was signed, with what its lines name.
 * @param key the gateway's public key.
 * @param own the agency's own: it has then countersigned the checkpoint itself.
 */
export function checkSlice(slice: Slice, key: KeyObject, own: KeyObject | null = null): readonly string[] {
  const { checkpoint, entries, agency, definitions } = slice;
  const note = readNote(checkpoint);
  if (!note || !isSignedBy(note, SIGNER, key)) return ['The checkpoint is not signed by this key.'];
  const isCountersigned = (one: KeyObject): boolean =>
    judgeCountersignatures(note, new Map([[agency, [one]]])).by.includes(agency);
  const faults =
    own && !isCountersigned(own) ? [`The checkpoint is not countersigned by ${agency} with this key.`] : [];
  const isAltered = (name: string): boolean =>
    !Object.hasOwn(definitions, name) || define(writeCanonical(definitions[name])).name !== name;
  for (const { sequence, lines, hashes, path } of entries) {
    const known = lines.flatMap((line) => line ?? []);
    const isWhole =
      lines.length === hashes.length &&
      lines.every((line, at) => line === null || sha256(line) === hashes[at]) &&
      rootByProof(leafHash(Buffer.from(hashes.join(''), 'hex')), sequence - 1, note.checkpoint.size, path) ===
        note.checkpoint.root &&
      sliceRecord(agency, sequence, known) !== null;
    if (!isWhole) faults.push(`Record ${sequence} is not in the audit that was signed.`);
    else if (namesIn(known).some(isAltered))
      faults.push(`Record ${sequence} names what this slice does not have as it was signed.`);
  }
  return faults;
}
