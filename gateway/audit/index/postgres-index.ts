import { z } from 'zod';
import type { Postgres } from '../../shared/postgres';
import { keptRecord } from '../kept-record';
import type { SharedAuditIndex } from './audit-query';
import { conditionsOf, type IndexTables } from './search-index';
import { REVIEW_STATES, reviewConditions, UNDONE } from './search-reviews';
import { shipRecords } from './ship-records';

/** By its time a record is found in the table of its month. */
const TABLES: IndexTables = {
  look: 'family_view_audit.look',
  term: 'family_view_audit.term',
  place: ['sequence', 'at'],
};
/** Any number, the same in every gateway: records go in one gateway's after another's, so that their order never changes. */
const SHIPPING = 7_402_120;
const TURN = 500;

const number = z.coerce.number();
const shippedRow = z.object({ sequence: number }).optional();
const record = z.string().transform((text) => keptRecord.parse(JSON.parse(text)));
const lookRow = z.object({ sequence: number, record, intent: record.nullable() });
const reviewRow = z.object({
  sequence: number,
  state: z.enum(REVIEW_STATES),
  assignee: z.string().nullable(),
  review_by: number,
  record,
});
const oldestRow = z.object({ at: number.nullable() });
const roleRow = z.object({ role: z.string(), operations: number });
const DAY_MS = 86_400_000;
const countRow = z.object({ state: z.enum(REVIEW_STATES), n: number });

/**
 * One index of all gateways' audits, with the records themselves: pseudonyms and field names, as they are in the segments.
 * The record of a gateway stays its own segments, and what is lost here is filled from them again. Rows are added, and never
 * changed or taken out: months go by `retainMonths`, which a gateway's own user may not.
 * @param gateway names the audit that `ship` takes from.
 */
export function createPostgresIndex(postgres: Postgres, gateway: string): SharedAuditIndex {
  let shipped: number | null = null;
  const after = async (ask: Postgres['ask']): Promise<number> => {
    const [row] = await ask('SELECT sequence FROM family_view_audit.shipped WHERE gateway = $1', [gateway]);
    return shippedRow.parse(row)?.sequence ?? 0;
  };

  return {
    async ship(own) {
      shipped ??= await after(postgres.ask);
      while (own.after(shipped, 1).length > 0)
        shipped = await postgres.inTransaction(async (ask) => {
          await ask('SELECT pg_advisory_xact_lock($1)', [SHIPPING]);
          const from = await after(ask);
          const records = own.after(from, TURN);
          const last = records.at(-1)?.sequence ?? from;
          if (records.length > 0) await shipRecords(ask, gateway, records);
          await ask(
            'INSERT INTO family_view_audit.shipped VALUES ($1, $2) ON CONFLICT (gateway) DO UPDATE SET sequence = excluded.sequence',
            [gateway, last],
          );
          return last;
        });
    },
    async query(query) {
      const { where, given } = conditionsOf(query, TABLES);
      const rows = await postgres.ask(
        `SELECT found.sequence, found.record, asked.record AS intent FROM (
           SELECT look.sequence, look.record, look.intent, look.intent_at FROM ${TABLES.look} AS look WHERE ${numbered(where.join(' AND '))}
           ORDER BY look.sequence DESC LIMIT $${given.length + 1}
         ) AS found LEFT JOIN ${TABLES.look} AS asked ON (asked.sequence, asked.at) = (found.intent, found.intent_at) ORDER BY found.sequence DESC`,
        [...given, query.first],
      );
      return rows.map((row) => lookRow.parse(row));
    },
    async reviews(query) {
      const { where, given } = reviewConditions(query);
      const rows = await postgres.ask(
        `SELECT found.sequence, found.state, found.assignee, found.review_by, look.record FROM (
           SELECT sequence, at, state, assignee, review_by FROM family_view_audit.review WHERE ${numbered(where.join(' AND '))}
           ORDER BY sequence DESC LIMIT $${given.length + 1}
         ) AS found JOIN ${TABLES.look} AS look USING (sequence, at) ORDER BY found.sequence DESC`,
        [...given, query.first],
      );
      const counted = await postgres.ask('SELECT state, count(*) AS n FROM family_view_audit.review GROUP BY state');
      const byState = new Map(counted.map((row) => countRow.parse(row)).map(({ state, n }) => [state, n]));
      const [overdue] =
        query.overdueAt === undefined
          ? []
          : await postgres.ask(
              `SELECT 'OPEN' AS state, count(*) AS n FROM family_view_audit.review WHERE ${UNDONE} AND review_by < $1`,
              [query.overdueAt],
            );
      const count = (state: (typeof REVIEW_STATES)[number]): number => byState.get(state) ?? 0;
      return {
        reviews: rows.map((row) => {
          const { review_by: reviewBy, ...review } = reviewRow.parse(row);
          return { ...review, reviewBy };
        }),
        counts: {
          OPEN: count('OPEN'),
          ASSIGNED: count('ASSIGNED'),
          CLEARED: count('CLEARED'),
          ESCALATED: count('ESCALATED'),
          OVERDUE: overdue === undefined ? 0 : countRow.parse(overdue).n,
        },
      };
    },
    async usage(groups, since) {
      const [first] = await postgres.ask('SELECT min(at) AS at FROM family_view_audit.look');
      const { at } = oldestRow.parse(first);
      const from = Math.floor(since / DAY_MS);
      const counted =
        at === null ? null : new Date(Math.max(from, Math.floor(at / DAY_MS)) * DAY_MS).toISOString().slice(0, 10);
      const rolesOf = async (fields: readonly string[]) => {
        const rows = await postgres.ask(
          `SELECT role, sum(operations) AS operations FROM family_view_audit.asked WHERE day >= $1 AND fields IN
           (SELECT fields FROM family_view_audit.asked_field WHERE name = ANY ($2)) GROUP BY role ORDER BY operations DESC, role COLLATE "C"`,
          [from, fields],
        );
        return { since: counted, roles: rows.map((row) => roleRow.parse(row)) };
      };
      return Promise.all(groups.map(rolesOf));
    },
    close: () => postgres.close(),
  };
}

/** SQLite's question marks as PostgreSQL numbers its values. */
function numbered(text: string): string {
  let at = 0;
  return text.replaceAll('?', () => {
    at += 1;
    return `$${at}`;
  });
}
