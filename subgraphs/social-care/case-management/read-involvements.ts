import type { HeldContact, HeldInvolvement } from '@family-view/kit';
import type { CaseDatabase } from '../database/open-database';
import type { Row } from '../database/tables';
import { asDay } from '../format/person';
import { groupRows } from '../format/rows';
import { inForce, latestFirst, readTable } from './read-table';

/**
 * Which teams work or worked with each person. A census return names no workers: for a child known from one only, each
 * referral that went on to further action stands as an involvement of children's social care.
 */
export async function readInvolvements(
  database: CaseDatabase,
  refs: readonly string[],
  settings: { readonly today: string; readonly dutyLine: string | null },
): Promise<readonly (readonly HeldInvolvement[])[]> {
  const [people, rows, episodes] = await Promise.all([
    readTable(database, 'ssd_person', 'pers_person_id', refs),
    readTable(database, 'ssd_involvements', 'invo_person_id', refs),
    readTable(database, 'ssd_cin_episodes', 'cine_person_id', refs),
  ]);
  const professionals = await readTable(
    database,
    'ssd_professionals',
    'prof_professional_id',
    rows.map((row) => row.invo_professional_id),
  );
  const professional = new Map(professionals.map((row) => [row.prof_professional_id, row]));
  const rowsOf = groupRows(rows, (row) => row.invo_person_id);
  const episodesOf = groupRows(episodes, (row) => row.cine_person_id);
  const held = new Map(people.map((person) => [person.pers_person_id, person]));

  return refs.map((ref) => {
    const person = held.get(ref);
    if (!person) return [];
    const asOf = person.pers_as_of ?? '1970-01-01T00:00:00.000Z';
    const recorded = (rowsOf.get(ref) ?? []).map((row): HeldInvolvement => {
      const from = asDay(row.invo_involvement_start_date);
      const to = asDay(row.invo_involvement_end_date);
      return {
        ref,
        service: row.invo_service ?? "Children's social care",
        team: row.invo_professional_team,
        role: row.invo_professional_role_id,
        status: inForce(null, to, settings.today) ? 'CURRENT' : 'HISTORIC',
        from,
        to,
        lastInteraction: asDay(row.invo_last_contact_date),
        contact: contactOf(professional.get(row.invo_professional_id ?? ''), settings.dutyLine),
        asOf,
      };
    });
    const returned = person.pers_source === 'cin-census' ? (episodesOf.get(ref) ?? []) : [];
    const fromCensus = returned
      .filter((row) => row.cine_referral_nfa !== 'Y')
      .map((row): HeldInvolvement => {
        const to = asDay(row.cine_close_date);
        // A reason for closing without a day of closing (CIN rule 8810): closed, it is not known when.
        const closed = row.cine_close_reason !== null || !inForce(null, to, settings.today);
        return {
          ref,
          service: "Children's social care",
          team: null,
          role: null,
          status: closed ? 'HISTORIC' : 'CURRENT',
          from: asDay(row.cine_referral_date),
          to,
          lastInteraction: null,
          contact: contactOf(undefined, settings.dutyLine),
          asOf,
        };
      });
    return [...recorded, ...fromCensus].sort((one, other) => latestFirst(one.from, other.from));
  });
}

function contactOf(row: Row<'ssd_professionals'> | undefined, dutyLine: string | null): HeldContact | null {
  if (!row && dutyLine === null) return null;
  return {
    name: row?.prof_professional_name ?? null,
    role: row?.prof_professional_job_title ?? null,
    phone: row?.prof_phone ?? null,
    email: row?.prof_email ?? null,
    dutyLine,
  };
}
