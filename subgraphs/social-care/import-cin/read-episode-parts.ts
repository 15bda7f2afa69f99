import type {
  CensusAssessment,
  CensusCinPlan,
  CensusPreProceedings,
  CensusProtectionPlan,
  CensusSection47,
} from './census-child';
import type { CensusHeader } from './census-elements';
import { notAfterTheYear, notBefore, withinTheYear } from './check-days';
import { ABUSE_CATEGORIES, ASSESSMENT_FACTORS } from './code-lists';
import type { Day, ElementReader } from './element-reader';

/** What the parts of an episode are measured against. */
export interface During {
  readonly header: CensusHeader;
  readonly referralDate: Day | undefined;
  readonly closed: boolean;
}

export function readAssessment(reader: ElementReader, { header, referralDate, closed }: During): CensusAssessment {
  const startDate = reader.day('AssessmentActualStartDate');
  const internalReviewDate = reader.day('AssessmentInternalReviewDate');
  const authorisationDate = reader.day('AssessmentAuthorisationDate');
  if (!startDate) reader.tellMissing('AssessmentActualStartDate', 'the day the assessment began');
  notBefore(reader, startDate, referralDate, '1103');
  if (authorisationDate) notAfterTheYear(reader, startDate, header);
  else withinTheYear(reader, startDate, header, '8736');
  if (startDate?.day && authorisationDate?.day && startDate.day > authorisationDate.day) {
    reader.tell(authorisationDate, {
      rule: '8608',
      expected: `on or after AssessmentActualStartDate, ${startDate.day}`,
    });
  }
  withinTheYear(reader, authorisationDate, header, '8696');
  if (closed && !authorisationDate)
    reader.tellMissing('AssessmentAuthorisationDate', 'a date, in an episode that is closed', '8867');
  return {
    startDate,
    internalReviewDate,
    authorisationDate,
    factors: readFactors(reader, authorisationDate, header),
    faults: reader.finish(),
  };
}

function readFactors(
  reader: ElementReader,
  authorisationDate: Day | undefined,
  header: CensusHeader,
): readonly string[] | null {
  const lists = reader.sections('FactorsIdentifiedAtAssessment');
  const leaves = lists.flatMap((list) => list.leaves('AssessmentFactors'));
  const seen = new Set<string>();
  for (const leaf of leaves) {
    if (!ASSESSMENT_FACTORS.has(leaf.text)) reader.tell(leaf, { expected: 'a code of the census' });
    if (leaves.some((other) => other !== leaf && other.text === leaf.text))
      reader.tell(leaf, { rule: '8898', expected: 'each code once' });
    if (leaf.text === '21' && leaves.length > 1) reader.tell(leaf, { rule: '8869', expected: '21 (no factors) alone' });
    const split = { '18A': '8945Q', '19A': '8950Q' }[leaf.text];
    if (split && (header.referenceDate ?? '') >= '2025-03-31')
      reader.tell(leaf, { rule: split, expected: 'B or C, by whom the abuse was' });
    seen.add(leaf.text);
  }
  if (leaves.length > 0 && !authorisationDate) {
    reader.tellMissing('AssessmentAuthorisationDate', 'a completed assessment, since factors are given', '8614');
  }
  if (leaves.length === 0 && authorisationDate?.day && authorisationDate.day >= (header.periodStart ?? '')) {
    reader.tellMissing('FactorsIdentifiedAtAssessment', 'factors of a completed assessment', '8897Q');
  }
  for (const list of lists) reader.faults.push(...list.finish());
  return lists.length === 0 ? null : [...seen];
}

export function readCinPlan(reader: ElementReader, { header, referralDate }: During): CensusCinPlan {
  const startDate = reader.day('CINPlanStartDate');
  const endDate = reader.day('CINPlanEndDate');
  if (!startDate) reader.tellMissing('CINPlanStartDate', 'the day the plan began', '4010');
  notAfterTheYear(reader, startDate, header, '4010');
  notBefore(reader, startDate, referralDate, '4015');
  notBefore(reader, endDate, startDate, '4011');
  if (startDate?.day && startDate.day === endDate?.day)
    reader.tell(endDate, { rule: '4012Q', expected: 'a day after CINPlanStartDate' });
  withinTheYear(reader, endDate, header, '4013');
  return { startDate, endDate, faults: reader.finish() };
}

