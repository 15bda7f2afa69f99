// Generated from operations/*.graphql by `npm run generate`. Do not edit.
import { stored } from './typed';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ActOutcome =
  | 'DONE'
  | 'REFUSED'
  /** The line failed after it was sent: it may have been done. Asked again with the same key, it is settled, and not done twice. */
  | 'UNKNOWN';

export type AllocationKind =
  | 'LEAD_PROFESSIONAL'
  | 'INTENSIVE_WORKER';

export type AnswerStatus =
  | 'ANSWERED'
  /** The agency looked and holds nothing. */
  | 'NOTHING_HELD'
  /** Somebody there may be this person, and may not. Nothing is joined: ask that agency. */
  | 'POSSIBLE'
  | 'WITHHELD'
  /** The agency could not be reached, or did not answer in time. It may well hold something. */
  | 'UNAVAILABLE'
  /** The agency says that it does not cover this person. */
  | 'NOT_COVERED';

export type BreakGlassReason =
  | 'IMMEDIATE_HARM'
  | 'SECTION_47'
  | 'MISSING_CHILD'
  | 'MEDICAL_EMERGENCY';

export type BreastfeedingStatus =
  | 'TOTALLY'
  | 'PARTIALLY'
  | 'NOT_AT_ALL'
  | 'NOT_ASKED'
  | 'REFUSED';

export type CaseRating =
  | 'RED'
  | 'AMBER'
  | 'GREEN';

export type ChangeDirection =
  | 'UP'
  | 'DOWN';

export type ClosingOutcome =
  | 'NEEDS_MET'
  | 'STEPPED_DOWN_TO_UNIVERSAL'
  | 'STEPPED_UP_TO_SOCIAL_CARE'
  | 'MOVED_AWAY'
  | 'FAMILY_WITHDREW';

/**
 * People whom one agency counts under a measure; with not, people of its denominator whom it does not count (without one:
 * everybody whom it does not count).
 */
export type CohortCondition = {
  /** An id of measureCatalogue. */
  readonly measure: string;
  /** Of these values alone, in each dimension named. */
  readonly values?: ReadonlyArray<CohortValues> | null | undefined;
  /** Whom it does not count. */
  readonly not?: boolean | null | undefined;
};

export type CohortValues = {
  readonly dimension: Dimension;
  /** Ids of the dimension's values, from measureCatalogue. */
  readonly values: ReadonlyArray<string>;
};

/** The continuum of need, lowest first. */
export type ContinuumLevel =
  | 'UNIVERSAL'
  | 'VULNERABLE'
  | 'COMPLEX'
  | 'ACUTE';

export type Dimension =
  | 'AREA'
  | 'WARD'
  | 'AGE_BAND'
  | 'SEX'
  | 'ETHNIC_GROUP'
  | 'NEED_LEVEL'
  | 'QUARTER'
  | 'CONTACT'
  | 'ACTIVITY'
  | 'MILESTONE'
  | 'PROVISION'
  | 'STATUS'
  | 'SOURCE'
  | 'OUTCOME'
  | 'DECISION'
  | 'DIRECTION'
  | 'WAIT'
  | 'ARREARS';

export type FamilyChoice =
  | 'CHOSEN'
  | 'AGREED'
  | 'NOT_ASKED';

export type FigurePart =
  | 'NUMERATOR'
  | 'DENOMINATOR';

export type FigureStatus =
  | 'ANSWERED'
  | 'UNAVAILABLE'
  | 'INCONSISTENT'
  | 'WITHHELD';

/** The ten headline outcomes of the Supporting Families outcomes framework (DLUHC 2022). */
export type HeadlineOutcome =
  | 'GOOD_EDUCATION'
  | 'EARLY_YEARS_DEVELOPMENT'
  | 'MENTAL_AND_PHYSICAL_HEALTH'
  | 'RECOVERY_FROM_SUBSTANCE_USE'
  | 'FAMILY_RELATIONSHIPS'
  | 'SAFE_FROM_ABUSE_AND_EXPLOITATION'
  | 'CRIME_PREVENTION'
  | 'SAFE_FROM_DOMESTIC_ABUSE'
  | 'SECURE_HOUSING'
  | 'FINANCIAL_STABILITY';

export type InvolvementStatus =
  | 'CURRENT'
  | 'HISTORIC';

export type LifeState =
  | 'UNBORN'
  | 'BORN'
  | 'DIED';

export type LookDetails = {
  readonly nhsNumber?: string | null | undefined;
  readonly upn?: string | null | undefined;
  readonly givenName?: string | null | undefined;
  readonly familyName?: string | null | undefined;
  readonly dateOfBirth?: string | null | undefined;
  readonly postcode?: string | null | undefined;
  readonly uprn?: string | null | undefined;
};

/** What is looked for in the audit: everything given must hold. */
export type LooksBy = {
  /** As findForAccount has it. */
  readonly person?: string | null | undefined;
  /** References under which agencies hold the person, as health:9990000018: any of them. */
  readonly references?: ReadonlyArray<string> | null | undefined;
  /** All of them in one answer, and not any of them: who saw records that were joined wrongly. */
  readonly together?: boolean | null | undefined;
  /** Details that a search was given, as they would be typed: all of them. */
  readonly details?: LookDetails | null | undefined;
  readonly requester?: string | null | undefined;
  readonly organisation?: string | null | undefined;
  readonly agency?: string | null | undefined;
  readonly purpose?: string | null | undefined;
  readonly clause?: string | null | undefined;
  readonly caseReference?: string | null | undefined;
  /** As an answer names it: extensions.familyView.operation. */
  readonly operation?: string | null | undefined;
  readonly since?: string | null | undefined;
  readonly until?: string | null | undefined;
};

export type MandatedContactKind =
  | 'ANTENATAL'
  | 'NEW_BIRTH'
  | 'SIX_TO_EIGHT_WEEKS'
  | 'ONE_YEAR'
  | 'TWO_TO_TWO_AND_A_HALF_YEARS';

/** QUARTER: what happened in whole quarters. QUARTER_END: how things stood at the end of one. TODAY: how they stand today. */
export type MeasurePeriod =
  | 'QUARTER'
  | 'QUARTER_END'
  | 'TODAY';

/** COUNT: a number. PER_CENT: of the denominator. EACH: for each of the denominator. */
export type MeasureUnit =
  | 'COUNT'
  | 'PER_CENT'
  | 'EACH';

export type NoFigureReason =
  /** Too few people, or kept back because too few could be worked out from it. */
  | 'SUPPRESSED'
  /** No cell of this breakdown can be told: ask for fewer dimensions, or larger areas. */
  | 'TOO_FINE'
  /** An agency did not answer. */
  | 'UNAVAILABLE'
  /** An agency's counts do not add up. */
  | 'INCONSISTENT'
  /** The agency's figures are not shared with this role. */
  | 'WITHHELD';

export type PersonSearch = {
  readonly nhsNumber?: string | null | undefined;
  readonly upn?: string | null | undefined;
  /** The local authority's own child id; give the date of birth too. */
  readonly laChildId?: string | null | undefined;
  readonly givenName?: string | null | undefined;
  readonly familyName?: string | null | undefined;
  /** Family names of before: a record that is under one of them may be this person. */
  readonly formerNames?: ReadonlyArray<string> | null | undefined;
  readonly dateOfBirth?: string | null | undefined;
  /** M, F, or U where it is not known; a record of the other sex is not joined by name and birthday alone. */
  readonly sex?: string | null | undefined;
  readonly postcode?: string | null | undefined;
  readonly uprn?: string | null | undefined;
};

/** Primary need of the CIN census: N1 abuse or neglect, N2 child's disability or illness, N3 parent's disability or illness, N4 family in acute stress, N5 family dysfunction, N6 socially unacceptable behaviour, N7 low income, N8 absent parenting, N9 cases other than children in need, N0 not stated. */
export type PrimaryNeed =
  | 'N0'
  | 'N1'
  | 'N2'
  | 'N3'
  | 'N4'
  | 'N5'
  | 'N6'
  | 'N7'
  | 'N8'
  | 'N9';

/** Programmes for families with several needs: local Stronger Families, and the national Supporting Families (until 2022 Troubled Families). */
export type Programme =
  | 'STRONGER_FAMILIES'
  | 'SUPPORTING_FAMILIES';

/** S3:83 of the papers: three levels of a cohort. */
export type ProgrammeLevel =
  | 'LOWEST'
  | 'MEDIUM'
  | 'MOST_COMPLEX';

export type ProgrammeOutcomeState =
  /** A need that was found, and is worked on. */
  | 'SOUGHT'
  | 'MET';

export type ReferralConsent =
  | 'GIVEN'
  | 'REFUSED'
  | 'NOT_ASKED';

export type ReferralService =
  | 'CHILDRENS_CENTRE'
  | 'EARLY_HELP_ACCESS'
  | 'SOCIAL_CARE'
  | 'UNIVERSAL_HEALTH';

export type ReferralStatus =
  | 'NEW'
  | 'OPENED'
  | 'ACCEPTED'
  | 'DECLINED';

export type Relationship =
  | 'LEAD_PROFESSIONAL'
  | 'ALLOCATED_WORKER'
  | 'TAF_MEMBER'
  | 'REFERRER'
  | 'TRIAGE_ASSIGNED'
  | 'REGISTERED_CENTRE'
  | 'ON_ROLL';

export type ReviewOutcome =
  | 'CLEARED'
  | 'ESCALATED';

export type ReviewState =
  | 'OPEN'
  | 'ASSIGNED'
  | 'CLEARED'
  | 'ESCALATED';

export type StepDirection =
  | 'UP'
  | 'DOWN';

export type StopKind =
  | 'CHILD'
  | 'STREAM'
  | 'CLAUSE'
  | 'REQUESTER'
  | 'AGENCY';

/** S3:102 of the papers: what the access team makes of a referral. */
export type TriageDecision =
  | 'TO_MANAGEMENT_TEAM'
  | 'STEP_UP_TO_REFERRAL_AND_RESPONSE'
  | 'SIGNPOST'
  | 'POSSIBLE_STRONGER_FAMILIES';

/** Whose words they are. */
export type VoiceOf =
  | 'CHILD'
  | 'PARENT_OR_CARER'
  | 'FAMILY';

export type WhyWithheldQueryVariables = Exact<{
  fields: ReadonlyArray<string> | string;
  person?: string | null | undefined;
}>;


export type WhyWithheldQuery = { readonly explainAccess: ReadonlyArray<{ readonly field: string, readonly decision: string, readonly stream: string | null, readonly clause: string | null, readonly protocolVersion: string, readonly reason: string | null, readonly conditions: ReadonlyArray<string> | null, readonly explanation: string, readonly underBreakGlass: boolean, readonly ring: string | null }> | null };

export type BreakGlassMutationVariables = Exact<{
  family: string;
  reason: BreakGlassReason;
  statement: string;
}>;


export type BreakGlassMutation = { readonly breakGlass: { readonly key: string, readonly reference: string, readonly family: string, readonly until: string, readonly reviewBy: string, readonly streams: ReadonlyArray<string>, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string> } | null };

export type MayIQueryVariables = Exact<{ [key: string]: never; }>;


export type MayIQuery = { readonly explainAccess: ReadonlyArray<{ readonly field: string, readonly decision: string }> | null };

export type TermsOfClaimsQueryVariables = Exact<{ [key: string]: never; }>;


export type TermsOfClaimsQuery = { readonly claimTerms: { readonly hours: number } | null };

export type ClaimRelationshipMutationVariables = Exact<{
  person: string;
  relationship: Relationship;
  statement: string;
}>;


export type ClaimRelationshipMutation = { readonly claimRelationship: { readonly reference: string, readonly from: string, readonly until: string, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string> } | null };

export type ConfirmMatchMutationVariables = Exact<{
  person: string;
  agency: string;
  same: boolean;
  statement: string;
}>;


export type ConfirmMatchMutation = { readonly confirmMatch: { readonly id: string, readonly displayName: string | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly lifeState: LifeState | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly proposal: string | null }> | null } | null };

export type FindForAccountQueryVariables = Exact<{
  by: PersonSearch;
}>;


export type FindForAccountQuery = { readonly findForAccount: { readonly person: string | null, readonly answers: ReadonlyArray<{ readonly agency: string, readonly status: string }> } | null };

export type WhoLookedQueryVariables = Exact<{
  by: LooksBy;
  first: number;
  before?: number | null | undefined;
}>;


export type WhoLookedQuery = { readonly looks: { readonly before: number | null, readonly looks: ReadonlyArray<{ readonly sequence: number, readonly at: string, readonly operation: string, readonly requester: string | null, readonly role: string | null, readonly organisation: string | null, readonly purpose: string | null, readonly caseReference: string | null, readonly breakGlass: string | null, readonly told: string, readonly outcome: string, readonly code: string | null, readonly reason: string | null, readonly target: string | null, readonly clauses: ReadonlyArray<string>, readonly statement: string | null, readonly agencies: ReadonlyArray<{ readonly agency: string, readonly answer: string, readonly streams: ReadonlyArray<string> }> }> } | null };

export type MyLooksQueryVariables = Exact<{
  first: number;
  before?: number | null | undefined;
}>;


export type MyLooksQuery = { readonly myLooks: { readonly before: number | null, readonly looks: ReadonlyArray<{ readonly sequence: number, readonly at: string, readonly operation: string, readonly requester: string | null, readonly role: string | null, readonly organisation: string | null, readonly purpose: string | null, readonly caseReference: string | null, readonly breakGlass: string | null, readonly told: string, readonly outcome: string, readonly code: string | null, readonly reason: string | null, readonly target: string | null, readonly clauses: ReadonlyArray<string>, readonly statement: string | null, readonly agencies: ReadonlyArray<{ readonly agency: string, readonly answer: string, readonly streams: ReadonlyArray<string> }> }> } | null };

export type OneLookFragment = { readonly sequence: number, readonly at: string, readonly operation: string, readonly requester: string | null, readonly role: string | null, readonly organisation: string | null, readonly purpose: string | null, readonly caseReference: string | null, readonly breakGlass: string | null, readonly told: string, readonly outcome: string, readonly code: string | null, readonly reason: string | null, readonly target: string | null, readonly clauses: ReadonlyArray<string>, readonly statement: string | null, readonly agencies: ReadonlyArray<{ readonly agency: string, readonly answer: string, readonly streams: ReadonlyArray<string> }> };

export type SubjectReportQueryVariables = Exact<{
  person?: string | null | undefined;
  references?: ReadonlyArray<string> | string | null | undefined;
  since?: string | null | undefined;
  until?: string | null | undefined;
}>;


export type SubjectReportQuery = { readonly subjectReport: { readonly note: string, readonly csv: string, readonly looks: number, readonly lines: ReadonlyArray<{ readonly at: string, readonly who: string, readonly why: string, readonly what: string, readonly from: ReadonlyArray<string> }>, readonly omissions: ReadonlyArray<{ readonly sequence: number, readonly at: string, readonly rule: string, readonly because: string }> } | null };

export type ReviewsQueryVariables = Exact<{
  state?: ReadonlyArray<ReviewState> | ReviewState | null | undefined;
  overdue?: boolean | null | undefined;
  first: number;
  before?: number | null | undefined;
}>;


export type ReviewsQuery = { readonly reviews: { readonly before: number | null, readonly reviews: ReadonlyArray<{ readonly reference: string, readonly sequence: number, readonly kind: string, readonly reason: string, readonly at: string, readonly until: string | null, readonly requester: string, readonly role: string, readonly organisation: string, readonly purpose: string | null, readonly caseReference: string | null, readonly statement: string | null, readonly people: number, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string>, readonly reviewBy: string, readonly overdue: boolean, readonly state: ReviewState, readonly assignee: string | null, readonly isOwn: boolean }>, readonly counts: { readonly open: number, readonly assigned: number, readonly overdue: number, readonly cleared: number, readonly escalated: number } } | null };

