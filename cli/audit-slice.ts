import { readFileSync, writeFileSync } from 'node:fs';
import { readCheckpoints } from '@family-view/gateway/audit/evidence/checkpoint-file';
import { readPublicKey } from '@family-view/gateway/audit/evidence/signing-key';
import { checkSlice, pathsFrom, type SliceEntry, sliceOf, sliceRecord } from '@family-view/gateway/audit/ledger/slice';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { readStored } from '@family-view/gateway/audit/read-audit';
import { auditIn } from './audit-source';
import { EXIT, Stopped, type Streams, told } from './protocol-source';

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
      for (const name of entry.lines.join('').match(/"#[\w-]{22}"/g) ?? [])
        definitions[name.slice(2, -1)] = named.get(name.slice(2, -1));
    }
    writeFileSync(out, JSON.stringify({ agency, checkpoint: note.note, definitions, entries }), { mode: 0o600 });
    streams.stdout.write(`${entries.length} records of ${note.checkpoint.size} are about ${agency}: ${out}.\n`);
    return EXIT.fine;
  });
}

/** `familyview audit check-slice FILE --key PUBLIC`: for the agency. 0 all of it is in the signed audit, 1 not, 2 usage. */
export function checkSliceCommand(file: string, options: { readonly key: string }, streams: Streams): Promise<number> {
  return told(streams, () => {
    const key = readPublicKey(options.key);
    if (!key) throw new Stopped(`There is no key at ${options.key}.`, EXIT.usage);
    const slice = sliceOf.parse(JSON.parse(readFileSync(file, 'utf8')));
    const faults = checkSlice(slice, key);
    for (const fault of faults) streams.stderr.write(`${fault}\n`);
    streams.stdout.write(
      `${slice.entries.length} records about ${slice.agency}: ${faults.length === 0 ? 'each is in the audit that was signed' : `${faults.length} faults`}.\n`,
    );
    return faults.length === 0 ? EXIT.fine : EXIT.found;
  });
}
