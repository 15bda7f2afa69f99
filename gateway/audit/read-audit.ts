import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditRow } from './chain';
import { AuditUnavailable } from './errors';
import { legacyFile, readLegacy } from './legacy-chain';
import { auditPaths } from './lock-directory';
import { parseGroup, type StoredRecord, wholeText } from './segments/parse-group';
import { readGroups, type StoredGroup } from './segments/read-segment';
import { segmentsIn } from './segments/recover-end';
import { segmentHead, segmentName } from './segments/segment-format';

/** Where a reader stands: at the end of this group, in this segment. */
export interface Place {
  readonly segment: number;
  readonly group: StoredGroup;
  /** Sequence of the last record before this group. */
  readonly before: number;
}

/** Groups of all segments in order, chained from one to the next. @param start where the chain stands before the first. */
export function* groupsOf(
  directory: string,
  start: { readonly sequence: number; readonly hash: string },
): Generator<Place> {
  const { segments } = auditPaths(directory);
  let { sequence, hash } = start;
  for (const segment of segmentsIn(segments)) {
    for (const group of readGroups(join(segments, segmentName(segment)), hash)) {
      yield { segment, group, before: sequence };
      sequence = group.sequence;
      hash = group.hash;
    }
  }
}

/** Opening would make an empty audit, and an empty audit is whole. @throws {AuditUnavailable} */
export function refuseNone(directory: string): void {
  const { head, segments } = auditPaths(directory);
  if (!existsSync(head) && !existsSync(legacyFile(directory)) && segmentsIn(segments).length === 0)
    throw new AuditUnavailable('there is none in this directory');
}

/** One record of a segment, with its lines and what lines of its segment may name. */
export interface ReadRecord extends StoredRecord {
  readonly named: ReadonlyMap<string, unknown>;
  readonly hash: string;
}

/** The records of all segments in order, from where the chain stands before the first. */
export function* readStored(directory: string): Generator<ReadRecord> {
  const [first] = segmentsIn(auditPaths(directory).segments);
  if (first === undefined) return;
  const head = segmentHead(join(auditPaths(directory).segments, segmentName(first)));
  if (!head) return;
  let segment = first;
  let named = new Map<string, unknown>();
  for (const { segment: of, group, before } of groupsOf(directory, { sequence: head.first - 1, hash: head.previous })) {
    if (of !== segment) named = new Map();
    segment = of;
    for (const record of parseGroup(group.text, before, named)) yield { ...record, named, hash: group.hash };
  }
}

const RECORDS_A_TURN = 1_000;

/** The kept records of a directory in order, each whole, as canonical JSON; a gateway may be writing meanwhile. */
export async function* readAudit(directory: string): AsyncGenerator<AuditRow> {
  refuseNone(directory);
  const legacy = readLegacy(directory);
  try {
    yield* legacy?.rows() ?? [];
  } finally {
    legacy?.close();
  }
  for (const record of readStored(directory)) {
    yield { sequence: record.sequence, record: wholeText(record), hash: record.hash };
    if (record.sequence % RECORDS_A_TURN === 0) await new Promise((turn) => setImmediate(turn));
  }
}