export type OpenReviewQueryVariables = Exact<{
  reference: string;
}>;


export type OpenReviewQuery = { readonly review: { readonly reference: string, readonly sequence: number, readonly kind: string, readonly reason: string, readonly at: string, readonly until: string | null, readonly requester: string, readonly role: string, readonly organisation: string, readonly purpose: string | null, readonly caseReference: string | null, readonly statement: string | null, readonly people: number, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string>, readonly reviewBy: string, readonly overdue: boolean, readonly state: ReviewState, readonly assignee: string | null, readonly isOwn: boolean, readonly actions: ReadonlyArray<{ readonly action: string, readonly at: string, readonly by: string, readonly assignee: string | null, readonly note: string | null, readonly decision: string | null, readonly supersedes: string | null, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string> }> | null, readonly seen: ReadonlyArray<{ readonly sequence: number, readonly at: string, readonly operation: string, readonly requester: string | null, readonly role: string | null, readonly organisation: string | null, readonly purpose: string | null, readonly caseReference: string | null, readonly breakGlass: string | null, readonly told: string, readonly outcome: string, readonly code: string | null, readonly reason: string | null, readonly target: string | null, readonly clauses: ReadonlyArray<string>, readonly statement: string | null, readonly agencies: ReadonlyArray<{ readonly agency: string, readonly answer: string, readonly streams: ReadonlyArray<string> }> }> | null } | null };

export type AssignReviewMutationVariables = Exact<{
  reference: string;
  to?: string | null | undefined;
}>;


export type AssignReviewMutation = { readonly assignReview: { readonly reference: string, readonly sequence: number, readonly kind: string, readonly reason: string, readonly at: string, readonly until: string | null, readonly requester: string, readonly role: string, readonly organisation: string, readonly purpose: string | null, readonly caseReference: string | null, readonly statement: string | null, readonly people: number, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string>, readonly reviewBy: string, readonly overdue: boolean, readonly state: ReviewState, readonly assignee: string | null, readonly isOwn: boolean, readonly actions: ReadonlyArray<{ readonly action: string, readonly at: string, readonly by: string, readonly assignee: string | null, readonly note: string | null, readonly decision: string | null, readonly supersedes: string | null, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string> }> | null, readonly seen: ReadonlyArray<{ readonly sequence: number, readonly at: string, readonly operation: string, readonly requester: string | null, readonly role: string | null, readonly organisation: string | null, readonly purpose: string | null, readonly caseReference: string | null, readonly breakGlass: string | null, readonly told: string, readonly outcome: string, readonly code: string | null, readonly reason: string | null, readonly target: string | null, readonly clauses: ReadonlyArray<string>, readonly statement: string | null, readonly agencies: ReadonlyArray<{ readonly agency: string, readonly answer: string, readonly streams: ReadonlyArray<string> }> }> | null } | null };

export type DecideReviewMutationVariables = Exact<{
  reference: string;
  outcome: ReviewOutcome;
  note: string;
  supersedes?: string | null | undefined;
}>;


export type DecideReviewMutation = { readonly decideReview: { readonly reference: string, readonly sequence: number, readonly kind: string, readonly reason: string, readonly at: string, readonly until: string | null, readonly requester: string, readonly role: string, readonly organisation: string, readonly purpose: string | null, readonly caseReference: string | null, readonly statement: string | null, readonly people: number, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string>, readonly reviewBy: string, readonly overdue: boolean, readonly state: ReviewState, readonly assignee: string | null, readonly isOwn: boolean, readonly actions: ReadonlyArray<{ readonly action: string, readonly at: string, readonly by: string, readonly assignee: string | null, readonly note: string | null, readonly decision: string | null, readonly supersedes: string | null, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string> }> | null, readonly seen: ReadonlyArray<{ readonly sequence: number, readonly at: string, readonly operation: string, readonly requester: string | null, readonly role: string | null, readonly organisation: string | null, readonly purpose: string | null, readonly caseReference: string | null, readonly breakGlass: string | null, readonly told: string, readonly outcome: string, readonly code: string | null, readonly reason: string | null, readonly target: string | null, readonly clauses: ReadonlyArray<string>, readonly statement: string | null, readonly agencies: ReadonlyArray<{ readonly agency: string, readonly answer: string, readonly streams: ReadonlyArray<string> }> }> | null } | null };

export type OneReviewFragment = { readonly reference: string, readonly sequence: number, readonly kind: string, readonly reason: string, readonly at: string, readonly until: string | null, readonly requester: string, readonly role: string, readonly organisation: string, readonly purpose: string | null, readonly caseReference: string | null, readonly statement: string | null, readonly people: number, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string>, readonly reviewBy: string, readonly overdue: boolean, readonly state: ReviewState, readonly assignee: string | null, readonly isOwn: boolean };

export type WholeReviewFragment = { readonly reference: string, readonly sequence: number, readonly kind: string, readonly reason: string, readonly at: string, readonly until: string | null, readonly requester: string, readonly role: string, readonly organisation: string, readonly purpose: string | null, readonly caseReference: string | null, readonly statement: string | null, readonly people: number, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string>, readonly reviewBy: string, readonly overdue: boolean, readonly state: ReviewState, readonly assignee: string | null, readonly isOwn: boolean, readonly actions: ReadonlyArray<{ readonly action: string, readonly at: string, readonly by: string, readonly assignee: string | null, readonly note: string | null, readonly decision: string | null, readonly supersedes: string | null, readonly told: ReadonlyArray<string>, readonly notTold: ReadonlyArray<string> }> | null, readonly seen: ReadonlyArray<{ readonly sequence: number, readonly at: string, readonly operation: string, readonly requester: string | null, readonly role: string | null, readonly organisation: string | null, readonly purpose: string | null, readonly caseReference: string | null, readonly breakGlass: string | null, readonly told: string, readonly outcome: string, readonly code: string | null, readonly reason: string | null, readonly target: string | null, readonly clauses: ReadonlyArray<string>, readonly statement: string | null, readonly agencies: ReadonlyArray<{ readonly agency: string, readonly answer: string, readonly streams: ReadonlyArray<string> }> }> | null };

export type StopsQueryVariables = Exact<{ [key: string]: never; }>;


export type StopsQuery = { readonly stops: ReadonlyArray<{ readonly reference: string, readonly kind: StopKind, readonly target: string | null, readonly label: string | null, readonly organisation: string | null, readonly records: number, readonly agencies: ReadonlyArray<string>, readonly at: string, readonly by: string, readonly why: string, readonly until: string | null, readonly inForce: boolean, readonly liftedAt: string | null, readonly liftedBy: string | null, readonly liftedWhy: string | null }> | null };

export type MakeStopMutationVariables = Exact<{
  kind: StopKind;
  target?: string | null | undefined;
  organisation?: string | null | undefined;
  person?: string | null | undefined;
  references?: ReadonlyArray<string> | string | null | undefined;
  until?: string | null | undefined;
  why: string;
}>;


export type MakeStopMutation = { readonly stop: { readonly reference: string, readonly kind: StopKind, readonly target: string | null, readonly label: string | null, readonly organisation: string | null, readonly records: number, readonly agencies: ReadonlyArray<string>, readonly at: string, readonly by: string, readonly why: string, readonly until: string | null, readonly inForce: boolean, readonly liftedAt: string | null, readonly liftedBy: string | null, readonly liftedWhy: string | null } | null };

export type LiftStopMutationVariables = Exact<{
  reference: string;
  why: string;
}>;


export type LiftStopMutation = { readonly liftStop: { readonly reference: string, readonly kind: StopKind, readonly target: string | null, readonly label: string | null, readonly organisation: string | null, readonly records: number, readonly agencies: ReadonlyArray<string>, readonly at: string, readonly by: string, readonly why: string, readonly until: string | null, readonly inForce: boolean, readonly liftedAt: string | null, readonly liftedBy: string | null, readonly liftedWhy: string | null } | null };

export type OneStopFragment = { readonly reference: string, readonly kind: StopKind, readonly target: string | null, readonly label: string | null, readonly organisation: string | null, readonly records: number, readonly agencies: ReadonlyArray<string>, readonly at: string, readonly by: string, readonly why: string, readonly until: string | null, readonly inForce: boolean, readonly liftedAt: string | null, readonly liftedBy: string | null, readonly liftedWhy: string | null };

export type FormFragment = { readonly reference: string | null, readonly service: ReferralService | null, readonly status: ReferralStatus | null, readonly primaryNeed: string | null, readonly consent: ReferralConsent | null, readonly familyTold: boolean | null, readonly withoutConsentReason: string | null, readonly engageWithFamily: string | null, readonly reason: string | null, readonly submittedOn: string | null, readonly decideBy: string | null, readonly decision: string | null, readonly decisionReason: string | null, readonly fromOrganisation: string | null, readonly fromRole: string | null };

export type OwnReferralFragment = { readonly reference: string | null, readonly service: ReferralService | null, readonly status: ReferralStatus | null, readonly submittedOn: string | null, readonly decideBy: string | null, readonly decidedOn: string | null, readonly decisionReason: string | null };

export type ActedFragment = { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null };

export type WorklistQueryVariables = Exact<{
  agency: string;
  act: string;
  after?: string | null | undefined;
}>;


export type WorklistQuery = { readonly worklist: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly displayName: string | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly lifeState: LifeState | null, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly status: InvolvementStatus | null }> | null, readonly health: { readonly referralForms: ReadonlyArray<{ readonly reference: string | null, readonly service: ReferralService | null, readonly status: ReferralStatus | null, readonly primaryNeed: string | null, readonly consent: ReferralConsent | null, readonly familyTold: boolean | null, readonly withoutConsentReason: string | null, readonly engageWithFamily: string | null, readonly reason: string | null, readonly submittedOn: string | null, readonly decideBy: string | null, readonly decision: string | null, readonly decisionReason: string | null, readonly fromOrganisation: string | null, readonly fromRole: string | null }> | null, readonly myReferrals: ReadonlyArray<{ readonly reference: string | null, readonly service: ReferralService | null, readonly status: ReferralStatus | null, readonly submittedOn: string | null, readonly decideBy: string | null, readonly decidedOn: string | null, readonly decisionReason: string | null }> | null } | null, readonly childrensCentre: { readonly referralForms: ReadonlyArray<{ readonly reference: string | null, readonly service: ReferralService | null, readonly status: ReferralStatus | null, readonly primaryNeed: string | null, readonly consent: ReferralConsent | null, readonly familyTold: boolean | null, readonly withoutConsentReason: string | null, readonly engageWithFamily: string | null, readonly reason: string | null, readonly submittedOn: string | null, readonly decideBy: string | null, readonly decision: string | null, readonly decisionReason: string | null, readonly fromOrganisation: string | null, readonly fromRole: string | null }> | null, readonly myReferrals: ReadonlyArray<{ readonly reference: string | null, readonly service: ReferralService | null, readonly status: ReferralStatus | null, readonly submittedOn: string | null, readonly decideBy: string | null, readonly decidedOn: string | null, readonly decisionReason: string | null }> | null } | null, readonly earlyHelp: { readonly referralForms: ReadonlyArray<{ readonly reference: string | null, readonly service: ReferralService | null, readonly status: ReferralStatus | null, readonly primaryNeed: string | null, readonly consent: ReferralConsent | null, readonly familyTold: boolean | null, readonly withoutConsentReason: string | null, readonly engageWithFamily: string | null, readonly reason: string | null, readonly submittedOn: string | null, readonly decideBy: string | null, readonly decision: string | null, readonly decisionReason: string | null, readonly fromOrganisation: string | null, readonly fromRole: string | null }> | null, readonly myReferrals: ReadonlyArray<{ readonly reference: string | null, readonly service: ReferralService | null, readonly status: ReferralStatus | null, readonly submittedOn: string | null, readonly decideBy: string | null, readonly decidedOn: string | null, readonly decisionReason: string | null }> | null, readonly stepProposals: ReadonlyArray<{ readonly reference: string | null, readonly direction: StepDirection | null, readonly toLevel: ContinuumLevel | null, readonly reason: string | null, readonly proposedOn: string | null, readonly state: string | null }> | null, readonly blockages: ReadonlyArray<{ readonly reference: string | null, readonly reason: string | null, readonly raisedOn: string | null, readonly clearedOn: string | null }> | null } | null }> | null, readonly pageInfo: { readonly hasNextPage: boolean | null, readonly endCursor: string | null } | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null }> | null } | null };

export type SubmitReferralMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  service: ReferralService;
  primaryNeed: PrimaryNeed;
  consent: ReferralConsent;
  familyTold: boolean;
  withoutConsentReason?: string | null | undefined;
  engageWithFamily?: string | null | undefined;
  statement: string;
}>;


export type SubmitReferralMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type AnswerReferralMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  about: string;
  status: ReferralStatus;
  reason?: string | null | undefined;
}>;


export type AnswerReferralMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type DecideTriageMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  about: string;
  decision: TriageDecision;
  statement: string;
}>;


export type DecideTriageMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type AllocateWorkerMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  kind: AllocationKind;
  worker: string;
  workerName: string;
  familyChoice: FamilyChoice;
  rating: CaseRating;
}>;


export type AllocateWorkerMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type DecideStepMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  about: string;
  approve: boolean;
  statement: string;
}>;


export type DecideStepMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type ClearBlockageMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  about: string;
  statement: string;
}>;


export type ClearBlockageMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type WhatIMayDoQueryVariables = Exact<{ [key: string]: never; }>;


export type WhatIMayDoQuery = { readonly explainAccess: ReadonlyArray<{ readonly field: string, readonly decision: string, readonly stream: string | null }> | null };

export type ReachAreasQueryVariables = Exact<{ [key: string]: never; }>;


export type ReachAreasQuery = { readonly centres: ReadonlyArray<{ readonly urn: string | null, readonly name: string | null, readonly reachArea: { readonly id: string | null, readonly name: string | null } | null }> | null };

export type CaseloadQueryVariables = Exact<{
  area?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type CaseloadQuery = { readonly caseload: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly displayName: string | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly lifeState: LifeState | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly postcode: string | null }> | null, readonly family: { readonly id: string, readonly needLevel: { readonly code: string | null, readonly rank: number | null, readonly from: string | null } | null, readonly leadProfessional: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null }> | null, readonly earlyHelp: { readonly tafMeetings: ReadonlyArray<{ readonly actions: ReadonlyArray<{ readonly action: string | null, readonly owner: string | null, readonly dueDate: string | null, readonly done: boolean | null }> | null }> | null } | null, readonly socialCare: { readonly plans: ReadonlyArray<{ readonly kind: string | null, readonly endDate: string | null, readonly reviewDates: ReadonlyArray<string> | null }> | null } | null, readonly health: { readonly mandatedContacts: ReadonlyArray<{ readonly kind: MandatedContactKind | null, readonly dueDate: string | null, readonly date: string | null, readonly outcome: string | null }> | null } | null, readonly education: { readonly attendance: ReadonlyArray<{ readonly academicYearStart: number | null, readonly attendancePercentage: number | null, readonly schoolsAverageAttendance: number | null }> | null } | null, readonly housing: { readonly arrearsBand: string | null, readonly notices: ReadonlyArray<{ readonly type: string | null, readonly servedDate: string | null, readonly expiryDate: string | null }> | null } | null, readonly childrensCentre: { readonly attendances: ReadonlyArray<{ readonly sessionDate: string | null, readonly attended: boolean | null }> | null } | null }> | null, readonly pageInfo: { readonly hasNextPage: boolean | null, readonly endCursor: string | null } | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null }> | null } | null };

export type FamilyCentreQueryVariables = Exact<{
  family: string;
}>;


