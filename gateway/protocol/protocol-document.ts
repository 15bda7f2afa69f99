import type { Purpose, Stream } from '../types';
import type { Conditions } from './settle-conditions';

/** A protocol as it is written: the twin of `schema/protocol/protocol.schema.json`. Dates are ISO `YYYY-MM-DD`. */
export interface ProtocolDocument {
  readonly protocol: {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly status: 'DRAFT' | 'AGREED' | 'IN_FORCE' | 'SUSPENDED' | 'LAPSED' | 'WITHDRAWN';
    readonly validFrom: string;
    readonly validUntil: string;
    readonly review: { readonly next: string; readonly onOverdue: 'DENY' | 'WARN' };
  };
  readonly parties: readonly Party[];
  readonly purposes: readonly {
    readonly code: Purpose;
    readonly title: string;
    /** UK GDPR Articles 6 and 9, and conditions of DPA 2018 Schedule 1. */
    readonly lawful?: { readonly art6: string; readonly art9?: string; readonly sch1?: readonly number[] };
    readonly caseReference?: boolean;
    readonly output?: 'AGGREGATE_ONLY';
  }[];
  readonly roles: readonly { readonly code: string; readonly title: string; readonly purposes: readonly Purpose[] }[];
  readonly streams: Readonly<Record<Stream, StreamTerms>>;
  readonly flows?: readonly Flow[];
  readonly clauses: readonly Clause[];
}

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly signed?: { readonly by: string; readonly on: string };
  readonly duty?: string;
}

export interface StreamTerms {
  readonly detail: 'EXISTENCE' | 'CONTACT' | 'CONTENT';
  readonly label: string;
  /** Special-category data (UK GDPR Art. 9). */
  readonly special?: boolean;
  /** About places and services, not about people. */
  readonly public?: boolean;
}

/** `facts` go to the gateway itself, which settles conditions by them and shows them to nobody. */
export type FlowShare = 'identity' | 'address' | 'identifiers' | 'facts';
/** Stands for the gateway in a flow's `to`. */
export const GATEWAY = 'gateway';

export interface Flow {
  readonly id: string;
  readonly by: string;
  readonly shares: readonly FlowShare[];
  readonly to: readonly string[];
  readonly purposes: 'ANY' | readonly Purpose[];
}

export interface Clause {
  readonly id: string;
  readonly by: string;
  readonly shares: readonly string[];
  readonly effect?: 'ALLOW' | 'DENY';
  readonly to: {
    readonly roles?: 'ANY' | readonly string[];
    readonly organisationTypes?: readonly string[];
    readonly organisations?: readonly string[];
  };
  readonly purposes: 'ANY' | readonly Purpose[];
  readonly when?: { readonly from?: string; readonly until?: string };
  /** Each depends on a fact that an agency knows. */
  readonly conditions?: Conditions;
}
