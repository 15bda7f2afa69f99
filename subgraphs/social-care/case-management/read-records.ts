import type { CaseDatabase } from '../database/open-database';
import type { Row } from '../database/tables';
import * as content from '../format/content';
import { asDay } from '../format/person';
import { groupRows } from '../format/rows';
import { inForce, latestFirst, readTable } from './read-table';

/** One answer for each ref: null where no such case record is kept, so that no rows would mean "not known" rather than "none". */
type ByRef<T> = Promise<readonly (T | null)[]>;
type CaseRecord = 'pers_social_care_record' | 'pers_early_help_record';

async function whereKept<T extends readonly unknown[]>(
  database: CaseDatabase,
  refs: readonly string[],
  record: CaseRecord,
  answer: (ref: string) => T,
): ByRef<T> {
  const people = await readTable(database, 'ssd_person', 'pers_person_id', refs);
  const said = new Map(people.map((person) => [person.pers_person_id, person[record]]));
  return refs.map((ref) => {
    const keeps = said.get(ref);
    if (keeps === undefined) return null;
    const answered = answer(ref);
    // Rows say that a record is kept, whatever stands beside them; none say so only where it is known to be kept.
    return keeps === 'Y' || answered.length > 0 ? answered : null;
  });
}

/** Which of these references this agency holds a person under. */
export async function readHeld(
  database: CaseDatabase,
  refs: readonly string[],
): Promise<readonly (Row<'ssd_person'> | null)[]> {
  const people = new Map(
    (await readTable(database, 'ssd_person', 'pers_person_id', refs)).map((row) => [row.pers_person_id, row]),
  );
  return refs.map((ref) => people.get(ref) ?? null);
}

export async function readReferrals(database: CaseDatabase, refs: readonly string[]) {
  const rows = groupRows(
    await readTable(database, 'ssd_cin_episodes', 'cine_person_id', refs),
    (row) => row.cine_person_id,
  );
  return whereKept(database, refs, 'pers_social_care_record', (ref) =>
    (rows.get(ref) ?? [])
      .map(content.readReferral)
      .sort((one, other) => latestFirst(one.cinReferralDate, other.cinReferralDate)),
  );
}

export async function readAssessments(database: CaseDatabase, refs: readonly string[]) {
  const rows = groupRows(
    await readTable(database, 'ssd_cin_assessments', 'cina_person_id', refs),
    (row) => row.cina_person_id,
  );
  return whereKept(database, refs, 'pers_social_care_record', (ref) =>
    (rows.get(ref) ?? [])
      .map(content.readAssessment)
      .sort((one, other) => latestFirst(one.assessmentActualStartDate, other.assessmentActualStartDate)),
  );
}

/** The factors of assessments, by assessment: asked for by themselves, so that nobody's factors are read who was not asked about. */
export async function readAssessmentFactors(
  database: CaseDatabase,
  assessmentIds: readonly string[],
): ByRef<readonly string[]> {
  const rows = await readTable(database, 'ssd_assessment_factors', 'cinf_assessment_id', assessmentIds);
  const lists = new Map(
    rows.map((row) => [row.cinf_assessment_id, content.readList(row.cinf_assessment_factors_json)]),
  );
  return assessmentIds.map((id) => lists.get(id) ?? null);
}

