import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@family-view/gateway';
import { sealKeyFrom } from '@family-view/gateway/audit/chain';
import { readCheckpoints } from '@family-view/gateway/audit/evidence/checkpoint-file';
import { lastBeside } from '@family-view/gateway/audit/evidence/tree-keeper';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { readHead } from '@family-view/gateway/audit/segments/head-file';
import { endOf, segmentsIn } from '@family-view/gateway/audit/segments/recover-end';
import { segmentName } from '@family-view/gateway/audit/segments/segment-format';
import { readKeys } from '@family-view/gateway/linkage/open-keys';
import { bad, type Diagnosis, well } from './diagnosis';
import { isOwn } from './owner';

const PART = 'audit';
/** Most of a day where it is busy: five million records a month are some 170,000 a day, of 745 bytes (docs/operate/capacity.md). */
const LEAST_FREE_MB = 100;
const MB = 1_048_576;

/** The record of who saw what: can it be written, was it begun with this key, and is it the newest there was. Reads only. */
export function checkAudit(config: Config): readonly Diagnosis[] {
  const directory = join(config.dataDirectory, 'audit');
  if (!existsSync(directory)) return [];
  return [
    ...checkDisk(directory),
    ...checkKey(directory, config),
    ...(existsSync(auditPaths(directory).checkpoints) && !existsSync(config.auditKeyFile)
      ? [
          bad(
            PART,
            `${config.auditKeyFile} is not there, and checkpoints were signed with one. Restore it: a new key goes on from nothing that was signed.`,
          ),
        ]
      : []),
  ];
}

function checkDisk(directory: string): readonly Diagnosis[] {
  const { segments } = auditPaths(directory);
  for (const one of [directory, segments]) {
    if (!existsSync(one)) continue;
    if (!isOwn(statSync(one)))
      return [bad(PART, `${one} belongs to another user. Give it to the user that the gateway runs as.`)];
    try {
      accessSync(one, constants.W_OK | constants.X_OK);
    } catch {
      return [bad(PART, `${one} cannot be written: nothing is told that cannot be recorded.`)];
    }
  }
  const { bavail, bsize } = statfsSync(directory);
  const free = Math.floor((bavail * bsize) / MB);
  return free < LEAST_FREE_MB
    ? [
        bad(
          PART,
          `Its disk has ${free} MB left, of ${LEAST_FREE_MB} at least: make room, nothing is told without a record.`,
        ),
      ]
    : [well(PART, `Its disk can be written, and has ${free} MB left.`)];
}

function checkKey(directory: string, { dataDirectory, linkageKey, auditKeyFile }: Config): readonly Diagnosis[] {
  const { head: headFile, segments } = auditPaths(directory);
  if (!existsSync(headFile)) return [];
  const keys = readKeys(dataDirectory, linkageKey);
  if (!keys)
    return [
      bad(
        PART,
        'linkage.key is not there, and the audit was begun with one. Restore it from its copy: with a new one the gateway does not start on this audit.',
      ),
    ];
  const { head, other } = readHead(headFile, sealKeyFrom(keys.auditPseudonyms));
  if (!head)
    return [bad(PART, other ? 'It was begun with another LINKAGE_KEY.' : 'The file "head" is not whole: verify it.')];
  const newest = segmentsIn(segments).at(-1);
  const end = newest === undefined ? null : endOf(join(segments, segmentName(newest)));
  const records = Math.max(head.sequence, end?.sequence ?? 0);
  const signed = readCheckpoints(lastBeside(auditKeyFile)).at(-1)?.checkpoint.size ?? 0;
  return signed > records
    ? [
        bad(
          PART,
          `It holds ${records} records, and ${signed} were signed: an older copy is in its place, or its end was cut. docs/operate/backup.md says what to do.`,
        ),
      ]
    : [well(PART, `It holds ${records} records, none fewer than were signed.`)];
}
