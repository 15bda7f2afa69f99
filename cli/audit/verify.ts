import { existsSync } from 'node:fs';
import {
  type AgencyKeys,
  countersignedBeside,
  keyFromRaw,
  readNoted,
} from '@family-view/gateway/audit/evidence/countersignatures';
import { readPublicKey } from '@family-view/gateway/audit/evidence/signing-key';
import { lastBeside } from '@family-view/gateway/audit/evidence/tree-keeper';
import { type AuditFault, verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { auditKeyBeside } from '@family-view/gateway/config';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';
import { auditIn, readAuditKey } from './source';

export interface VerifyOptions {
  readonly directory: string;
  readonly key?: string;
  readonly witness?: readonly string[];
  readonly agencyKey?: readonly string[];
  readonly json?: boolean;
}

/** What is wrong, in a sentence; `at` is a record's sequence, or a checkpoint's size. */
const SENTENCES: Readonly<Record<AuditFault['kind'], (at: number, agency: string) => string>> = {
  CHANGED: (at) => `Something was changed in the group that begins with record ${at}.`,
  RECORDS_REMOVED: (at) => `Records are missing from record ${at} on.`,
  RECORDS_ADDED: (at) => `Records were added in the group that begins with record ${at}.`,
  OUT_OF_ORDER: (at) => `Groups are out of order at record ${at}.`,
  SEGMENT_MISSING: (at) => `A segment file is missing where record ${at} should be.`,
  END_CUT: (at) =>
    `The end does not agree with the head file: it was cut, replaced or rewritten from record ${at} on, or an older copy was put back.`,
  HEAD_MISSING: () => 'The head file is missing: whether the end was cut off cannot be told by it.',
  OTHER_SEAL: () => 'The end is sealed with another key, or by nobody.',
  RETAINED_FORGED: () => 'The statement that records were removed after their time is not sealed by this key.',
  CHECKPOINT_FORGED: (at) => `The checkpoint of ${at} records is not signed by this key.`,
  RECORD_DIFFERS: (at) => `Record ${at} is not the one that was signed.`,
  RECORDS_REORDERED: (at) => `Signed records stand in other places from record ${at} on.`,
  CHECKPOINT_DIFFERS: (at) => `The first ${at} records are not those that were signed.`,
  CHECKPOINT_AHEAD: (at) =>
    `${at} records were signed, and there are fewer: the end was cut, or this is an older copy.`,
  FORKED: (at) => `From record ${at} on this is another log than the one that was signed: a fork.`,
  OTHER_LOG: (at) =>
    `No checkpoint agrees, from that of ${at} records on: this is another log in the place of the signed one.`,
  CHECKPOINT_REMOVED: (at) =>
    `The checkpoint of ${at} records, which somebody else keeps, was removed or replaced here.`,
  COUNTERSIGNATURE_FORGED: (at, agency) =>
    `The countersignature of ${agency} under the checkpoint of ${at} records is not by its key.`,
  COUNTERSIGNATURE_MISSING: (at, agency) =>
    `${agency} countersigned ${at} records, by the note beside the signing key, and what is here bears no such countersignature: it was removed, or this is another log.`,
};

/** `familyview audit verify`: 0 whole, 1 not (with what and where), 2 there is none. Writes nothing and makes no key. */
export function verifyCommand(options: VerifyOptions, streams: Streams): Promise<number> {
  const { directory, key = `${auditKeyBeside(directory)}.pub`, witness = [], agencyKey = [], json } = options;
  return told(streams, async () => {
    const pseudonymKey = readAuditKey(directory);
    const signingKey = readPublicKey(key);
    if (!pseudonymKey)
      streams.stderr.write(
        `Without the seal: it wants the gateway's key (LINKAGE_KEY, or ${directory}/linkage.key), which is not here. An end that was cut off since the last checkpoint is not found.\n`,
      );
    if (!signingKey)
      streams.stderr.write(
        `Without signatures: it wants the public key of the checkpoints, and there is none at ${key}. Name it by --key; till then whoever signed them is believed.\n`,
      );
    const missing = witness.filter((place) => !existsSync(place));
    if (missing.length > 0)
      throw new Stopped(`There are no checkpoints at ${missing.join(', ')}: name files or folders.`, EXIT.usage);
    const privateFile = key.replace(/\.pub$/, '');
    const noted = readNoted(countersignedBeside(privateFile));
    const check = await verifyAudit({
      directory: auditIn(directory),
      pseudonymKey,
      signingKey,
      agencyKeys: agencyKeysOf(noted, agencyKey),
      noted: new Map(Object.entries(noted).map(([agency, { size }]) => [agency, size])),
      witnesses: [...witness, lastBeside(privateFile)],
      onProgress: progressTo(streams),
    });
    if (json) writeJson(streams, check);
    else {
      const { records, faults, checkpoints, countersigned, torn, head } = check;
      for (const { kind, at, agency = 'An agency' } of faults) streams.stderr.write(`${SENTENCES[kind](at, agency)}\n`);
      if (torn > 0) streams.stdout.write(`${torn} bytes after the last group were never promised.\n`);
      for (const { agency, size } of countersigned)
        streams.stdout.write(`Countersigned by ${agency} up to record ${size}.\n`);
      streams.stdout.write(
        `${records} records, ${checkpoints} checkpoints, ${faults.length === 0 ? 'whole' : `broken at record ${check.brokenAt}`}. Head ${head ?? 'none'}.\n`,
      );
    }
    return check.faults.length === 0 ? EXIT.fine : EXIT.found;
  });
}

/** By the names of the command line; where an agency has none there, those that the gateway noted when it signed. */
function agencyKeysOf(noted: ReturnType<typeof readNoted>, given: readonly string[]): AgencyKeys {
  const keys = new Map(
    Object.entries(noted).map(([agency, one]) => [
      agency,
      one.keys.map((raw) => keyFromRaw(Buffer.from(raw, 'base64'))),
    ]),
  );
  for (const one of given) {
    const [, agency, file = ''] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(one) ?? [];
    const key = agency ? readPublicKey(file) : null;
    if (!agency || !key)
      throw new Stopped(`"${one}" names no public key: write it as health=FILE, a PEM file that is there.`, EXIT.usage);
    keys.set(agency, [key]);
  }
  return keys;
}

const PROGRESS_EVERY = 100_000;

function progressTo({ stderr }: Streams): (records: number) => void {
  let next = PROGRESS_EVERY;
  return (records) => {
    if (records < next) return;
    next = records - (records % PROGRESS_EVERY) + PROGRESS_EVERY;
    stderr.write(`${records} records …\n`);
  };
}
