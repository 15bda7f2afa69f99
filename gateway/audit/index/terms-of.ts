import { type KeptRecord, peopleIn } from '../kept-record';

/** The words that a record is found by: people, agencies, clauses, details of a search, the glass it was asked under. */
export function termsOf(record: KeptRecord, clausesOfIntent: readonly string[]): ReadonlySet<string> {
  const { eventName, payload } = record;
  const isIntent = eventName === 'FAMILY_VIEW_INTENT';
  return new Set([
    ...peopleIn(record).map((person) => `p${person}`),
    ...payload.agencies.map(({ agency }) => `a${agency}`),
    ...(isIntent ? payload.clauses : clausesOfIntent).map((clause) => `c${clause}`),
    ...payload.searches.flatMap((search) => Object.values(search).map((digest) => `d${digest}`)),
    ...(isIntent && payload.breakGlass !== null ? [`g${payload.breakGlass}`] : []),
  ]);
}
