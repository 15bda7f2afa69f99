import { z } from 'zod';
import type { Ask, Postgres } from '../shared/postgres';
import type { AskedTable, BudgetEntry, BudgetStore, SpentBefore } from './budget-store';

const row = z.object({ at: z.coerce.number(), subject: z.string(), asked: z.string(), cost: z.number() });
const kept = z.object({ cell: z.string() });
const table = z.object({ parts: z.array(z.string()), strata: z.array(z.string()) });

/** In the database that gateways share: two that ask at one moment, for one organisation, are judged one after the other. */
export function createPostgresBudgetStore(postgres: Pick<Postgres, 'ask' | 'inTransaction'>): BudgetStore {
  return {
    spend: (entry, judge) =>
      postgres.inTransaction(async (ask) => {
        await ask("SELECT pg_advisory_xact_lock(hashtextextended('figures ' || $1, 0))", [entry.organisation]);
        const before = {
          requester: await read(ask, 'requester', entry),
          organisation: await read(ask, 'organisation', entry),
        };
        const judged = judge(before);
        if (judged.taken) await keep(ask, entry, judged.cost);
        return { ...judged, before };
      }),
    async keptBack(name, since) {
      const rows = await postgres.ask('SELECT cell FROM family_view.kept_back WHERE name = $1 AND at > $2', [
        name,
        since,
      ]);
      return new Set(rows.map((one) => kept.parse(one).cell));
    },
    async keepBack(name, cells, at) {
      await postgres.ask(
        'INSERT INTO family_view.kept_back SELECT $1, cell, $3 FROM unnest($2::text[]) AS cell GROUP BY cell ON CONFLICT (name, cell) DO UPDATE SET at = excluded.at',
        [name, cells, at],
      );
    },
    close: async () => {},
  };
}

async function read(
  ask: Ask,
  whose: 'requester' | 'organisation',
  { since, table: { subject }, ...entry }: BudgetEntry,
): Promise<SpentBefore> {
  const answered = await ask(
    `SELECT at, subject, asked, ${whose}_cost AS cost FROM family_view.asked_table WHERE ${whose} = $1 AND at > $2 ORDER BY at`,
    [entry[whose], since],
  );
  const rows = answered.map((one) => row.parse(one));
  return {
    tables: rows
      .filter((one) => one.subject === subject)
      .map((one): AskedTable => ({ subject, ...table.parse(JSON.parse(one.asked)) })),
    used: rows.reduce((sum, { cost }) => sum + cost, 0),
    oldest: rows.find(({ cost }) => cost > 0)?.at ?? null,
  };
}

async function keep(
  ask: Ask,
  { at, since, requester, organisation, table: { subject, ...asked } }: BudgetEntry,
  cost: { readonly requester: number; readonly organisation: number },
): Promise<void> {
  await ask('DELETE FROM family_view.asked_table WHERE at <= $1 AND (requester = $2 OR organisation = $3)', [
    since,
    requester,
    organisation,
  ]);
  await ask('INSERT INTO family_view.asked_table VALUES ($1, $2, $3, $4, $5, $6, $7)', [
    at,
    requester,
    organisation,
    subject,
    JSON.stringify(asked),
    cost.requester,
    cost.organisation,
  ]);
}
