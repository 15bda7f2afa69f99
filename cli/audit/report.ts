import { writeFileSync } from 'node:fs';
import { reportCsv, reportOf, reportPage } from '@family-view/gateway/audit/ledger/subject-report';
import { reportTerms } from '@family-view/gateway/governance/report-terms';
import { EXIT, type Streams, told } from '../frame/command';
import { openProtocols } from '../protocol/source';
import { type LookOptions, looksAt } from './look';

export interface ReportOptions extends LookOptions {
  readonly out: string;
  readonly protocol?: string;
}

const MOST_LOOKS = '10000';

/**
 * `familyview audit subject-report PERSON… --out NAME`: NAME.html to print and NAME.csv for the family; what was left out and
 * by which rule is told to the officer alone, on standard output. 0 written, 2 usage.
 */
export function subjectReportCommand(
  pointers: readonly string[],
  options: ReportOptions,
  streams: Streams,
): Promise<number> {
  return told(streams, () => {
    const { protocol } = openProtocols(options.protocol);
    const { rules, words } = reportTerms(protocol);
    const looks = looksAt(pointers, { ...options, first: options.first ?? MOST_LOOKS }).toReversed();
    const report = reportOf(looks, rules, words);
    writeFileSync(`${options.out}.html`, reportPage(report, new Date()), { mode: 0o600 });
    writeFileSync(`${options.out}.csv`, reportCsv(report), { mode: 0o600 });
    streams.stdout.write(`${report.lines.length} looks are in ${options.out}.html and ${options.out}.csv.\n`);
    streams.stdout.write(
      `${report.omissions.length} looks were left out. The report does not say so; do not hand this list on:\n`,
    );
    for (const { at, sequence, because } of report.omissions)
      streams.stdout.write(`  ${at}  record ${sequence}: ${because}\n`);
    return EXIT.fine;
  });
}
