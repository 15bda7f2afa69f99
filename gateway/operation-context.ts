/** What the rooms hand each other. Rooms import types from one another and from here; only `gateway.ts` calls them. */

import type { Rights } from './policy/decide/compile-protocol';

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

/** A requester at the door: who, for what, about which case. */
export interface Entry {
  readonly requester: Requester;
  readonly purpose: Purpose;
  readonly caseReference: string | null;
  /** What `breakGlass` answered, where the request sends it. */
  readonly glassKey?: string | null;
  readonly breakGlass?: BrokenGlass | null;
  /** The answer is to tell, beside the data, why each field was open or closed. */
  readonly explain?: boolean;
}

/** Under a broken glass: which protocol's, which owner agencies were told, and whose family it is. */
export interface BrokenGlass {
  readonly protocol: string;
  readonly told: ReadonlySet<string>;
  readonly family?: BrokenFamily;
}

export interface BrokenFamily {
  /** The reference under which the owner agencies, the audit and the review know it. */
  readonly reference: string;
  isOf(agency: string, ref: string): boolean;
}

/** How what a stream holds is shown, where it is not shown whole. `others`: every field that is neither. */
export interface Transform {
  readonly dateOfBirth?: 'YEAR_OF_BIRTH';
  readonly postcode?: 'OUTWARD_POSTCODE';
  readonly others: 'RECORDED' | 'SHOWN';
}

/** `health:visits` */
export type Stream = string;

export type WithheldReason =
  | 'NO_CLAUSE'
  | 'ROLE_NOT_NAMED'
  | 'PURPOSE_NOT_NAMED'
  | 'PROTOCOL_NOT_IN_FORCE'
  | 'PROTOCOL_LAPSED'
  | 'PARTY_NOT_SIGNED'
  | 'DENIED_BY_CLAUSE'
  | 'AGGREGATE_ONLY'
  | 'NEEDS_FACTS'
  | 'CONDITION_NOT_MET'
  | 'FACTS_UNKNOWN'
  | 'RULE_FAULT';

/** What the protocol says of one stream, or of one field, to one entry. */
export type Decision =
  | { readonly kind: 'granted'; readonly clause: string; readonly transform?: Transform }
  | {
      readonly kind: 'withheld';
      readonly reason: WithheldReason;
      readonly stream: Stream | null;
      readonly clause: string | null;
    }
  | { readonly kind: 'needs'; readonly facts: readonly string[]; readonly stream: Stream; readonly clause: string };

/** How a call to an agency ended, where it did not end well. Told to nobody but our own log and the notices. */
export type AgencyFault =
  | 'UNREACHABLE'
  | 'TIMED_OUT'
  | 'TOO_LARGE'
  | 'NOT_GRAPHQL'
  | 'ANSWERED_WITH_ERRORS'
  | 'REFUSED_GRANT'
  /** Somebody's record in the place of another's. */
  | 'ENTITY_MISMATCH'
  /** GraphQL, and not of the form agreed. */
  | 'MALFORMED'
  | 'NOTHING_BUT_NULL'
  /** More members of one family than any has: of that answer nothing is taken, and the agency is asked on. */
  | 'TOO_MANY_MEMBERS'
  /** Not asked: it has not been well of late. */
  | 'SPARED'
  /** Not asked: too many questions wait for it. */
  | 'TOO_MANY_WAITING';

/** Why an agency's part of an answer is null at one field, where that does not mean that nothing is held. */
export type FieldFault = 'refused' | 'failed' | 'malformed';

