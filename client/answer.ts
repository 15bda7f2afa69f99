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
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** One answer with all that was said about it. A null means little without it: keep the two together. */
export interface Answered<Data> {
  readonly data: Data | null;
  readonly errors: readonly AnswerError[];
  readonly notices: readonly Notice[];
}