export async function readPlans(database: CaseDatabase, refs: readonly string[]) {
  const [cin, protection, reviews, care, otherReviews] = await Promise.all([
    readTable(database, 'ssd_cin_plans', 'cinp_person_id', refs),
    readTable(database, 'ssd_cp_plans', 'cppl_person_id', refs),
    readTable(database, 'ssd_cp_reviews', 'cppr_person_id', refs),
    readTable(database, 'ssd_cla_care_plan', 'lacp_person_id', refs),
    readTable(database, 'plan_reviews', 'plrv_person_id', refs),
  ]);
  const reviewsOf = groupRows(reviews, (row) => row.cppr_cp_plan_id);
  const otherReviewsOf = groupRows(otherReviews, (row) => row.plrv_plan_id);
  const plans = groupRows(
    [
      ...cin.map((row) => ({
        ref: row.cinp_person_id,
        plan: content.readOtherPlan(
          'CIN_PLAN',
          row.cinp_cin_plan_start_date,
          row.cinp_cin_plan_end_date,
          otherReviewsOf.get(row.cinp_cin_plan_id) ?? [],
        ),
      })),
      ...protection.map((row) => ({
        ref: row.cppl_person_id,
        plan: content.readProtectionPlan(row, reviewsOf.get(row.cppl_cp_plan_id) ?? []),
      })),
      ...care.map((row) => ({
        ref: row.lacp_person_id,
        plan: content.readOtherPlan(
          'CARE_PLAN',
          row.lacp_cla_care_plan_start_date,
          row.lacp_cla_care_plan_end_date,
          otherReviewsOf.get(row.lacp_table_id) ?? [],
        ),
      })),
    ],
    ({ ref }) => ref,
  );
  return whereKept(database, refs, 'pers_social_care_record', (ref) =>
    (plans.get(ref) ?? []).map(({ plan }) => plan).sort((one, other) => latestFirst(one.startDate, other.startDate)),
  );
}

/** The worker the case is allocated to. */
export async function readKeyWorkers(database: CaseDatabase, refs: readonly string[]): ByRef<content.Practitioner> {
  const people = await readHeld(database, refs);
  const workers = await readTable(
    database,
    'ssd_professionals',
    'prof_professional_id',
    people.map((person) => person?.pers_allocated_worker_id ?? null),
  );
  const worker = new Map(workers.map((row) => [row.prof_professional_id, row]));
  return people.map((person) => content.readPractitioner(worker.get(person?.pers_allocated_worker_id ?? '')));
}

/** A worker of the agency's own record; null where it has none of that id. */
export async function readWorker(database: CaseDatabase, id: string): Promise<content.Practitioner | null> {
  const [row] = await readTable(database, 'ssd_professionals', 'prof_professional_id', [id]);
  return content.readPractitioner(row);
}

/** Derived status. A part that the record cannot answer is null: a census return tells nothing of being looked after. */
export async function readStatuses(database: CaseDatabase, refs: readonly string[], today: string) {
  const [people, episodes, plans, lookedAfter, unreadable] = await Promise.all([
    readHeld(database, refs),
    readTable(database, 'ssd_cin_episodes', 'cine_person_id', refs),
    readTable(database, 'ssd_cp_plans', 'cppl_person_id', refs),
    readTable(database, 'ssd_cla_episodes', 'clae_person_id', refs),
    readTable(database, 'record_faults', 'faul_person_id', refs),
  ]);
  const episodesOf = groupRows(episodes, (row) => row.cine_person_id);
  const plansOf = groupRows(plans, (row) => row.cppl_person_id);
  const lookedAfterOf = groupRows(lookedAfter, (row) => row.clae_person_id);
  const endUnreadable = new Set(
    unreadable
      .filter((row) => row.faul_value_text !== null && /^(CINclosureDate|CPPendDate)$/.test(row.faul_field ?? ''))
      .map((row) => row.faul_record_id),
  );
  return refs.map((ref, place) => {
    const person = people[place];
    const rows = [...(episodesOf.get(ref) ?? []), ...(plansOf.get(ref) ?? []), ...(lookedAfterOf.get(ref) ?? [])];
    if (!person || (person.pers_social_care_record === 'N' && rows.length === 0)) return null;
    // Where it is not said that a record is kept, that there are no rows does not say that there is nothing.
    const none = person.pers_social_care_record === 'Y' ? false : null;
    const needs = (episodesOf.get(ref) ?? [])
      .filter((row) => row.cine_referral_nfa !== 'Y')
      .map((row) => {
        const undated =
          row.cine_close_date === null && (row.cine_close_reason !== null || endUnreadable.has(row.cine_referral_id));
        return undated ? null : isOpen(row.cine_referral_date, row.cine_close_date, today);
      });
    const protection = (plansOf.get(ref) ?? []).map((row) => ({
      category: row.cppl_cp_plan_latest_category,
      open: endUnreadable.has(row.cppl_cp_plan_id)
        ? null
        : isOpen(row.cppl_cp_plan_start_date, row.cppl_cp_plan_end_date, today),
    }));
    return {
      childInNeed: anyOf(needs, none),
      childProtectionPlan: anyOf(
        protection.map(({ open }) => open),
        none,
      ),
      lookedAfter: anyOf(
        (lookedAfterOf.get(ref) ?? []).map((row) =>
          isOpen(row.clae_cla_episode_start_date, row.clae_cla_episode_ceased_date, today),
        ),
        person.pers_looked_after_record === 'Y' ? false : null,
      ),
      latestCategoryOfAbuse: protection.find(({ open }) => open === true)?.category ?? null,
    };
  });
}

