import { CHOICES, CLOSINGS, said } from '../acts/act-words';
import { day, word } from '../look/words';
import { partOf, rowsOf, type Told } from './known-case';

/** What matters first of a family's early help. A line says only what its part has told. */
export function summaryLines(told: Told): readonly string[] {
  const closure = partOf(told, 'closure');
  const closed =
    closure.kind === 'shown'
      ? (closure.value as { readonly outcome: string | null; readonly date: string | null })
      : null;
  return [
    closed ? `Closed ${day(closed.date)}: ${said(CLOSINGS, closed.outcome)}.` : null,
    closed ? null : ledBy(told),
    levelNow(told),
    closed ? null : nextMeeting(told),
    actionsSo(told),
    ...waiting(told),
  ].filter((line) => line !== null);
}

function ledBy(told: Told): string | null {
  const place = partOf(told, 'allocations');
  const lead = rowsOf(told, 'allocations').find(({ kind, until }) => kind === 'LEAD_PROFESSIONAL' && until === null);
  if (lead) {
    const choice = said(CHOICES, lead.familyChoice)?.replace(/^T/, 't');
    return `Led by ${lead.workerName} since ${day(lead.from)}; ${choice}. Rated ${word(lead.rating)?.toLowerCase()}.`;
  }
  const recorded = told.data?.person?.family?.leadProfessional?.name;
  if (recorded) return `Led by ${recorded}, by the agency’s own record.`;
  return place.kind === 'shown' ? 'Nobody leads here, as far as early help has it.' : null;
}

function levelNow({ data }: Told): string | null {
  const level = data?.person?.family?.needLevel;
  return level?.code ? `Level of need: ${word(level.code)}, since ${day(level.from) ?? 'a day not told'}.` : null;
}

function nextMeeting(told: Told): string | null {
  const [latest] = rowsOf(told, 'calledMeetings');
  if (latest) return `Last meeting called for ${day(latest.date)}.`;
  return partOf(told, 'calledMeetings').kind === 'shown' ? 'No meeting has been called through here.' : null;
}

/** Of all actions, or of the requester's own where no others are shown. */
function actionsSo(told: Told): string | null {
  const all = rowsOf(told, 'agreedActions');
  const actions = all.length > 0 ? all : rowsOf(told, 'myActions');
  if (actions.length === 0) return null;
  const which = all.length > 0 ? '' : ' of yours';
  const overdue = actions.filter(({ state }) => state === 'OVERDUE').length;
  const done = actions.filter(({ state }) => state === 'DONE').length;
  return `${done} of ${actions.length} ${actions.length === 1 ? 'action' : 'actions'}${which} done${overdue === 0 ? '' : `, ${overdue} overdue`}.`;
}

function waiting(told: Told): readonly string[] {
  const steps = rowsOf(told, 'stepProposals').filter(({ state }) => state === 'PROPOSED');
  const blocked = rowsOf(told, 'blockages').filter(({ clearedOn }) => clearedOn === null);
  return [
    ...steps.map(
      ({ direction, toLevel }) =>
        `A step ${direction?.toLowerCase()} to ${word(toLevel)} waits for the management team.`,
    ),
    ...(blocked.length === 0
      ? []
      : [`${blocked.length === 1 ? 'Something blocks' : `${blocked.length} things block`} the work.`]),
  ];
}
