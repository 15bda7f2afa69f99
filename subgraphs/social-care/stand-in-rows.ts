import type { Borough, HeldIdentity, ReachArea, SocialCareContent, Worker } from '@family-view/population';
import { type CaseRows, noRows, type Row } from './database/tables';
import { LINKED } from './format/person';

/** Keys of the stand-in's own rows begin so; a re-seeding clears these, and never what a census import brought. */
export const STAND_IN_KEY = 'cms:';

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

const yesOrNo = (value: boolean): string => (value ? 'Y' : 'N');

function numberKeys(): (kind: string) => string {
  const counts = new Map<string, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${STAND_IN_KEY}${kind}:${count}`;
  };
}
type Key = ReturnType<typeof numberKeys>;

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

function layOutContent(rows: CaseRows, key: Key, ref: string, content: SocialCareContent): void {
  for (const referral of content.referrals) {
    rows.ssd_cin_episodes.push({
      cine_referral_id: key('cine'),
      cine_person_id: ref,
      cine_referral_date: referral.date,
      cine_referral_source_code: referral.source,
      cine_cin_primary_need_code: referral.primaryNeed,
      cine_referral_nfa: yesOrNo(referral.nfa),
      cine_close_date: referral.closureDate ?? null,
      cine_close_reason: referral.reasonForClosure ?? null,
      cine_initial_cpc_date: null,
    });
  }
  for (const assessment of content.assessments) {
    const id = key('cina');
    rows.ssd_cin_assessments.push({
      cina_assessment_id: id,
      cina_person_id: ref,
      cina_referral_id: null,
      cina_assessment_start_date: assessment.start,
      cina_internal_review_date: null,
      cina_assessment_auth_date: assessment.authorised ?? null,
    });
    rows.ssd_assessment_factors.push({
      cinf_table_id: key('cinf'),
      cinf_person_id: ref,
      cinf_assessment_id: id,
      cinf_assessment_factors_json: JSON.stringify(assessment.factors),
    });
  }
  for (const plan of content.plans) layOutPlan(rows, key, ref, plan);
  for (const episode of content.earlyHelp.episodes) {
    rows.ssd_early_help_episodes.push({
      earl_episode_id: key('earl'),
      earl_person_id: ref,
      earl_episode_start_date: episode.start,
      earl_episode_end_date: episode.end ?? null,
      earl_episode_reason: episode.reason,
      earl_episode_end_reason: episode.endReason ?? null,
      earl_episode_organisation: episode.organisation,
    });
  }
  for (const caf of content.earlyHelp.caf) {
    rows.early_help_caf.push({
      ecaf_caf_id: key('ecaf'),
      ecaf_person_id: ref,
      ecaf_start_date: caf.start,
      ecaf_completed_date: caf.completed ?? null,
      ecaf_author_id: caf.author?.id ?? null,
    });
  }
  for (const meeting of content.earlyHelp.tafMeetings) {
    const id = key('etaf');
    rows.early_help_taf_meetings.push({
      etaf_meeting_id: id,
      etaf_person_id: ref,
      etaf_meeting_date: meeting.date,
      etaf_attendees_json: JSON.stringify(meeting.attendees),
    });
    for (const [place, action] of meeting.actions.entries()) {
      rows.early_help_taf_actions.push({
        etac_action_id: key('etac'),
        etac_person_id: ref,
        etac_meeting_id: id,
        etac_order: place,
        etac_action: action.action,
        etac_owner: action.owner,
        etac_due_date: action.dueDate ?? null,
        etac_done: yesOrNo(action.done),
      });
    }
  }
  for (const step of content.earlyHelp.steps) {
    rows.early_help_steps.push({
      estp_step_id: key('estp'),
      estp_person_id: ref,
      estp_date: step.date,
      estp_direction: step.direction,
      estp_from_level: step.from,
      estp_to_level: step.to,
      estp_reason: step.reason,
    });
  }
}

function layOutPlan(rows: CaseRows, key: Key, ref: string, plan: SocialCareContent['plans'][number]): void {
  const end = plan.end ?? null;
  if (plan.kind === 'CP_PLAN') {
    const id = key('cppl');
    rows.ssd_cp_plans.push({
      cppl_cp_plan_id: id,
      cppl_person_id: ref,
      cppl_referral_id: null,
      cppl_cp_plan_start_date: plan.start,
      cppl_cp_plan_end_date: end,
      cppl_cp_plan_initial_category: plan.initialCategory ?? null,
      cppl_cp_plan_latest_category: plan.latestCategory ?? null,
      cppl_previous_cp_plans: plan.previousCpp ?? null,
    });
    for (const review of plan.reviews) {
      rows.ssd_cp_reviews.push({
        cppr_cp_review_id: key('cppr'),
        cppr_person_id: ref,
        cppr_cp_plan_id: id,
        cppr_cp_review_date: review,
      });
    }
    return;
  }
  const id = key(plan.kind === 'CIN_PLAN' ? 'cinp' : 'lacp');
  if (plan.kind === 'CIN_PLAN') {
    rows.ssd_cin_plans.push({
      cinp_cin_plan_id: id,
      cinp_person_id: ref,
      cinp_referral_id: null,
      cinp_cin_plan_start_date: plan.start,
      cinp_cin_plan_end_date: end,
    });
  } else {
    rows.ssd_cla_care_plan.push({
      lacp_table_id: id,
      lacp_person_id: ref,
      lacp_cla_care_plan_start_date: plan.start,
      lacp_cla_care_plan_end_date: end,
    });
    // A child with a care plan is looked after: the SSDA903 return would hold an episode for the same time.
    rows.ssd_cla_episodes.push({
      clae_cla_episode_id: key('clae'),
      clae_person_id: ref,
      clae_cla_episode_start_date: plan.start,
      clae_cla_episode_ceased_date: end,
    });
  }
  for (const review of plan.reviews) {
    rows.plan_reviews.push({
      plrv_review_id: key('plrv'),
      plrv_person_id: ref,
      plrv_plan_id: id,
      plrv_review_date: review,
    });
  }
}
