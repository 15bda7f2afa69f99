import { kindsShown } from './kinds-shown';
import type { Look } from './looks';

/** What a report to a person leaves out, by the protocol. */
export interface ReportRules {
  /** Looks for these purposes: to be told of them may harm somebody, or spoil an inquiry (DPA 2018, Schedules 2 and 3). */
  readonly leaveOutPurposes: readonly string[];
  /** Looks at what these agencies hold. */
  readonly leaveOutAgencies: readonly string[];
}

/** Where a protocol says nothing: what is asked to protect a child is not told to whoever may be the danger. */
export const DEFAULT_REPORT_RULES: ReportRules = {
  leaveOutPurposes: ['SAFEGUARDING', 'TRIAGE'],
  leaveOutAgencies: [],
};

/** Words of the protocols, for people who do not know its codes. */
export interface ReportWords {
  role(code: string): string;
  purpose(code: string): string;
  /** A stream's label: "visits"; null for what is no stream, or has none. */
  stream(name: string): string | null;
  agency(name: string): string;
}

/** One line of the report: what a family is told of one look. */
export interface ReportLine {
  readonly at: string;
  readonly who: string;
  readonly why: string;
  readonly what: string;
  readonly from: readonly string[];
}

/** What was left out, and by which rule: for the officer alone. */
export interface Omission {
  readonly sequence: number;
  readonly at: string;
  readonly rule: 'PURPOSE' | 'AGENCY' | 'BREAK_GLASS' | 'OWN_FAMILY' | 'NOTHING_TOLD' | 'REVIEW';
  readonly because: string;
}

export interface SubjectReport {
  readonly lines: readonly ReportLine[];
  readonly omissions: readonly Omission[];
}

/**
 * The account of who looked at a person, for them or whoever speaks for them. It names roles and organisations and no
 * worker, no other person, no case and no number; a look that is left out leaves no trace in it.
 * @param looks the oldest or the newest first: lines keep their order.
 */
export function reportOf(looks: readonly Look[], rules: ReportRules, words: ReportWords): SubjectReport {
  const lines: ReportLine[] = [];
  const omissions: Omission[] = [];
  for (const look of looks) {
    const rule = ruleAgainst(look, rules);
    if (rule) omissions.push({ sequence: look.sequence, at: look.at, ...rule });
    else lines.push(lineOf(look, rules, words));
  }
  return { lines, omissions };
}

function ruleAgainst(look: Look, rules: ReportRules): Pick<Omission, 'rule' | 'because'> | null {
  const { purpose, code, told, outcome } = look;
  if (purpose !== null && rules.leaveOutPurposes.includes(purpose))
    return { rule: 'PURPOSE', because: `the protocol leaves out looks for ${purpose}` };
  if (look.breakGlass !== null) return { rule: 'BREAK_GLASS', because: 'emergency access: told after its review' };
  if (code === 'OWN_FAMILY_STOPPED' || code === 'OWN_FAMILY')
    return { rule: 'OWN_FAMILY', because: 'a relative asked: to say so tells of a third party' };
  if (told === 'NAMED') return { rule: 'REVIEW', because: 'named in an event of the review, and told nothing by it' };
  if (outcome === 'refused' || told === 'NOTHING') return { rule: 'NOTHING_TOLD', because: 'nothing was shown' };
  const open = look.agencies.filter(({ agency }) => !rules.leaveOutAgencies.includes(agency));
  if (open.length === 0) return { rule: 'AGENCY', because: 'the protocol leaves out all agencies it was from' };
  return null;
}

function lineOf(look: Look, rules: ReportRules, words: ReportWords): ReportLine {
  const open = look.agencies.filter(({ agency }) => !rules.leaveOutAgencies.includes(agency));
  const labels = [
    ...new Set(open.flatMap(({ fields }) => kindsShown(fields).flatMap((stream) => words.stream(stream) ?? []))),
  ];
  const role = look.role === null ? 'somebody' : words.role(look.role);
  const what =
    look.told === 'RECORD' && labels.length > 0
      ? labels.sort().join(', ')
      : look.told === 'POSSIBLE'
        ? 'that a record may be yours'
        : 'that you are known to a service';
  return {
    at: look.at,
    who: look.organisation === null ? role : `${role}, ${organisationName(look.organisation)}`,
    why: look.purpose === null ? 'not recorded' : words.purpose(look.purpose),
    what,
    from: open.map(({ agency }) => words.agency(agency)),
  };
}

/** An organisation is named by its sign-in: a word, in which blanks are strokes. */
const organisationName = (id: string): string =>
  id
    .split('-')
    .map((part) => (/^(of|and|the|for)$/.test(part) ? part : part.charAt(0).toUpperCase() + part.slice(1)))
    .join(' ')
    .replaceAll(/\bChildrens\b/g, 'Children’s');

/** The same in every report, so that it does not tell whether something was left out of this one. */
export const REPORT_NOTE =
  'The law lets us leave some things out of a report like this, to protect a child or another person. We do not say here whether we left anything out. If you think that something is missing or wrong, ask the information-governance officer, or the Information Commissioner (ico.org.uk).';

const day = (at: string): string =>
  new Date(at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/London' });

/** A page to print: no script, nothing from elsewhere. */
export function reportPage({ lines }: SubjectReport, made: Date): string {
  const rows = lines
    .map(
      ({ at, who, why, what, from }) =>
        `<tr><td>${escaped(day(at))}</td><td>${escaped(who)}</td><td>${escaped(why)}</td><td>${escaped(what)}</td><td>${escaped(from.join(', '))}</td></tr>`,
    )
    .join('\n');
  const table =
    lines.length === 0
      ? '<p>We have no record to show you of anybody looking.</p>'
      : `<table>\n<thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">Why</th><th scope="col">What kind of information</th><th scope="col">From</th></tr></thead>\n<tbody>\n${rows}\n</tbody>\n</table>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Who looked at information about you</title>
<style>
body { font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #111; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem; border-bottom: 1px solid #999; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@media print { body { margin: 0; max-width: none; } }
</style>
</head>
<body>
<h1>Who looked at information about you</h1>
<p>This lists each time that somebody used Family View to look at information about you. It was made on ${escaped(day(made.toISOString()))}.</p>
${table}
<p>${escaped(REPORT_NOTE)}</p>
</body>
</html>
`;
}

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function reportCsv({ lines }: SubjectReport): string {
  const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = lines.map(({ at, who, why, what, from }) => [at, who, why, what, from.join('; ')]);
  return [['When (UTC)', 'Who', 'Why', 'What kind of information', 'From'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
