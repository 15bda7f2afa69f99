/** What the rooms hand each other. Rooms import types from one another and from here; only `gateway.ts` calls them. */

export const PURPOSES = ['EARLY_HELP', 'TRIAGE', 'SAFEGUARDING', 'PERFORMANCE', 'SCRUTINY', 'SUBJECT_ACCESS'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Somebody who asks, as their token says. */
export interface Requester {
  readonly id: string;
  readonly name: string | null;
  readonly organisation: string;
  /** HEALTH, EDUCATION, LOCAL_AUTHORITY, HOUSING, CHILDRENS_CENTRE. */
  readonly organisationType: string;
  /** A role code of the protocol: HEAD_OF_CENTRE. */
  readonly role: string;
  /** The area they act in, where their role has one. */
  readonly area: string | null;
}

/** A requester at the door: who, for what, about which case. */
export interface Entry {
  readonly requester: Requester;
  readonly purpose: Purpose;
  readonly caseReference: string | null;
}

/** `health:visits` */
export type Stream = string;

export type WithheldReason =
  | 'NO_CLAUSE'
  | 'ROLE_NOT_NAMED'
  | 'PURPOSE_NOT_NAMED'
  | 'PROTOCOL_NOT_IN_FORCE'
  | 'PROTOCOL_LAPSED'
  | 'PARTY_NOT_SIGNED'
  | 'DENIED_BY_CLAUSE'
  | 'NEEDS_FACTS'
  | 'RULE_FAULT';

/** What the protocol says of one stream, or of one field, to one entry. */
export type Decision =
  | { readonly kind: 'granted'; readonly clause: string }
  | { readonly kind: 'withheld'; readonly reason: WithheldReason; readonly stream: Stream | null; readonly clause: string | null }
  | { readonly kind: 'needs'; readonly facts: readonly string[]; readonly stream: Stream; readonly clause: string };
