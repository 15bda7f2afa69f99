import type { Marker } from '@family-view/kit';
import { readMarkers } from '@family-view/kit/read-markers';
import type { CaseDatabase } from '../database/open-database';
import { readNeedLevel, readPractitioner } from '../format/content';
import { asDay } from '../format/person';
import { groupRows } from '../format/rows';
import { inForce, latestFirst, readTable } from './read-table';

/** Markers of a member that close the family as a whole, whatever is granted of the others. */
const CLOSING: ReadonlySet<Marker> = new Set<Marker>(['SHIELDED', 'RESTRICTED']);

/** What is held about each family group as a whole; null where there is no such group, or where it must not be told. */
export async function readFamilies(database: CaseDatabase, groups: readonly string[], today: string) {
  const members = await readTable(database, 'ssd_family', 'fami_family_id', groups);
  const [markers, levels, leads] = await Promise.all([
    readTable(
      database,
      'person_markers',
      'mark_person_id',
      members.map((row) => row.fami_person_id),
    ),
    readTable(database, 'family_need_levels', 'need_family_id', groups),
    readTable(database, 'family_lead_professionals', 'lead_family_id', groups),
  ]);
  const professionals = await readTable(
    database,
    'ssd_professionals',
    'prof_professional_id',
    leads.map((row) => row.lead_professional_id),
  );
  const professional = new Map(professionals.map((row) => [row.prof_professional_id, row]));
  const membersOf = groupRows(members, (row) => row.fami_family_id);
  const levelsOf = groupRows(levels, (row) => row.need_family_id);
  const leadsOf = groupRows(leads, (row) => row.lead_family_id);
  // A worker's name and telephone number lead to a family that is hidden: one such member closes the group for all.
  const hidden = new Set(
    markers
      .filter((row) => readMarkers([row.mark_marker ?? '']).markers.some((marker) => CLOSING.has(marker)))
      .map((row) => row.mark_person_id),
  );

  return groups.map((group) => {
    const inGroup = membersOf.get(group);
    if (!inGroup || inGroup.some((row) => row.fami_person_id !== null && hidden.has(row.fami_person_id))) return null;
    const history = (levelsOf.get(group) ?? [])
      .map(readNeedLevel)
      .sort((one, other) => latestFirst(one.from, other.from));
    const lead = (leadsOf.get(group) ?? [])
      .filter((row) => inForce(asDay(row.lead_from_date), asDay(row.lead_until_date), today))
      .sort((one, other) => latestFirst(one.lead_from_date, other.lead_from_date))[0];
    return {
      needLevel: history.find((level) => inForce(level.from, level.until, today)) ?? null,
      needHistory: history,
      leadProfessional: readPractitioner(professional.get(lead?.lead_professional_id ?? '')),
    };
  });
}
