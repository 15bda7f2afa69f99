/** How calls to agencies end, and how long they may take. */
import type { OpenStreams } from '../policy/types';
import type { FaultyNull } from '../shared/faulty-null';
import type { Span } from '../shared/span';

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
  | 'CIRCUIT_OPEN'
  /** Not asked: too many questions wait for it. */
  | 'BULKHEAD_FULL'
  /** Not asked: it answers, and others have all the time it has. Whatever may be asked again is refused whole. */
  | 'BUSY';

/** What was done to one value. `recorded`: there was one. */
export interface AppliedMask {
  readonly coordinate: string;
  readonly mask: 'YEAR_OF_BIRTH' | 'OUTWARD_POSTCODE' | 'RECORDED';
  readonly recorded: boolean;
}

/** Coordinates that were not asked of one record. */
export interface LeftOut {
  /** It may not show these to this requester; of an abstract type, the names of types that are closed. */
  readonly closed: Iterable<string>;
  /** Open themselves, and not asked for what is closed in them or beside them; another part of the operation may ask them. */
  readonly emptied: Iterable<string>;
}

/** How long there is left, in milliseconds, and how much of it one round of calls may use. */
export interface Deadline {
  remaining(): number;
  forRound(): number;
}

/** One request of a plan step to one subgraph. */
export interface StepRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The entities of one step, each once, with what is open of each to whom it is fetched for. */
export interface SettledEntities {
  readonly distinct: readonly Readonly<Record<string, unknown>>[];
  /** Where each that was asked for stands among them; null: it has no key at this agency, and is not fetched. */
  readonly positions: readonly (number | null)[];
  /** Of each distinct one. */
  readonly open: readonly OpenStreams[];
}

/** Counts the calls of one operation. */
export interface CallBudget {
  /** What calls are traced in; none: nothing is. */
  readonly span?: Span;
  /** Throws in place of a call that would be one too many. */
  spend(agency: string): void;
  /** A call has ended. Throws where the agency had no time for it: the milliseconds that it would have waited. */
  ended(agency: string, busyFor: number | null): void;
}

export interface StepAnswer {
  /** Trees, and faulty nulls where something failed: in it, or in its place. */
  readonly data: Record<string, unknown> | FaultyNull | null;
  /** It holds nothing below its entities, or its root, that was not asked, and nobody else has it: it need not be copied. */
  readonly isOwn?: boolean;
}