export function readSection47(reader: ElementReader, { header, referralDate }: During): CensusSection47 {
  const startDate = reader.day('S47ActualStartDate');
  const conferenceTarget = reader.day('InitialCPCtarget');
  const conferenceDate = reader.day('DateOfInitialCPC');
  const conferenceNotRequired = reader.flag('ICPCnotRequired', null);
  if (!startDate) reader.tellMissing('S47ActualStartDate', 'the day the enquiry began', '8615');
  notBefore(reader, startDate, referralDate, '2889');
  notAfterTheYear(reader, startDate, header);
  notBefore(reader, conferenceDate, startDate, '8615');
  notBefore(reader, conferenceDate, referralDate, '1104');
  withinTheYear(reader, conferenceDate, header, '8715');
  return { startDate, conferenceTarget, conferenceDate, conferenceNotRequired, faults: reader.finish() };
}

export function readProtectionPlan(reader: ElementReader, { header, referralDate }: During): CensusProtectionPlan {
  const startDate = reader.day('CPPstartDate');
  const endDate = reader.day('CPPendDate');
  const initialCategory = reader.code('InitialCategoryOfAbuse', ABUSE_CATEGORIES, '8905');
  const latestCategory = reader.code('LatestCategoryOfAbuse', ABUSE_CATEGORIES, '8910');
  const previousPlans = reader.count('NumberOfPreviousCPP');
  if (!startDate) reader.tellMissing('CPPstartDate', 'the day the plan began', '8720');
  if (!initialCategory) reader.tellMissing('InitialCategoryOfAbuse', 'a code of the census', '8905');
  if (!latestCategory) reader.tellMissing('LatestCategoryOfAbuse', 'a code of the census', '8910');
  if (!previousPlans) reader.tellMissing('NumberOfPreviousCPP', 'a whole number', '8730');
  notAfterTheYear(reader, startDate, header, '8720');
  notBefore(reader, startDate, referralDate, '1105');
  notBefore(reader, endDate, startDate, '8925');
  if (startDate?.day && startDate.day === endDate?.day)
    reader.tell(endDate, { rule: '8840', expected: 'a day after CPPstartDate' });
  withinTheYear(reader, endDate, header, '8930');
  const reviews = reader.sections('Reviews').flatMap((part) => {
    const days = part.days('CPPreviewDate');
    if (days.length === 0) part.tellMissing('CPPreviewDate', 'the day of the review', '8842Q');
    for (const day of days) {
      notAfterTheYear(part, day, header);
      if (day.day && startDate?.day && day.day <= startDate.day)
        part.tell(day, { rule: '8841', expected: `after CPPstartDate, ${startDate.day}` });
    }
    reader.faults.push(...part.finish());
    return days;
  });
  return { startDate, endDate, initialCategory, latestCategory, previousPlans, reviews, faults: reader.finish() };
}

/** Pre-proceedings and family group decision making, from the 2025/26 census. No published rule numbers are known for it here. */
export function readPreProceedings(reader: ElementReader, { header }: During): CensusPreProceedings {
  const day = (name: string): Day | undefined => {
    const read = reader.day(name);
    notAfterTheYear(reader, read, header);
    return read;
  };
  return {
    startDate: day('PPStartDate'),
    letterDate: day('LBPSentDate'),
    meetingOffered: reader.flag('FGDMMeetingOffer', null),
    meetingFacilitated: reader.flag('FGDMMeetingFac', null),
    initialMeetingDate: day('InitialPPMeetingDate'),
    reviewMeetings: reader.count('ReviewMeetingsCount'),
    stepDecisionDate: day('StepDecisionDate'),
    outcome: reader.leaf('PPOutcome'),
    courtApplicationDate: day('CourtAppDate'),
    careLetterDate: day('LetterInitCPDate'),
    faults: reader.finish(),
  };
}
