import type { SocialCareContent } from '@family-view/population';
import type { CaseRows } from './database/tables';
import { type Key, yesOrNo } from './stand-in-keys';

/** One person's case record, social care and early help, as rows. */
export function layOutContent(rows: CaseRows, key: Key, ref: string, content: SocialCareContent): void {
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
