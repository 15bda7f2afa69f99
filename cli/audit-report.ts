import { writeFileSync } from 'node:fs';
import {
  DEFAULT_REPORT_RULES,
  type ReportRules,
  type ReportWords,
  reportCsv,
  reportOf,
  reportPage,
} from '@family-view/gateway/audit/ledger/subject-report';
import { purposeTitle, roleTitle } from '@family-view/gateway/policy/explain/protocol-words';
import { type LookOptions, looksAt } from './audit-look';
import { EXIT, openProtocols, type Streams, told } from './protocol-source';

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
    const { documents } = protocol;
    const rules: ReportRules = {
      leaveOutPurposes: strictest(
        documents.map((one) => one.subjectReports?.leaveOutPurposes),
        DEFAULT_REPORT_RULES.leaveOutPurposes,
      ),
      leaveOutAgencies: strictest(
        documents.map((one) => one.subjectReports?.leaveOutAgencies),
        [],
      ),
    };
    const words: ReportWords = {
      role: (code) => roleTitle(documents, code),
      purpose: (code) => purposeTitle(documents, code),
      stream: (name) => protocol.stream(name)?.label ?? null,
      agency: (name) => protocol.party(name)?.name ?? name,
    };
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

/** Of several protocols, all that any of them leaves out; of none that says anything, the default. */
function strictest(said: readonly (readonly string[] | undefined)[], otherwise: readonly string[]): readonly string[] {
  const lists = said.filter((one) => one !== undefined);
  return lists.length === 0 ? otherwise : [...new Set(lists.flat())];
}
