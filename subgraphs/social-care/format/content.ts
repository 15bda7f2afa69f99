import type { Row } from '../database/tables';
import { asDay } from './person';

/** The shapes of the published SDL, `schema/agencies/social-care.graphql`. */
export interface Practitioner {
  readonly name: string | null;
  readonly role: string | null;
  readonly team: string | null;
  readonly organisation: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

export const readPractitioner = (row: Row<'ssd_professionals'> | undefined): Practitioner | null =>
  row
    ? {
        name: row.prof_professional_name,
        role: row.prof_professional_job_title,
        team: row.prof_professional_department,
        organisation: row.prof_organisation,
        phone: row.prof_phone,
        email: row.prof_email,
      }
    : null;

const yesOrNo = (text: string | null): boolean | null => (text === 'Y' ? true : text === 'N' ? false : null);

/**
 * A list of codes kept as text; null where it was never recorded or cannot be read as one. The dataset's loaders write a
 * JSON list, a JSON object of codes and yes or no, or codes with commas.
 */
export function readList(text: string | null): readonly string[] | null {
  if (text === null) return null;
  if (/^\s*\d+[A-Z]?(\s*,\s*\d+[A-Z]?)*\s*$/.test(text)) return text.split(',').map((code) => code.trim());
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list.every((item): item is string => typeof item === 'string') ? list : null;
    if (typeof list !== 'object' || list === null) return null;
    const answers = Object.entries(list);
    if (
      !answers.every(([, answer]) => typeof answer === 'boolean' || /^(y|n|yes|no|true|false)$/i.test(String(answer)))
    )
      return null;
    return answers.filter(([, answer]) => /^(y|yes|true)$/i.test(String(answer))).map(([code]) => code);
  } catch {
    return null;
  }
}

export const readReferral = (row: Row<'ssd_cin_episodes'>) => ({
  cinReferralDate: asDay(row.cine_referral_date),
  referralSource: row.cine_referral_source_code,
  primaryNeedCode: row.cine_cin_primary_need_code,
  referralNfa: yesOrNo(row.cine_referral_nfa),
  cinClosureDate: asDay(row.cine_close_date),
  reasonForClosure: row.cine_close_reason,
});

export const readAssessment = (row: Row<'ssd_cin_assessments'>) => ({
  /** Not in the SDL: the key by which the factors are asked for, if they are. */
  assessmentId: row.cina_assessment_id,
  assessmentActualStartDate: asDay(row.cina_assessment_start_date),
  assessmentAuthorisationDate: asDay(row.cina_assessment_auth_date),
});

export interface Plan {
  readonly kind: 'CIN_PLAN' | 'CP_PLAN' | 'CARE_PLAN';
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly initialCategoryOfAbuse: string | null;
  readonly latestCategoryOfAbuse: string | null;
  readonly numberOfPreviousCpp: number | null;
  readonly reviewDates: readonly string[];
}

const days = (dates: readonly (string | null)[]): readonly string[] =>
  dates.flatMap((date) => asDay(date) ?? []).sort();

export const readProtectionPlan = (row: Row<'ssd_cp_plans'>, reviews: readonly Row<'ssd_cp_reviews'>[]): Plan => ({
  kind: 'CP_PLAN',
  startDate: asDay(row.cppl_cp_plan_start_date),
  endDate: asDay(row.cppl_cp_plan_end_date),
  initialCategoryOfAbuse: row.cppl_cp_plan_initial_category,
  latestCategoryOfAbuse: row.cppl_cp_plan_latest_category,
  numberOfPreviousCpp: row.cppl_previous_cp_plans,
  reviewDates: days(reviews.map((review) => review.cppr_cp_review_date)),
});

/** A child-in-need plan or a care plan: no category of abuse belongs to it. */
export const readOtherPlan = (
  kind: 'CIN_PLAN' | 'CARE_PLAN',
  start: string | null,
  end: string | null,
  reviews: readonly Row<'plan_reviews'>[],
): Plan => ({
  kind,
  startDate: asDay(start),
  endDate: asDay(end),
  initialCategoryOfAbuse: null,
  latestCategoryOfAbuse: null,
  numberOfPreviousCpp: null,
  reviewDates: days(reviews.map((review) => review.plrv_review_date)),
});

export const readEarlyHelpEpisode = (row: Row<'ssd_early_help_episodes'>) => ({
  episodeStartDate: asDay(row.earl_episode_start_date),
  episodeEndDate: asDay(row.earl_episode_end_date),
  reason: row.earl_episode_reason,
  endReason: row.earl_episode_end_reason,
  organisation: row.earl_episode_organisation,
});

export const readTafMeeting = (
  row: Row<'early_help_taf_meetings'>,
  actions: readonly Row<'early_help_taf_actions'>[],
) => ({
  date: asDay(row.etaf_meeting_date),
  attendees: readList(row.etaf_attendees_json),
  actions: [...actions]
    .sort((one, other) => (one.etac_order ?? 0) - (other.etac_order ?? 0))
    .map((action) => ({
      action: action.etac_action,
      owner: action.etac_owner,
      dueDate: asDay(action.etac_due_date),
      done: yesOrNo(action.etac_done),
    })),
});

export const readStep = (row: Row<'early_help_steps'>) => ({
  date: asDay(row.estp_date),
  direction: row.estp_direction,
  fromLevel: row.estp_from_level,
  toLevel: row.estp_to_level,
  reason: row.estp_reason,
});

/** The continuum's four levels, the lowest first; the rank is the place, from 1. */
const NEED_CODES: readonly string[] = ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'];

export function readNeedLevel(row: Row<'family_need_levels'>) {
  const rank = NEED_CODES.indexOf(row.need_code ?? '') + 1;
  return {
    scheme: row.need_scheme,
    code: row.need_code,
    rank: rank === 0 ? null : rank,
    from: asDay(row.need_from_date),
    until: asDay(row.need_until_date),
  };
}
