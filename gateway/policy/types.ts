/** What a protocol says of one stream, and what it depends on. */

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

/** Streams that are open for one person's record, with those of them that are shown changed, and why others are not. */
export interface OpenStreams {
  readonly open: ReadonlySet<Stream>;
  readonly transforms: ReadonlyMap<Stream, Transform>;
  readonly refused: ReadonlyMap<Stream, WithheldReason>;
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

/** What a clause asks to be so, beyond who asks and for what. All must hold. */
export interface Conditions {
  readonly relationship?: readonly string[];
  readonly area?: 'OWN_REACH_AREA';
  readonly needLevelAtLeast?: string;
  readonly ageUnderYears?: number;
  /** ISO 8601 periods of one unit, from the date of birth: `P10D`. */
  readonly sinceBirth?: string;
  readonly untilBirth?: string;
  readonly consent?: 'GIVEN';
  readonly trainingInDate?: true;
  /** Any agency has put one of these markers on the person. */
  readonly marked?: readonly string[];
  /** None has. */
  readonly notMarked?: readonly string[];
}

/** What is closed at once, whatever the protocols say: by somebody who may, and without another version of them. */
export interface Closures {
  /** Equal where the same is closed: part of the signature of rights. Empty: nothing is. */
  readonly signature: string;
  readonly streams: ReadonlySet<Stream>;
  /** Clauses that open nothing while they are in it. One that closes goes on closing. */
  readonly clauses: ReadonlySet<string>;
  readonly agencies: ReadonlySet<string>;
}
