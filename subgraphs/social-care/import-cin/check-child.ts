/** Rules that look at several records of one child: which are open, which overlap, and what a closed case may not have. */
import type { CensusEpisode } from './census-child';
import type { CensusHeader } from './census-elements';
import { checkPlans } from './check-plans';
import type { Leaf } from './element-reader';
import { brief, type RecordFault } from './faults';

type Fault = (rule: string, at: Leaf | undefined, expected: string) => void;
const OPEN_END = '9999-12-31';

/** `line` is the child's, for a fault that stands at nothing written. */
export function checkEpisodes(
  episodes: readonly CensusEpisode[],
  header: CensusHeader,
  line: number,
): readonly RecordFault[] {
  const faults: RecordFault[] = [];
  const tell: Fault = (rule, at, expected) =>
    void faults.push({
      rule,
      line: at?.line ?? line,
      element: at?.element ?? 'CINdetails',
      expected,
      came: at ? brief(at.text) : 'nothing',
      kept: null,
    });
  checkOpenEpisodes(episodes, header, tell);
  checkProtectionPlans(
    episodes.flatMap(({ protectionPlans }) => protectionPlans),
    header,
    tell,
  );
  checkPlans(episodes, header, tell);
  for (const episode of episodes) checkWithin(episode, tell);
  return faults;
}

function checkOpenEpisodes(episodes: readonly CensusEpisode[], header: CensusHeader, tell: Fault): void {
  const open = episodes.filter(({ closureDate, nfa }) => closureDate === undefined && nfa?.flag === false);
  const latest =
    episodes
      .map(({ referralDate }) => referralDate?.day ?? '')
      .sort()
      .at(-1) ?? '';
  for (const { referralDate } of open) {
    if (open.length > 1) tell('8815', referralDate, 'one open episode of a child');
    if (referralDate?.day && referralDate.day < latest)
      tell('8816', referralDate, 'an open episode to be the latest of the child');
  }
  const end = header.referenceDate ?? OPEN_END;
  for (const [place, episode] of episodes.entries()) {
    const day = episode.referralDate?.day;
    const within = (other: CensusEpisode): boolean => {
      const from = other.referralDate?.day;
      if (!day || !from || day < from) return false;
      if (other.closureDate) return other.closureDate.day !== null && day < other.closureDate.day;
      return other.nfa?.flag === false && day < end;
    };
    if (episodes.some((other, at) => at !== place && within(other)))
      tell('8820', episode.referralDate, 'no other episode of the child on that day');
  }
}

function checkProtectionPlans(plans: CensusEpisode['protectionPlans'], header: CensusHeader, tell: Fault): void {
  const open = plans.filter(({ endDate }) => endDate === undefined);
  if (open.length > 1) for (const { startDate } of open) tell('8935', startDate, 'one open plan of a child');
  for (const [place, plan] of plans.entries()) {
    const day = plan.startDate?.day;
    const within = ({ startDate, endDate }: CensusEpisode['protectionPlans'][number]): boolean => {
      if (!day || !startDate?.day || day < startDate.day) return false;
      return endDate ? endDate.day !== null && day <= endDate.day : day <= (header.referenceDate ?? OPEN_END);
    };
    if (plans.some((other, at) => at !== place && within(other)))
      tell('8940', plan.startDate, 'no other plan of the child on that day');
  }
}

function checkWithin(episode: CensusEpisode, tell: Fault): void {
  const { assessments, cinPlans, section47s, protectionPlans, closureDate, closureReason, nfa } = episode;
  const openPlans = cinPlans.filter(({ endDate }) => endDate === undefined);
  if (openPlans.length > 1)
    for (const { startDate } of openPlans) tell('4004', startDate, 'one open plan of an episode');
  const openAssessments = assessments.filter(({ authorisationDate }) => authorisationDate === undefined);
  if (openAssessments.length > 1)
    for (const { startDate } of openAssessments) tell('8896', startDate, 'one open assessment of an episode');
  for (const plan of protectionPlans) {
    for (const review of plan.reviews) {
      const clashes = cinPlans.some(
        ({ startDate, endDate }) =>
          review.day && startDate?.day && review.day >= startDate.day && review.day < (endDate?.day ?? OPEN_END),
      );
      if (clashes && review.day !== plan.endDate?.day) tell('4003', review, 'no child-in-need plan on that day');
    }
  }
  const conferences = [episode.initialConferenceDate, ...section47s.map(({ conferenceDate }) => conferenceDate)];
  const conferred = conferences.some((day) => day !== undefined);
  if (/^RC[89]$/.test(closureReason?.text ?? '')) {
    if (section47s.length > 0 || protectionPlans.length > 0 || cinPlans.length > 0 || episode.initialConferenceDate)
      tell('2990', closureReason, 'no plan, enquiry or conference in a case closed after assessment');
  }
  if (nfa?.flag === true) {
    const assessed = assessments.some(({ startDate, authorisationDate }) => startDate || authorisationDate);
    if (assessed || conferred || section47s.some(({ startDate }) => startDate))
      tell('8831', nfa, 'no activity after a referral without further action');
    if (cinPlans.length > 0) tell('4000', nfa, 'no child-in-need plan after a referral without further action');
    if (protectionPlans.length > 0) tell('8832', nfa, 'no plan after a referral without further action');
  }
  const closed = closureDate?.day;
  if (!closed) return;
  const activity = [
    ...assessments.flatMap(({ startDate, authorisationDate }) => [startDate, authorisationDate]),
    ...section47s.map(({ startDate }) => startDate),
    ...conferences,
    ...protectionPlans.map(({ endDate }) => endDate),
    ...cinPlans.flatMap(({ startDate, endDate }) => [startDate, endDate]),
  ];
  if (activity.some((day) => day?.day && day.day > closed))
    tell('8565', closureDate, 'a day on or after everything that was done in the case');
}
