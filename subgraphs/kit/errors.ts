/**
 * Everything the kit throws. Each class has a stable `code`. The messages are for the agency's own log: a client never
 * reads them (see `mask-errors.ts`), and none holds anything about a person.
 */
export abstract class KitError extends Error {
  abstract readonly code: string;
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The partner system could not be read: down, too slow, or answering what its format does not allow. Never "nothing". */
export class PartnerSystemFault extends KitError {
  readonly code = 'PARTNER_SYSTEM_UNAVAILABLE';
  /** `doing` names the errand in plain words (`reading immunisations`), with nothing about a person in it. */
  constructor(
    readonly agency: string,
    readonly doing: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${agency} could not read its own system while ${doing}`, options);
  }
}

/** A file, or the set of files, that cannot be trusted as an export. `message` names files and columns, never a person. */
export class BrokenExport extends KitError {
  readonly code = 'BROKEN_EXPORT';
  constructor(
    readonly file: string,
    readonly fault: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${file}: ${fault}`, options);
  }
}

/** A measure, or a dimension of one, that this agency does not keep. */
export class UnknownMeasure extends KitError {
  readonly code = 'UNKNOWN_MEASURE';
  constructor(
    readonly measure: string,
    readonly known: readonly string[],
  ) {
    super(`expected one of ${known.join(', ') || 'none'}, got another measure`);
  }
}

/** The SDL has a field with data and no stream: it would be open to anybody, so it is not served. */
export class UnguardedField extends KitError {
  readonly code = 'UNGUARDED_FIELD';
  constructor(readonly coordinate: string) {
    super(`${coordinate} has no @policy, on itself or on its type: name the stream that shares it`);
  }
}

/** The SDL says something that the kit cannot guard. */
export class UnservableSdl extends KitError {
  readonly code = 'UNSERVABLE_SDL';
}

/** The port is in use. */
export class PortTaken extends KitError {
  readonly code = 'PORT_TAKEN';
  constructor(
    readonly port: number,
    options?: { readonly cause?: unknown },
  ) {
    super(`port ${port} is in use: stop what listens there, or give this agency another port`, options);
  }
}

/** What is kept in the data directory cannot be read back. Starting without it would undo a person's decisions. */
export class RecordStoreUnreadable extends KitError {
  readonly code = 'RECORD_STORE_UNREADABLE';
}

/** A decision or an event could not be put on disk; it is then not told as kept. */
export class RecordStoreNotWritten extends KitError {
  readonly code = 'RECORD_STORE_NOT_WRITTEN';
}

/** There is no list of decisions where one was looked for. */
export class NoMatchDecisions extends KitError {
  readonly code = 'NO_MATCH_DECISIONS';
  constructor(
    readonly directory: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${directory} holds no confirmations.jsonl: name the agency's own folder in its data directory`, options);
  }
}

/** No decision has this number. */
export class NoSuchMatchDecision extends KitError {
  readonly code = 'NO_SUCH_MATCH_DECISION';
  constructor(
    readonly number: number,
    readonly decisions: number,
  ) {
    super(
      decisions === 0 ? 'nothing has been decided here yet' : `expected a number from 1 to ${decisions}, got ${number}`,
    );
  }
}

/** A decision is undone once; to take it again is a new decision. */
export class MatchAlreadyUndone extends KitError {
  readonly code = 'MATCH_ALREADY_UNDONE';
  constructor(readonly number: number) {
    super(`decision ${number} has been undone before`);
  }
}

/** A proposal is agreed to once; to undo it is another matter. */
export class MatchAlreadyAgreed extends KitError {
  readonly code = 'MATCH_ALREADY_AGREED';
  constructor(readonly number: number) {
    super(`decision ${number} has been agreed to before`);
  }
}

/** Nothing on the worklist has this number. */
export class NoSuchWorklistItem extends KitError {
  readonly code = 'NO_SUCH_WORKLIST_ITEM';
  constructor(
    readonly number: number,
    readonly items: number,
  ) {
    super(items === 0 ? 'the worklist is empty' : `expected a number from 1 to ${items}, got ${number}`);
  }
}

/** It is marked as looked into once. */
export class WorklistItemAlreadyDone extends KitError {
  readonly code = 'WORKLIST_ITEM_ALREADY_DONE';
  constructor(readonly number: number) {
    super(`item ${number} of the worklist has been marked as done before`);
  }
}

/**
 * Why a grant was refused. Stable: the gateway tells its own faults from the agency's by them.
 * GRANT_MISSING, GRANT_MALFORMED, GRANT_KEYS_UNREACHABLE, GRANT_KEY_UNKNOWN, GRANT_SIGNATURE_INVALID and GRANT_ISSUER_UNKNOWN
 * say that it is not known who asks (401); the others that this grant does not cover this request (403).
 * GRANT_MEMORY_FULL: more grants at once than can be remembered, so none is taken until old ones have lapsed (503).
 */
export type GrantRefusal =
  | 'GRANT_MISSING'
  | 'GRANT_MALFORMED'
  | 'GRANT_KEYS_UNREACHABLE'
  | 'GRANT_KEY_UNKNOWN'
  | 'GRANT_SIGNATURE_INVALID'
  | 'GRANT_ISSUER_UNKNOWN'
  | 'GRANT_NOT_YET_VALID'
  | 'GRANT_EXPIRED'
  | 'GRANT_STATEMENT_NOT_SEALED'
  | 'GRANT_FOR_ANOTHER_AGENCY'
  | 'GRANT_FOR_ANOTHER_REQUEST'
  | 'GRANT_REPLAYED'
  | 'GRANT_MEMORY_FULL';

const UNAUTHENTICATED: readonly GrantRefusal[] = [
  'GRANT_MISSING',
  'GRANT_MALFORMED',
  'GRANT_KEYS_UNREACHABLE',
  'GRANT_KEY_UNKNOWN',
  'GRANT_SIGNATURE_INVALID',
  'GRANT_ISSUER_UNKNOWN',
];

/** HTTP status of a refusal: 401 where it is not known who asks, 403 where it is, 503 where this agency is overrun. */
export function refusalStatus(refusal: GrantRefusal): 401 | 403 | 503 {
  if (refusal === 'GRANT_MEMORY_FULL') return 503;
  return UNAUTHENTICATED.includes(refusal) ? 401 : 403;
}
