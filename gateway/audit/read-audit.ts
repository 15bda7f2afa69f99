import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditRow, GENESIS_HASH } from './chain';
import { AuditUnavailable } from './errors';
import { legacyFile, readLegacy } from './legacy-chain';
import { auditPaths } from './lock-directory';
import { parseGroup, wholeText } from './segments/parse-group';
import { readGroups, type StoredGroup } from './segments/read-segment';
import { segmentsIn } from './segments/recover-end';
import { segmentName } from './segments/segment-format';

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

/** The kept records of a directory in order, each whole, as canonical JSON; a gateway may be writing meanwhile. */
export async function* readAudit(directory: string): AsyncGenerator<AuditRow> {
  refuseNone(directory);
  let end = { sequence: 0, hash: GENESIS_HASH };
  const legacy = readLegacy(directory);
  try {
    for (const row of legacy?.rows() ?? []) {
      yield row;
      end = row;
    }
  } finally {
    legacy?.close();
  }
  let segment = 0;
  const definitions = new Map<string, unknown>();
  for (const { segment: of, group, before } of groupsOf(directory, end)) {
    if (of !== segment) definitions.clear();
    segment = of;
    for (const record of parseGroup(group.text, before, definitions))
      yield { sequence: record.sequence, record: wholeText(record), hash: group.hash };
    await new Promise((turn) => setImmediate(turn));
  }
}
