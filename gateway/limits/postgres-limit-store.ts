import { z } from 'zod';
import type { Postgres } from '../shared/postgres';
import type { Held, LimitStore } from './limit-store';

const row = z.object({
  taken: z.boolean(),
  held: z.coerce.number(),
  added: z.coerce.number(),
  remaining: z.number(),
});
const FORGET_MS = 600_000;

/**
 * Counts in PostgreSQL, for every gateway together, by its clock. Where it does not answer nothing is taken: `take` and
 * `gather` throw `DatabaseUnavailable`, and what would have been counted is not done.
 */
export function createPostgresLimitStore(
  postgres: Pick<Postgres, 'ask'>,
  now: () => number = () => performance.now(),
): LimitStore {
  let forgetAt = now() + FORGET_MS;
  /** What is over is removed behind an answer, by whoever comes next. */
  const forget = (): void => {
    if (now() < forgetAt) return;
    forgetAt = now() + FORGET_MS;
    for (const table of ['limit_count', 'limit_set'])
      postgres.ask(`DELETE FROM family_view.${table} WHERE until <= clock_timestamp()`).catch(() => {});
  };
  const run = async (statement: string, values: readonly unknown[]): Promise<Held> => {
    const [answered] = await postgres.ask(statement, values);
    const { taken, held, added, remaining } = row.parse(answered);
    forget();
    return { taken, count: held, added, remaining };
  };
  return {
    take: (key, by, most, windowMs) =>
      run('SELECT * FROM family_view.take($1, $2, $3, $4)', [key, by, most, Math.ceil(windowMs)]),
    gather: (key, members, most, windowMs) =>
      run('SELECT * FROM family_view.gather($1, $2, $3, $4)', [key, members, most, Math.ceil(windowMs)]),
  };
}
