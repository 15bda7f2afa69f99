import type { Closures } from '../policy/types';

/** What can be closed at once: one child's records, a stream, a clause, a requester, all that one agency shares. */
export const STOP_KINDS = ['CHILD', 'STREAM', 'CLAUSE', 'REQUESTER', 'AGENCY'] as const;
export type StopKind = (typeof STOP_KINDS)[number];

export interface StoppedBy {
  readonly id: string;
  readonly role: string;
  readonly organisation: string;
}

/** Roles of whoever stops by a command, and not through a gateway. */
export const COMMAND_ROLES = { operator: 'OPERATOR', agency: 'AGENCY_OFFICER' } as const;

/** One stop, as it is kept. It holds no reference of an agency: of a child, pseudonyms. */
export interface Stop {
  readonly reference: string;
  readonly kind: StopKind;
  /** The stream, clause, agency or requester's id; null for a child. */
  readonly target: string | null;
  /** Of a requester: theirs alone; null: whoever has that id. */
  readonly organisation: string | null;
  /** Of a child: the audit's pseudonym of each record that is closed. */
  readonly people: readonly string[];
  /** Agencies whose records it closes: they are told. */
  readonly agencies: readonly string[];
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: StoppedBy;
  /** In the words of whoever stopped it. */
  readonly why: string;
  /** When it ends by itself; null: it holds until it is lifted. */
  readonly until: string | null;
}

export interface Lift {
  /** Of the stop. */
  readonly reference: string;
  readonly at: string;
  readonly by: StoppedBy;
  readonly why: string;
}

export type StopEntry =
  | { readonly entry: 'STOP'; readonly stop: Stop }
  | { readonly entry: 'LIFT'; readonly lift: Lift };

/**
 * Where stops are kept: entries that are added and never changed. Gateways that share a store stop together. Whoever runs
 * several gateways puts a shared one in the place of the file.
 */
export interface StopStore {
  /** All entries, the oldest first. @throws where it cannot be read: nobody takes that for "nothing is stopped". */
  read(): Promise<readonly StopEntry[]>;
  /** Resolves once the entry is kept. */
  add(entry: StopEntry): Promise<void>;
  /** Another value wherever there may be more entries than before: asked twice a second. */
  stamp(): Promise<string>;
}

/** What is stopped at one moment, for the length of one operation. */
export interface StopsInForce extends Closures {
  readonly stops: readonly Stop[];
  isRequester(requester: { readonly id: string; readonly organisation: string }): boolean;
  /** By the audit's pseudonyms; empty where no child is stopped. */
  readonly people: ReadonlySet<string>;
}
