/** Rules on plans and assessments that may not run at one time, as the published validation rules of the CIN census have them. */
import type { CensusAssessment, CensusCinPlan, CensusEpisode, CensusProtectionPlan } from './census-child';
import type { CensusHeader } from './census-elements';
import type { Day } from './element-reader';

type Fault = (rule: string, at: Day | undefined, expected: string) => void;

/** Of a time that is open at its end, the last day is the census's reference date. */
interface Span {
  readonly startDate: Day | undefined;
  readonly endDate: Day | undefined;
}

export function checkPlans(episodes: readonly CensusEpisode[], header: CensusHeader, tell: Fault): void {
  const plans = episodes.flatMap(({ cinPlans }) => cinPlans);
  const protections = episodes.flatMap(({ protectionPlans }) => protectionPlans);
  const last = header.referenceDate ?? '9999-12-31';
  for (const { cinPlans, protectionPlans, assessments } of episodes) {
    checkOpen(cinPlans, protectionPlans, tell);
    checkAssessments(assessments, last, tell);
  }
  for (const { startDate } of plans.filter((plan) => isDuringAnother(plan, plans, last)))
    tell('4014', startDate, 'no other child-in-need plan of the child on that day');
  // The day on which one ends may be the day on which the other begins.
  for (const { startDate } of plans.filter((plan) => protections.some((other) => begins(plan, other, last, false))))
    tell('4016', startDate, 'no child protection plan of the child on that day');
  for (const { startDate } of protections.filter((plan) => plans.some((other) => begins(plan, other, last, false))))
    tell('4017', startDate, 'no child-in-need plan of the child on that day');
}

function checkOpen(plans: readonly CensusCinPlan[], protections: readonly CensusProtectionPlan[], tell: Fault): void {
  if (protections.every(({ endDate }) => endDate !== undefined)) return;
  for (const { startDate, endDate } of plans)
    if (startDate && !endDate) tell('4001', startDate, 'no open plan beside an open child protection plan');
}

function checkAssessments(assessments: readonly CensusAssessment[], last: string, tell: Fault): void {
  const spans = assessments.map(({ startDate, authorisationDate }) => ({ startDate, endDate: authorisationDate }));
  for (const { startDate } of spans.filter((span) => isDuringAnother(span, spans, last)))
    tell('8863Q', startDate, 'no other assessment of the episode on that day');
}

const isDuringAnother = (span: Span, all: readonly Span[], last: string): boolean =>
  all.some((other) => other !== span && begins(span, other, last, true));

/** Whether `one` begins while `other` runs; `withEnd`: on its last day too. What is no day is compared with nothing. */
function begins(one: Span, other: Span, last: string, withEnd: boolean): boolean {
  const day = one.startDate?.day;
  const from = other.startDate?.day;
  if (!day || !from || day < from) return false;
  if (other.endDate === undefined) return day <= last;
  const end = other.endDate.day;
  return end !== null && (day < end || (withEnd && day === end));
}
