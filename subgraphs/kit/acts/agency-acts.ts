import type { HeldFact, Requester } from '../connector';
import type { ActRule } from './act-register';
import type { KeptAct } from './act-store';

/** What may be done at an agency, beside what its SDL says of it. */
export interface AgencyActs {
  /** By the name of the mutation. */
  readonly rules: Readonly<Record<string, ActRule>>;
  /**
   * By the name of an act: on whom a requester may next do it, or has done it, the most urgent first. Refs, each once; people
   * whose record is closed are left out by the kit.
   */
  readonly worklists?: Readonly<Record<string, (done: readonly KeptAct[], requester: Requester) => readonly string[]>>;
  /** Facts that follow from what was done to somebody, or to whoever is of one family group with them. */
  facts?(done: readonly KeptAct[], requester: Requester, today: string): readonly HeldFact[];
  /** The service that works with somebody who is known by a referral alone. */
  readonly referredService: string;
}
