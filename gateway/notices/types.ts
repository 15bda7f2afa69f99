import type { Stream, WithheldReason } from '../policy/types';
import type { AgencyFault, AppliedMask, LeftOut } from '../subgraph-client/types';

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
  /** What of this person's (or family group's) record was not asked, and the streams that are closed in it. */
  cut(agency: string, ref: string, left: LeftOut, refused: ReadonlyMap<Stream, WithheldReason>): void;
}

export interface AgencyOutcome {
  readonly agency: string;
  readonly answered: boolean;
  readonly fault: AgencyFault | null;
  /** The agency's own refs: pseudonymised before they are written anywhere. */
  readonly refs: ReadonlySet<string>;
  readonly streams: ReadonlySet<Stream>;
  /** Refs of whom it is told alone that they are known there, and of those who may be meant. */
  readonly existence: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
}

/** A field that was shown changed, of nobody in particular. */
export type MaskedField = Pick<AppliedMask, 'coordinate' | 'mask'> & { readonly agency: string };

export interface Cut {
  readonly closed: ReadonlySet<string>;
  readonly emptied: ReadonlySet<string>;
  readonly refused: ReadonlyMap<Stream, WithheldReason>;
}