export type FamilyCentreQuery = { readonly family: { readonly id: string, readonly members: ReadonlyArray<{ readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly childrensCentre: { readonly registration: { readonly registeredDate: string | null, readonly leftDate: string | null, readonly consentToShare: string | null, readonly consentDate: string | null, readonly firstLanguage: string | null, readonly centre: { readonly name: string | null, readonly phone: string | null } | null } | null, readonly attendances: ReadonlyArray<{ readonly activity: string | null, readonly sessionDate: string | null, readonly attended: boolean | null, readonly ledByAgency: string | null, readonly centreName: string | null }> | null, readonly familySupportCase: { readonly openedDate: string | null, readonly closedDate: string | null, readonly reason: string | null, readonly outcome: string | null, readonly worker: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly referrals: ReadonlyArray<{ readonly date: string | null, readonly status: string | null, readonly fromAgency: string | null, readonly reason: string | null }> | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null } | null }> | null } | null };

export type PersonCentreQueryVariables = Exact<{
  person: string;
}>;


export type PersonCentreQuery = { readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly childrensCentre: { readonly registration: { readonly registeredDate: string | null, readonly leftDate: string | null, readonly consentToShare: string | null, readonly consentDate: string | null, readonly firstLanguage: string | null, readonly centre: { readonly name: string | null, readonly phone: string | null } | null } | null, readonly attendances: ReadonlyArray<{ readonly activity: string | null, readonly sessionDate: string | null, readonly attended: boolean | null, readonly ledByAgency: string | null, readonly centreName: string | null }> | null, readonly familySupportCase: { readonly openedDate: string | null, readonly closedDate: string | null, readonly reason: string | null, readonly outcome: string | null, readonly worker: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly referrals: ReadonlyArray<{ readonly date: string | null, readonly status: string | null, readonly fromAgency: string | null, readonly reason: string | null }> | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null } | null };

export type CentrePartFragment = { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly childrensCentre: { readonly registration: { readonly registeredDate: string | null, readonly leftDate: string | null, readonly consentToShare: string | null, readonly consentDate: string | null, readonly firstLanguage: string | null, readonly centre: { readonly name: string | null, readonly phone: string | null } | null } | null, readonly attendances: ReadonlyArray<{ readonly activity: string | null, readonly sessionDate: string | null, readonly attended: boolean | null, readonly ledByAgency: string | null, readonly centreName: string | null }> | null, readonly familySupportCase: { readonly openedDate: string | null, readonly closedDate: string | null, readonly reason: string | null, readonly outcome: string | null, readonly worker: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly referrals: ReadonlyArray<{ readonly date: string | null, readonly status: string | null, readonly fromAgency: string | null, readonly reason: string | null }> | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null };

export type FamilyEducationQueryVariables = Exact<{
  family: string;
}>;


export type FamilyEducationQuery = { readonly family: { readonly id: string, readonly members: ReadonlyArray<{ readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly education: { readonly setting: { readonly educationSettingName: string | null, readonly educationSettingTelephone: string | null, readonly ncYearActual: string | null, readonly entryDate: string | null, readonly leavingDate: string | null, readonly designatedSafeguardingLead: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly attendance: ReadonlyArray<{ readonly academicYearStart: number | null, readonly academicYearEnd: number | null, readonly sessionsPossible: number | null, readonly sessionsAuthorised: number | null, readonly sessionsUnauthorised: number | null, readonly attendancePercentage: number | null, readonly schoolsAverageAttendance: number | null }> | null, readonly exclusions: ReadonlyArray<{ readonly category: string | null, readonly reason: string | null, readonly startDate: string | null, readonly sessions: number | null }> | null, readonly sen: { readonly senProvision: string | null, readonly senTypes: ReadonlyArray<string> | null, readonly ehcPlanIssued: string | null } | null, readonly freeSchoolMeals: { readonly eligible: boolean | null, readonly from: string | null, readonly pupilPremium: boolean | null } | null, readonly earlyYears: { readonly fundedHours: number | null, readonly extendedHours: number | null, readonly fundingBasis: string | null, readonly settingName: string | null } | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null } | null }> | null } | null };

export type PersonEducationQueryVariables = Exact<{
  person: string;
}>;


export type PersonEducationQuery = { readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly education: { readonly setting: { readonly educationSettingName: string | null, readonly educationSettingTelephone: string | null, readonly ncYearActual: string | null, readonly entryDate: string | null, readonly leavingDate: string | null, readonly designatedSafeguardingLead: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly attendance: ReadonlyArray<{ readonly academicYearStart: number | null, readonly academicYearEnd: number | null, readonly sessionsPossible: number | null, readonly sessionsAuthorised: number | null, readonly sessionsUnauthorised: number | null, readonly attendancePercentage: number | null, readonly schoolsAverageAttendance: number | null }> | null, readonly exclusions: ReadonlyArray<{ readonly category: string | null, readonly reason: string | null, readonly startDate: string | null, readonly sessions: number | null }> | null, readonly sen: { readonly senProvision: string | null, readonly senTypes: ReadonlyArray<string> | null, readonly ehcPlanIssued: string | null } | null, readonly freeSchoolMeals: { readonly eligible: boolean | null, readonly from: string | null, readonly pupilPremium: boolean | null } | null, readonly earlyYears: { readonly fundedHours: number | null, readonly extendedHours: number | null, readonly fundingBasis: string | null, readonly settingName: string | null } | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null } | null };

export type EducationPartFragment = { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly education: { readonly setting: { readonly educationSettingName: string | null, readonly educationSettingTelephone: string | null, readonly ncYearActual: string | null, readonly entryDate: string | null, readonly leavingDate: string | null, readonly designatedSafeguardingLead: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly attendance: ReadonlyArray<{ readonly academicYearStart: number | null, readonly academicYearEnd: number | null, readonly sessionsPossible: number | null, readonly sessionsAuthorised: number | null, readonly sessionsUnauthorised: number | null, readonly attendancePercentage: number | null, readonly schoolsAverageAttendance: number | null }> | null, readonly exclusions: ReadonlyArray<{ readonly category: string | null, readonly reason: string | null, readonly startDate: string | null, readonly sessions: number | null }> | null, readonly sen: { readonly senProvision: string | null, readonly senTypes: ReadonlyArray<string> | null, readonly ehcPlanIssued: string | null } | null, readonly freeSchoolMeals: { readonly eligible: boolean | null, readonly from: string | null, readonly pupilPremium: boolean | null } | null, readonly earlyYears: { readonly fundedHours: number | null, readonly extendedHours: number | null, readonly fundingBasis: string | null, readonly settingName: string | null } | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null };

export type MeasureCatalogueQueryVariables = Exact<{ [key: string]: never; }>;


export type MeasureCatalogueQuery = { readonly measureCatalogue: ReadonlyArray<{ readonly id: string, readonly title: string, readonly unit: MeasureUnit, readonly period: MeasurePeriod, readonly dimensions: ReadonlyArray<{ readonly id: Dimension, readonly title: string, readonly values: ReadonlyArray<{ readonly id: string, readonly title: string }> }>, readonly numerator: ReadonlyArray<{ readonly agency: string, readonly means: string }>, readonly denominator: ReadonlyArray<{ readonly agency: string, readonly means: string }> }> | null };

export type TogetherQueryVariables = Exact<{
  where: ReadonlyArray<CohortCondition> | CohortCondition;
  area?: string | null | undefined;
  from?: string | null | undefined;
}>;


export type TogetherQuery = { readonly cohort: { readonly count: number | null, readonly reason: NoFigureReason | null, readonly complete: boolean, readonly leastTold: number, readonly roundedTo: number, readonly method: string, readonly conditions: ReadonlyArray<{ readonly agencies: ReadonlyArray<string>, readonly means: string, readonly from: string | null, readonly to: string | null, readonly measure: { readonly id: string, readonly title: string, readonly period: MeasurePeriod } }>, readonly area: { readonly id: string, readonly title: string } | null, readonly answers: ReadonlyArray<{ readonly agency: string, readonly status: FigureStatus }>, readonly budget: { readonly cost: number, readonly left: number, readonly of: number, readonly windowDays: number } } | null };

export type FiguresQueryVariables = Exact<{
  measure: string;
  by: ReadonlyArray<Dimension> | Dimension;
  area?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type FiguresQuery = { readonly measures: { readonly from: string, readonly to: string, readonly complete: boolean, readonly measure: { readonly id: string, readonly title: string, readonly definition: string, readonly unit: MeasureUnit, readonly period: MeasurePeriod, readonly source: string, readonly sourceUrl: string | null, readonly caveats: ReadonlyArray<string>, readonly dimensions: ReadonlyArray<{ readonly id: Dimension }>, readonly numerator: ReadonlyArray<{ readonly agency: string, readonly means: string }>, readonly denominator: ReadonlyArray<{ readonly agency: string, readonly means: string }> }, readonly by: ReadonlyArray<{ readonly id: Dimension, readonly title: string }>, readonly area: { readonly id: string, readonly title: string } | null, readonly cells: ReadonlyArray<{ readonly key: ReadonlyArray<string | null>, readonly labels: ReadonlyArray<string>, readonly value: number | null, readonly of: number | null, readonly rate: number | null, readonly reason: NoFigureReason | null, readonly ofReason: NoFigureReason | null }>, readonly totals: ReadonlyArray<{ readonly key: ReadonlyArray<string | null>, readonly labels: ReadonlyArray<string>, readonly value: number | null, readonly of: number | null, readonly rate: number | null, readonly reason: NoFigureReason | null, readonly ofReason: NoFigureReason | null }>, readonly answers: ReadonlyArray<{ readonly agency: string, readonly part: FigurePart, readonly means: string, readonly status: FigureStatus }>, readonly disclosure: { readonly leastTold: number, readonly roundedTo: number, readonly told: number, readonly suppressed: number, readonly tooFine: number, readonly explanation: string }, readonly budget: { readonly cost: number, readonly left: number, readonly of: number, readonly windowDays: number }, readonly versions: { readonly catalogue: string, readonly areas: string, readonly protocol: string, readonly supergraph: string } } | null };

export type ChangesQueryVariables = Exact<{
  measures?: ReadonlyArray<string> | string | null | undefined;
  area?: string | null | undefined;
}>;


export type ChangesQuery = { readonly emergingNeeds: { readonly quarterTitle: string, readonly method: string, readonly changes: ReadonlyArray<{ readonly value: number, readonly usual: number, readonly rate: number | null, readonly usualRate: number | null, readonly direction: ChangeDirection, readonly p: number, readonly measure: { readonly id: string, readonly title: string, readonly unit: MeasureUnit, readonly source: string, readonly caveats: ReadonlyArray<string>, readonly numerator: ReadonlyArray<{ readonly agency: string, readonly means: string }>, readonly denominator: ReadonlyArray<{ readonly agency: string, readonly means: string }> }, readonly area: { readonly id: string, readonly title: string } }>, readonly withinChance: ReadonlyArray<{ readonly value: number, readonly usual: number, readonly rate: number | null, readonly usualRate: number | null, readonly direction: ChangeDirection, readonly p: number, readonly measure: { readonly id: string, readonly title: string, readonly unit: MeasureUnit, readonly source: string, readonly caveats: ReadonlyArray<string>, readonly numerator: ReadonlyArray<{ readonly agency: string, readonly means: string }>, readonly denominator: ReadonlyArray<{ readonly agency: string, readonly means: string }> }, readonly area: { readonly id: string, readonly title: string } }>, readonly notLookedAt: ReadonlyArray<{ readonly measure: string, readonly why: string, readonly area: { readonly title: string } | null }> } | null };

export type CountedByFragment = { readonly numerator: ReadonlyArray<{ readonly agency: string, readonly means: string }>, readonly denominator: ReadonlyArray<{ readonly agency: string, readonly means: string }> };

export type OneChangeFragment = { readonly value: number, readonly usual: number, readonly rate: number | null, readonly usualRate: number | null, readonly direction: ChangeDirection, readonly p: number, readonly measure: { readonly id: string, readonly title: string, readonly unit: MeasureUnit, readonly source: string, readonly caveats: ReadonlyArray<string>, readonly numerator: ReadonlyArray<{ readonly agency: string, readonly means: string }>, readonly denominator: ReadonlyArray<{ readonly agency: string, readonly means: string }> }, readonly area: { readonly id: string, readonly title: string } };

export type OneCellFragment = { readonly key: ReadonlyArray<string | null>, readonly labels: ReadonlyArray<string>, readonly value: number | null, readonly of: number | null, readonly rate: number | null, readonly reason: NoFigureReason | null, readonly ofReason: NoFigureReason | null };

export type SharingQueryVariables = Exact<{ [key: string]: never; }>;


export type SharingQuery = { readonly sharing: { readonly agreements: ReadonlyArray<{ readonly id: string, readonly version: number, readonly title: string, readonly status: string, readonly validUntil: string, readonly reviewNext: string, readonly onOverdue: string, readonly parties: ReadonlyArray<{ readonly id: string, readonly name: string, readonly signedOn: string | null, readonly withdrewOn: string | null }>, readonly ending: ReadonlyArray<{ readonly clause: string, readonly until: string }>, readonly purposes: ReadonlyArray<{ readonly code: string, readonly lawful: ReadonlyArray<string> }>, readonly clauses: ReadonlyArray<{ readonly id: string, readonly text: string }> }>, readonly streams: ReadonlyArray<{ readonly stream: string, readonly agency: string, readonly label: string, readonly detail: string, readonly fields: ReadonlyArray<string>, readonly shared: ReadonlyArray<{ readonly role: string, readonly purpose: string, readonly decision: string, readonly clause: string | null, readonly terms: string | null, readonly clauses: ReadonlyArray<string> }> }> } | null };

export type ProtocolTextQueryVariables = Exact<{ [key: string]: never; }>;


export type ProtocolTextQuery = { readonly sharing: { readonly agreements: ReadonlyArray<{ readonly id: string, readonly version: number, readonly text: string | null }> } | null };

export type ProtocolChangesQueryVariables = Exact<{
  proposed: string;
}>;


export type ProtocolChangesQuery = { readonly protocolChanges: { readonly sections: ReadonlyArray<string>, readonly changes: ReadonlyArray<{ readonly kind: string, readonly role: string | null, readonly sentence: string }> } | null };

export type PublishedQueryVariables = Exact<{ [key: string]: never; }>;


export type PublishedQuery = { readonly published: { readonly staged: ReadonlyArray<string>, readonly served: { readonly version: number, readonly at: string, readonly by: string, readonly kind: string, readonly changed: ReadonlyArray<string>, readonly rolledBackTo: number | null } | null, readonly versions: ReadonlyArray<{ readonly version: number, readonly at: string, readonly by: string, readonly kind: string, readonly changed: ReadonlyArray<string>, readonly rolledBackTo: number | null }> } | null };

export type OneVersionFragment = { readonly version: number, readonly at: string, readonly by: string, readonly kind: string, readonly changed: ReadonlyArray<string>, readonly rolledBackTo: number | null };

export type PublishedChangesQueryVariables = Exact<{
  version?: number | null | undefined;
}>;


export type PublishedChangesQuery = { readonly publishedChanges: { readonly changed: ReadonlyArray<string>, readonly went: ReadonlyArray<string>, readonly moved: ReadonlyArray<string>, readonly sentences: ReadonlyArray<string>, readonly agreements: ReadonlyArray<string>, readonly opened: ReadonlyArray<{ readonly stream: string, readonly agency: string, readonly label: string | null, readonly detail: string | null, readonly fields: ReadonlyArray<string>, readonly shared: ReadonlyArray<{ readonly role: string, readonly purpose: string, readonly decision: string, readonly clause: string | null, readonly terms: string | null, readonly clauses: ReadonlyArray<string> }> }> } | null };

export type FamilyHealthQueryVariables = Exact<{
  family: string;
}>;


export type FamilyHealthQuery = { readonly family: { readonly id: string, readonly members: ReadonlyArray<{ readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly health: { readonly breastfeedingStatus: BreastfeedingStatus | null, readonly registration: { readonly registeredGpName: string | null, readonly registeredGpSurgery: string | null, readonly gpTelephone: string | null, readonly healthVisitingTeam: string | null, readonly healthVisitor: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly mandatedContacts: ReadonlyArray<{ readonly kind: MandatedContactKind | null, readonly dueDate: string | null, readonly date: string | null, readonly outcome: string | null, readonly setting: string | null }> | null, readonly developmentReviews: ReadonlyArray<{ readonly date: string | null, readonly ageInMonths: number | null, readonly communication: number | null, readonly grossMotor: number | null, readonly fineMotor: number | null, readonly problemSolving: number | null, readonly personalSocial: number | null, readonly outcome: string | null }> | null, readonly immunisations: ReadonlyArray<{ readonly vaccine: string | null, readonly occurrenceDate: string | null, readonly status: string | null, readonly statusReason: string | null }> | null, readonly missedAppointments: ReadonlyArray<{ readonly date: string | null, readonly setting: string | null, readonly reason: string | null }> | null, readonly emergencyAttendances: ReadonlyArray<{ readonly date: string | null, readonly reason: string | null }> | null, readonly maternity: { readonly bookingDate: string | null, readonly dueDate: string | null, readonly midwiferyTeam: string | null, readonly midwife: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null } | null }> | null } | null };

export type PersonHealthQueryVariables = Exact<{
  person: string;
}>;


export type PersonHealthQuery = { readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly health: { readonly breastfeedingStatus: BreastfeedingStatus | null, readonly registration: { readonly registeredGpName: string | null, readonly registeredGpSurgery: string | null, readonly gpTelephone: string | null, readonly healthVisitingTeam: string | null, readonly healthVisitor: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly mandatedContacts: ReadonlyArray<{ readonly kind: MandatedContactKind | null, readonly dueDate: string | null, readonly date: string | null, readonly outcome: string | null, readonly setting: string | null }> | null, readonly developmentReviews: ReadonlyArray<{ readonly date: string | null, readonly ageInMonths: number | null, readonly communication: number | null, readonly grossMotor: number | null, readonly fineMotor: number | null, readonly problemSolving: number | null, readonly personalSocial: number | null, readonly outcome: string | null }> | null, readonly immunisations: ReadonlyArray<{ readonly vaccine: string | null, readonly occurrenceDate: string | null, readonly status: string | null, readonly statusReason: string | null }> | null, readonly missedAppointments: ReadonlyArray<{ readonly date: string | null, readonly setting: string | null, readonly reason: string | null }> | null, readonly emergencyAttendances: ReadonlyArray<{ readonly date: string | null, readonly reason: string | null }> | null, readonly maternity: { readonly bookingDate: string | null, readonly dueDate: string | null, readonly midwiferyTeam: string | null, readonly midwife: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null } | null };

export type HealthPartFragment = { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly health: { readonly breastfeedingStatus: BreastfeedingStatus | null, readonly registration: { readonly registeredGpName: string | null, readonly registeredGpSurgery: string | null, readonly gpTelephone: string | null, readonly healthVisitingTeam: string | null, readonly healthVisitor: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly mandatedContacts: ReadonlyArray<{ readonly kind: MandatedContactKind | null, readonly dueDate: string | null, readonly date: string | null, readonly outcome: string | null, readonly setting: string | null }> | null, readonly developmentReviews: ReadonlyArray<{ readonly date: string | null, readonly ageInMonths: number | null, readonly communication: number | null, readonly grossMotor: number | null, readonly fineMotor: number | null, readonly problemSolving: number | null, readonly personalSocial: number | null, readonly outcome: string | null }> | null, readonly immunisations: ReadonlyArray<{ readonly vaccine: string | null, readonly occurrenceDate: string | null, readonly status: string | null, readonly statusReason: string | null }> | null, readonly missedAppointments: ReadonlyArray<{ readonly date: string | null, readonly setting: string | null, readonly reason: string | null }> | null, readonly emergencyAttendances: ReadonlyArray<{ readonly date: string | null, readonly reason: string | null }> | null, readonly maternity: { readonly bookingDate: string | null, readonly dueDate: string | null, readonly midwiferyTeam: string | null, readonly midwife: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null };

export type FamilyHousingQueryVariables = Exact<{
  family: string;
}>;


export type FamilyHousingQuery = { readonly family: { readonly id: string, readonly household: { readonly numberOfChildrenInProperty: number | null, readonly members: ReadonlyArray<{ readonly fullName: string | null, readonly personTenureType: string | null, readonly isResponsible: boolean | null }> | null } | null, readonly members: ReadonlyArray<{ readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly housing: { readonly arrearsBand: string | null, readonly tenancy: { readonly landlord: string | null, readonly tenureDescription: string | null, readonly startOfTenureDate: string | null, readonly endOfTenureDate: string | null, readonly isActive: boolean | null, readonly housingOfficer: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly notices: ReadonlyArray<{ readonly type: string | null, readonly servedDate: string | null, readonly expiryDate: string | null }> | null, readonly homelessness: ReadonlyArray<{ readonly assessmentDate: string | null, readonly priorityNeed: boolean | null, readonly status: string | null }> | null, readonly temporaryAccommodation: { readonly isTemporaryAccommodation: boolean | null, readonly kind: string | null, readonly since: string | null } | null, readonly alerts: ReadonlyArray<{ readonly type: string | null, readonly description: string | null, readonly startDate: string | null, readonly endDate: string | null }> | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null } | null }> | null } | null };

export type PersonHousingQueryVariables = Exact<{
  person: string;
}>;


export type PersonHousingQuery = { readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly housing: { readonly arrearsBand: string | null, readonly tenancy: { readonly landlord: string | null, readonly tenureDescription: string | null, readonly startOfTenureDate: string | null, readonly endOfTenureDate: string | null, readonly isActive: boolean | null, readonly housingOfficer: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly notices: ReadonlyArray<{ readonly type: string | null, readonly servedDate: string | null, readonly expiryDate: string | null }> | null, readonly homelessness: ReadonlyArray<{ readonly assessmentDate: string | null, readonly priorityNeed: boolean | null, readonly status: string | null }> | null, readonly temporaryAccommodation: { readonly isTemporaryAccommodation: boolean | null, readonly kind: string | null, readonly since: string | null } | null, readonly alerts: ReadonlyArray<{ readonly type: string | null, readonly description: string | null, readonly startDate: string | null, readonly endDate: string | null }> | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null } | null };

export type HousingPartFragment = { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly housing: { readonly arrearsBand: string | null, readonly tenancy: { readonly landlord: string | null, readonly tenureDescription: string | null, readonly startOfTenureDate: string | null, readonly endOfTenureDate: string | null, readonly isActive: boolean | null, readonly housingOfficer: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null } | null, readonly notices: ReadonlyArray<{ readonly type: string | null, readonly servedDate: string | null, readonly expiryDate: string | null }> | null, readonly homelessness: ReadonlyArray<{ readonly assessmentDate: string | null, readonly priorityNeed: boolean | null, readonly status: string | null }> | null, readonly temporaryAccommodation: { readonly isTemporaryAccommodation: boolean | null, readonly kind: string | null, readonly since: string | null } | null, readonly alerts: ReadonlyArray<{ readonly type: string | null, readonly description: string | null, readonly startDate: string | null, readonly endDate: string | null }> | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null };

export type PartnersQueryVariables = Exact<{ [key: string]: never; }>;


export type PartnersQuery = { readonly partners: ReadonlyArray<{ readonly id: string, readonly name: string, readonly ring: string | null, readonly record: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly lists: ReadonlyArray<boolean>, readonly type: string, readonly label: string | null }>, readonly withheld: ReadonlyArray<{ readonly stream: string, readonly message: string }> }> | null };

export type FamilyContractQueryVariables = Exact<{
  family: string;
  agency: string;
}>;


export type FamilyContractQuery = { readonly family: { readonly id: string, readonly members: ReadonlyArray<{ readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null } | null }> | null } | null };

export type PersonContractQueryVariables = Exact<{
  person: string;
  agency: string;
}>;


export type PersonContractQuery = { readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null } | null };

export type ContractPartFragment = { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { readonly me: { readonly id: string, readonly name: string | null, readonly role: string, readonly organisation: string, readonly area: string | null, readonly purpose: string, readonly caseReference: string | null } };

export type FindPeopleQueryVariables = Exact<{
  by: PersonSearch;
}>;


export type FindPeopleQuery = { readonly findPeople: { readonly certain: ReadonlyArray<{ readonly id: string, readonly displayName: string | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly lifeState: LifeState | null }> | null, readonly possible: ReadonlyArray<{ readonly agency: string, readonly outcome: string, readonly comparedOn: ReadonlyArray<string> | null, readonly proposal: string | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null }> | null } | null };

export type FamilyOfQueryVariables = Exact<{
  person: string;
}>;


export type FamilyOfQuery = { readonly person: { readonly id: string, readonly displayName: string | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly lifeState: LifeState | null, readonly family: { readonly id: string } | null, readonly families: ReadonlyArray<{ readonly id: string }> | null } | null };

export type FamilyMembersQueryVariables = Exact<{
  family: string;
}>;


export type FamilyMembersQuery = { readonly family: { readonly id: string, readonly members: ReadonlyArray<{ readonly person: { readonly id: string, readonly displayName: string | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly lifeState: LifeState | null } | null, readonly relationships: ReadonlyArray<{ readonly agency: string | null, readonly relationship: string | null, readonly to: string | null, readonly from: string | null, readonly until: string | null, readonly parentalResponsibility: boolean | null }> | null, readonly mayBeSame: ReadonlyArray<{ readonly agency: string | null, readonly person: string | null, readonly outcome: string | null }> | null }> | null, readonly endedTies: ReadonlyArray<{ readonly agency: string | null, readonly name: string | null, readonly relationship: string | null, readonly until: string | null, readonly parentalResponsibility: boolean | null }> | null } | null };

export type WorkingFragment = { readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null };

export type WrittenDownFragment = { readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null };

export type WorkerFragment = { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null };

export type FamilySocialCareQueryVariables = Exact<{
  family: string;
}>;


export type FamilySocialCareQuery = { readonly family: { readonly id: string, readonly needLevel: { readonly scheme: string | null, readonly code: string | null, readonly rank: number | null, readonly from: string | null, readonly until: string | null } | null, readonly needHistory: ReadonlyArray<{ readonly scheme: string | null, readonly code: string | null, readonly rank: number | null, readonly from: string | null, readonly until: string | null }> | null, readonly leadProfessional: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null, readonly members: ReadonlyArray<{ readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly socialCare: { readonly status: { readonly childInNeed: boolean | null, readonly childProtectionPlan: boolean | null, readonly lookedAfter: boolean | null, readonly latestCategoryOfAbuse: string | null } | null, readonly keyWorker: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null, readonly plans: ReadonlyArray<{ readonly kind: string | null, readonly startDate: string | null, readonly endDate: string | null, readonly latestCategoryOfAbuse: string | null, readonly reviewDates: ReadonlyArray<string> | null }> | null, readonly referrals: ReadonlyArray<{ readonly cinReferralDate: string | null, readonly referralSource: string | null, readonly primaryNeedCode: string | null, readonly referralNfa: boolean | null, readonly cinClosureDate: string | null, readonly reasonForClosure: string | null }> | null, readonly assessments: ReadonlyArray<{ readonly assessmentActualStartDate: string | null, readonly assessmentAuthorisationDate: string | null, readonly assessmentFactors: ReadonlyArray<string> | null }> | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null, readonly earlyHelp: { readonly episodes: ReadonlyArray<{ readonly episodeStartDate: string | null, readonly episodeEndDate: string | null, readonly reason: string | null, readonly endReason: string | null, readonly organisation: string | null }> | null, readonly caf: ReadonlyArray<{ readonly startDate: string | null, readonly completedDate: string | null }> | null, readonly tafMeetings: ReadonlyArray<{ readonly date: string | null, readonly attendees: ReadonlyArray<string> | null, readonly actions: ReadonlyArray<{ readonly action: string | null, readonly owner: string | null, readonly dueDate: string | null, readonly done: boolean | null }> | null }> | null, readonly agreedActions: ReadonlyArray<{ readonly action: string | null, readonly owner: string | null, readonly dueDate: string | null, readonly state: string | null }> | null, readonly steps: ReadonlyArray<{ readonly date: string | null, readonly direction: string | null, readonly fromLevel: string | null, readonly toLevel: string | null, readonly reason: string | null }> | null } | null } | null }> | null } | null };

export type PersonSocialCareQueryVariables = Exact<{
  person: string;
}>;


export type PersonSocialCareQuery = { readonly person: { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly socialCare: { readonly status: { readonly childInNeed: boolean | null, readonly childProtectionPlan: boolean | null, readonly lookedAfter: boolean | null, readonly latestCategoryOfAbuse: string | null } | null, readonly keyWorker: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null, readonly plans: ReadonlyArray<{ readonly kind: string | null, readonly startDate: string | null, readonly endDate: string | null, readonly latestCategoryOfAbuse: string | null, readonly reviewDates: ReadonlyArray<string> | null }> | null, readonly referrals: ReadonlyArray<{ readonly cinReferralDate: string | null, readonly referralSource: string | null, readonly primaryNeedCode: string | null, readonly referralNfa: boolean | null, readonly cinClosureDate: string | null, readonly reasonForClosure: string | null }> | null, readonly assessments: ReadonlyArray<{ readonly assessmentActualStartDate: string | null, readonly assessmentAuthorisationDate: string | null, readonly assessmentFactors: ReadonlyArray<string> | null }> | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null, readonly earlyHelp: { readonly episodes: ReadonlyArray<{ readonly episodeStartDate: string | null, readonly episodeEndDate: string | null, readonly reason: string | null, readonly endReason: string | null, readonly organisation: string | null }> | null, readonly caf: ReadonlyArray<{ readonly startDate: string | null, readonly completedDate: string | null }> | null, readonly tafMeetings: ReadonlyArray<{ readonly date: string | null, readonly attendees: ReadonlyArray<string> | null, readonly actions: ReadonlyArray<{ readonly action: string | null, readonly owner: string | null, readonly dueDate: string | null, readonly done: boolean | null }> | null }> | null, readonly agreedActions: ReadonlyArray<{ readonly action: string | null, readonly owner: string | null, readonly dueDate: string | null, readonly state: string | null }> | null, readonly steps: ReadonlyArray<{ readonly date: string | null, readonly direction: string | null, readonly fromLevel: string | null, readonly toLevel: string | null, readonly reason: string | null }> | null } | null } | null };

export type SocialCarePartFragment = { readonly id: string, readonly involvements: ReadonlyArray<{ readonly agency: string | null, readonly service: string | null, readonly team: string | null, readonly role: string | null, readonly status: InvolvementStatus | null, readonly from: string | null, readonly to: string | null, readonly lastInteraction: string | null, readonly asOf: string | null, readonly contact: { readonly name: string | null, readonly role: string | null, readonly phone: string | null, readonly email: string | null, readonly dutyLine: string | null } | null }> | null, readonly identities: ReadonlyArray<{ readonly agency: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly formerNames: ReadonlyArray<string> | null, readonly dateOfBirth: string | null, readonly expectedDateOfBirth: string | null, readonly sex: string | null, readonly postcode: string | null, readonly nhsNumber: string | null, readonly upn: string | null, readonly recorded: ReadonlyArray<string> | null, readonly asOf: string | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null }> | null, readonly answers: ReadonlyArray<{ readonly agency: string | null, readonly status: AnswerStatus | null, readonly asOf: string | null, readonly coverage: string | null, readonly noted: ReadonlyArray<string> | null }> | null, readonly socialCare: { readonly status: { readonly childInNeed: boolean | null, readonly childProtectionPlan: boolean | null, readonly lookedAfter: boolean | null, readonly latestCategoryOfAbuse: string | null } | null, readonly keyWorker: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null, readonly plans: ReadonlyArray<{ readonly kind: string | null, readonly startDate: string | null, readonly endDate: string | null, readonly latestCategoryOfAbuse: string | null, readonly reviewDates: ReadonlyArray<string> | null }> | null, readonly referrals: ReadonlyArray<{ readonly cinReferralDate: string | null, readonly referralSource: string | null, readonly primaryNeedCode: string | null, readonly referralNfa: boolean | null, readonly cinClosureDate: string | null, readonly reasonForClosure: string | null }> | null, readonly assessments: ReadonlyArray<{ readonly assessmentActualStartDate: string | null, readonly assessmentAuthorisationDate: string | null, readonly assessmentFactors: ReadonlyArray<string> | null }> | null, readonly dataQuality: ReadonlyArray<{ readonly field: string | null, readonly fault: string | null }> | null } | null, readonly earlyHelp: { readonly episodes: ReadonlyArray<{ readonly episodeStartDate: string | null, readonly episodeEndDate: string | null, readonly reason: string | null, readonly endReason: string | null, readonly organisation: string | null }> | null, readonly caf: ReadonlyArray<{ readonly startDate: string | null, readonly completedDate: string | null }> | null, readonly tafMeetings: ReadonlyArray<{ readonly date: string | null, readonly attendees: ReadonlyArray<string> | null, readonly actions: ReadonlyArray<{ readonly action: string | null, readonly owner: string | null, readonly dueDate: string | null, readonly done: boolean | null }> | null }> | null, readonly agreedActions: ReadonlyArray<{ readonly action: string | null, readonly owner: string | null, readonly dueDate: string | null, readonly state: string | null }> | null, readonly steps: ReadonlyArray<{ readonly date: string | null, readonly direction: string | null, readonly fromLevel: string | null, readonly toLevel: string | null, readonly reason: string | null }> | null } | null };

export type TeamAroundFamilyQueryVariables = Exact<{
  person: string;
}>;


export type TeamAroundFamilyQuery = { readonly person: { readonly id: string, readonly displayName: string | null, readonly family: { readonly leadProfessional: { readonly name: string | null, readonly role: string | null, readonly team: string | null, readonly organisation: string | null, readonly phone: string | null, readonly email: string | null } | null, readonly needLevel: { readonly code: string | null, readonly from: string | null } | null } | null, readonly earlyHelp: { readonly allocations: ReadonlyArray<{ readonly reference: string | null, readonly kind: AllocationKind | null, readonly workerName: string | null, readonly familyChoice: FamilyChoice | null, readonly rating: CaseRating | null, readonly from: string | null, readonly until: string | null }> | null, readonly calledMeetings: ReadonlyArray<{ readonly reference: string | null, readonly date: string | null, readonly invited: number | null, readonly until: string | null }> | null, readonly agreedActions: ReadonlyArray<{ readonly reference: string | null, readonly meeting: string | null, readonly action: string | null, readonly owner: string | null, readonly dueDate: string | null, readonly state: string | null, readonly doneOn: string | null }> | null, readonly myActions: ReadonlyArray<{ readonly reference: string | null, readonly action: string | null, readonly dueDate: string | null, readonly state: string | null, readonly doneOn: string | null }> | null, readonly openedAssessments: ReadonlyArray<{ readonly reference: string | null, readonly startDate: string | null, readonly completedDate: string | null }> | null, readonly outcomeScores: ReadonlyArray<{ readonly tool: string | null, readonly scale: string | null, readonly score: number | null, readonly date: string | null }> | null, readonly voices: ReadonlyArray<{ readonly whose: VoiceOf | null, readonly words: string | null, readonly date: string | null }> | null, readonly programmes: ReadonlyArray<{ readonly reference: string | null, readonly programme: Programme | null, readonly level: ProgrammeLevel | null, readonly from: string | null, readonly until: string | null, readonly outcomes: ReadonlyArray<{ readonly outcome: HeadlineOutcome | null, readonly state: ProgrammeOutcomeState | null, readonly soughtOn: string | null, readonly metOn: string | null }> | null }> | null, readonly stepProposals: ReadonlyArray<{ readonly reference: string | null, readonly direction: StepDirection | null, readonly toLevel: ContinuumLevel | null, readonly reason: string | null, readonly proposedOn: string | null, readonly state: string | null, readonly decidedOn: string | null, readonly decisionReason: string | null }> | null, readonly blockages: ReadonlyArray<{ readonly reference: string | null, readonly reason: string | null, readonly raisedOn: string | null, readonly clearedOn: string | null, readonly clearedBecause: string | null }> | null, readonly closure: { readonly outcome: ClosingOutcome | null, readonly date: string | null, readonly reason: string | null } | null } | null } | null, readonly explainAccess: ReadonlyArray<{ readonly field: string, readonly decision: string, readonly stream: string | null }> | null };

export type CallMeetingMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  date: string;
  invited: ReadonlyArray<string> | string;
  until: string;
}>;


export type CallMeetingMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type AgreeActionMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  about: string;
  action: string;
  owner: string;
  dueDate: string;
}>;


export type AgreeActionMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type FinishActionMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  about: string;
}>;


export type FinishActionMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type OpenAssessmentMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
}>;


export type OpenAssessmentMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type CompleteAssessmentMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  about: string;
}>;


export type CompleteAssessmentMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type ScoreOutcomeMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  tool: string;
  scale: string;
  score: number;
}>;


export type ScoreOutcomeMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type ProposeStepMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  direction: StepDirection;
  toLevel: ContinuumLevel;
  statement: string;
}>;


export type ProposeStepMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type RaiseBlockageMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  statement: string;
}>;


export type RaiseBlockageMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type CloseEarlyHelpMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  outcome: ClosingOutcome;
  statement: string;
}>;


export type CloseEarlyHelpMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type RecordVoiceMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  whose: VoiceOf;
  words: string;
}>;


export type RecordVoiceMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type JoinProgrammeMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  programme: Programme;
  level: ProgrammeLevel;
}>;


export type JoinProgrammeMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export type RecordProgrammeOutcomeMutationVariables = Exact<{
  agency: string;
  person: string;
  key: string;
  about: string;
  outcome: HeadlineOutcome;
  state: ProgrammeOutcomeState;
}>;


export type RecordProgrammeOutcomeMutation = { readonly act: { readonly agency: string | null, readonly key: string | null, readonly outcome: ActOutcome | null, readonly reason: string | null, readonly message: string | null, readonly reference: string | null } | null };

export const WhyWithheld = stored<WhyWithheldQuery, WhyWithheldQueryVariables>(
  'WhyWithheld',
  '6b5afd3163f81b76793d24a7c172e17073553f01e3693fbf9296a09313352c0b',
  "query WhyWithheld($fields: [String!]!, $person: PersonID) {\n  explainAccess(fields: $fields, person: $person) {\n    field\n    decision\n    stream\n    clause\n    protocolVersion\n    reason\n    conditions\n    explanation\n    underBreakGlass\n    ring\n    __typename\n  }\n}",
);

export const BreakGlass = stored<BreakGlassMutation, BreakGlassMutationVariables>(
  'BreakGlass',
  '18a919ff93ce89d11800c033312e36dc1f4125cd1a6b83c4d72fe67dc6ceaa08',
  "mutation BreakGlass($family: FamilyID!, $reason: BreakGlassReason!, $statement: String!) {\n  breakGlass(family: $family, reason: $reason, statement: $statement) {\n    key\n    reference\n    family\n    until\n    reviewBy\n    streams\n    told\n    notTold\n    __typename\n  }\n}",
);

export const MayI = stored<MayIQuery, MayIQueryVariables>(
  'MayI',
  '32beaf0a071faee82645def934b6eaf0500b081cd633f261908698d4a1b98f28',
  "query MayI {\n  explainAccess(\n    fields: [\"Mutation.claimRelationship\", \"Mutation.confirmMatch\", \"Mutation.breakGlass\", \"Query.looks\", \"Query.reviews\", \"Query.stops\", \"Query.sharing\", \"Query.measures\", \"Query.cohort\", \"Query.emergingNeeds\"]\n  ) {\n    field\n    decision\n    __typename\n  }\n}",
);

export const TermsOfClaims = stored<TermsOfClaimsQuery, TermsOfClaimsQueryVariables>(
  'TermsOfClaims',
  '5bbde9b2956db2a10175d7b4887dcbe3875602a7a344490cc626cf201e59974a',
  "query TermsOfClaims {\n  claimTerms {\n    hours\n    __typename\n  }\n}",
);

export const ClaimRelationship = stored<ClaimRelationshipMutation, ClaimRelationshipMutationVariables>(
  'ClaimRelationship',
  'ac473ce43f60e8e6a6ad500019f0a70d550c301667e684d4a263e1204eaa598e',
  "mutation ClaimRelationship($person: PersonID!, $relationship: Relationship!, $statement: String!) {\n  claimRelationship(\n    person: $person\n    relationship: $relationship\n    statement: $statement\n  ) {\n    reference\n    from\n    until\n    told\n    notTold\n    __typename\n  }\n}",
);

export const ConfirmMatch = stored<ConfirmMatchMutation, ConfirmMatchMutationVariables>(
  'ConfirmMatch',
  '22a8791be5d7651b6d59184b1a9e454f6eeaa5a5eaa55bac1cdd3e5f801e3d7d',
  "mutation ConfirmMatch($person: PersonID!, $agency: ID!, $same: Boolean!, $statement: String!) {\n  confirmMatch(\n    person: $person\n    agency: $agency\n    same: $same\n    statement: $statement\n  ) {\n    id\n    displayName\n    dateOfBirth\n    expectedDateOfBirth\n    lifeState\n    answers(agencies: [$agency]) {\n      agency\n      status\n      proposal\n      __typename\n    }\n    __typename\n  }\n}",
);

export const FindForAccount = stored<FindForAccountQuery, FindForAccountQueryVariables>(
  'FindForAccount',
  'e9565484d6be0514526c8afaf7d1943bc1b9aa3f772ed3a26e916618eb73e932',
  "query FindForAccount($by: PersonSearch!) {\n  findForAccount(by: $by) {\n    person\n    answers {\n      agency\n      status\n      __typename\n    }\n    __typename\n  }\n}",
);

export const WhoLooked = stored<WhoLookedQuery, WhoLookedQueryVariables>(
  'WhoLooked',
  '2c126ebf1316d4d260f149cf47889cd9b2bbc03c256ecfdde9ced6494e3f66e1',
  "query WhoLooked($by: LooksBy!, $first: Int!, $before: Int) {\n  looks(by: $by, first: $first, before: $before) {\n    looks {\n      ...OneLook\n      __typename\n    }\n    before\n    __typename\n  }\n}\n\nfragment OneLook on Look {\n  sequence\n  at\n  operation\n  requester\n  role\n  organisation\n  purpose\n  caseReference\n  breakGlass\n  told\n  outcome\n  code\n  reason\n  target\n  agencies {\n    agency\n    answer\n    streams\n    __typename\n  }\n  clauses\n  statement\n  __typename\n}",
);

export const MyLooks = stored<MyLooksQuery, MyLooksQueryVariables>(
  'MyLooks',
  'f4b86a0d80099235135e945b9ca528d55a1d4020c1d97dbea2a2cb09e7957684',
  "query MyLooks($first: Int!, $before: Int) {\n  myLooks(first: $first, before: $before) {\n    looks {\n      ...OneLook\n      __typename\n    }\n    before\n    __typename\n  }\n}\n\nfragment OneLook on Look {\n  sequence\n  at\n  operation\n  requester\n  role\n  organisation\n  purpose\n  caseReference\n  breakGlass\n  told\n  outcome\n  code\n  reason\n  target\n  agencies {\n    agency\n    answer\n    streams\n    __typename\n  }\n  clauses\n  statement\n  __typename\n}",
);

export const SubjectReport = stored<SubjectReportQuery, SubjectReportQueryVariables>(
  'SubjectReport',
  '0738037cee0d7828fa87c76ae924db743e1d08cdf0a1c382de7798350787f710',
  "query SubjectReport($person: PersonID, $references: [String!], $since: DateTime, $until: DateTime) {\n  subjectReport(\n    person: $person\n    references: $references\n    since: $since\n    until: $until\n  ) {\n    lines {\n      at\n      who\n      why\n      what\n      from\n      __typename\n    }\n    note\n    csv\n    looks\n    omissions {\n      sequence\n      at\n      rule\n      because\n      __typename\n    }\n    __typename\n  }\n}",
);

export const Reviews = stored<ReviewsQuery, ReviewsQueryVariables>(
  'Reviews',
  'bd31420302e258a9c800c4e060900cf3f39f75273e38f198a0d32a4133294e06',
  "query Reviews($state: [ReviewState!], $overdue: Boolean, $first: Int!, $before: Int) {\n  reviews(state: $state, overdue: $overdue, first: $first, before: $before) {\n    reviews {\n      ...OneReview\n      __typename\n    }\n    before\n    counts {\n      open\n      assigned\n      overdue\n      cleared\n      escalated\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment OneReview on Review {\n  reference\n  sequence\n  kind\n  reason\n  at\n  until\n  requester\n  role\n  organisation\n  purpose\n  caseReference\n  statement\n  people\n  told\n  notTold\n  reviewBy\n  overdue\n  state\n  assignee\n  isOwn\n  __typename\n}",
);

export const OpenReview = stored<OpenReviewQuery, OpenReviewQueryVariables>(
  'OpenReview',
  '325f409204b8fd251aa96b7bef633f4058a278003a2590b9b9db09afc6f8ee39',
  "query OpenReview($reference: ID!) {\n  review(reference: $reference) {\n    ...WholeReview\n    __typename\n  }\n}\n\nfragment WholeReview on Review {\n  ...OneReview\n  actions {\n    action\n    at\n    by\n    assignee\n    note\n    decision\n    supersedes\n    told\n    notTold\n    __typename\n  }\n  seen {\n    ...OneLook\n    __typename\n  }\n  __typename\n}\n\nfragment OneReview on Review {\n  reference\n  sequence\n  kind\n  reason\n  at\n  until\n  requester\n  role\n  organisation\n  purpose\n  caseReference\n  statement\n  people\n  told\n  notTold\n  reviewBy\n  overdue\n  state\n  assignee\n  isOwn\n  __typename\n}\n\nfragment OneLook on Look {\n  sequence\n  at\n  operation\n  requester\n  role\n  organisation\n  purpose\n  caseReference\n  breakGlass\n  told\n  outcome\n  code\n  reason\n  target\n  agencies {\n    agency\n    answer\n    streams\n    __typename\n  }\n  clauses\n  statement\n  __typename\n}",
);

export const AssignReview = stored<AssignReviewMutation, AssignReviewMutationVariables>(
  'AssignReview',
  '2bf6fcc1a18c3f203bbc7bda223cd9915f9398349eb5dc0d85c399760e7d5be4',
  "mutation AssignReview($reference: ID!, $to: ID) {\n  assignReview(reference: $reference, to: $to) {\n    ...WholeReview\n    __typename\n  }\n}\n\nfragment WholeReview on Review {\n  ...OneReview\n  actions {\n    action\n    at\n    by\n    assignee\n    note\n    decision\n    supersedes\n    told\n    notTold\n    __typename\n  }\n  seen {\n    ...OneLook\n    __typename\n  }\n  __typename\n}\n\nfragment OneReview on Review {\n  reference\n  sequence\n  kind\n  reason\n  at\n  until\n  requester\n  role\n  organisation\n  purpose\n  caseReference\n  statement\n  people\n  told\n  notTold\n  reviewBy\n  overdue\n  state\n  assignee\n  isOwn\n  __typename\n}\n\nfragment OneLook on Look {\n  sequence\n  at\n  operation\n  requester\n  role\n  organisation\n  purpose\n  caseReference\n  breakGlass\n  told\n  outcome\n  code\n  reason\n  target\n  agencies {\n    agency\n    answer\n    streams\n    __typename\n  }\n  clauses\n  statement\n  __typename\n}",
);

export const DecideReview = stored<DecideReviewMutation, DecideReviewMutationVariables>(
  'DecideReview',
  '1e83fcda434b34074cef24c2f0e1fc8000561fee7c8e40d80d9776bbd4129b01',
  "mutation DecideReview($reference: ID!, $outcome: ReviewOutcome!, $note: String!, $supersedes: ID) {\n  decideReview(\n    reference: $reference\n    outcome: $outcome\n    note: $note\n    supersedes: $supersedes\n  ) {\n    ...WholeReview\n    __typename\n  }\n}\n\nfragment WholeReview on Review {\n  ...OneReview\n  actions {\n    action\n    at\n    by\n    assignee\n    note\n    decision\n    supersedes\n    told\n    notTold\n    __typename\n  }\n  seen {\n    ...OneLook\n    __typename\n  }\n  __typename\n}\n\nfragment OneReview on Review {\n  reference\n  sequence\n  kind\n  reason\n  at\n  until\n  requester\n  role\n  organisation\n  purpose\n  caseReference\n  statement\n  people\n  told\n  notTold\n  reviewBy\n  overdue\n  state\n  assignee\n  isOwn\n  __typename\n}\n\nfragment OneLook on Look {\n  sequence\n  at\n  operation\n  requester\n  role\n  organisation\n  purpose\n  caseReference\n  breakGlass\n  told\n  outcome\n  code\n  reason\n  target\n  agencies {\n    agency\n    answer\n    streams\n    __typename\n  }\n  clauses\n  statement\n  __typename\n}",
);

export const Stops = stored<StopsQuery, StopsQueryVariables>(
  'Stops',
  '384a7b66d37c8055e55d7c45071d37ca0e1672b29949e1e5b939ac61ccac8347',
  "query Stops {\n  stops(over: true) {\n    ...OneStop\n    __typename\n  }\n}\n\nfragment OneStop on Stop {\n  reference\n  kind\n  target\n  label\n  organisation\n  records\n  agencies\n  at\n  by\n  why\n  until\n  inForce\n  liftedAt\n  liftedBy\n  liftedWhy\n  __typename\n}",
);

export const MakeStop = stored<MakeStopMutation, MakeStopMutationVariables>(
  'MakeStop',
  '37b2eef5409ca0eab7993678685f598e8b3461bf937d0e09bf708385f9ec1882',
  "mutation MakeStop($kind: StopKind!, $target: String, $organisation: String, $person: PersonID, $references: [String!], $until: DateTime, $why: String!) {\n  stop(\n    kind: $kind\n    target: $target\n    organisation: $organisation\n    person: $person\n    references: $references\n    until: $until\n    why: $why\n  ) {\n    ...OneStop\n    __typename\n  }\n}\n\nfragment OneStop on Stop {\n  reference\n  kind\n  target\n  label\n  organisation\n  records\n  agencies\n  at\n  by\n  why\n  until\n  inForce\n  liftedAt\n  liftedBy\n  liftedWhy\n  __typename\n}",
);

export const LiftStop = stored<LiftStopMutation, LiftStopMutationVariables>(
  'LiftStop',
  'd1008504848a07f935aabbcdbf92854df8dfe1ea4d0c82db59eb8591cff78025',
  "mutation LiftStop($reference: ID!, $why: String!) {\n  liftStop(reference: $reference, why: $why) {\n    ...OneStop\n    __typename\n  }\n}\n\nfragment OneStop on Stop {\n  reference\n  kind\n  target\n  label\n  organisation\n  records\n  agencies\n  at\n  by\n  why\n  until\n  inForce\n  liftedAt\n  liftedBy\n  liftedWhy\n  __typename\n}",
);

export const Worklist = stored<WorklistQuery, WorklistQueryVariables>(
  'Worklist',
  '6d513cc6dc2e91f8b47ee89f47edeb89394194e06020b6153f6b308ce0622c3c',
  "query Worklist($agency: ID!, $act: ID!, $after: String) {\n  worklist(agency: $agency, act: $act, first: 20, after: $after) {\n    nodes {\n      id\n      displayName\n      dateOfBirth\n      expectedDateOfBirth\n      lifeState\n      involvements {\n        agency\n        service\n        status\n        __typename\n      }\n      health {\n        referralForms {\n          ...Form\n          __typename\n        }\n        myReferrals {\n          ...OwnReferral\n          __typename\n        }\n        __typename\n      }\n      childrensCentre {\n        referralForms {\n          ...Form\n          __typename\n        }\n        myReferrals {\n          ...OwnReferral\n          __typename\n        }\n        __typename\n      }\n      earlyHelp {\n        referralForms {\n          ...Form\n          __typename\n        }\n        myReferrals {\n          ...OwnReferral\n          __typename\n        }\n        stepProposals {\n          reference\n          direction\n          toLevel\n          reason\n          proposedOn\n          state\n          __typename\n        }\n        blockages {\n          reference\n          reason\n          raisedOn\n          clearedOn\n          __typename\n        }\n        __typename\n      }\n      __typename\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n      __typename\n    }\n    answers {\n      agency\n      status\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment Form on Referral {\n  reference\n  service\n  status\n  primaryNeed\n  consent\n  familyTold\n  withoutConsentReason\n  engageWithFamily\n  reason\n  submittedOn\n  decideBy\n  decision\n  decisionReason\n  fromOrganisation\n  fromRole\n  __typename\n}\n\nfragment OwnReferral on MyReferral {\n  reference\n  service\n  status\n  submittedOn\n  decideBy\n  decidedOn\n  decisionReason\n  __typename\n}",
);

export const SubmitReferral = stored<SubmitReferralMutation, SubmitReferralMutationVariables>(
  'SubmitReferral',
  '094793f16e9975d6cc3fc14139576b6991fd2fda54d665bd8a9cf294f2ccad66',
  "mutation SubmitReferral($agency: ID!, $person: PersonID!, $key: ID!, $service: ReferralService!, $primaryNeed: PrimaryNeed!, $consent: ReferralConsent!, $familyTold: Boolean!, $withoutConsentReason: String, $engageWithFamily: String, $statement: String!) {\n  act: submitReferral(\n    agency: $agency\n    person: $person\n    key: $key\n    service: $service\n    primaryNeed: $primaryNeed\n    consent: $consent\n    familyTold: $familyTold\n    withoutConsentReason: $withoutConsentReason\n    engageWithFamily: $engageWithFamily\n    statement: $statement\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const AnswerReferral = stored<AnswerReferralMutation, AnswerReferralMutationVariables>(
  'AnswerReferral',
  'e472fc64cc26d5b1bd3f5211081c6d52f61eb2a3694faac70f5c5413d12acae1',
  "mutation AnswerReferral($agency: ID!, $person: PersonID!, $key: ID!, $about: ID!, $status: ReferralStatus!, $reason: String) {\n  act: answerReferral(\n    agency: $agency\n    person: $person\n    key: $key\n    referral: $about\n    status: $status\n    reason: $reason\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const DecideTriage = stored<DecideTriageMutation, DecideTriageMutationVariables>(
  'DecideTriage',
  '51461968ed9dd2baaff97596f3c58e2d5cb61a386d5b514a29dd235eda85a820',
  "mutation DecideTriage($agency: ID!, $person: PersonID!, $key: ID!, $about: ID!, $decision: TriageDecision!, $statement: String!) {\n  act: decideTriage(\n    agency: $agency\n    person: $person\n    key: $key\n    referral: $about\n    decision: $decision\n    statement: $statement\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const AllocateWorker = stored<AllocateWorkerMutation, AllocateWorkerMutationVariables>(
  'AllocateWorker',
  'df45b4025d319d73e2eb892f153d1687dbfd6cd3c40a765a5d3a497fe4d53096',
  "mutation AllocateWorker($agency: ID!, $person: PersonID!, $key: ID!, $kind: AllocationKind!, $worker: ID!, $workerName: String!, $familyChoice: FamilyChoice!, $rating: CaseRating!) {\n  act: allocateWorker(\n    agency: $agency\n    person: $person\n    key: $key\n    kind: $kind\n    worker: $worker\n    workerName: $workerName\n    familyChoice: $familyChoice\n    rating: $rating\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const DecideStep = stored<DecideStepMutation, DecideStepMutationVariables>(
  'DecideStep',
  '77da112dcc6e60fec3cc66cf13e8264823e4cae30ddc83b5044cdc4f5d7529b2',
  "mutation DecideStep($agency: ID!, $person: PersonID!, $key: ID!, $about: ID!, $approve: Boolean!, $statement: String!) {\n  act: decideStep(\n    agency: $agency\n    person: $person\n    key: $key\n    step: $about\n    approve: $approve\n    statement: $statement\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const ClearBlockage = stored<ClearBlockageMutation, ClearBlockageMutationVariables>(
  'ClearBlockage',
  '283804eb297f16d62ceb62034f82c332b0beb9c803e137cfaf8ba3d89f25427e',
  "mutation ClearBlockage($agency: ID!, $person: PersonID!, $key: ID!, $about: ID!, $statement: String!) {\n  act: clearBlockage(\n    agency: $agency\n    person: $person\n    key: $key\n    blockage: $about\n    statement: $statement\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const WhatIMayDo = stored<WhatIMayDoQuery, WhatIMayDoQueryVariables>(
  'WhatIMayDo',
  'f70ab11a2df25f80944c1dfe6422efc839416a6f9e712bbe332bf92c1bffb99c',
  "query WhatIMayDo {\n  explainAccess(\n    fields: [\"Mutation.submitReferral\", \"Mutation.answerReferral\", \"Mutation.decideTriage\", \"Mutation.allocateWorker\", \"Mutation.decideStep\", \"Mutation.clearBlockage\", \"Mutation.finishAction\", \"EarlyHelpRecord.stepProposals\", \"EarlyHelpRecord.calledMeetings\"]\n  ) {\n    field\n    decision\n    stream\n    __typename\n  }\n}",
);

export const ReachAreas = stored<ReachAreasQuery, ReachAreasQueryVariables>(
  'ReachAreas',
  'd7798accfbd2e95479286219d68005edff952153bd8a34ab007357009229a294',
  "query ReachAreas {\n  centres {\n    urn\n    name\n    reachArea {\n      id\n      name\n      __typename\n    }\n    __typename\n  }\n}",
);

export const Caseload = stored<CaseloadQuery, CaseloadQueryVariables>(
  'Caseload',
  '9f3fd7e40007164b45d2f36b82482847b4f00336a185409e3f3efdada512917d',
  "query Caseload($area: ID, $first: Int!, $after: String) {\n  caseload(area: $area, first: $first, after: $after) {\n    nodes {\n      id\n      displayName\n      dateOfBirth\n      expectedDateOfBirth\n      lifeState\n      identities {\n        agency\n        postcode\n        __typename\n      }\n      family {\n        id\n        needLevel {\n          code\n          rank\n          from\n          __typename\n        }\n        leadProfessional {\n          ...Worker\n          __typename\n        }\n        __typename\n      }\n      involvements {\n        ...Working\n        __typename\n      }\n      answers {\n        agency\n        status\n        __typename\n      }\n      earlyHelp {\n        tafMeetings {\n          actions {\n            action\n            owner\n            dueDate\n            done\n            __typename\n          }\n          __typename\n        }\n        __typename\n      }\n      socialCare {\n        plans {\n          kind\n          endDate\n          reviewDates\n          __typename\n        }\n        __typename\n      }\n      health {\n        mandatedContacts {\n          kind\n          dueDate\n          date\n          outcome\n          __typename\n        }\n        __typename\n      }\n      education {\n        attendance {\n          academicYearStart\n          attendancePercentage\n          schoolsAverageAttendance\n          __typename\n        }\n        __typename\n      }\n      housing {\n        arrearsBand\n        notices {\n          type\n          servedDate\n          expiryDate\n          __typename\n        }\n        __typename\n      }\n      childrensCentre {\n        attendances {\n          sessionDate\n          attended\n          __typename\n        }\n        __typename\n      }\n      __typename\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n      __typename\n    }\n    answers {\n      agency\n      status\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}",
);

export const FamilyCentre = stored<FamilyCentreQuery, FamilyCentreQueryVariables>(
  'FamilyCentre',
  '169f2e23c4eb26c042fe120e35e1eca9b1a1792299f549c39565ce3937b1bee9',
  "query FamilyCentre($family: FamilyID!) {\n  family(id: $family) {\n    id\n    members {\n      person {\n        ...CentrePart\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment CentrePart on Person {\n  id\n  involvements(agencies: [\"childrens-centre\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"childrens-centre\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"childrens-centre\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  childrensCentre {\n    registration {\n      centre {\n        name\n        phone\n        __typename\n      }\n      registeredDate\n      leftDate\n      consentToShare\n      consentDate\n      firstLanguage\n      __typename\n    }\n    attendances {\n      activity\n      sessionDate\n      attended\n      ledByAgency\n      centreName\n      __typename\n    }\n    familySupportCase {\n      openedDate\n      closedDate\n      worker {\n        ...Worker\n        __typename\n      }\n      reason\n      outcome\n      __typename\n    }\n    referrals {\n      date\n      status\n      fromAgency\n      reason\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const PersonCentre = stored<PersonCentreQuery, PersonCentreQueryVariables>(
  'PersonCentre',
  'e3a87f23f0e1d4c8fd5ff8cc8b1fbc991cf4376186699f9750fb1526ae1f6780',
  "query PersonCentre($person: PersonID!) {\n  person(id: $person) {\n    ...CentrePart\n    __typename\n  }\n}\n\nfragment CentrePart on Person {\n  id\n  involvements(agencies: [\"childrens-centre\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"childrens-centre\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"childrens-centre\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  childrensCentre {\n    registration {\n      centre {\n        name\n        phone\n        __typename\n      }\n      registeredDate\n      leftDate\n      consentToShare\n      consentDate\n      firstLanguage\n      __typename\n    }\n    attendances {\n      activity\n      sessionDate\n      attended\n      ledByAgency\n      centreName\n      __typename\n    }\n    familySupportCase {\n      openedDate\n      closedDate\n      worker {\n        ...Worker\n        __typename\n      }\n      reason\n      outcome\n      __typename\n    }\n    referrals {\n      date\n      status\n      fromAgency\n      reason\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const FamilyEducation = stored<FamilyEducationQuery, FamilyEducationQueryVariables>(
  'FamilyEducation',
  '186f2560198728c231266a062ee699dbe78603151e2faecbb39e1e6e194fa32d',
  "query FamilyEducation($family: FamilyID!) {\n  family(id: $family) {\n    id\n    members {\n      person {\n        ...EducationPart\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment EducationPart on Person {\n  id\n  involvements(agencies: [\"education\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"education\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"education\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  education {\n    setting {\n      educationSettingName\n      educationSettingTelephone\n      ncYearActual\n      entryDate\n      leavingDate\n      designatedSafeguardingLead {\n        ...Worker\n        __typename\n      }\n      __typename\n    }\n    attendance {\n      academicYearStart\n      academicYearEnd\n      sessionsPossible\n      sessionsAuthorised\n      sessionsUnauthorised\n      attendancePercentage\n      schoolsAverageAttendance\n      __typename\n    }\n    exclusions {\n      category\n      reason\n      startDate\n      sessions\n      __typename\n    }\n    sen {\n      senProvision\n      senTypes\n      ehcPlanIssued\n      __typename\n    }\n    freeSchoolMeals {\n      eligible\n      from\n      pupilPremium\n      __typename\n    }\n    earlyYears {\n      fundedHours\n      extendedHours\n      fundingBasis\n      settingName\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const PersonEducation = stored<PersonEducationQuery, PersonEducationQueryVariables>(
  'PersonEducation',
  'ad9198b6115be6a5991e3a4f05adce8cf53140445c3aef7397d786d78910835d',
  "query PersonEducation($person: PersonID!) {\n  person(id: $person) {\n    ...EducationPart\n    __typename\n  }\n}\n\nfragment EducationPart on Person {\n  id\n  involvements(agencies: [\"education\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"education\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"education\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  education {\n    setting {\n      educationSettingName\n      educationSettingTelephone\n      ncYearActual\n      entryDate\n      leavingDate\n      designatedSafeguardingLead {\n        ...Worker\n        __typename\n      }\n      __typename\n    }\n    attendance {\n      academicYearStart\n      academicYearEnd\n      sessionsPossible\n      sessionsAuthorised\n      sessionsUnauthorised\n      attendancePercentage\n      schoolsAverageAttendance\n      __typename\n    }\n    exclusions {\n      category\n      reason\n      startDate\n      sessions\n      __typename\n    }\n    sen {\n      senProvision\n      senTypes\n      ehcPlanIssued\n      __typename\n    }\n    freeSchoolMeals {\n      eligible\n      from\n      pupilPremium\n      __typename\n    }\n    earlyYears {\n      fundedHours\n      extendedHours\n      fundingBasis\n      settingName\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const MeasureCatalogue = stored<MeasureCatalogueQuery, MeasureCatalogueQueryVariables>(
  'MeasureCatalogue',
  '7b7d6b644e4e31ca9be4451e16595f8bd234394fe08e2a3c5700f73b9afbd9e6',
  "query MeasureCatalogue {\n  measureCatalogue {\n    id\n    title\n    unit\n    period\n    ...CountedBy\n    dimensions {\n      id\n      title\n      values {\n        id\n        title\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment CountedBy on Measure {\n  numerator {\n    agency\n    means\n    __typename\n  }\n  denominator {\n    agency\n    means\n    __typename\n  }\n  __typename\n}",
);

export const Together = stored<TogetherQuery, TogetherQueryVariables>(
  'Together',
  '328c0a96ee6451c92161fa74a9205849cf89c3a15e67ba29de42476a1aad357c',
  "query Together($where: [CohortCondition!]!, $area: ID, $from: Date) {\n  cohort(where: $where, area: $area, from: $from) {\n    conditions {\n      measure {\n        id\n        title\n        period\n        __typename\n      }\n      agencies\n      means\n      from\n      to\n      __typename\n    }\n    area {\n      id\n      title\n      __typename\n    }\n    count\n    reason\n    answers {\n      agency\n      status\n      __typename\n    }\n    complete\n    leastTold\n    roundedTo\n    method\n    budget {\n      cost\n      left\n      of\n      windowDays\n      __typename\n    }\n    __typename\n  }\n}",
);

export const Figures = stored<FiguresQuery, FiguresQueryVariables>(
  'Figures',
  '1f2ee56542a0021840958c07019431e20f3bd1b58309423a9c9af80101711790',
  "query Figures($measure: ID!, $by: [Dimension!]!, $area: ID, $from: Date, $to: Date) {\n  measures(measure: $measure, by: $by, area: $area, from: $from, to: $to) {\n    measure {\n      id\n      title\n      definition\n      unit\n      period\n      source\n      sourceUrl\n      caveats\n      dimensions {\n        id\n        __typename\n      }\n      ...CountedBy\n      __typename\n    }\n    by {\n      id\n      title\n      __typename\n    }\n    area {\n      id\n      title\n      __typename\n    }\n    from\n    to\n    cells {\n      ...OneCell\n      __typename\n    }\n    totals {\n      ...OneCell\n      __typename\n    }\n    answers {\n      agency\n      part\n      means\n      status\n      __typename\n    }\n    complete\n    disclosure {\n      leastTold\n      roundedTo\n      told\n      suppressed\n      tooFine\n      explanation\n      __typename\n    }\n    budget {\n      cost\n      left\n      of\n      windowDays\n      __typename\n    }\n    versions {\n      catalogue\n      areas\n      protocol\n      supergraph\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment CountedBy on Measure {\n  numerator {\n    agency\n    means\n    __typename\n  }\n  denominator {\n    agency\n    means\n    __typename\n  }\n  __typename\n}\n\nfragment OneCell on MeasureCell {\n  key\n  labels\n  value\n  of\n  rate\n  reason\n  ofReason\n  __typename\n}",
);

export const Changes = stored<ChangesQuery, ChangesQueryVariables>(
  'Changes',
  '37193eac82f7025a8ce7888e03334e3eb38626496d2ffbe2b68404badff75ba0',
  "query Changes($measures: [ID!], $area: ID) {\n  emergingNeeds(measures: $measures, area: $area) {\n    quarterTitle\n    changes {\n      ...OneChange\n      __typename\n    }\n    withinChance {\n      ...OneChange\n      __typename\n    }\n    notLookedAt {\n      measure\n      area {\n        title\n        __typename\n      }\n      why\n      __typename\n    }\n    method\n    __typename\n  }\n}\n\nfragment OneChange on EmergingChange {\n  measure {\n    id\n    title\n    unit\n    source\n    caveats\n    ...CountedBy\n    __typename\n  }\n  area {\n    id\n    title\n    __typename\n  }\n  value\n  usual\n  rate\n  usualRate\n  direction\n  p\n  __typename\n}\n\nfragment CountedBy on Measure {\n  numerator {\n    agency\n    means\n    __typename\n  }\n  denominator {\n    agency\n    means\n    __typename\n  }\n  __typename\n}",
);

export const Sharing = stored<SharingQuery, SharingQueryVariables>(
  'Sharing',
  'b8fd60e817bb5c48c7edefee9f556f6c232dd458124c11fe00c7062ec5f58e5e',
  "query Sharing {\n  sharing {\n    agreements {\n      id\n      version\n      title\n      status\n      validUntil\n      reviewNext\n      onOverdue\n      parties {\n        id\n        name\n        signedOn\n        withdrewOn\n        __typename\n      }\n      ending {\n        clause\n        until\n        __typename\n      }\n      purposes {\n        code\n        lawful\n        __typename\n      }\n      clauses {\n        id\n        text\n        __typename\n      }\n      __typename\n    }\n    streams {\n      stream\n      agency\n      label\n      detail\n      fields\n      shared {\n        role\n        purpose\n        decision\n        clause\n        terms\n        clauses\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}",
);

export const ProtocolText = stored<ProtocolTextQuery, ProtocolTextQueryVariables>(
  'ProtocolText',
  'bf70928db85bf3c89c046b3ec54f1e90c2e412ad3fa3dba197aaad5591016f92',
  "query ProtocolText {\n  sharing {\n    agreements {\n      id\n      version\n      text\n      __typename\n    }\n    __typename\n  }\n}",
);

export const ProtocolChanges = stored<ProtocolChangesQuery, ProtocolChangesQueryVariables>(
  'ProtocolChanges',
  '40382c3a6960bff3808af45c2e8df142768ae49947549e78f0562a14f34a80c3',
  "query ProtocolChanges($proposed: String!) {\n  protocolChanges(proposed: $proposed) {\n    changes {\n      kind\n      role\n      sentence\n      __typename\n    }\n    sections\n    __typename\n  }\n}",
);

export const Published = stored<PublishedQuery, PublishedQueryVariables>(
  'Published',
  '0c144f6df47ad4536cf077de0b7a87934f3fe0c42bee3333bd7d2e9c77b63a90',
  "query Published {\n  published {\n    served {\n      ...OneVersion\n      __typename\n    }\n    versions {\n      ...OneVersion\n      __typename\n    }\n    staged\n    __typename\n  }\n}\n\nfragment OneVersion on PublishedVersion {\n  version\n  at\n  by\n  kind\n  changed\n  rolledBackTo\n  __typename\n}",
);

export const PublishedChanges = stored<PublishedChangesQuery, PublishedChangesQueryVariables>(
  'PublishedChanges',
  '46cc1b881cec06c3fce72666d315d9c386edb1283ca5915de96491ba459815c6',
  "query PublishedChanges($version: Int) {\n  publishedChanges(version: $version) {\n    changed\n    opened {\n      stream\n      agency\n      label\n      detail\n      fields\n      shared {\n        role\n        purpose\n        decision\n        clause\n        terms\n        clauses\n        __typename\n      }\n      __typename\n    }\n    went\n    moved\n    sentences\n    agreements\n    __typename\n  }\n}",
);

export const FamilyHealth = stored<FamilyHealthQuery, FamilyHealthQueryVariables>(
  'FamilyHealth',
  '5128e4a0975a9d9af9c9a6aa9bf10d53bcc81f4f0866dedfa20b83dd49d33c4f',
  "query FamilyHealth($family: FamilyID!) {\n  family(id: $family) {\n    id\n    members {\n      person {\n        ...HealthPart\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment HealthPart on Person {\n  id\n  involvements(agencies: [\"health\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"health\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"health\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  health {\n    registration {\n      registeredGpName\n      registeredGpSurgery\n      gpTelephone\n      healthVisitingTeam\n      healthVisitor {\n        ...Worker\n        __typename\n      }\n      __typename\n    }\n    mandatedContacts {\n      kind\n      dueDate\n      date\n      outcome\n      setting\n      __typename\n    }\n    developmentReviews {\n      date\n      ageInMonths\n      communication\n      grossMotor\n      fineMotor\n      problemSolving\n      personalSocial\n      outcome\n      __typename\n    }\n    immunisations {\n      vaccine\n      occurrenceDate\n      status\n      statusReason\n      __typename\n    }\n    missedAppointments {\n      date\n      setting\n      reason\n      __typename\n    }\n    emergencyAttendances {\n      date\n      reason\n      __typename\n    }\n    breastfeedingStatus\n    maternity {\n      bookingDate\n      dueDate\n      midwiferyTeam\n      midwife {\n        ...Worker\n        __typename\n      }\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const PersonHealth = stored<PersonHealthQuery, PersonHealthQueryVariables>(
  'PersonHealth',
  '362b4a747b319f9e9f62b17bb644e7e7e7a3618f29e8f3aa8795ca50b44229d7',
  "query PersonHealth($person: PersonID!) {\n  person(id: $person) {\n    ...HealthPart\n    __typename\n  }\n}\n\nfragment HealthPart on Person {\n  id\n  involvements(agencies: [\"health\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"health\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"health\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  health {\n    registration {\n      registeredGpName\n      registeredGpSurgery\n      gpTelephone\n      healthVisitingTeam\n      healthVisitor {\n        ...Worker\n        __typename\n      }\n      __typename\n    }\n    mandatedContacts {\n      kind\n      dueDate\n      date\n      outcome\n      setting\n      __typename\n    }\n    developmentReviews {\n      date\n      ageInMonths\n      communication\n      grossMotor\n      fineMotor\n      problemSolving\n      personalSocial\n      outcome\n      __typename\n    }\n    immunisations {\n      vaccine\n      occurrenceDate\n      status\n      statusReason\n      __typename\n    }\n    missedAppointments {\n      date\n      setting\n      reason\n      __typename\n    }\n    emergencyAttendances {\n      date\n      reason\n      __typename\n    }\n    breastfeedingStatus\n    maternity {\n      bookingDate\n      dueDate\n      midwiferyTeam\n      midwife {\n        ...Worker\n        __typename\n      }\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const FamilyHousing = stored<FamilyHousingQuery, FamilyHousingQueryVariables>(
  'FamilyHousing',
  'f09f95017ec8c1c09e949c82f3a0b631a4d2729eabd0200f14baa767a110f3c8',
  "query FamilyHousing($family: FamilyID!) {\n  family(id: $family) {\n    id\n    household {\n      members {\n        fullName\n        personTenureType\n        isResponsible\n        __typename\n      }\n      numberOfChildrenInProperty\n      __typename\n    }\n    members {\n      person {\n        ...HousingPart\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment HousingPart on Person {\n  id\n  involvements(agencies: [\"housing\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"housing\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"housing\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  housing {\n    tenancy {\n      landlord\n      tenureDescription\n      startOfTenureDate\n      endOfTenureDate\n      isActive\n      housingOfficer {\n        ...Worker\n        __typename\n      }\n      __typename\n    }\n    arrearsBand\n    notices {\n      type\n      servedDate\n      expiryDate\n      __typename\n    }\n    homelessness {\n      assessmentDate\n      priorityNeed\n      status\n      __typename\n    }\n    temporaryAccommodation {\n      isTemporaryAccommodation\n      kind\n      since\n      __typename\n    }\n    alerts {\n      type\n      description\n      startDate\n      endDate\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const PersonHousing = stored<PersonHousingQuery, PersonHousingQueryVariables>(
  'PersonHousing',
  '04cb078054c3c57ebf3ef9a8b8284ea2ed819e50ab9d58992f1da0f3c12e1b7f',
  "query PersonHousing($person: PersonID!) {\n  person(id: $person) {\n    ...HousingPart\n    __typename\n  }\n}\n\nfragment HousingPart on Person {\n  id\n  involvements(agencies: [\"housing\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"housing\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"housing\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  housing {\n    tenancy {\n      landlord\n      tenureDescription\n      startOfTenureDate\n      endOfTenureDate\n      isActive\n      housingOfficer {\n        ...Worker\n        __typename\n      }\n      __typename\n    }\n    arrearsBand\n    notices {\n      type\n      servedDate\n      expiryDate\n      __typename\n    }\n    homelessness {\n      assessmentDate\n      priorityNeed\n      status\n      __typename\n    }\n    temporaryAccommodation {\n      isTemporaryAccommodation\n      kind\n      since\n      __typename\n    }\n    alerts {\n      type\n      description\n      startDate\n      endDate\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const Partners = stored<PartnersQuery, PartnersQueryVariables>(
  'Partners',
  'ba305dfad601b0a4369fa49a7c69414bb20f905c505e0200aabeb39ca7beade0',
  "query Partners {\n  partners {\n    id\n    name\n    ring\n    record {\n      path\n      lists\n      type\n      label\n      __typename\n    }\n    withheld {\n      stream\n      message\n      __typename\n    }\n    __typename\n  }\n}",
);

export const FamilyContract = stored<FamilyContractQuery, FamilyContractQueryVariables>(
  'FamilyContract',
  'ccbb0181bc6f50ff6407726cdf2893b26790ec93c5dc573f2e456671dbbea362',
  "query FamilyContract($family: FamilyID!, $agency: ID!) {\n  family(id: $family) {\n    id\n    members {\n      person {\n        ...ContractPart\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment ContractPart on Person {\n  id\n  involvements(agencies: [$agency]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [$agency]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [$agency]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}",
);

export const PersonContract = stored<PersonContractQuery, PersonContractQueryVariables>(
  'PersonContract',
  'e471258235eaa53245dce6d4ac7f799663f69fd3ebc77bd53d9d129d224b17af',
  "query PersonContract($person: PersonID!, $agency: ID!) {\n  person(id: $person) {\n    ...ContractPart\n    __typename\n  }\n}\n\nfragment ContractPart on Person {\n  id\n  involvements(agencies: [$agency]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [$agency]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [$agency]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}",
);

export const WhoAmI = stored<WhoAmIQuery, WhoAmIQueryVariables>(
  'WhoAmI',
  'b5148b8ed42491326ce0aa3a7423eaaad4f6fbc00d652b88c3ca5e4f6297b1ca',
  "query WhoAmI {\n  me {\n    id\n    name\n    role\n    organisation\n    area\n    purpose\n    caseReference\n    __typename\n  }\n}",
);

export const FindPeople = stored<FindPeopleQuery, FindPeopleQueryVariables>(
  'FindPeople',
  '8676e0e744d7cd18f045271c8688b914cf0ac4feb8888b65d6ff1c98cc9cf7cf',
  "query FindPeople($by: PersonSearch!) {\n  findPeople(by: $by) {\n    certain {\n      id\n      displayName\n      dateOfBirth\n      expectedDateOfBirth\n      lifeState\n      __typename\n    }\n    possible {\n      agency\n      outcome\n      comparedOn\n      proposal\n      __typename\n    }\n    answers {\n      agency\n      status\n      __typename\n    }\n    __typename\n  }\n}",
);

export const FamilyOf = stored<FamilyOfQuery, FamilyOfQueryVariables>(
  'FamilyOf',
  '535824d80c9097410d379d4eb7fc2f400ffb7dd2c1ba186c77e0865c44c42e62',
  "query FamilyOf($person: PersonID!) {\n  person(id: $person) {\n    id\n    displayName\n    dateOfBirth\n    expectedDateOfBirth\n    lifeState\n    family {\n      id\n      __typename\n    }\n    families {\n      id\n      __typename\n    }\n    __typename\n  }\n}",
);

export const FamilyMembers = stored<FamilyMembersQuery, FamilyMembersQueryVariables>(
  'FamilyMembers',
  '9dfa83f236a17333d12826de90282995a9798bd98c27905d8a3437cdb5d022bc',
  "query FamilyMembers($family: FamilyID!) {\n  family(id: $family) {\n    id\n    members {\n      person {\n        id\n        displayName\n        dateOfBirth\n        expectedDateOfBirth\n        lifeState\n        __typename\n      }\n      relationships {\n        agency\n        relationship\n        to\n        from\n        until\n        parentalResponsibility\n        __typename\n      }\n      mayBeSame {\n        agency\n        person\n        outcome\n        __typename\n      }\n      __typename\n    }\n    endedTies {\n      agency\n      name\n      relationship\n      until\n      parentalResponsibility\n      __typename\n    }\n    __typename\n  }\n}",
);

export const FamilySocialCare = stored<FamilySocialCareQuery, FamilySocialCareQueryVariables>(
  'FamilySocialCare',
  'd1a3d19a81f5569a8f59e2666224ca9be39e8daad02bc7467bd728a92c627d8e',
  "query FamilySocialCare($family: FamilyID!) {\n  family(id: $family) {\n    id\n    needLevel {\n      scheme\n      code\n      rank\n      from\n      until\n      __typename\n    }\n    needHistory {\n      scheme\n      code\n      rank\n      from\n      until\n      __typename\n    }\n    leadProfessional {\n      ...Worker\n      __typename\n    }\n    members {\n      person {\n        ...SocialCarePart\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}\n\nfragment SocialCarePart on Person {\n  id\n  involvements(agencies: [\"social-care\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"social-care\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"social-care\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  socialCare {\n    status {\n      childInNeed\n      childProtectionPlan\n      lookedAfter\n      latestCategoryOfAbuse\n      __typename\n    }\n    keyWorker {\n      ...Worker\n      __typename\n    }\n    plans {\n      kind\n      startDate\n      endDate\n      latestCategoryOfAbuse\n      reviewDates\n      __typename\n    }\n    referrals {\n      cinReferralDate\n      referralSource\n      primaryNeedCode\n      referralNfa\n      cinClosureDate\n      reasonForClosure\n      __typename\n    }\n    assessments {\n      assessmentActualStartDate\n      assessmentAuthorisationDate\n      assessmentFactors\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  earlyHelp {\n    episodes {\n      episodeStartDate\n      episodeEndDate\n      reason\n      endReason\n      organisation\n      __typename\n    }\n    caf {\n      startDate\n      completedDate\n      __typename\n    }\n    tafMeetings {\n      date\n      attendees\n      actions {\n        action\n        owner\n        dueDate\n        done\n        __typename\n      }\n      __typename\n    }\n    agreedActions {\n      action\n      owner\n      dueDate\n      state\n      __typename\n    }\n    steps {\n      date\n      direction\n      fromLevel\n      toLevel\n      reason\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}",
);

export const PersonSocialCare = stored<PersonSocialCareQuery, PersonSocialCareQueryVariables>(
  'PersonSocialCare',
  '2f4f964a1db43f07fd32815bb63107af22e06da686feea1b2065de58a1c02e69',
  "query PersonSocialCare($person: PersonID!) {\n  person(id: $person) {\n    ...SocialCarePart\n    __typename\n  }\n}\n\nfragment SocialCarePart on Person {\n  id\n  involvements(agencies: [\"social-care\"]) {\n    ...Working\n    __typename\n  }\n  identities(agencies: [\"social-care\"]) {\n    ...WrittenDown\n    __typename\n  }\n  answers(agencies: [\"social-care\"]) {\n    agency\n    status\n    asOf\n    coverage\n    noted\n    __typename\n  }\n  socialCare {\n    status {\n      childInNeed\n      childProtectionPlan\n      lookedAfter\n      latestCategoryOfAbuse\n      __typename\n    }\n    keyWorker {\n      ...Worker\n      __typename\n    }\n    plans {\n      kind\n      startDate\n      endDate\n      latestCategoryOfAbuse\n      reviewDates\n      __typename\n    }\n    referrals {\n      cinReferralDate\n      referralSource\n      primaryNeedCode\n      referralNfa\n      cinClosureDate\n      reasonForClosure\n      __typename\n    }\n    assessments {\n      assessmentActualStartDate\n      assessmentAuthorisationDate\n      assessmentFactors\n      __typename\n    }\n    dataQuality {\n      field\n      fault\n      __typename\n    }\n    __typename\n  }\n  earlyHelp {\n    episodes {\n      episodeStartDate\n      episodeEndDate\n      reason\n      endReason\n      organisation\n      __typename\n    }\n    caf {\n      startDate\n      completedDate\n      __typename\n    }\n    tafMeetings {\n      date\n      attendees\n      actions {\n        action\n        owner\n        dueDate\n        done\n        __typename\n      }\n      __typename\n    }\n    agreedActions {\n      action\n      owner\n      dueDate\n      state\n      __typename\n    }\n    steps {\n      date\n      direction\n      fromLevel\n      toLevel\n      reason\n      __typename\n    }\n    __typename\n  }\n  __typename\n}\n\nfragment Working on Involvement {\n  agency\n  service\n  team\n  role\n  status\n  from\n  to\n  lastInteraction\n  asOf\n  contact {\n    name\n    role\n    phone\n    email\n    dutyLine\n    __typename\n  }\n  __typename\n}\n\nfragment WrittenDown on Identity {\n  agency\n  givenName\n  familyName\n  formerNames\n  dateOfBirth\n  expectedDateOfBirth\n  sex\n  postcode\n  nhsNumber\n  upn\n  recorded\n  asOf\n  dataQuality {\n    field\n    fault\n    __typename\n  }\n  __typename\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const TeamAroundFamily = stored<TeamAroundFamilyQuery, TeamAroundFamilyQueryVariables>(
  'TeamAroundFamily',
  '5dfa2a6ec9c87868aa708dc3dee3d4eb2b012cb4882b56b7d4cedcc4f35bf764',
  "query TeamAroundFamily($person: PersonID!) {\n  person(id: $person) {\n    id\n    displayName\n    family {\n      leadProfessional {\n        ...Worker\n        __typename\n      }\n      needLevel {\n        code\n        from\n        __typename\n      }\n      __typename\n    }\n    earlyHelp {\n      allocations {\n        reference\n        kind\n        workerName\n        familyChoice\n        rating\n        from\n        until\n        __typename\n      }\n      calledMeetings {\n        reference\n        date\n        invited\n        until\n        __typename\n      }\n      agreedActions {\n        reference\n        meeting\n        action\n        owner\n        dueDate\n        state\n        doneOn\n        __typename\n      }\n      myActions {\n        reference\n        action\n        dueDate\n        state\n        doneOn\n        __typename\n      }\n      openedAssessments {\n        reference\n        startDate\n        completedDate\n        __typename\n      }\n      outcomeScores {\n        tool\n        scale\n        score\n        date\n        __typename\n      }\n      voices {\n        whose\n        words\n        date\n        __typename\n      }\n      programmes {\n        reference\n        programme\n        level\n        from\n        until\n        outcomes {\n          outcome\n          state\n          soughtOn\n          metOn\n          __typename\n        }\n        __typename\n      }\n      stepProposals {\n        reference\n        direction\n        toLevel\n        reason\n        proposedOn\n        state\n        decidedOn\n        decisionReason\n        __typename\n      }\n      blockages {\n        reference\n        reason\n        raisedOn\n        clearedOn\n        clearedBecause\n        __typename\n      }\n      closure {\n        outcome\n        date\n        reason\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n  explainAccess(\n    fields: [\"Mutation.callMeeting\", \"Mutation.agreeAction\", \"Mutation.finishAction\", \"Mutation.openAssessment\", \"Mutation.completeAssessment\", \"Mutation.scoreOutcome\", \"Mutation.recordVoice\", \"Mutation.joinProgramme\", \"Mutation.recordProgrammeOutcome\", \"Mutation.proposeStep\", \"Mutation.raiseBlockage\", \"Mutation.closeEarlyHelp\"]\n    person: $person\n  ) {\n    field\n    decision\n    stream\n    __typename\n  }\n}\n\nfragment Worker on Practitioner {\n  name\n  role\n  team\n  organisation\n  phone\n  email\n  __typename\n}",
);

export const CallMeeting = stored<CallMeetingMutation, CallMeetingMutationVariables>(
  'CallMeeting',
  '71fa1fca8d96287d19137ebb6c2632cde3859a13ad2bec9ae435c7a1e3c184db',
  "mutation CallMeeting($agency: ID!, $person: PersonID!, $key: ID!, $date: Date!, $invited: [ID!]!, $until: Date!) {\n  act: callMeeting(\n    agency: $agency\n    person: $person\n    key: $key\n    date: $date\n    invited: $invited\n    until: $until\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const AgreeAction = stored<AgreeActionMutation, AgreeActionMutationVariables>(
  'AgreeAction',
  '4d4f17814b79012427867b6466136a2918a96fd568974d08b5e63710fdcf18b1',
  "mutation AgreeAction($agency: ID!, $person: PersonID!, $key: ID!, $about: ID!, $action: String!, $owner: ID!, $dueDate: Date!) {\n  act: agreeAction(\n    agency: $agency\n    person: $person\n    key: $key\n    meeting: $about\n    action: $action\n    owner: $owner\n    dueDate: $dueDate\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const FinishAction = stored<FinishActionMutation, FinishActionMutationVariables>(
  'FinishAction',
  '500c699b43167aaa576892e51f6eb6624ece4981ef9088d4da27dceb7138e3a1',
  "mutation FinishAction($agency: ID!, $person: PersonID!, $key: ID!, $about: ID!) {\n  act: finishAction(agency: $agency, person: $person, key: $key, action: $about) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const OpenAssessment = stored<OpenAssessmentMutation, OpenAssessmentMutationVariables>(
  'OpenAssessment',
  'b8529d694067f150091dcb4c6965b438dcb97c0c8aeb65b054f6b850ef147996',
  "mutation OpenAssessment($agency: ID!, $person: PersonID!, $key: ID!) {\n  act: openAssessment(agency: $agency, person: $person, key: $key) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const CompleteAssessment = stored<CompleteAssessmentMutation, CompleteAssessmentMutationVariables>(
  'CompleteAssessment',
  '10cabf736a5dfccb9ed64b35f1ff4d3c5c483be9cf3c880d3d90df1d31ac5613',
  "mutation CompleteAssessment($agency: ID!, $person: PersonID!, $key: ID!, $about: ID!) {\n  act: completeAssessment(\n    agency: $agency\n    person: $person\n    key: $key\n    assessment: $about\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const ScoreOutcome = stored<ScoreOutcomeMutation, ScoreOutcomeMutationVariables>(
  'ScoreOutcome',
  '7c1702aa25ce09bfa8b64bb53b4959fb62c086b547ccdbd916f8ba21bbcf2a50',
  "mutation ScoreOutcome($agency: ID!, $person: PersonID!, $key: ID!, $tool: ID!, $scale: ID!, $score: Int!) {\n  act: scoreOutcome(\n    agency: $agency\n    person: $person\n    key: $key\n    tool: $tool\n    scale: $scale\n    score: $score\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const ProposeStep = stored<ProposeStepMutation, ProposeStepMutationVariables>(
  'ProposeStep',
  '8d4fa1fbd5dbed0f0817437e4442fb7bc9a4bd2da86090afd054a69c99b6b3db',
  "mutation ProposeStep($agency: ID!, $person: PersonID!, $key: ID!, $direction: StepDirection!, $toLevel: ContinuumLevel!, $statement: String!) {\n  act: proposeStep(\n    agency: $agency\n    person: $person\n    key: $key\n    direction: $direction\n    toLevel: $toLevel\n    statement: $statement\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const RaiseBlockage = stored<RaiseBlockageMutation, RaiseBlockageMutationVariables>(
  'RaiseBlockage',
  '6fb6a98c4714f167397db397193f8b8379990fb65d6865704f2601ed44de6ff7',
  "mutation RaiseBlockage($agency: ID!, $person: PersonID!, $key: ID!, $statement: String!) {\n  act: raiseBlockage(\n    agency: $agency\n    person: $person\n    key: $key\n    statement: $statement\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const CloseEarlyHelp = stored<CloseEarlyHelpMutation, CloseEarlyHelpMutationVariables>(
  'CloseEarlyHelp',
  '28d0316f9c7dee9b65b54c7877364c04687b6aa6da8cc76923efbf528417bef8',
  "mutation CloseEarlyHelp($agency: ID!, $person: PersonID!, $key: ID!, $outcome: ClosingOutcome!, $statement: String!) {\n  act: closeEarlyHelp(\n    agency: $agency\n    person: $person\n    key: $key\n    outcome: $outcome\n    statement: $statement\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const RecordVoice = stored<RecordVoiceMutation, RecordVoiceMutationVariables>(
  'RecordVoice',
  'c335c9f40fdc9bee43893a288a3005caea4ad31c47d1de0f803438d48bb5c9e3',
  "mutation RecordVoice($agency: ID!, $person: PersonID!, $key: ID!, $whose: VoiceOf!, $words: String!) {\n  act: recordVoice(\n    agency: $agency\n    person: $person\n    key: $key\n    whose: $whose\n    words: $words\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const JoinProgramme = stored<JoinProgrammeMutation, JoinProgrammeMutationVariables>(
  'JoinProgramme',
  'a8830651ebe3687aab083508dc44800f655da2a02d5dd698c89beb5c30fa5d21',
  "mutation JoinProgramme($agency: ID!, $person: PersonID!, $key: ID!, $programme: Programme!, $level: ProgrammeLevel!) {\n  act: joinProgramme(\n    agency: $agency\n    person: $person\n    key: $key\n    programme: $programme\n    level: $level\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);

export const RecordProgrammeOutcome = stored<RecordProgrammeOutcomeMutation, RecordProgrammeOutcomeMutationVariables>(
  'RecordProgrammeOutcome',
  'ee555a9fa0a5a74f4a17ecf3fe9867a8b48b58314d1dc016aa5137524d592cef',
  "mutation RecordProgrammeOutcome($agency: ID!, $person: PersonID!, $key: ID!, $about: ID!, $outcome: HeadlineOutcome!, $state: ProgrammeOutcomeState!) {\n  act: recordProgrammeOutcome(\n    agency: $agency\n    person: $person\n    key: $key\n    membership: $about\n    outcome: $outcome\n    state: $state\n  ) {\n    ...Acted\n    __typename\n  }\n}\n\nfragment Acted on Act {\n  agency\n  key\n  outcome\n  reason\n  message\n  reference\n  __typename\n}",
);
