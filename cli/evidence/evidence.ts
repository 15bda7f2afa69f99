import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privacyNotice } from '@family-view/gateway/policy/explain/privacy-notice';
import { instantOf } from '../audit/source';
import { EXIT, Stopped, type Streams, told } from '../frame/command';
import { csv, escaped, page, paragraph, table } from '../pages/write-page';
import { noticePage } from '../protocol/notice';
import { openProtocols } from '../protocol/source';
import { agreementSheets, type Sheet } from './agreements';
import { incidentSheets } from './incidents';
import { readTestReport } from './read-reports';

export interface EvidenceOptions {
  readonly out: string;
  readonly directory?: string;
  readonly report?: readonly string[];
  readonly since?: string;
  readonly protocol?: string;
}

/**
 * `familyview evidence --out FOLDER`: what a DPIA and an audit of the partnership ask, as FOLDER/evidence-YYYY-MM-DD of pages
 * and CSV. What is not named (a data directory, a report) is said to be missing, and is not left out in silence. 0 written, 1
 * written, and a test failed or the audit is not whole, 2 usage.
 */
export function evidenceCommand(options: EvidenceOptions, streams: Streams, now = new Date()): Promise<number> {
  return told(streams, async () => {
    const day = now.toISOString().slice(0, 10);
    const folder = join(options.out, `evidence-${day}`);
    if (existsSync(folder))
      throw new Stopped(`${folder} is there already: evidence takes the place of none.`, EXIT.usage);
    const { protocol } = openProtocols(options.protocol, () => now);
    const tests = (options.report ?? []).flatMap(readTestReport);
    const sections: readonly Section[] = [
      {
        title: 'Agreements',
        about: `As they are on ${day}.`,
        sheets: agreementSheets(protocol).filter(({ name }) => name !== 'matrix'),
      },
      {
        title: 'Access',
        about:
          'For every role and purpose, by the agreements; what facts about a person open is said to be conditional.',
        sheets: agreementSheets(protocol).filter(({ name }) => name === 'matrix'),
      },
      {
        title: 'Tests',
        about:
          options.report === undefined
            ? 'No report was named: run npm run proof, and name its report by --report.'
            : 'Each was run against the whole of the system unless its name says otherwise.',
        sheets: options.report === undefined ? [] : [testSheet(tests)],
      },
      {
        title: 'Incidents',
        about:
          options.directory === undefined
            ? 'No audit was named: name the gateway’s data directory by --directory.'
            : `From the audit${options.since ? `, from ${options.since} on` : ''}. Nobody is named; the record of each tells more to who may read it.`,
        sheets:
          options.directory === undefined
            ? []
            : await incidentSheets(options.directory, instantOf(options.since, '--since')),
      },
    ];
    mkdirSync(folder, { recursive: true });
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o600 });
    for (const { title, about, sheets } of sections) {
      write(`${fileOf(title)}.html`, page(title, [BACK, paragraph(about), ...sheets.map(asTable)]));
      for (const { name, heads, rows } of sheets) write(`${name}.csv`, csv(heads, rows));
    }
    write('privacy-notice.html', noticePage(privacyNotice(protocol), now));
    write('index.html', indexPage(sections, day));
    streams.stdout.write(`Evidence of ${day} is in ${folder}: begin with index.html.\n`);
    const failed = tests.reduce((sum, one) => sum + one.failed, 0);
    const broken = sections.some(({ sheets }) =>
      sheets.some(({ name, rows }) => name === 'audit-whole' && rows[0]?.[2] !== 'none'),
    );
    if (failed > 0) streams.stderr.write(`${failed} tests failed in the reports: the pages say which.\n`);
    if (broken) streams.stderr.write('The audit is not whole: the pages say where.\n');
    return failed > 0 || broken ? EXIT.found : EXIT.fine;
  });
}

interface Section {
  readonly title: string;
  readonly about: string;
  readonly sheets: readonly Sheet[];
}

const BACK = '<p><a href="index.html">All evidence</a></p>';
const fileOf = (title: string): string => title.toLowerCase();
const asTable = ({ name, title, heads, rows, none }: Sheet): string =>
  `${table(title, heads, rows, none)}\n<p><a href="${name}.csv">The same as CSV</a></p>`;

const testSheet = (tests: ReturnType<typeof readTestReport>): Sheet => ({
  name: 'tests',
  title: 'Tests that were run',
  heads: ['Subject', 'Held', 'Failed', 'Skipped', 'When', 'Version', 'What they counted'],
  rows: tests.map(({ subject, passed, failed, skipped, at, commit, counts }) => [
    subject.replaceAll('-', ' '),
    String(passed),
    String(failed),
    String(skipped),
    at.slice(0, 10),
    commit,
    counts.map((one) => one.trim()).join('; '),
  ]),
});

const indexPage = (sections: readonly Section[], day: string): string =>
  page('Evidence for governance', [
    paragraph(`Family View, ${day}. For a data protection impact assessment, and for an audit of the partnership.`),
    ...sections.map(
      ({ title, about, sheets }) =>
        `<h2><a href="${fileOf(title)}.html">${escaped(title)}</a></h2>\n${paragraph(about)}\n<ul>\n${sheets
          .map(
            ({ name, title: of, rows }) =>
              `<li>${escaped(of)}: ${rows.length} ${rows.length === 1 ? 'row' : 'rows'} (<a href="${name}.csv">CSV</a>)</li>`,
          )
          .join('\n')}\n</ul>`,
    ),
    '<h2><a href="privacy-notice.html">Privacy notice</a></h2>',
    paragraph('What is shared about a person, with whom and why, in plain English.'),
  ]);
