import { z } from 'zod';
import { FamilyViewError } from '../errors';
import type { Postgres } from '../shared/postgres';
import { stopEntryForm } from './stop-entry-form';
import type { StopStore } from './types';

/** What is stopped cannot be read: a row is not of its form. */
class StopRowUnreadable extends FamilyViewError {
  constructor(id: string, cause: unknown) {
    super(
      `family_view.stop_entry, row ${id}: no stop and no lift of one. Put the row right; nothing may be taken out.`,
      {
        code: 'STOPS_UNREADABLE',
        httpStatus: 503,
        cause,
      },
    );
  }
}

/** Any number, the same in every gateway. */
const ADDING = 7_402_121;

const row = z.object({ id: z.string(), entry: z.string() });
const stamped = z.object({ stamp: z.string() });

/** Stops in the database that gateways share: rows that are added, one after the other, and never changed. */
export const createPostgresStopStore = (postgres: Postgres): StopStore => ({
  async read() {
    const rows = await postgres.ask('SELECT id, entry FROM family_view.stop_entry ORDER BY id');
    return rows.map((one) => {
      const { id, entry } = row.parse(one);
      try {
        return stopEntryForm.parse(JSON.parse(entry));
      } catch (cause) {
        throw new StopRowUnreadable(id, cause);
      }
    });
  },
  add: (entry) =>
    postgres.inTransaction(async (ask) => {
      // So that rows appear in the order of their numbers: whoever has read to one has read all before it.
      await ask('SELECT pg_advisory_xact_lock($1)', [ADDING]);
      await ask('INSERT INTO family_view.stop_entry (entry) VALUES ($1)', [JSON.stringify(stopEntryForm.parse(entry))]);
    }),
  async stamp() {
    const [found] = await postgres.ask('SELECT coalesce(max(id), 0)::text AS stamp FROM family_view.stop_entry');
    return stamped.parse(found).stamp;
  },
});
