/** One protocol as its YAML file holds it, as far as a decision turns on it. */
export interface Agreement {
  readonly protocol: {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly status: 'DRAFT' | 'AGREED' | 'IN_FORCE' | 'SUSPENDED' | 'LAPSED' | 'WITHDRAWN';
    readonly agreedBy: { readonly body: string; readonly on: string };
    readonly validFrom: string;
    readonly validUntil: string;
    readonly review: { readonly next: string; readonly onOverdue: 'DENY' | 'WARN' };
  };
  readonly parties: readonly AgreementParty[];
  readonly purposes: readonly AgreementPurpose[];
  readonly roles: readonly { readonly code: string; readonly title: string; readonly purposes: readonly Purpose[] }[];
  readonly streams: Readonly<Record<string, StreamLine>>;
  readonly clauses: readonly ClauseLine[];
  readonly exceptions?: readonly ExceptionLine[];
  readonly breakGlass?: BreakGlassLine;
  readonly areas?: readonly string[];
}

export interface AgreementParty {
  readonly id: string;
  readonly name: string;
  readonly type: OrganisationType;
  readonly controller: 'SOLE' | 'JOINT' | 'PROCESSOR';
  readonly signed?: { readonly by: string; readonly on: string };
  readonly withdrew?: { readonly on: string };
}

export interface AgreementPurpose {
  readonly code: Purpose;
  readonly title: string;
  readonly lawful: { readonly art6: 'e'; readonly art9?: 'g'; readonly sch1?: readonly number[] };
  readonly consent?: { readonly required: boolean; readonly recorded: boolean };
  readonly output?: 'AGGREGATE_ONLY';
}

export interface StreamLine {
  readonly detail: 'EXISTENCE' | 'CONTACT' | 'CONTENT';
  readonly label: string;
  readonly special?: boolean;
  readonly public?: boolean;
}

export interface ClauseLine {
  readonly id: string;
  readonly by: string;
  readonly shares: readonly string[];
  readonly effect?: 'ALLOW' | 'DENY';
  readonly to: {
    readonly roles?: 'ANY' | readonly string[];
    readonly organisationTypes?: readonly OrganisationType[];
    readonly organisations?: readonly string[];
    readonly relationships?: readonly Relationship[];
    readonly area?: 'OWN_REACH_AREA';
  };
  readonly purposes: 'ANY' | readonly Purpose[];
  readonly subjects?: { readonly ageUnderYears?: number };
  readonly when?: {
    readonly from?: string;
    readonly until?: string;
    readonly sinceBirth?: string;
    readonly untilBirth?: string;
    readonly trigger?: 'ON_DEMAND' | 'ON_CASE';
  };
  readonly conditions?: {
    readonly relationship?: readonly Relationship[];
    readonly area?: 'OWN_REACH_AREA';
    readonly needLevelAtLeast?: NeedLevel;
    readonly ageUnderYears?: number;
    readonly consent?: 'GIVEN';
    readonly trainingInDate?: true;
  };
  readonly transform?: {
    readonly dateOfBirth?: 'YEAR_OF_BIRTH';
    readonly postcode?: 'OUTWARD_POSTCODE';
    readonly others?: 'RECORDED' | 'SHOWN';
  };
}

export interface ExceptionLine {
  readonly id: string;
  readonly streams: readonly string[];
  readonly subjects: { readonly marker: readonly Marker[] };
  readonly whileUnknown?: 'OPEN' | 'CLOSED';
  readonly reason: string;
}

export interface BreakGlassLine {
  readonly roles: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly reasons: readonly 'IMMEDIATE_HARM'[];
  readonly minutes: number;
  readonly streams: readonly string[];
  readonly excludes: readonly Marker[];
  readonly reviewers: readonly string[];
  readonly reviewWithinDays: number;
  readonly alertAfter: { readonly count: number; readonly hours: number };
}

export type Purpose = 'EARLY_HELP' | 'TRIAGE' | 'SAFEGUARDING' | 'PERFORMANCE' | 'SCRUTINY' | 'SUBJECT_ACCESS';
export type OrganisationType = 'HEALTH' | 'EDUCATION' | 'LOCAL_AUTHORITY' | 'HOUSING' | 'CHILDRENS_CENTRE';
export type Marker = 'RESTRICTED' | 'SHIELDED' | 'ADOPTED';
export type NeedLevel = 'UNIVERSAL' | 'VULNERABLE' | 'COMPLEX' | 'ACUTE';
export type Relationship =
  | 'LEAD_PROFESSIONAL'
  | 'ALLOCATED_WORKER'
  | 'TAF_MEMBER'
  | 'REFERRER'
  | 'TRIAGE_ASSIGNED'
  | 'REGISTERED_CENTRE'
  | 'ON_ROLL'
  | 'SELF_CLAIMED';
