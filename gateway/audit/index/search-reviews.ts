import type Database from 'libsql';
import { z } from 'zod';
import type { KeptRecord } from '../kept-record';
import type { ReviewQuery, ReviewsFound } from './audit-query';

export const REVIEW_STATES = ['OPEN', 'ASSIGNED', 'CLEARED', 'ESCALATED'] as const;
const reviewRows = z.array(
  z.object({
    sequence: z.number(),
    state: z.enum(REVIEW_STATES),
    assignee: z.string().nullable(),
    review_by: z.number(),
  }),
);
const countRows = z.array(z.object({ state: z.enum(REVIEW_STATES), n: z.number() }));
const countRow = z.object({ n: z.number() });
export const UNDONE = "state IN ('OPEN', 'ASSIGNED')";

/** Finds reviews by how they stand. @param readAt records, by their sequence. */
export function createReviewSearcher(
  database: Database.Database,
  readAt: (sequences: readonly number[]) => ReadonlyMap<number, KeptRecord>,
): (query: ReviewQuery) => ReviewsFound {
  const counts = database.prepare('SELECT state, count(*) AS n FROM review GROUP BY state');
  const overdue = database.prepare(`SELECT count(*) AS n FROM review WHERE ${UNDONE} AND review_by < ?`);
  return (query) => {
    const { where, given } = reviewConditions(query);
    const text = `SELECT sequence, state, assignee, review_by FROM review WHERE ${where.join(' AND ')} ORDER BY sequence DESC LIMIT ?`;
    const rows = reviewRows.parse(database.prepare(text).all([...given, query.first]));
    const records = readAt(rows.map(({ sequence }) => sequence));
    const byState = new Map(countRows.parse(counts.all()).map(({ state, n }) => [state, n]));
    const count = (state: (typeof REVIEW_STATES)[number]): number => byState.get(state) ?? 0;
    return {
      reviews: rows.flatMap(({ review_by: reviewBy, ...row }) => {
        const record = records.get(row.sequence);
        return record ? [{ ...row, reviewBy, record }] : [];
      }),
      counts: {
        OPEN: count('OPEN'),
        ASSIGNED: count('ASSIGNED'),
        CLEARED: count('CLEARED'),
        ESCALATED: count('ESCALATED'),
        OVERDUE: query.overdueAt === undefined ? 0 : countRow.parse(overdue.get(query.overdueAt)).n,
      },
    };
  };
}

/** Each as a part of the WHERE clause; every value is bound. */
export function reviewConditions(query: ReviewQuery): {
  readonly where: readonly string[];
  readonly given: readonly unknown[];
} {
  const where = ['1 = 1'];
  const given: unknown[] = [];
  const add = (text: string, ...values: readonly unknown[]): void => {
    where.push(text);
    given.push(...values);
  };
  if (query.reference !== undefined) add('reference = ?', query.reference);
  if (query.states) add(`state IN (${query.states.map(() => '?').join(', ')})`, ...query.states);
  if (query.kind !== undefined) add('kind = ?', query.kind);
  // As the index of what falls due is worded, so that it is used.
  if (query.overdue) add(`${UNDONE} AND review_by < ?`, query.overdueAt ?? 0);
  if (query.raised !== undefined) add('raised = ?', query.raised ? 1 : 0);
  if (query.before !== undefined) add('sequence < ?', query.before);
  return { where, given };
}