/** Whether something is open; not known where its end cannot be read, or lies before its start. */
function isOpen(from: string | null, until: string | null, today: string): boolean | null {
  const [start, end] = [asDay(from), asDay(until)];
  if ((until !== null && end === null) || (start !== null && end !== null && end < start)) return null;
  return inForce(start, end, today);
}

/** True if any is; not known if none is but one is not known; else false. `none`: what it means that there are none. */
const anyOf = (answers: readonly (boolean | null)[], none: false | null): boolean | null =>
  answers.includes(true) || (answers.includes(null) ? null : answers.length === 0 ? none : false);

export async function readEarlyHelpEpisodes(database: CaseDatabase, refs: readonly string[]) {
  const rows = groupRows(
    await readTable(database, 'ssd_early_help_episodes', 'earl_person_id', refs),
    (row) => row.earl_person_id,
  );
  return whereKept(database, refs, 'pers_early_help_record', (ref) =>
    (rows.get(ref) ?? [])
      .map(content.readEarlyHelpEpisode)
      .sort((one, other) => latestFirst(one.episodeStartDate, other.episodeStartDate)),
  );
}

export async function readCommonAssessments(database: CaseDatabase, refs: readonly string[]) {
  const all = await readTable(database, 'early_help_caf', 'ecaf_person_id', refs);
  const authors = await readTable(
    database,
    'ssd_professionals',
    'prof_professional_id',
    all.map((row) => row.ecaf_author_id),
  );
  const author = new Map(authors.map((row) => [row.prof_professional_id, row]));
  const rows = groupRows(all, (row) => row.ecaf_person_id);
  return whereKept(database, refs, 'pers_early_help_record', (ref) =>
    (rows.get(ref) ?? [])
      .map((row) => ({
        startDate: asDay(row.ecaf_start_date),
        completedDate: asDay(row.ecaf_completed_date),
        author: content.readPractitioner(author.get(row.ecaf_author_id ?? '')),
      }))
      .sort((one, other) => latestFirst(one.startDate, other.startDate)),
  );
}

export async function readTafMeetings(database: CaseDatabase, refs: readonly string[]) {
  const [meetings, actions] = await Promise.all([
    readTable(database, 'early_help_taf_meetings', 'etaf_person_id', refs),
    readTable(database, 'early_help_taf_actions', 'etac_person_id', refs),
  ]);
  const rows = groupRows(meetings, (row) => row.etaf_person_id);
  const actionsOf = groupRows(actions, (row) => row.etac_meeting_id);
  return whereKept(database, refs, 'pers_early_help_record', (ref) =>
    (rows.get(ref) ?? [])
      .map((row) => content.readTafMeeting(row, actionsOf.get(row.etaf_meeting_id) ?? []))
      .sort((one, other) => latestFirst(one.date, other.date)),
  );
}

export async function readSteps(database: CaseDatabase, refs: readonly string[]) {
  const rows = groupRows(
    await readTable(database, 'early_help_steps', 'estp_person_id', refs),
    (row) => row.estp_person_id,
  );
  return whereKept(database, refs, 'pers_early_help_record', (ref) =>
    (rows.get(ref) ?? []).map(content.readStep).sort((one, other) => latestFirst(one.date, other.date)),
  );
}
