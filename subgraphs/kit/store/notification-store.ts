import type { ClaimSpan } from './claims';
import type { Undoing } from './decision-lines';

/** What the gateway told this agency of: references only. `at` and `until` are ISO instants. */
export interface NotifiedEvent {
  readonly kind: string;
  readonly reference: string;
  readonly at: string;
  readonly until?: string | null;
  readonly refs: readonly string[];
}

/** A relationship that the requester claims to those of the event's people of whom this agency may tell them. */
export interface ClaimedRelationship {
  readonly requester: string;
  readonly refs: readonly string[];
  readonly until: string;
}

/** An event as it is kept, with the operation of the gateway's in which it was told, and what was claimed by it. */
export interface KeptEvent extends NotifiedEvent {
  readonly operation: string;
  readonly claimed?: ClaimedRelationship | undefined;
}

/** Told to the agency's staff, for them to look into: once for each reference, whoever met it and how often. */
export const WORKLIST = ['POSSIBLE_DUPLICATE', 'RECORD_CONFLICT'] as const;
export const isForWorklist = (kind: string): kind is (typeof WORKLIST)[number] => WORKLIST.some((one) => one === kind);

/** Rights that a person has asked for: told of their record from then on. */
const RIGHTS = ['RECTIFICATION', 'OBJECTION'] as const;
export const rightOf = (kind: string | undefined): NotedRight['kind'] | undefined => RIGHTS.find((one) => one === kind);

/** What a person has asked about their record. `at` is an ISO instant. */
export interface NotedRight {
  readonly kind: (typeof RIGHTS)[number];
  readonly reference: string;
  readonly at: string;
}

/** What is for the staff to look into, as they deal with it. */
export interface StaffWorklist {
  /** Every event that is for them, the oldest first. */
  told(): Promise<readonly Pick<NotifiedEvent, 'kind' | 'reference' | 'refs' | 'at'>[]>;
  /** What they marked as looked into: `decision` is its place in that list, from 1. */
  done(): Promise<readonly Undoing[]>;
  /** Resolves once it is durable. */
  markDone(word: Undoing): Promise<void>;
}

/**
 * Where the agency keeps what the gateway told it of: events for its staff, and the relationships that requesters claim.
 * Instances of one agency share a store. What cannot be written throws `RecordStoreNotWritten`.
 */
export interface NotificationStore extends StaffWorklist {
  /** Resolves once it is durable; a claim counts from then on. Of a kind that is for the worklist a reference is kept once. */
  add(event: KeptEvent): Promise<void>;
  /** What this requester claims of this person at that time; null where nothing is, or where it has lapsed. */
  claimOf(requester: string, ref: string, now: Date): Promise<ClaimSpan | null>;
  /** What was noted of a record, the oldest first. */
  notedOf(ref: string): Promise<readonly NotedRight[]>;
  close(): Promise<void>;
}
