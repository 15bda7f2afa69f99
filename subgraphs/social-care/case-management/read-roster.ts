import type { KeptAct, Requester } from '@family-view/kit';
import { isReferred } from '@family-view/kit/acts/referred-people';
import { sql } from 'kysely';
import { z } from 'zod';
import type { CaseDatabase } from '../database/open-database';
import { actedFamilies } from '../early-help/acted-cases';
import { readFamilyOf } from './read-groups';

const rosterRow = z.object({ ref: z.string() });

/**
 * People in an area, or on the requester's own caseload (allocated, involved, lead of their family, or given their family
 * through the gateway), by reference.
 */
export async function readRoster(
  database: CaseDatabase,
  ask: { readonly area: string | null; readonly mine: boolean; readonly first: number; readonly after: string | null },
  requester: Requester,
  today: string,
  acts: readonly KeptAct[] = [],
): Promise<{ readonly refs: readonly string[]; readonly next: string | null }> {
  if (ask.area === null && !ask.mine) return { refs: [], next: null };
  const first = Math.max(1, Math.min(ask.first, 1_000));
  const given = ask.mine ? await givenTo(database, requester.id, acts) : [];
  const conditions = [
    ask.after === null ? sql`1 = 1` : sql`pers_person_id > ${ask.after}`,
    ask.area === null
      ? sql`1 = 1`
      : sql`pers_person_id in (select addr_person_id from ssd_address where addr_reach_area = ${ask.area} and addr_address_end_date is null)`,
    ask.mine ? ownCaseload(requester.id, today, given) : sql`1 = 1`,
  ];
  const isPastRecord = ask.after !== null && isReferred(ask.after);
  const answer = await sql<unknown>`
    select pers_person_id as ref from ssd_person where ${sql.join(conditions, sql` and `)} order by pers_person_id limit ${first + 1}
  `.execute(database);
  const held = isPastRecord ? [] : answer.rows.map((row) => rosterRow.parse(row).ref);
  // Whoever is known by a referral alone comes after those who are on record, and is in no area's list.
  const referred = ask.area === null ? given.filter(isReferred).sort() : [];
  const refs = [...held, ...referred.filter((ref) => !isPastRecord || ref > ask.after!)];
  const page = refs.slice(0, first);
  return { refs: page, next: refs.length > first ? (page.at(-1) ?? null) : null };
}

/** Everybody of the families that were given to a worker through the gateway, and are theirs still. */
async function givenTo(database: CaseDatabase, worker: string, acts: readonly KeptAct[]): Promise<readonly string[]> {
  if (!acts.some(({ act, args }) => act === 'allocateWorker' && args.worker === worker)) return [];
  const familyOf = await readFamilyOf(database, [...new Set(acts.map(({ ref }) => ref))]);
  return actedFamilies(acts, familyOf)
    .filter(({ known }) => known.allocations.some((one) => one.worker === worker && one.until === null))
    .flatMap(({ members }) => members);
}

const ownCaseload = (worker: string, today: string, given: readonly string[]) => sql`(
  pers_allocated_worker_id = ${worker}
  ${given.length === 0 ? sql`` : sql`or pers_person_id in (${sql.join(given)})`}
  or pers_person_id in (
    select invo_person_id from ssd_involvements where invo_professional_id = ${worker}
    and (invo_involvement_end_date is null or invo_involvement_end_date >= ${today}))
  or pers_person_id in (
    select fami_person_id from ssd_family join family_lead_professionals on lead_family_id = fami_family_id
    where lead_professional_id = ${worker} and (lead_until_date is null or lead_until_date >= ${today})))`;
