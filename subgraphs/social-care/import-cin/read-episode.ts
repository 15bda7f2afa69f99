import type { CensusEpisode } from './census-child';
import type { CensusHeader } from './census-elements';
import { notAfterTheYear, notBefore, withinTheYear } from './check-days';
import { CLOSURE_REASONS, PRIMARY_NEEDS, REFERRAL_SOURCES } from './code-lists';
import type { ElementReader } from './element-reader';
import {
  readAssessment,
  readCinPlan,
  readPreProceedings,
  readProtectionPlan,
  readSection47,
} from './read-episode-parts';

/** Reads one `CINdetails`: an episode of need, from its referral to its closure, with all that happened in it. */
export function readEpisode(reader: ElementReader, header: CensusHeader): CensusEpisode {
  const referralDate = reader.day('CINreferralDate');
  const source = reader.code('ReferralSource', REFERRAL_SOURCES, '8866');
  const primaryNeed = reader.code('PrimaryNeedCode', PRIMARY_NEEDS, '8650');
  const nfa = reader.flag('ReferralNFA', '8568');
  const closureDate = reader.day('CINclosureDate');
  const closureReason = reader.code('ReasonForClosure', CLOSURE_REASONS, '8640');
  const initialConferenceDate = reader.day('DateOfInitialCPC');

  if (!referralDate) reader.tellMissing('CINreferralDate', 'the day of the referral', '8600');
  if (!source) reader.tellMissing('ReferralSource', 'a code of the census', '8866');
  if (!nfa) reader.tellMissing('ReferralNFA', 'true, false, 1 or 0', '8568');
  if (!primaryNeed && nfa?.flag === false)
    reader.tellMissing('PrimaryNeedCode', 'a code, after a referral with further action', '8610');
  if (closureDate && !closureReason) reader.tellMissing('ReasonForClosure', 'a reason beside CINclosureDate', '8805');
  if (closureReason && !closureDate) reader.tellMissing('CINclosureDate', 'a date beside ReasonForClosure', '8810');
  notAfterTheYear(reader, referralDate, header, '8600');
  notBefore(reader, closureDate, referralDate, '8630');
  withinTheYear(reader, closureDate, header, '8620');
  notBefore(reader, initialConferenceDate, referralDate, null);
  withinTheYear(reader, initialConferenceDate, header, null);

  const during = { header, referralDate, closed: closureDate !== undefined };
  return {
    referralDate,
    source,
    primaryNeed,
    nfa,
    closureDate,
    closureReason,
    initialConferenceDate,
    assessments: reader.sections('Assessments').map((part) => readAssessment(part, during)),
    cinPlans: reader.sections('CINPlanDates').map((part) => readCinPlan(part, during)),
    section47s: reader.sections('Section47').map((part) => readSection47(part, during)),
    protectionPlans: reader.sections('ChildProtectionPlans').map((part) => readProtectionPlan(part, during)),
    preProceedings: reader.sections('PreProceedingsandFGDM').map((part) => readPreProceedings(part, during)),
    faults: reader.finish(),
  };
}
