import type { Count, Day, Flag, Leaf } from './element-reader';
import type { RecordFault } from './faults';

/** One child of a return, as read. Every part carries what is wrong with it. */
export interface CensusChild {
  readonly line: number;
  readonly laChildId: string | null;
  readonly upn: string | null;
  readonly formerUpn: string | null;
  readonly upnUnknown: string | null;
  readonly birthDate: Day | undefined;
  readonly expectedBirthDate: Day | undefined;
  readonly deathDate: Day | undefined;
  readonly sex: 'M' | 'F' | 'U' | null;
  readonly ethnicity: string | null;
  readonly disabilities: readonly string[];
  readonly episodes: readonly CensusEpisode[];
  readonly faults: readonly RecordFault[];
}

export interface CensusEpisode {
  readonly referralDate: Day | undefined;
  readonly source: Leaf | undefined;
  readonly primaryNeed: Leaf | undefined;
  readonly nfa: Flag | undefined;
  readonly closureDate: Day | undefined;
  readonly closureReason: Leaf | undefined;
  readonly initialConferenceDate: Day | undefined;
  readonly assessments: readonly CensusAssessment[];
  readonly cinPlans: readonly CensusCinPlan[];
  readonly section47s: readonly CensusSection47[];
  readonly protectionPlans: readonly CensusProtectionPlan[];
  readonly preProceedings: readonly CensusPreProceedings[];
  readonly faults: readonly RecordFault[];
}

export interface CensusAssessment {
  readonly startDate: Day | undefined;
  readonly internalReviewDate: Day | undefined;
  readonly authorisationDate: Day | undefined;
  /** Null where the return has no list of factors at all. */
  readonly factors: readonly string[] | null;
  readonly faults: readonly RecordFault[];
}

export interface CensusCinPlan {
  readonly startDate: Day | undefined;
  readonly endDate: Day | undefined;
  readonly faults: readonly RecordFault[];
}

export interface CensusSection47 {
  readonly startDate: Day | undefined;
  readonly conferenceTarget: Day | undefined;
  readonly conferenceDate: Day | undefined;
  readonly conferenceNotRequired: Flag | undefined;
  readonly faults: readonly RecordFault[];
}

export interface CensusProtectionPlan {
  readonly startDate: Day | undefined;
  readonly endDate: Day | undefined;
  readonly initialCategory: Leaf | undefined;
  readonly latestCategory: Leaf | undefined;
  readonly previousPlans: Count | undefined;
  readonly reviews: readonly Day[];
  readonly faults: readonly RecordFault[];
}

export interface CensusPreProceedings {
  readonly startDate: Day | undefined;
  readonly letterDate: Day | undefined;
  readonly meetingOffered: Flag | undefined;
  readonly meetingFacilitated: Flag | undefined;
  readonly initialMeetingDate: Day | undefined;
  readonly reviewMeetings: Count | undefined;
  readonly stepDecisionDate: Day | undefined;
  readonly outcome: Leaf | undefined;
  readonly courtApplicationDate: Day | undefined;
  readonly careLetterDate: Day | undefined;
  readonly faults: readonly RecordFault[];
}
