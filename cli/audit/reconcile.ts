import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { keptRecord } from '@family-view/gateway/audit/kept-record';
import { type Difference, Reconciler, type ServedLine, servedLine } from '@family-view/gateway/audit/ledger/reconcile';
import { readAudit } from '@family-view/gateway/audit/read-audit';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';
import { auditIn, instantOf } from './source';

export interface ReconcileOptions {
  readonly directory: string;
  readonly agency: string;
  readonly log: string;
  readonly since?: string;
  readonly until?: string;
  readonly json?: boolean;
}

const SENTENCES: Readonly<Record<Difference['kind'], (agency: string) => string>> = {
  NOT_SERVED: (agency) => `the audit has an answer of ${agency} that it did not serve`,
  OTHER_STREAMS: (agency) => `the audit has more streams of ${agency} than it was granted`,
  MORE_PEOPLE: (agency) => `the audit names more people of ${agency} than it was asked about`,
  NOT_ASKED: (agency) => `${agency} served it, and the audit knows nothing of it`,
  NOT_DISCLOSED: (agency) => `${agency} served it, and what was disclosed does not name it`,
};

/**
 * `familyview audit reconcile --agency A --log PLACE`: the audit against an agency's own log of requests, a file or the folder
 * that the kit keeps; from the log's first line on, or between the days that are given. 0 they agree, 1 they differ, 2 usage.
 */
export function reconcileCommand(options: ReconcileOptions, streams: Streams): Promise<number> {
  return told(streams, async () => {
    const { directory, agency, log } = options;
    const { lines, torn } = readLog(log);
    const times = lines.flatMap(({ at }) => (at === undefined ? [] : [Date.parse(at)]));
    const first = times.reduce((least, at) => Math.min(least, at), Infinity);
    const since = instantOf(options.since, '--since') ?? (times.length > 0 ? first : 0);
    const until = instantOf(options.until, '--until') ?? Infinity;
    const reconciler = new Reconciler(agency);
    const place = (at: number): 'between' | 'beside' | 'outside' =>
      at >= since && at < until ? 'between' : at >= since - SLACK_MS && at < until + SLACK_MS ? 'beside' : 'outside';
    for (const line of lines) {
      const where = line.at === undefined ? 'between' : place(Date.parse(line.at));
      if (where !== 'outside') reconciler.takeLine(line, where === 'between');
    }
    for await (const { record } of readAudit(auditIn(directory))) {
      const kept = keptRecord.parse(JSON.parse(record));
      const where = place(Date.parse(kept.timestamp));
      if (where !== 'outside') reconciler.takeRecord(kept, where === 'between');
    }
    const found = reconciler.end();
    if (options.json) writeJson(streams, found);
    else {
      for (const { operation, kind } of found.differences)
        streams.stderr.write(`${operation}: ${SENTENCES[kind](agency)}.\n`);
      if (torn > 0) streams.stdout.write(`${torn} lines of the log cannot be read, and count for nothing.\n`);
      if (found.unended > 0)
        streams.stdout.write(`${found.unended} operations were asked of ${agency} and have no end: nothing left.\n`);
      streams.stdout.write(
        `${found.served} operations served, ${found.disclosed} answered by the audit: ${found.differences.length} differences.\n`,
      );
    }
    return found.differences.length === 0 ? EXIT.fine : EXIT.found;
  });
}

/** Longer than any operation takes, clocks that differ included. */
const SLACK_MS = 60_000;

/** A line that a crash cut off is told, and is no reason to read none of the others. */
function readLog(place: string): { readonly lines: readonly ServedLine[]; readonly torn: number } {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat)
    throw new Stopped(`There is no log at ${place}: name the agency's requests folder, or a file of it.`, EXIT.usage);
  const files = stat.isFile()
    ? [place]
    : readdirSync(place)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => join(place, name));
  let torn = 0;
  const lines = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .flatMap((line) => {
        try {
          return [servedLine.parse(JSON.parse(line))];
        } catch {
          torn += 1;
          return [];
        }
      }),
  );
  return { lines, torn };
}
