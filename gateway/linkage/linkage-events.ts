import type { Linker } from './linker';
import type { NotifiedAgencies } from './notify-agencies';
import type { PersonSlots } from './types';

/** Something that somebody did, which a person will want to look at: written to the audit before it has effect. */
export interface LinkageEvent extends NotifiedAgencies {
  readonly kind:
    | 'BREAK_GLASS'
    | 'RELATIONSHIP_CLAIMED'
    | 'MATCH_DECIDED'
    | 'MATCH_DOUBTED'
    | 'OWN_FAMILY_STOPPED'
    | 'GLASS_REVIEWED'
    | 'SEARCHING_ALERT'
    | 'SEARCHING_STOPPED';
  readonly reference: string;
  /** A code, and the requester's own words. */
  readonly reason: string;
  readonly statement: string | null;
  readonly until: Date | null;
  /** Id of the protocol under which it was done. */
  readonly protocol: string | null;
  readonly people: readonly PersonSlots[];
}

/** One break-glass, as its reviewers see it. */
export interface GlassReview {
  readonly reference: string;
  readonly at: string;
  readonly until: string;
  readonly requester: string;
  readonly role: string;
  readonly organisation: string;
  readonly caseReference: string | null;
  readonly reason: string;
  readonly statement: string;
  readonly told: readonly string[];
  readonly notTold: readonly string[];
  readonly reviewBy: string;
  readonly overdue: boolean;
  readonly outcome: string | null;
  readonly reviewedBy: string | null;
  readonly reviewedAt: string | null;
  readonly note: string | null;
}

/** What linkage's mutations are given of the world outside the operation. */
export interface LinkageEvents {
  now(): Date;
  record(event: LinkageEvent): Promise<void>;
  alert(event: string, about: Readonly<Record<string, unknown>>): void;
  /** Raises an alert, here and at the owner agencies, where one requester breaks the glass too often. */
  countGlass(
    after: { readonly count: number; readonly hours: number },
    reference: string,
    linker: Linker,
    people: readonly PersonSlots[],
  ): Promise<void>;
  reviews(): Promise<readonly GlassReview[]>;
}
