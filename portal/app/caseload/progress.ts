import type { Notice } from '@family-view/client';
import { agencyName, joined, midSentence } from '../look/words';
import { ATTENTION_KINDS, type Attention } from './attention';
import type { ListAnswer, Loaded } from './use-caseload';

export type Kind = '' | 'ANY' | 'NO_CENTRE' | Attention['kind'];

/** How far the list has come, in a sentence that names whose list it is and who is missing from it. */
export function progress(
  { rows, more, state, answers }: Pick<Loaded, 'rows' | 'more' | 'state' | 'answers'>,
  shown: number,
): string {
  if (state === 'asking' && rows.length === 0) return 'Asking the agencies…';
  const all = `${rows.length} ${rows.length === 1 ? 'person' : 'people'}`;
  const some = shown === rows.length ? all : shown === 0 ? `None of ${all} listed` : `${shown} of ${all}`;
  if (state === 'failed') return rows.length === 0 ? 'The list did not come.' : `${some}; the next page did not come.`;
  if (state === 'asking') return `${some}; asking the agencies…`;
  if (more) return `${some}; there are more.`;
  return `${some}; ${wholeOf(answers)}`;
}

/** "The whole list" is said of agencies by name, and only of those that answered. */
function wholeOf(answers: readonly ListAnswer[]): string {
  const names = (...statuses: readonly string[]): string | null =>
    joined(answers.flatMap(({ agency, status }) => (statuses.includes(status ?? '') ? [agencyName(agency)] : [])));
  const whole = names('ANSWERED', 'NOTHING_HELD');
  const silent = names('UNAVAILABLE');
  const closed = names('WITHHELD');
  return [
    whole === null ? 'no agency gave its list.' : `the whole list of ${whole}.`,
    silent === null ? '' : `${silent} did not answer, and may list others.`,
    closed === null ? '' : `${closed} may not share its list with you.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** What a filter could not look at: closed to the requester, or an agency that did not answer. Empty where it saw all. */
export function notLookedAt(kind: Kind, notices: readonly Notice[]): string {
  const streams = ATTENTION_KINDS.filter(([one]) => kind === 'ANY' || kind === one).flatMap(([, , of]) => of);
  if (streams.length === 0) return '';
  const closed = notices.flatMap(({ kind: how, stream, message }) =>
    how === 'WITHHELD' && stream !== null && streams.includes(stream)
      ? [midSentence(message.split(':')[0] ?? message)]
      : [],
  );
  const agencies = new Set(streams.map((stream) => stream.split(':')[0]));
  const silent = notices.flatMap(({ kind: how, agency }) =>
    how === 'UNAVAILABLE' && agency !== null && agencies.has(agency) ? [agencyName(agency)] : [],
  );
  return [
    closed.length === 0 ? '' : `This filter could not look at ${joined([...new Set(closed)])}: not shared with you.`,
    silent.length === 0 ? '' : `${joined([...new Set(silent)])} did not answer, and may tell of others.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