/** What became of each agency in one operation: read by the notices and the audit. */
export interface AnswerRecord {
  /** People or family groups (the agency's own refs) that the agency was asked about, and under which streams. */
  asked(agency: string, refs: readonly string[], streams: readonly Stream[]): void;
  answered(agency: string): void;
  /** Somebody of whom the requester is told without a record being asked for: that this agency knows them, or may mean them. */
  told(agency: string, ref: string, how: 'existence' | 'possible'): void;
  trouble(agency: string, fault: AgencyFault): void;
  isInTrouble(agency: string): boolean;
  /** In trouble, and not over one question alone: it is not asked again in this operation. */
  isDown(agency: string): boolean;
  /** A field of one record that is shown changed. `path` is where it stands in the record: canonical keys and places. */
  masked(agency: string, ref: string, path: string, mask: AppliedMask): void;
  /** Coordinates that this person's (or family group's) record may not show to this requester: they were not asked. */
  cut(agency: string, ref: string, coordinates: readonly string[], refused: ReadonlyMap<Stream, WithheldReason>): void;
}

/** What was done to one value. `recorded`: there was one. */
export interface AppliedMask {
  readonly coordinate: string;
  readonly mask: 'YEAR_OF_BIRTH' | 'OUTWARD_POSTCODE' | 'RECORDED';
  readonly recorded: boolean;
}

/** How long there is left, in milliseconds, and how much of it one round of calls may use. */
export interface Deadline {
  remaining(): number;
  forRound(): number;
}

/** Streams that are open for one person's record, with those of them that are shown changed, and why others are not. */
export interface OpenStreams {
  readonly open: ReadonlySet<Stream>;
  readonly transforms: ReadonlyMap<Stream, Transform>;
  readonly refused: ReadonlyMap<Stream, WithheldReason>;
}

/** One operation on its way through the rooms. */
export interface OperationRun {
  /** Our own reference: in the answer, the grants and the audit. */
  readonly id: string;
  readonly entry: Entry;
  readonly protocolVersion: string;
  readonly supergraphVersion: string;
  readonly deadline: Deadline;
  readonly answers: AnswerRecord;
  readonly rights: Rights;
  /** Coordinates that are asked for, once narrowed. */
  readonly asked: ReadonlySet<string>;
  /** Whether a stream is about places and services, not about people. */
  isAboutPlaces(stream: Stream): boolean;
  /** Streams of this agency that this entry is granted and this operation asks for. */
  streamsOf(agency: string): readonly Stream[];
  /**
   * Those of them, and of these others, of whatever agency, that are open for one person, or one family group, by the
   * agency's own ref. Settles facts.
   */
  openStreams(
    agency: string,
    type: string,
    ref: string,
    others?: readonly Stream[],
  ): OpenStreams | Promise<OpenStreams>;
  /** Whether these streams open a field. */
  isOpen(coordinate: string, streams: ReadonlySet<Stream>): boolean;
  /** How what stands at a coordinate is shown, where these streams are open: none: whole. Null where no rule is its own. */
  transformsAt(coordinate: string, settled: OpenStreams): readonly Transform[] | null;
  /** Names the narrowed text: what is cut further is remembered by it. */
  readonly narrowedHash: string;
}

/** What a conditional clause depends on and an agency knows. */
export type FactKind = 'RELATIONSHIP' | 'NEED_LEVEL' | 'CONSENT' | 'AREA' | 'AGE' | 'DATE_OF_BIRTH' | 'MARKER';
export interface Fact {
  readonly kind: FactKind;
  readonly value: string;
  readonly from: string | null;
  readonly until: string | null;
  /**
   * Whose streams this may open, as the ownership file has it for the agency that told it: everybody's, those of the
   * agencies named, or nobody's. It closes whoever told it. Absent: everybody's.
   */
  readonly opens?: 'ANY' | readonly string[];
  /** The agency that told it. */
  readonly by?: string;
}

/** Facts about one person and this requester. `complete`: everybody who was to be asked answered. */
export interface KnownFacts {
  readonly facts: readonly Fact[];
  readonly complete: boolean;
  /** Likewise of markers, which agencies without a pointer tell as well. Where it is not said, as `complete` says. */
  readonly markersComplete?: boolean;
}
