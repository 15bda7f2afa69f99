import type { HeldFact, RecordFactKind, Requester } from '@family-view/kit';
import type { CaseDatabase } from '../database/open-database';
import type { Row } from '../database/tables';
import { asDay } from '../format/person';
import { groupRows } from '../format/rows';
import { currentAddress, readPeople } from './read-people';
import { inForce, latestFirst, readTable } from './read-table';

/** Midnight, in UTC, at the start of a day, and the last instant of one: a relationship ends with its last day. */
const opening = (day: string | null): string | null => (day === null ? null : `${day}T00:00:00.000Z`);
const closing = (day: string | null): string | null => (day === null ? null : `${day}T23:59:59.999Z`);

/** Facts about each person and this requester. Consent is not among them: social care acts by law, and records none. */
export async function readFacts(
  database: CaseDatabase,
  refs: readonly string[],
  kinds: readonly RecordFactKind[],
  requester: Requester,
  today: string,
): Promise<readonly (readonly HeldFact[])[]> {
  const families = await readTable(database, 'ssd_family', 'fami_person_id', refs);
  const familiesOf = groupRows(families, (row) => row.fami_person_id);
  const groups = families.map((row) => row.fami_family_id);
  const [people, involvements, persons, leads, needs, addresses] = await Promise.all([
    readPeople(database, refs, today),
    readTable(database, 'ssd_involvements', 'invo_person_id', refs),
    readTable(database, 'ssd_person', 'pers_person_id', refs),
    readTable(database, 'family_lead_professionals', 'lead_family_id', groups),
    readTable(database, 'family_need_levels', 'need_family_id', groups),
    readTable(database, 'ssd_address', 'addr_person_id', refs),
  ]);
  const allocated = new Map(persons.map((row) => [row.pers_person_id, row.pers_allocated_worker_id]));
  const involvementsOf = groupRows(involvements, (row) => row.invo_person_id);
  const addressesOf = groupRows(addresses, (row) => row.addr_person_id);

  return refs.map((ref, place) => {
    const person = people[place];
    if (!person) return [];
    const inFamily = new Set((familiesOf.get(ref) ?? []).map((row) => row.fami_family_id));
    const facts: HeldFact[] = [];
    if (kinds.includes('RELATIONSHIP')) {
      const familyLeads = leads.filter((row) => inFamily.has(row.lead_family_id));
      facts.push(
        ...relationships(involvementsOf.get(ref) ?? [], allocated.get(ref) ?? null, familyLeads, requester, today),
      );
    }
    if (kinds.includes('NEED_LEVEL'))
      facts.push(
        ...needLevels(
          needs.filter((row) => inFamily.has(row.need_family_id)),
          today,
        ),
      );
    if (kinds.includes('AREA')) {
      const area = currentAddress(addressesOf.get(ref) ?? [], today)?.addr_reach_area;
      if (area) facts.push(fact('AREA', area));
    }
    return facts;
  });
}

const fact = (
  kind: RecordFactKind,
  value: string,
  from: string | null = null,
  until: string | null = null,
): HeldFact => ({
  kind,
  value,
  from: opening(from),
  until: closing(until),
});

function relationships(
  involvements: readonly Row<'ssd_involvements'>[],
  allocatedWorker: string | null,
  leads: readonly Row<'family_lead_professionals'>[],
  requester: Requester,
  today: string,
): readonly HeldFact[] {
  const held = [
    ...leads
      .filter(
        (row) =>
          row.lead_professional_id === requester.id &&
          inForce(asDay(row.lead_from_date), asDay(row.lead_until_date), today),
      )
      .map((row) => fact('RELATIONSHIP', 'LEAD_PROFESSIONAL', asDay(row.lead_from_date), asDay(row.lead_until_date))),
    ...involvements
      .map((row) => ({
        row,
        from: asDay(row.invo_involvement_start_date),
        until: asDay(row.invo_involvement_end_date),
      }))
      .filter(({ row, from, until }) => row.invo_professional_id === requester.id && inForce(from, until, today))
      .map(({ row, from, until }) => fact('RELATIONSHIP', relationshipOf(row.invo_professional_role_id), from, until)),
    ...(allocatedWorker === requester.id ? [fact('RELATIONSHIP', 'ALLOCATED_WORKER')] : []),
  ];
  const seen = new Set<string>();
  return held.filter(({ value }) => !seen.has(value) && seen.add(value));
}

function relationshipOf(role: string | null): string {
  if (/lead professional/i.test(role ?? '')) return 'LEAD_PROFESSIONAL';
  return /\bTAF\b/.test(role ?? '') ? 'TAF_MEMBER' : 'ALLOCATED_WORKER';
}

function needLevels(rows: readonly Row<'family_need_levels'>[], today: string): readonly HeldFact[] {
  return rows
    .map((row) => ({ code: row.need_code, from: asDay(row.need_from_date), until: asDay(row.need_until_date) }))
    .filter(({ code, from, until }) => code !== null && inForce(from, until, today))
    .sort((one, other) => latestFirst(one.from, other.from))
    .map(({ code, from, until }) => fact('NEED_LEVEL', code ?? '', from, until));
}
