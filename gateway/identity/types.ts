/** Who asks, for what, about which case. */

export const PURPOSES = ['EARLY_HELP', 'TRIAGE', 'SAFEGUARDING', 'PERFORMANCE', 'SCRUTINY', 'SUBJECT_ACCESS'] as const;

export type Purpose = (typeof PURPOSES)[number];

/** Somebody who asks, as their token says. */
export interface Requester {
  readonly id: string;
  readonly name: string | null;
  readonly organisation: string;
  /** HEALTH, EDUCATION, LOCAL_AUTHORITY, HOUSING, CHILDRENS_CENTRE. */
  readonly organisationType: string;
  /** A role code of the protocol: HEAD_OF_CENTRE. */
  readonly role: string;
  /** The area they act in, where their role has one. */
  readonly area: string | null;
  /** Last day on which their information-governance training counts; null where nobody vouches for any. */
  readonly trainingUntil?: string | null;
  /** Who they are outside their work, by which an agency can tell that they belong to a family. */
  readonly person?: RequesterAsPerson | null;
}

export interface RequesterAsPerson {
  readonly givenName: string;
  readonly familyName: string;
  /** ISO day, a year alone, or `0000-MM-DD` (OpenID Connect Core 1.0, 5.1). */
  readonly dateOfBirth: string;
  readonly postcode: string | null;
}

/** A requester as they enter: who, for what, about which case. */
export interface Entry {
  readonly requester: Requester;
  readonly purpose: Purpose;
  readonly caseReference: string | null;
  /** What `breakGlass` answered, where the request sends it. */
  readonly breakGlassToken?: string | null;
  readonly breakGlass?: BreakGlassSession | null;
  /** The answer is to tell, beside the data, why each field was open or closed. */
  readonly explain?: boolean;
}

/** Under a break-glass session: which protocol's, which owner agencies were told, and whose family it is. */
export interface BreakGlassSession {
  readonly protocol: string;
  readonly told: ReadonlySet<string>;
  readonly family?: BreakGlassFamily;
}

export interface BreakGlassFamily {
  /** The reference under which the owner agencies, the audit and the review know it. */
  readonly reference: string;
  isOf(agency: string, ref: string): boolean;
}
