import type { KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readCheckpoints } from '@family-view/gateway/audit/evidence/checkpoint-file';
import { readPublicKey } from '@family-view/gateway/audit/evidence/signing-key';
import {
  checkSlice,
  pathsFrom,
  type Slice,
  type SliceEntry,
  sliceOf,
  sliceRecord,
} from '@family-view/gateway/audit/ledger/slice';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { readStored } from '@family-view/gateway/audit/read-audit';
import { namesIn } from '@family-view/gateway/audit/segments/parse-group';
import { EXIT, Stopped, type Streams, told } from '../frame/command';
import { auditIn } from './source';

export interface SliceOptions {
  readonly directory: string;
  readonly agency: string;
  readonly out: string;
}

/** `familyview audit slice --agency A --out FILE`: 0 written, 2 usage, or no checkpoint yet. */
export function sliceCommand({ directory, agency, out }: SliceOptions, streams: Streams): Promise<number> {
  return told(streams, () => {
    const audit = auditIn(directory);
    const { checkpoints, leaves } = auditPaths(audit);
    const note = readCheckpoints(checkpoints).at(-1);
    if (!note)
      throw new Stopped(
        'There is no checkpoint yet: one is signed within ten seconds of the first record.',
        EXIT.usage,
      );
    const path = pathsFrom(leaves, note.checkpoint.size);
    const entries: SliceEntry[] = [];
    const definitions: Record<string, unknown> = {};
    for (const { sequence, lines, named } of readStored(audit)) {
      if (sequence > note.checkpoint.size) break;
      const entry = sliceRecord(agency, sequence, lines);
      if (!entry) continue;
      entries.push({ ...entry, path: path(sequence) });
      // What its own lines name, and nobody else's.
      for (const name of namesIn(entry.lines.flatMap((line) => line ?? []))) definitions[name] = named.get(name);
    }
    writeFileSync(out, JSON.stringify({ agency, checkpoint: note.note, definitions, entries }), { mode: 0o600 });
    streams.stdout.write(`${entries.length} records of ${note.checkpoint.size} are about ${agency}: ${out}.\n`);
    return EXIT.fine;
  });
}

export interface CheckSliceOptions {
  readonly key: string;
  readonly ownKey?: string;
}

/** `familyview audit check-slice FILE --key PUBLIC`: for the agency. 0 all of it is in the signed audit, 1 not, 2 usage. */
export function checkSliceCommand(file: string, options: CheckSliceOptions, streams: Streams): Promise<number> {
  return told(streams, () => {
    const key = keyIn(options.key);
    const own = options.ownKey === undefined ? null : keyIn(options.ownKey);
    const slice = readSlice(file);
    const faults = checkSlice(slice, key, own);
    for (const fault of faults) streams.stderr.write(`${fault}\n`);
    const countersigned = own ? ', and countersigned by its own key' : '';
    const said =
      faults.length === 0 ? `each is in the audit that was signed${countersigned}` : `${faults.length} faults`;
    streams.stdout.write(`${slice.entries.length} records about ${slice.agency}: ${said}.\n`);
    return faults.length === 0 ? EXIT.fine : EXIT.found;
  });
}

function keyIn(file: string): KeyObject {
  const key = readPublicKey(file);
  if (!key) throw new Stopped(`There is no key at ${file}.`, EXIT.usage);
  return key;
}

function readSlice(file: string): Slice {
  try {
    return sliceOf.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Stopped(`${file} is no slice as familyview audit slice writes it.`, EXIT.usage);
  }
}
