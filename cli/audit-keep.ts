import { readFileSync } from 'node:fs';
import { exportCheckpoint, readCheckpoints } from '@family-view/gateway/audit/evidence/checkpoint-file';
import { backUp, firstKept, restore, retainFrom } from '@family-view/gateway/audit/ledger/keep-audit';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { readAudit, refuseNone } from '@family-view/gateway/audit/read-audit';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { z } from 'zod';
import { auditIn, readAuditKey } from './audit-source';
import { EXIT, openProtocols, Stopped, type Streams, told } from './protocol-source';

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
function longestPeriod(): string {
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

const served = z.object({ operation: z.string() });
const kept = z.object({
  eventName: z.string(),
  correlationId: z.string(),
  payload: z.object({ agencies: z.array(z.object({ agency: z.string(), answer: z.string() })).default([]) }),
});

/**
 * `familyview audit reconcile --agency A --log FILE`: the audit against an agency's own log of requests, JSON lines with the
 * `operation` of each grant that it served. 0 they agree, 1 they differ, 2 usage.
 */
export function reconcileCommand(
  { directory, agency, log }: Directory & { readonly agency: string; readonly log: string },
  streams: Streams,
): Promise<number> {
  return told(streams, async () => {
    const operations = new Set<string>();
    for (const line of readFileSync(log, 'utf8').split('\n'))
      if (line.trim() !== '') operations.add(served.parse(JSON.parse(line)).operation);
    const asked = new Set<string>();
    const disclosed = new Set<string>();
    for await (const { record } of readAudit(auditIn(directory))) {
      const { eventName, correlationId, payload } = kept.parse(JSON.parse(record));
      if (eventName === 'FAMILY_VIEW_INTENT') asked.add(correlationId);
      const answered = payload.agencies.some(
        (one) => one.agency === agency && /^(answered|nothing held)$/.test(one.answer),
      );
      if (answered) disclosed.add(correlationId);
    }
    const notServed = [...disclosed].filter((one) => !operations.has(one));
    const notAsked = [...operations].filter((one) => !asked.has(one));
    for (const one of notServed)
      streams.stderr.write(`${one}: the audit has an answer of ${agency} that it did not serve.\n`);
    for (const one of notAsked)
      streams.stderr.write(`${one}: ${agency} served it, and the audit knows nothing of it.\n`);
    const differences = notServed.length + notAsked.length;
    streams.stdout.write(
      `${operations.size} operations served, ${disclosed.size} answered by the audit: ${differences} differences.\n`,
    );
    return differences === 0 ? EXIT.fine : EXIT.found;
  });
}
