import { type CaseRows, noRows, type Row, type TableName } from '../database/tables';
import { LINKED } from '../format/person';
import type { CensusChild, CensusEpisode } from './census-child';
import type { CensusHeader } from './census-elements';
import type { Day, Flag } from './element-reader';
import { type RecordFault, toldBesideTheRecord } from './faults';

/** The row that the case-management system itself already has for a record of this kind and day, if it has one. */
export type HeldRecord = (table: TableName, day: string) => string | undefined;

/** Where a child of the return is kept, and what says that a row came from a return. */
export const RETURN_KEY = 'cin:';
export const personIdOf = (laCode: string, laChildId: string): string => `${RETURN_KEY}${laCode}:${laChildId}`;

const asFlag = (flag: Flag | undefined): string | null =>
  flag?.flag === undefined || flag.flag === null ? null : flag.flag ? 'Y' : 'N';
const asDate = (day: Day | undefined): string | null => day?.day ?? null;

/**
 * One child's records as rows, without the row of the person. A record's key is the person, its kind and the day it
 * began (as written, where it is no day), so that the same record in a later return is the same row.
 */
export function layOutChild(child: CensusChild, person: string, header: CensusHeader, held: HeldRecord): CaseRows {
  const rows = noRows();
  const used = new Map<string, number>();

  const keyOf = (table: TableName, kind: string, within: string, began: Day | undefined): string => {
    const known = began?.day ? held(table, began.day) : undefined;
    if (known !== undefined) return known;
    const key = `${within}/${kind}/${began?.day ?? began?.text ?? 'undated'}`;
    const times = (used.get(key) ?? 0) + 1;
    used.set(key, times);
    return times === 1 ? key : `${key}~${times}`;
  };
  const tellFaults = (record: string, faults: readonly RecordFault[]): void => {
    for (const fault of faults) {
      const place = (used.get(`${record}/fault`) ?? 0) + 1;
      used.set(`${record}/fault`, place);
      rows.record_faults.push({
        faul_fault_id: `${RETURN_KEY}${record}/fault/${place}`,
        faul_person_id: person,
        faul_record_id: record,
        faul_field: fault.element.split('/').at(-1) ?? fault.element,
        faul_fault: toldBesideTheRecord(fault),
        faul_value_text: fault.kept,
      });
    }
  };

  tellFaults(person, child.faults);
  for (const code of child.disabilities) {
    rows.ssd_disability.push({
      disa_table_id: `${RETURN_KEY}${person}/disability/${code}`,
      disa_person_id: person,
      disa_disability_code: code,
    });
  }
  if (child.formerUpn !== null) {
    rows.ssd_linked_identifiers.push({
      link_table_id: `${RETURN_KEY}${person}/former-upn/${child.formerUpn}`,
      link_person_id: person,
      link_identifier_type: LINKED.upn,
      link_identifier_value: child.formerUpn,
    });
  }
  for (const episode of child.episodes) layOutEpisode(episode);
  return rows;

  function layOutEpisode(episode: CensusEpisode): void {
    const root = person.startsWith(RETURN_KEY) ? person : `${RETURN_KEY}${header.laCode}:${child.laChildId}`;
    const referral = keyOf('ssd_cin_episodes', 'referral', root, episode.referralDate);
    rows.ssd_cin_episodes.push({
      cine_referral_id: referral,
      cine_person_id: person,
      cine_referral_date: asDate(episode.referralDate),
      cine_referral_source_code: episode.source?.text ?? null,
      cine_cin_primary_need_code: episode.primaryNeed?.text ?? null,
      cine_referral_nfa: asFlag(episode.nfa),
      cine_close_date: asDate(episode.closureDate),
      cine_close_reason: episode.closureReason?.text ?? null,
      cine_initial_cpc_date: asDate(episode.initialConferenceDate),
    });
    tellFaults(referral, episode.faults);
    const within = referral.startsWith(RETURN_KEY) ? referral : `${root}/referral/${asDate(episode.referralDate)}`;
    layOutParts(episode, referral, within);
  }

  function layOutParts(episode: CensusEpisode, referral: string, within: string): void {
    for (const assessment of episode.assessments) {
      const key = keyOf('ssd_cin_assessments', 'assessment', within, assessment.startDate);
      rows.ssd_cin_assessments.push({
        cina_assessment_id: key,
        cina_person_id: person,
        cina_referral_id: referral,
        cina_assessment_start_date: asDate(assessment.startDate),
        cina_internal_review_date: asDate(assessment.internalReviewDate),
        cina_assessment_auth_date: asDate(assessment.authorisationDate),
      });
      // An assessment that the case-management system holds itself keeps that system's own factors.
      if (key.startsWith(RETURN_KEY)) {
        rows.ssd_assessment_factors.push({
          cinf_table_id: `${key}/factors`,
          cinf_person_id: person,
          cinf_assessment_id: key,
          cinf_assessment_factors_json: assessment.factors === null ? null : JSON.stringify(assessment.factors),
        });
      }
      tellFaults(key, assessment.faults);
    }
    for (const plan of episode.cinPlans) {
      const key = keyOf('ssd_cin_plans', 'cin-plan', within, plan.startDate);
      rows.ssd_cin_plans.push({
        cinp_cin_plan_id: key,
        cinp_person_id: person,
        cinp_referral_id: referral,
        cinp_cin_plan_start_date: asDate(plan.startDate),
        cinp_cin_plan_end_date: asDate(plan.endDate),
      });
      tellFaults(key, plan.faults);
    }
    for (const enquiry of episode.section47s) {
      const key = keyOf('ssd_s47_enquiry', 'section-47', within, enquiry.startDate);
      rows.ssd_s47_enquiry.push({
        s47e_s47_enquiry_id: key,
        s47e_person_id: person,
        s47e_referral_id: referral,
        s47e_s47_start_date: asDate(enquiry.startDate),
        s47e_icpc_target_date: asDate(enquiry.conferenceTarget),
        s47e_icpc_date: asDate(enquiry.conferenceDate),
        s47e_icpc_not_required: asFlag(enquiry.conferenceNotRequired),
      });
      tellFaults(key, enquiry.faults);
    }
    for (const plan of episode.protectionPlans) layOutProtectionPlan(plan, referral, within);
    for (const proceedings of episode.preProceedings) {
      const key = keyOf('ssd_pre_proceedings', 'pre-proceedings', within, proceedings.startDate);
      const row: Row<'ssd_pre_proceedings'> = {
        prep_table_id: key,
        prep_person_id: person,
        prep_referral_id: referral,
        prep_pre_pro_start_date: asDate(proceedings.startDate),
        prep_pre_pro_letter_date: asDate(proceedings.letterDate),
        prep_fgdm_meeting_offered: asFlag(proceedings.meetingOffered),
        prep_fgdm_meeting_facilitated: asFlag(proceedings.meetingFacilitated),
        prep_initial_pre_pro_meeting_date: asDate(proceedings.initialMeetingDate),
        prep_pre_pro_meetings_num: proceedings.reviewMeetings?.count ?? null,
        prep_step_decision_date: asDate(proceedings.stepDecisionDate),
        prep_pre_pro_outcome: proceedings.outcome?.text ?? null,
        prep_court_application_date: asDate(proceedings.courtApplicationDate),
        prep_care_pro_letter_date: asDate(proceedings.careLetterDate),
      };
      rows.ssd_pre_proceedings.push(row);
      tellFaults(key, proceedings.faults);
    }
  }

  function layOutProtectionPlan(
    plan: CensusEpisode['protectionPlans'][number],
    referral: string,
    within: string,
  ): void {
    const key = keyOf('ssd_cp_plans', 'protection-plan', within, plan.startDate);
    rows.ssd_cp_plans.push({
      cppl_cp_plan_id: key,
      cppl_person_id: person,
      cppl_referral_id: referral,
      cppl_cp_plan_start_date: asDate(plan.startDate),
      cppl_cp_plan_end_date: asDate(plan.endDate),
      cppl_cp_plan_initial_category: plan.initialCategory?.text ?? null,
      cppl_cp_plan_latest_category: plan.latestCategory?.text ?? null,
      cppl_previous_cp_plans: plan.previousPlans?.count ?? null,
    });
    const planWithin = key.startsWith(RETURN_KEY) ? key : `${within}/protection-plan/${asDate(plan.startDate)}`;
    for (const review of plan.reviews) {
      rows.ssd_cp_reviews.push({
        cppr_cp_review_id: keyOf('ssd_cp_reviews', 'review', planWithin, review),
        cppr_person_id: person,
        cppr_cp_plan_id: key,
        cppr_cp_review_date: asDate(review),
      });
    }
    tellFaults(key, plan.faults);
  }
}

/** All faults of a child, in the order of the file. */
export function faultsOf(child: CensusChild): readonly RecordFault[] {
  const parts = child.episodes.flatMap((episode) => [
    episode,
    ...episode.assessments,
    ...episode.cinPlans,
    ...episode.section47s,
    ...episode.protectionPlans,
    ...episode.preProceedings,
  ]);
  return [...child.faults, ...parts.flatMap(({ faults }) => faults)].sort((one, other) => one.line - other.line);
}
