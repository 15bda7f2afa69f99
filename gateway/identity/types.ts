/** Who asks, for what, about which case. */
import type { Span } from '../shared/span';

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
  /** In which they work, where their sign-in says it: no rule asks for it. */
  readonly team?: string | null;
  /** Last day on which their information-governance training counts; null where nobody vouches for any. */
  readonly trainingUntil?: string | null;
  /** Who they are outside their work, by which an agency can tell that they belong to a family. */
  readonly person?: RequesterAsPerson | null;
}

/** A part that is null is not said: both names are, or a birthday is. */
export interface RequesterAsPerson {
  readonly givenName: string | null;
  readonly familyName: string | null;
  /** ISO day, a year alone, or `0000-MM-DD` (OpenID Connect Core 1.0, 5.1). */
  readonly dateOfBirth: string | null;
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
  /** Hears, at the end, what became of it. */
  readonly tell?: (about: AnsweredOperation) => void;
  /** What the request is traced in. */
  readonly span?: Span;
}

/** What whoever runs the gateway may know of an operation. */
export interface AnsweredOperation {
  readonly agencyCalls: number;
  /** As the client calls it. */
  readonly name: string | null;
  /** Our own reference; null where it was refused. */
  readonly reference: string | null;
  /** A part of it is unavailable. */
  readonly isPartial: boolean;
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

/** Where people sign in by OpenID Connect, and what a page asks there. */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  readonly scope: string;
  /** What people are asked each time, where it is set. */
  readonly prompt: string | null;
}

/** Where an opaque token is asked about (RFC 7662), and as whom. */
export interface Introspection {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}
