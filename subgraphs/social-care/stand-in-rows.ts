import type { Borough, HeldIdentity, ReachArea, SocialCareContent, Worker } from '@family-view/population';
import { type CaseRows, noRows, type Row } from './database/tables';
import { LINKED } from './format/person';
import { layOutContent } from './stand-in-content';
import { type Key, numberKeys, yesOrNo } from './stand-in-keys';

/** What social care holds of the borough, as rows of its case-management tables. Truth about people is not read. */
export function layOutRows(borough: Borough): CaseRows {
  const rows = noRows();
  const { people, memberships, involvements, content, workers, groups } = borough.socialCare;
  const key = numberKeys();
  const asOf = `${borough.today}T00:00:00.000Z`;
  // The authority's code opens the number of each of its schools (LAEstab).
  const laCode = borough.schools[0]?.laEstab.slice(0, 3) ?? null;

  for (const worker of new Map([...workers, ...namedWorkers(borough)].map((one) => [one.id, one])).values()) {
    rows.ssd_professionals.push(professionalRow(worker));
  }
  for (const identity of people) {
    layOutPerson(rows, key, identity, content.get(identity.ref), { laCode, areas: borough.reachAreas, asOf });
  }
  for (const [ref, record] of content) layOutContent(rows, key, ref, record);
  for (const member of memberships) {
    if (member.kind !== 'FAMILY') continue;
    rows.ssd_family.push({
      fami_table_id: key('fami'),
      fami_family_id: member.group,
      fami_person_id: member.ref,
      fami_relationship: member.relationship ?? null,
      fami_related_person_id: member.to ?? null,
      fami_start_date: member.from ?? null,
      fami_end_date: member.until ?? null,
      fami_parental_responsibility:
        member.parentalResponsibility === undefined ? null : yesOrNo(member.parentalResponsibility),
    });
  }
  for (const involvement of involvements) {
    rows.ssd_involvements.push({
      invo_involvements_id: key('invo'),
      invo_person_id: involvement.ref,
      invo_professional_id: involvement.worker?.id ?? null,
      invo_professional_role_id: involvement.role ?? null,
      invo_professional_team: involvement.team ?? null,
      invo_service: involvement.service,
      invo_involvement_start_date: involvement.from,
      invo_involvement_end_date: involvement.to ?? null,
      invo_last_contact_date: involvement.lastInteraction ?? null,
    });
  }
  for (const group of groups) {
    for (const level of group.needHistory) {
      rows.family_need_levels.push({
        need_level_id: key('need'),
        need_family_id: group.group,
        need_scheme: 'rotherham-continuum',
        need_code: level.code,
        need_from_date: level.from,
        need_until_date: level.until ?? null,
      });
    }
    if (group.leadProfessional) {
      rows.family_lead_professionals.push({
        lead_table_id: key('lead'),
        lead_family_id: group.group,
        lead_professional_id: group.leadProfessional.id,
        lead_from_date: null,
        lead_until_date: null,
      });
    }
  }
  return rows;
}

function* namedWorkers(borough: Borough): Iterable<Worker> {
  const { involvements, content, groups } = borough.socialCare;
  for (const { worker } of involvements) if (worker) yield worker;
  for (const { leadProfessional } of groups) if (leadProfessional) yield leadProfessional;
  for (const record of content.values()) {
    if (record.keyWorker) yield record.keyWorker;
    for (const { author } of record.earlyHelp.caf) if (author) yield author;
  }
}

const professionalRow = (worker: Worker): Row<'ssd_professionals'> => ({
  prof_professional_id: worker.id,
  prof_professional_name: worker.name,
  prof_professional_job_title: worker.role,
  prof_professional_department: worker.team,
  prof_organisation: worker.organisation,
  prof_phone: worker.phone,
  prof_email: worker.email,
});

/** The reach area of a postcode: its sector (`ZB1 2`) where the area names sectors, else its outward part. */
export function reachAreaOf(postcode: string, areas: readonly ReachArea[]): string | null {
  const squeezed = postcode.replace(/\s/g, '').toUpperCase();
  const outward = squeezed.slice(0, -3);
  const sector = `${outward} ${squeezed.at(-3)}`;
  return (
    areas.find((area) => area.postcodeSectors.includes(sector) || area.postcodeSectors.includes(outward))?.id ?? null
  );
}

function layOutPerson(
  rows: CaseRows,
  key: Key,
  identity: HeldIdentity,
  content: SocialCareContent | undefined,
  {
    laCode,
    areas,
    asOf,
  }: { readonly laCode: string | null; readonly areas: readonly ReachArea[]; readonly asOf: string },
): void {
  const { ref, address } = identity;
  rows.ssd_person.push({
    pers_person_id: ref,
    pers_source: 'case-management',
    pers_la_code: laCode,
    pers_la_child_id: identity.laChildId ?? null,
    pers_upn: identity.upn ?? null,
    pers_upn_unknown: null,
    pers_forename: identity.givenName ?? null,
    pers_surname: identity.familyName ?? null,
    pers_sex: identity.sex,
    pers_ethnicity: identity.ethnicity ?? null,
    pers_dob: identity.dateOfBirth ?? null,
    pers_expected_dob: identity.expectedDateOfBirth ?? null,
    pers_death_date: null,
    pers_life_state: identity.lifeState,
    pers_single_unique_id: identity.nhsNumber ?? null,
    pers_nhs_number_status: identity.nhsNumberStatus ?? null,
    pers_first_language: identity.firstLanguage ?? null,
    pers_allocated_worker_id: content?.keyWorker?.id ?? null,
    pers_social_care_record: yesOrNo(content !== undefined),
    pers_early_help_record: yesOrNo(content !== undefined),
    pers_looked_after_record: yesOrNo(content !== undefined),
    pers_as_of: asOf,
    pers_census_run: null,
  });
  const linked = [
    ...(identity.formerUpn === undefined ? [] : [[LINKED.upn, identity.formerUpn] as const]),
    ...identity.supersededNhsNumbers.map((number) => [LINKED.nhsNumber, number] as const),
    ...identity.formerNames.map((name) => [LINKED.name, name] as const),
  ];
  for (const [type, value] of linked) {
    rows.ssd_linked_identifiers.push({
      link_table_id: key('link'),
      link_person_id: ref,
      link_identifier_type: type,
      link_identifier_value: value,
    });
  }
  if (address) {
    rows.ssd_address.push({
      addr_table_id: key('addr'),
      addr_person_id: ref,
      addr_address_start_date: null,
      addr_address_end_date: null,
      addr_address_postcode: address.postcode,
      addr_address_json: JSON.stringify({ ADDRESS_LINE_1: address.line1, TOWN: address.town, UPRN: address.uprn }),
      addr_uprn: address.uprn,
      addr_reach_area: reachAreaOf(address.postcode, areas),
    });
  }
  if (identity.motherRef !== undefined) {
    rows.ssd_mother.push({
      moth_table_id: key('moth'),
      moth_person_id: identity.motherRef,
      moth_childs_person_id: ref,
    });
  }
  for (const marker of identity.markers) {
    rows.person_markers.push({ mark_table_id: key('mark'), mark_person_id: ref, mark_marker: marker });
  }
}
