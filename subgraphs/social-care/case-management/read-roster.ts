import type { Requester } from '@family-view/kit';
import { sql } from 'kysely';
import { z } from 'zod';
import type { CaseDatabase } from '../database/open-database';

const rosterRow = z.object({ ref: z.string() });

/** People in an area, or on the requester's own caseload (allocated, involved, or lead of their family), by reference. */
export async function readRoster(
  database: CaseDatabase,
  ask: { readonly area: string | null; readonly mine: boolean; readonly first: number; readonly after: string | null },
  requester: Requester,
  today: string,
): Promise<{ readonly refs: readonly string[]; readonly next: string | null }> {
  if (ask.area === null && !ask.mine) return { refs: [], next: null };
  const first = Math.max(1, Math.min(ask.first, 1_000));
  const conditions = [
    ask.after === null ? sql`1 = 1` : sql`pers_person_id > ${ask.after}`,
    ask.area === null
      ? sql`1 = 1`
      : sql`pers_person_id in (select addr_person_id from ssd_address where addr_reach_area = ${ask.area} and addr_address_end_date is null)`,
    ask.mine ? ownCaseload(requester.id, today) : sql`1 = 1`,
  ];
  const answer = await sql<unknown>`
    select pers_person_id as ref from ssd_person where ${sql.join(conditions, sql` and `)} order by pers_person_id limit ${first + 1}
  `.execute(database);
  const refs = answer.rows.map((row) => rosterRow.parse(row).ref);
  const page = refs.slice(0, first);
  return { refs: page, next: refs.length > first ? (page.at(-1) ?? null) : null };
}

const ownCaseload = (worker: string, today: string) => sql`(
  pers_allocated_worker_id = ${worker}
  or pers_person_id in (
    select invo_person_id from ssd_involvements where invo_professional_id = ${worker}
    and (invo_involvement_end_date is null or invo_involvement_end_date >= ${today}))
  or pers_person_id in (
    select fami_person_id from ssd_family join family_lead_professionals on lead_family_id = fami_family_id
    where lead_professional_id = ${worker} and (lead_until_date is null or lead_until_date >= ${today})))`;
