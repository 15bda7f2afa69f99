import type { FieldUsage } from '../../shared/field-usage';
import type { KeptRecord } from '../kept-record';

/** What is looked for in the audit. Everything given must hold; of a list, one of it. Pseudonyms and digests, never values. */
export interface AuditQuery {
  readonly people?: readonly string[];
  /** All of `people` in one record, and not one of them. */
  readonly together?: boolean;
  /** Digests of details that a search was given: all of them. */
  readonly details?: readonly string[];
  readonly requester?: string;
  readonly organisation?: string;
  readonly agency?: string;
  readonly purpose?: string;
  readonly clause?: string;
  readonly caseReference?: string;
  /** `FAMILY_VIEW_DISCLOSURE` and so on. */
  readonly events?: readonly string[];
  readonly operation?: string;
  /** Asked while this glass was broken, by its reference. */
  readonly breakGlass?: string;
  /** What was done in the review of this. */
  readonly reviewOf?: string;
  /** Milliseconds since 1970: from the first, before the second. */
  readonly since?: number;
  readonly until?: number;
  /** Before this record, for the next page. */
  readonly before?: number;
  readonly first: number;
}

/** One record that was found, with the intent of its operation where it is another. The newest come first. */
export interface FoundRecord {
  readonly sequence: number;
  readonly record: KeptRecord;
  readonly intent: KeptRecord | null;
}

/** The index of an audit: filled behind the record, and made again from it whenever it is lost. */
export interface AuditIndexStore {
  /** Takes in what the segments have more than the index. @returns records taken in; 0: there were no more. */
  fill(mostRecords: number): number;
  query(query: AuditQuery): readonly FoundRecord[];
  reviews(query: ReviewQuery): ReviewsFound;
  /**
   * Of each group of fields: operations that asked for one of them at least, withheld or not.
   * @param since milliseconds since 1970; the whole day counts (UTC).
   */
  usage(groups: readonly (readonly string[])[], since: number): readonly FieldUsage[];
  /** Records after this one, the oldest first, at most so many. */
  after(sequence: number, most: number): readonly FoundRecord[];
  close(): void;
}

/** The index of several gateways' audits: of each, what its own index has, with the records themselves. */
export interface SharedAuditIndex {
  /** Takes in what this gateway's own index has more. @throws {DatabaseUnavailable} */
  ship(own: Pick<AuditIndexStore, 'after'>): Promise<void>;
  query(query: AuditQuery): Promise<readonly FoundRecord[]>;
  reviews(query: ReviewQuery): Promise<ReviewsFound>;
  /** As {@link AuditIndexStore.usage}, at all of them. */
  usage(groups: readonly (readonly string[])[], since: number): Promise<readonly FieldUsage[]>;
  close(): Promise<void>;
}

export type ReviewState = 'OPEN' | 'ASSIGNED' | 'CLEARED' | 'ESCALATED';

/** Which reviews are wanted. Everything given must hold. */
export interface ReviewQuery {
  readonly reference?: string;
  readonly states?: readonly ReviewState[];
  readonly kind?: string;
  /** The time at which it is told what is overdue: milliseconds since 1970. */
  readonly overdueAt?: number;
  /** Those alone that were to be done before then, and are not. */
  readonly overdue?: boolean;
  /** Of those: whether it was raised that they are. */
  readonly raised?: boolean;
  readonly before?: number;
  readonly first: number;
}

/** One thing to be reviewed, as the index has it, with its record. */
export interface FoundReview {
  readonly sequence: number;
  readonly state: ReviewState;
  readonly assignee: string | null;
  /** Milliseconds since 1970. */
  readonly reviewBy: number;
  readonly record: KeptRecord;
}

export interface ReviewsFound {
  /** The newest first. */
  readonly reviews: readonly FoundReview[];
  readonly counts: Readonly<Record<ReviewState | 'OVERDUE', number>>;
}
