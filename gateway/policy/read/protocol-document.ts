import type { Purpose } from '../../identity/types';
import type { SaidLimits } from '../../limits/limit-terms';
import type { Conditions, Stream, Transform } from '../types';

/** Words of the format: what `protocol.schema.json` takes. A value beside them is one that nobody knows. */
export const ORGANISATION_TYPES = ['HEALTH', 'EDUCATION', 'LOCAL_AUTHORITY', 'HOUSING', 'CHILDRENS_CENTRE'] as const;
export const RELATIONSHIPS = [
  'LEAD_PROFESSIONAL',
  'ALLOCATED_WORKER',
  'TAF_MEMBER',
  'REFERRER',
  'TRIAGE_ASSIGNED',
  'REGISTERED_CENTRE',
  'ON_ROLL',
  'SELF_CLAIMED',
] as const;
/** The continuum of need, lowest first. */
export const NEED_LEVELS = ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'] as const;
export const MARKERS = ['RESTRICTED', 'SHIELDED', 'ADOPTED', 'DECEASED'] as const;

/** A protocol as it is read: but for acts, which are among the shares, the twin of `schema/protocol/protocol.schema.json`. Dates are ISO `YYYY-MM-DD`. */
export interface ProtocolDocument {
  readonly protocol: {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly status: 'DRAFT' | 'AGREED' | 'IN_FORCE' | 'SUSPENDED' | 'LAPSED' | 'WITHDRAWN';
    readonly validFrom: string;
    readonly validUntil: string;
    readonly review: { readonly last?: string; readonly next: string; readonly onOverdue: 'DENY' | 'WARN' };
    readonly agreedBy?: { readonly body: string; readonly on: string };
    readonly dpia?: { readonly ref: string; readonly approved?: string };
    readonly appropriatePolicyDocument?: string;
  };
  readonly parties: readonly Party[];
  readonly purposes: readonly {
    readonly code: Purpose;
    readonly title: string;
    /** UK GDPR Articles 6 and 9, conditions of DPA 2018 Schedule 1, and the powers and duties to share: `CA2004.s10`. */
    readonly lawful?: {
      readonly art6: string;
      readonly art9?: string;
      readonly sch1?: readonly number[];
      readonly gateways?: readonly string[];
      readonly confidence?: string;
    };
    readonly caseReference?: boolean;
    readonly consent?: { readonly required: boolean; readonly recorded: boolean };
    readonly output?: 'AGGREGATE_ONLY';
  }[];
  readonly roles: readonly { readonly code: string; readonly title: string; readonly purposes: readonly Purpose[] }[];
  readonly streams: Readonly<Record<Stream, StreamTerms>>;
  readonly flows?: readonly Flow[];
  readonly clauses: readonly Clause[];
  readonly exceptions?: readonly Exception[];
  readonly breakGlass?: BreakGlassTerms;
  readonly claims?: {
    readonly roles: readonly string[];
    readonly purposes: readonly Purpose[];
    readonly hours: number;
  };
  readonly limits?: SaidLimits;
  /** What a report to a person about who looked at them leaves out. */
  readonly subjectReports?: {
    readonly leaveOutPurposes?: readonly Purpose[];
    readonly leaveOutAgencies?: readonly string[];
  };
  /** Forms of case references, each with an example; none: any. A pattern has no groups: it is matched as a whole. */
  readonly caseReferences?: readonly { readonly pattern: string; readonly example: string }[];
  /** How long the audit is kept: ISO 8601, in years or months. */
  readonly retention?: { readonly audit?: string };
  /** Who may find whose record it is, to say who looked at it. */
  readonly accounts?: { readonly roles: readonly string[]; readonly purposes: readonly Purpose[] };
  /** `privacyNotice`: where the notice is published. */
  readonly rights?: { readonly privacyNotice?: string; readonly accessReport?: boolean };
  readonly matches?: { readonly roles: readonly string[]; readonly purposes: readonly Purpose[] };
  /** How figures are told, and to whom of their own area alone. */
  readonly aggregates?: AggregateTerms;
  /** Ids of the reach areas there are: a DENY by area closes to whoever states another. */
  readonly areas?: readonly string[];
}

