import { createHmac, timingSafeEqual } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { sealKeyFrom } from '../chain';
import { AuditUnavailable } from '../errors';
import { auditPaths } from '../lock-directory';
import { endOf, segmentsIn } from '../segments/recover-end';
import { segmentHead, segmentName } from '../segments/segment-format';

/** What was removed after its time: up to where, and how the chain and the tree stood there. Sealed by the audit's key. */
export const retained = z.object({
  /** Sequence and hash of the last record that is gone. */
  sequence: z.number(),
  hash: z.string(),
  /** Hashes of the leaves that are gone stay: the tree is still walked over them. */
  segments: z.array(z.number()),
  seal: z.string(),
});
export type Retained = Readonly<z.infer<typeof retained>>;

const sealOf = ({ sequence, hash, segments }: Omit<Retained, 'seal'>, key: Uint8Array): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['retained', sequence, hash, segments]))
    .digest('hex');

/** Null where nothing was removed. */
export function readRetained(directory: string): Retained | null {
  const { retained: file } = auditPaths(directory);
  return existsSync(file) ? retained.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

export function isRetainedSealed(kept: Retained, sealKey: Uint8Array): boolean {
  const [expected, came] = [sealOf(kept, sealKey), kept.seal].map((text) => Buffer.from(text));
  return expected!.length === came!.length && timingSafeEqual(expected!, came!);
}

/**
 * Removes segments whose whole month is past its time; the newest stays whatever its age. What stands before segments is a
 * file of its own, and is left: remove it by hand when its time has come.
 * @param before the first day, `YYYY-MM-DD`, of the month that stays.
 * @returns the segments that went.
 */
export function retainFrom(
  directory: string,
  pseudonymKey: Uint8Array,
  before: string,
  dryRun = false,
): readonly number[] {
  const { segments, retained: file } = auditPaths(directory);
  const sealKey = sealKeyFrom(pseudonymKey);
  const present = segmentsIn(segments);
  const path = (segment: number): string => join(segments, segmentName(segment));
  const stays = present.findIndex((segment) => (segmentHead(path(segment))?.day ?? before) >= before);
  const going = present.slice(0, stays < 0 ? Math.max(0, present.length - 1) : Math.min(stays, present.length - 1));
  const last = going.at(-1);
  if (last === undefined || dryRun) return going;
  const end = endOf(path(last));
  if (!end) throw new AuditUnavailable('a segment cannot be read: verify before anything is removed');
  const earlier = readRetained(directory)?.segments ?? [];
  const kept = { sequence: end.sequence, hash: end.hash, segments: [...earlier, ...going] };
  // Told before anything goes: what is gone without it is missing.
  writeFileSync(file, JSON.stringify({ ...kept, seal: sealOf(kept, sealKey) }), { mode: 0o600 });
  for (const segment of going) rmSync(path(segment));
  return going;
}

/** `P6Y` (ISO 8601, years or months): the first day of the month that stays. */
export function firstKept(period: string, now: Date): string {
  const [, many = '', unit] = /^P(\d+)([YM])$/.exec(period) ?? [];
  if (!unit) throw new RangeError(`a period of years or months, as P6Y: came ${period}`);
  const months = Number(many) * (unit === 'Y' ? 12 : 1);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 10);
}

/** What the record and its evidence are; the index is made again. */
const KEPT = ['segments', 'head', 'leaves', 'checkpoints', 'retained.json', 'audit.sqlite', 'audit.sqlite-wal'];

/**
 * Copies an audit while a gateway may be writing: the head first, so that the copy has at least what its head says. A copy
 * that is not finished has another name.
 */
export function backUp(directory: string, to: string): void {
  if (existsSync(to)) throw new AuditUnavailable(`${to} is there already: a backup takes the place of nothing`);
  const copy = `${to}.part`;
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true, mode: 0o700 });
  for (const name of ['head', ...KEPT.filter((one) => one !== 'head')])
    if (existsSync(join(directory, name))) cpSync(join(directory, name), join(copy, name), { recursive: true });
  renameSync(copy, to);
}

/** Puts a backup in the place of nothing. */
export function restore(from: string, directory: string): void {
  if (existsSync(directory) && readdirSync(directory).some((name) => KEPT.includes(name)))
    throw new AuditUnavailable(`${directory} holds an audit: a backup is restored to an empty place`);
  if (!existsSync(join(from, 'head'))) throw new AuditUnavailable(`${from} is no backup of an audit`);
  mkdirSync(dirname(directory), { recursive: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(from)) cpSync(join(from, name), join(directory, name), { recursive: true });
}
