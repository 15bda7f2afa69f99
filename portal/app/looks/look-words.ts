import type { OneLookFragment } from '../../operations/stored';
import { ownWord } from '../look/own-word';
import { agencyName, listed, organisationName, word } from '../look/words';

export type Look = OneLookFragment;

const TOLD: Readonly<Record<string, string>> = {
  RECORD: 'Records were asked for',
  EXISTENCE: 'Told that the person is known there',
  POSSIBLE: 'Told that a record may be the person’s',
  NAMED: 'Named in an entry of the record',
  NOTHING: 'Told nothing of anybody',
};
const CODES: Readonly<Record<string, string>> = {
  BREAK_GLASS: 'Opened emergency access',
  RELATIONSHIP_CLAIMED: 'Said that they work with the person',
  MATCH_DECIDED: 'Decided about a possible match',
  MATCH_DOUBTED: 'Two records that may be one person’s were told to the agencies',
  OWN_FAMILY_STOPPED: 'Looked for their own family, and was stopped',
  OWN_FAMILY: 'Looked for their own family, and was stopped',
  SEARCHING_ALERT: 'Search pattern seen',
  SEARCHING_STOPPED: 'Searching was stopped',
  UNUSUAL_ACCESS: 'Unusual access seen',
  REVIEW_ASSIGNED: 'Review given to somebody',
  REVIEW_DECIDED: 'Review decided',
  REVIEW_OVERDUE: 'Review overdue',
  GLASS_REVIEWED: 'Emergency access reviewed',
  STOPPED: 'Closed at once',
  STOP_LIFTED: 'Opened again',
  ACCESS_STOPPED: 'Refused: access is stopped',
  ACT_SENT: 'Asked an agency to do something',
  ACT_ANSWERED: 'Was told what became of an act',
};

export const codeInWords = (code: string | null): string | null =>
  code === null ? null : (ownWord(CODES, code) ?? word(code));

/** Of an act: which, at which agency; and what became of it. Null of anything else. */
const actIn = ({ code, reason, target }: Look): string | null => {
  const at = agencyName(target?.split(':')[0]);
  if (code === 'ACT_SENT') return `Asked for an act at ${at}: ${(word(reason) ?? 'not named').toLowerCase()}`;
  if (code === 'ACT_ANSWERED') return `What became of it at ${at}: ${ACTED[reason ?? ''] ?? reason}`;
  return null;
};
const ACTED: Readonly<Record<string, string>> = {
  DONE: 'done',
  REFUSED: 'refused',
  UNKNOWN: 'not known: the line failed after it was sent',
};

export const whatIn = (look: Look): string => {
  const { told, outcome, code } = look;
  const acted = actIn(look);
  if (acted !== null) return acted;
  if (outcome === 'asked') return 'Asked';
  if (outcome === 'refused') return `Refused${code === null ? '' : `: ${(codeInWords(code) ?? '').toLowerCase()}`}`;
  return codeInWords(code) ?? ownWord(TOLD, told) ?? told;
};

export const whoIn = ({ requester, role, organisation }: Look): string =>
  listed([requester, word(role), organisation && organisationName(organisation)]) ?? 'Nobody known';

export const whyIn = ({ purpose, caseReference, breakGlass }: Look): string =>
  listed([
    word(purpose) ?? 'No purpose stated',
    caseReference && `case ${caseReference}`,
    breakGlass && 'under emergency access',
  ])!;

/** Agency by agency, with what kinds of information were asked for there. */
export const fromIn = ({ agencies }: Look): readonly string[] =>
  agencies.map(({ agency, answer, streams }) => {
    const kinds = streams.length > 0 ? `: ${streams.join('; ')}` : '';
    return `${agencyName(agency)} (${answer})${kinds}`;
  });

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function looksCsv(looks: readonly Look[]): string {
  const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = looks.map((look) => [
    ...[look.at, whoIn(look), whyIn(look), whatIn(look), fromIn(look).join('; '), look.statement ?? ''],
    look.operation,
  ]);
  return [['When (UTC)', 'Who', 'Why', 'What', 'From', 'In their words', 'Operation'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}