export interface AggregateTerms {
  /** The smallest count that may be told; the others are told to the nearest `roundTo`. */
  readonly minCell: number;
  readonly roundTo: number;
  readonly complementary?: boolean;
  /** How long tables that were asked for count against others that overlap them. */
  readonly differencingWindowDays?: number;
  /** How many overlaps in that time, of one requester and of one organisation. */
  readonly overlappingTables?: { readonly requester: number; readonly organisation: number };
  readonly ownArea?: readonly string[];
}

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly signed?: { readonly by: string; readonly on: string };
  readonly withdrew?: { readonly on: string; readonly why?: string };
  readonly duty?: string;
}

export interface StreamTerms {
  /** ACT: nothing that is shown, but something that is done at the agency (`social-care:triage`). */
  readonly detail: 'EXISTENCE' | 'CONTACT' | 'CONTENT' | 'ACT';
  readonly label: string;
  /** Special-category data (UK GDPR Art. 9). */
  readonly special?: boolean;
  /** About places and services, not about people. */
  readonly public?: boolean;
}

/**
 * `facts` go to the gateway itself, which settles conditions by them, and `family`, by which it stops requesters who look
 * up their own: neither is shown to anybody. `ties`, of the family stream: that two people belong together, in one word of
 * five, told where another agency is asked for markers.
 */
export type FlowShare = 'identity' | 'address' | 'identifiers' | 'facts' | 'family' | 'ties';
/** Stands for the gateway in a flow's `to`. */
export const GATEWAY = 'gateway';

export interface Flow {
  readonly id: string;
  readonly by: string;
  readonly shares: readonly FlowShare[];
  /**
   * Acts for which it is told, and then kept, of a family that the receiver does not hold. Without them: for joining records,
   * inside one request.
   */
  readonly acts?: readonly string[];
  readonly to: readonly string[];
  readonly purposes: 'ANY' | readonly Purpose[];
}

export interface Clause {
  readonly id: string;
  readonly by: string;
  /** What it opens: what is shared, and what may be done, which stands under `acts` too. */
  readonly shares: readonly string[];
  readonly acts?: readonly string[];
  readonly effect?: 'ALLOW' | 'DENY';
  readonly to: {
    readonly roles?: 'ANY' | readonly string[];
    readonly organisationTypes?: readonly string[];
    readonly organisations?: readonly string[];
    readonly relationships?: readonly string[];
    readonly area?: 'OWN_REACH_AREA';
  };
  readonly purposes: 'ANY' | readonly Purpose[];
  readonly subjects?: { readonly ageUnderYears?: number };
  readonly when?: {
    readonly from?: string;
    readonly until?: string;
    /** ISO 8601 periods of one unit: `P10D`. */
    readonly sinceBirth?: string;
    readonly untilBirth?: string;
    readonly trigger?: 'ON_DEMAND' | 'ON_CASE';
  };
  /** Each depends on a fact that an agency knows. */
  readonly conditions?: Pick<
    Conditions,
    'relationship' | 'area' | 'needLevelAtLeast' | 'ageUnderYears' | 'consent' | 'trainingInDate'
  >;
  readonly transform?: Partial<Transform>;
}

/** Streams that close about somebody whom any agency marks. */
export interface Exception {
  readonly id: string;
  readonly streams: readonly Stream[];
  readonly subjects: { readonly marker: readonly string[] };
  /** Of somebody of whom an agency did not say whether it marks them. CLOSED where it is left out. */
  readonly whileUnknown?: 'CLOSED' | 'OPEN';
  readonly reason: string;
}

export interface BreakGlassTerms {
  readonly roles: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly reasons: readonly string[];
  readonly minutes: number;
  readonly streams: readonly Stream[];
  /** Markers of people who stay as they were. */
  readonly excludes: readonly string[];
  /** Roles to whose queue each goes. */
  readonly reviewers: readonly string[];
  readonly reviewWithinDays: number;
  readonly alertAfter: { readonly count: number; readonly hours: number };
}
