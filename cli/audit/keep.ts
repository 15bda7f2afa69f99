import { exportCheckpoint, readCheckpoints } from '@family-view/gateway/audit/evidence/checkpoint-file';
import { backUp, firstKept, restore, retainFrom } from '@family-view/gateway/audit/ledger/keep-audit';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { readAudit, refuseNone } from '@family-view/gateway/audit/read-audit';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { EXIT, Stopped, type Streams, told } from '../frame/command';
import { openProtocols } from '../protocol/source';
import { auditIn, readAuditKey } from './source';

interface Directory {
  readonly directory: string;
}

/** `familyview audit retain`: removes whole months that are past the protocols' period. 0 done, 2 usage. */
export function retainCommand(
  options: Directory & { readonly period?: string; readonly dryRun?: boolean },
  streams: Streams,
): Promise<number> {
  return told(streams, async () => {
    const key = readAuditKey(options.directory);
    if (!key) throw new Stopped('It wants the key of the audit: what is removed is sealed.', EXIT.usage);
    const audit = auditIn(options.directory);
    refuseNone(audit);
    const period = options.period ?? longestPeriod();
    const before = firstKept(period, new Date());
    const check = await verifyAudit({ directory: audit, pseudonymKey: key });
    if (check.faults.length > 0)
      throw new Stopped('The audit is not whole: verify it, and remove nothing.', EXIT.found);
    const gone = retainFrom(audit, key, before, options.dryRun);
    streams.stdout.write(
      `${gone.length} segments from before ${before} (${period}) ${options.dryRun ? 'would be' : 'were'} removed.\n`,
    );
    return EXIT.fine;
  });
}

/** Of several protocols, the longest: a record under two is kept for both. */
export function longestPeriod(): string {
  const { documents } = openProtocols(undefined).protocol;
  const periods = documents.flatMap((one) => one.retention?.audit ?? []);
  const [longest] = periods.sort((one, other) => (firstKept(one, new Date()) < firstKept(other, new Date()) ? -1 : 1));
  if (longest === undefined)
    throw new Stopped('No protocol says how long the audit is kept: name it by --period.', EXIT.usage);
  return longest;
}

/** `familyview audit backup TO`: 0 copied and verified, 1 the copy is not whole, 2 usage. */
export function backupCommand(to: string, { directory }: Directory, streams: Streams): Promise<number> {
  return told(streams, async () => {
    refuseNone(auditIn(directory));
    backUp(auditIn(directory), to);
    return tellCopy(to, readAuditKey(directory), streams);
  });
}

/** `familyview audit restore FROM`: 0 restored and verified, 1 it is not whole, 2 usage. */
export function restoreCommand(from: string, { directory }: Directory, streams: Streams): Promise<number> {
  return told(streams, async () => {
    restore(from, auditIn(directory));
    return tellCopy(auditIn(directory), readAuditKey(directory), streams);
  });
}

async function tellCopy(directory: string, pseudonymKey: Uint8Array | null, streams: Streams): Promise<number> {
  const { records, faults } = await verifyAudit({ directory, pseudonymKey });
  streams.stdout.write(`${records} records in ${directory}, ${faults.length === 0 ? 'whole' : 'not whole'}.\n`);
  return faults.length === 0 ? EXIT.fine : EXIT.found;
}

/** `familyview audit export --checkpoints DIRECTORY`, or all records as JSON lines on standard output. 0 done. */
export function exportCommand(
  { directory, checkpoints }: Directory & { readonly checkpoints?: string },
  streams: Streams,
): Promise<number> {
  return told(streams, async () => {
    const audit = auditIn(directory);
    if (checkpoints !== undefined) {
      const notes = readCheckpoints(auditPaths(audit).checkpoints).flatMap((note) => note ?? []);
      for (const note of notes) exportCheckpoint(checkpoints, note.note);
      streams.stdout.write(`${notes.length} checkpoints are in ${checkpoints}.\n`);
      return EXIT.fine;
    }
    for await (const { record } of readAudit(audit)) streams.stdout.write(`${record}\n`);
    return EXIT.fine;
  });
}
