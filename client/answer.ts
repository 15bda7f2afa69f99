/** What the gateway says of a part that is withheld, changed or unavailable. Never about anybody. */
export interface Notice {
  /**
   * WITHHELD: the protocol does not share it. MASKED: shown changed. UNAVAILABLE: the agency did not answer, which does not mean
   * that it holds nothing. POSSIBLE_MATCH: it may hold a record of this person. NOT_UNDER_THE_GLASS: emergency access does not
   * reach somebody of the family. OUR_FAULT: the gateway failed.
   */
  readonly kind: 'WITHHELD' | 'MASKED' | 'UNAVAILABLE' | 'POSSIBLE_MATCH' | 'NOT_UNDER_THE_GLASS' | 'OUR_FAULT';
  /** `housing`; null where it is of none. */
  readonly agency: string | null;
  /** `housing:arrears`; null where it is of none. */
  readonly stream: string | null;
  /** A code: `ROLE_NOT_NAMED`. */
  readonly reason: string | null;
  /** Coordinates that it is about: `HousingRecord.arrearsBand`. */
  readonly fields: readonly string[];
  /** For the reader, as it stands. */
  readonly message: string;
  /** Whom to ring. */
  readonly ring: string | null;
}

/** An error as GraphQL has it; what its codes mean is in docs/errors.md. */
export interface AnswerError {
  readonly message: string;
  /** Of the field that failed, from the root; none where the whole request was refused. */
  readonly path?: readonly (string | number)[];
  readonly extensions?: ErrorExtensions;
}

/** What the gateway says of an error beside its sentence: `AnswerErrorExtensions` of the downloaded schema. */
export interface ErrorExtensions {
  /** `UNAUTHORIZED_FIELD_OR_TYPE`: withheld. `AGENCY_UNAVAILABLE`, `ANSWER_MALFORMED`: not told. `MASKED`: shown changed. */
  readonly code?: string;
  /** Of what is withheld: `housing:arrears`; null where no one stream is meant. */
  readonly stream?: string | null;
  /** Of what is withheld: `ROLE_NOT_NAMED`, as in the notice of that stream. */
  readonly reason?: string;
  /** Where several streams are withheld in one place: the others. */
  readonly others?: readonly { readonly stream: string | null; readonly reason: string }[];
  /** Whose part it is, where one agency is at fault, or refused it itself. */
  readonly agency?: string;
  /** Of what is shown changed. */
  readonly transform?: string;
  /** Of what is shown as recorded or not alone. */
  readonly recorded?: boolean;
  /** Seconds to wait, where that is said. */
  readonly retryAfterSeconds?: number;
}

/** One answer with all that was said about it. A null means little without it: keep the two together. */
export interface Answered<Data> {
  readonly data: Data | null;
  readonly errors: readonly AnswerError[];
  readonly notices: readonly Notice[];
}
