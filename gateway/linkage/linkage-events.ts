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
    | 'SEARCHING_STOPPED'
    | 'UNUSUAL_ACCESS'
    | 'REVIEW_ASSIGNED'
    | 'REVIEW_DECIDED'
    | 'STOPPED'
    | 'STOP_LIFTED'
    | 'LINK_REPORTED'
    | 'RIGHT_NOTED'
    | 'ACT_SENT'
    | 'ACT_ANSWERED';
  readonly reference: string;
  /** A code, and the requester's own words. */
  readonly reason: string;
  readonly statement: string | null;
  readonly until: Date | null;
  /** Id of the protocol under which it was done. */
  readonly protocol: string | null;
  readonly people: readonly PersonSlots[];
  /** What was stopped, where it is no person; of an act, its stream. */
  readonly target?: string | null;
  /**
   * Of a review: to whom it was given, the decision's name, and that of the one which it takes the place of. Of an act, the
   * key by which it is done once.
   */
  readonly assignee?: string;
  readonly decision?: string;
  readonly supersedes?: string | null;
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
}
