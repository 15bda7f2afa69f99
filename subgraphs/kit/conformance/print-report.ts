/** A report in words: for a terminal, and as one page of HTML without anything from elsewhere. */
import { styleText } from 'node:util';
import type { AuditResult, ConformanceReport, Verdict } from './run-conformance';

const OUTCOMES: Readonly<Record<ConformanceReport['outcome'], string>> = {
  CONFORMS: 'conforms: every MUST holds',
  NOT_SHOWN: 'is not shown to conform: no MUST is broken, but some could not be tried',
  DOES_NOT_CONFORM: 'does not conform',
};
const WORDS: Readonly<Record<Verdict, string>> = { PASSED: 'holds', FAILED: 'broken', NOT_TRIED: 'not tried' };
const COLOURS = { PASSED: 'green', FAILED: 'red', NOT_TRIED: 'yellow' } as const;

/** How many of each level hold: `MUST 60 of 62, SHOULD 7 of 8, MAY 1 of 1`. */
export const countResults = ({ results }: ConformanceReport): string =>
  (['MUST', 'SHOULD', 'MAY'] as const)
    .map((level) => {
      const those = results.filter((result) => result.level === level);
      return `${level} ${those.filter(({ verdict }) => verdict === 'PASSED').length} of ${those.length}`;
    })
    .join(', ');

/** One sentence: `health conforms: every MUST holds (MUST 60 of 60, …).` */
export const tellOutcome = (report: ConformanceReport): string =>
  `${report.agency ?? report.url} ${OUTCOMES[report.outcome]} (${countResults(report)}; ${report.requests} requests).`;

/** One audit as lines of a terminal. */
export function tellResult({ id, level, title, verdict, told }: AuditResult, colour: boolean): string {
  const paint = (text: string): string =>
    colour ? styleText(COLOURS[verdict], text, { validateStream: false }) : text;
  const line = `${paint(WORDS[verdict].padEnd(9))}  ${id}  ${level.padEnd(6)}  ${title}`;
  return told === null ? line : `${line}\n           ${paint(told)}`;
}

const inHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: .25rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.outcome { padding: .75rem 1rem; border-left: .4rem solid; }
.CONFORMS { border-color: #1a7f37; } .NOT_SHOWN { border-color: #9a6700; } .DOES_NOT_CONFORM { border-color: #c4291c; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8884; }
th { font-weight: 600; } td:nth-child(1), td:nth-child(2), td:nth-child(3) { white-space: nowrap; }
.told { display: block; font-size: .9rem; opacity: .85; }
.PASSED { color: #1a7f37; } .FAILED { color: #c4291c; font-weight: 600; } .NOT_TRIED { color: #9a6700; }
@media (prefers-color-scheme: dark) { .PASSED { color: #3fb950; } .FAILED { color: #ff7b72; } .NOT_TRIED { color: #d29922; } }`;

/** The report as one HTML page. It holds nothing of any record. */
export function writeReportPage(report: ConformanceReport): string {
  const groups = [...new Set(report.results.map(({ group }) => group))];
  const row = ({ id, level, title, verdict, told }: AuditResult): string =>
    `<tr><td>${id}</td><td>${level}</td><td class="${verdict}">${WORDS[verdict]}</td><td>The agency ${level} ${inHtml(title)}.${told === null ? '' : `<span class="told">${inHtml(told)}</span>`}</td></tr>`;
  const table = (group: string): string =>
    `<h2>${inHtml(group)}</h2>\n<table><thead><tr><th scope="col">No.</th><th scope="col">Level</th><th scope="col">Result</th><th scope="col">Promise</th></tr></thead><tbody>\n${report.results
      .filter((result) => result.group === group)
      .map(row)
      .join('\n')}\n</tbody></table>`;
  const broken = report.results.filter(({ verdict }) => verdict === 'FAILED');
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Conformance of ${inHtml(report.agency ?? report.url)}</title><style>${STYLE}
</style></head><body>
<h1>Conformance of ${inHtml(report.agency ?? report.url)}</h1>
<p>${inHtml(report.url)}, ${inHtml(report.at)}</p>
<p class="outcome ${report.outcome}">${inHtml(tellOutcome(report))}${broken.length > 0 ? `<br>Broken: ${broken.map(({ id }) => id).join(', ')}.` : ''}</p>
${groups.map(table).join('\n')}
</body></html>
`;
}
