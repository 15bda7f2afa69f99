import type { Agreeing, Confirmation, Undoing } from './decision-lines';
import type { SubjectKeys } from './subject-keys';

/** One person's proposal as it is kept. `number` is its place among all, from 1, for ever. */
export interface KeptProposal extends Confirmation {
  readonly number: number;
}

/** What the agency's own staff said of proposals, the oldest first. */
export interface StaffWords {
  readonly undone: readonly Undoing[];
  readonly agreed: readonly Agreeing[];
}

/** Proposals as the agency's own staff deal with them. */
export interface StaffProposals {
  /** All that were ever made, the oldest first. */
  all(): Promise<readonly KeptProposal[]>;
  words(): Promise<StaffWords>;
  /** Resolves once it is durable. Every instance of the agency counts it from its next match on. */
  mark(what: keyof StaffWords, word: Undoing): Promise<void>;
}

/**
 * Where people's proposals about possible matches are kept: that two records are one person's, or are not. Instances of one
 * agency share a store. A proposal is never changed. What cannot be read throws `RecordStoreUnreadable`, rather than forget a
 * decision; what cannot be written, `RecordStoreNotWritten`.
 */
export interface ProposalStore extends StaffProposals {
  /** 32 bytes, the same for every instance: what subjects are known again by is digested with it. */
  readonly key: Buffer;
  /** What stands of proposals about this subject, the oldest first, without what staff undid; and what staff agreed to. */
  about(
    subject: SubjectKeys,
  ): Promise<{ readonly proposals: readonly KeptProposal[]; readonly agreed: readonly Agreeing[] }>;
  /** Resolves once it is durable. */
  add(proposal: Confirmation): Promise<void>;
  close(): Promise<void>;
}
