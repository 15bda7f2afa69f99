import type { Cohort, SealedShare } from '../cohort/agree-key';
import type { FactKind } from '../connector';
import type { SentCheckpoint } from '../countersign/checkpoint-store';
import type { NotifiedEvent } from '../store/notification-store';

/** Arguments of the contract's fields as graphql-js hands them on, already coerced to the types of the SDL. */
interface FieldArguments {
  readonly identity: { readonly refs: readonly string[] };
  readonly involvements: { readonly refs: readonly string[] };
  readonly members: { readonly refs: readonly string[] };
  readonly noted: { readonly refs: readonly string[] };
  readonly facts: { readonly refs: readonly string[]; readonly kinds: readonly FactKind[] };
  readonly roster: {
    readonly area?: string | null;
    readonly mine: boolean;
    readonly first: number;
    readonly after?: string | null;
  };
  readonly aggregate: {
    readonly measure: string;
    readonly by: readonly string[];
    readonly area?: string | null;
    readonly from?: string | null;
    readonly to?: string | null;
  };
  readonly cohortShares: { readonly cohort: Cohort };
  readonly cohortTokens: { readonly cohort: Cohort; readonly shares: readonly SealedShare[] };
  readonly notify: { readonly event: NotifiedEvent };
  readonly countersign: { readonly checkpoint: SentCheckpoint };
}

/** The arguments of one field of `schema/contract.graphql`, as graphql-js has coerced them. */
export type ContractArguments<Field extends keyof FieldArguments> = FieldArguments[Field];
/** `subjects` are checked by `readSubject`: scalars of the contract take any text. */
export interface MatchArguments {
  readonly subjects: readonly unknown[];
}
/** As `match`, for one subject: whether `ref` is the same person, and in whose words. */
export interface ConfirmArguments {
  readonly subject: unknown;
  readonly ref: string;
  readonly same: boolean;
  readonly statement: string;
}
