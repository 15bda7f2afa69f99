import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { AuditDamaged } from '../errors';
import { beginHeadFile, readHead } from './head-file';
import { readGroups } from './read-segment';
import { segmentHead, segmentName, segmentOf } from './segment-format';
import { type ChainEnd, syncDirectory } from './segment-writer';

/** Numbers of the segments of a directory, in order. */
export function segmentsIn(directory: string): readonly number[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .flatMap((file) => segmentOf(file) ?? [])
    .sort((one, other) => one - other);
}

/** The end of the last whole group of one segment, and how many bytes it comes to; null where it has none. */
export function endOf(file: string): (ChainEnd & { readonly bytes: number }) | null {
  const head = segmentHead(file);
  if (!head) return null;
  let end: (ChainEnd & { readonly bytes: number }) | null = null;
  for (const group of readGroups(file, head.previous)) {
    if (!group.whole) break;
    end = { sequence: group.sequence, hash: group.hash, bytes: group.to };
  }
  return end;
}

/**
 * Where the chain of a directory ends, after a stop of any kind. What stands after the last whole group was never promised,
 * and is cut off; where less is there than the head file knows of, nothing is touched.
 * @param begun where the chain stands before its first segment.
 * @throws {AuditDamaged}
 */
export function recoverEnd(options: {
  readonly directory: string;
  readonly headFile: string;
  readonly sealKey: Uint8Array;
  readonly begun: ChainEnd;
}): { readonly last: number; readonly end: ChainEnd } {
  const { directory, headFile, sealKey, begun } = options;
  const segments = segmentsIn(directory);
  const newest = segments.at(-1) ?? 0;
  const gap = segments.find((segment, at) => at > 0 && segment !== segments[at - 1]! + 1);
  if (gap !== undefined) throw new AuditDamaged(`segment ${gap - 1}`, `segment ${gap} after segment ${gap - 2}`);
  if (!existsSync(headFile)) {
    if (newest > 0) throw new AuditDamaged('the file "head" beside the segments', 'segments alone');
    beginHeadFile(headFile, begun.sequence, begun.hash, sealKey);
    syncDirectory(join(headFile, '..'));
    return { last: 0, end: begun };
  }
  const { head, other } = readHead(headFile, sealKey);
  if (!head) throw new AuditDamaged('an end sealed with this key', other ? 'one sealed otherwise' : 'none');

  const file = (segment: number): string => join(directory, segmentName(segment));
  // A segment has its first group before the next one is begun: only the newest may be without.
  const own = newest > 0 ? endOf(file(newest)) : null;
  const isBare = newest > 0 && own === null;
  const last = isBare ? (segments.at(-2) ?? 0) : newest;
  const whole = isBare && last > 0 ? endOf(file(last)) : own;
  if (last > 0 && whole === null) throw new AuditDamaged(`groups in segment ${last}`, 'none');
  const end = whole ?? begun;
  if (end.sequence < head.sequence || (end.sequence === head.sequence && end.hash !== head.hash))
    throw new AuditDamaged(`record ${head.sequence} sealed with this key`, `record ${end.sequence}`);
  if (isBare) unlinkSync(file(newest));
  if (whole) cutTail(file(last), whole.bytes);
  syncDirectory(directory);
  return { last, end: { sequence: end.sequence, hash: end.hash } };
}

function cutTail(file: string, bytes: number): void {
  if (statSync(file).size === bytes) return;
  const descriptor = openSync(file, 'r+');
  try {
    ftruncateSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
