import type { KeptRecord } from '../kept-record';

/** What is looked for in the audit. Everything given must hold; of a list, one of it. Pseudonyms and digests, never values. */
export interface AuditQuery {
  readonly people?: readonly string[];
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
  close(): void;
}
