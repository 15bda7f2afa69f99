/** How an agency is told of something. */
export const NOTIFY = 'mutation ($event: NotifiedEvent!) { notify(event: $event) }';

/** What an agency is told of: references only. Instants are ISO 8601. */
export interface NotifiedEvent {
  readonly kind:
    | 'BREAK_GLASS'
    | 'RELATIONSHIP_CLAIMED'
    | 'OWN_FAMILY'
    | 'ALERT'
    | 'POSSIBLE_DUPLICATE'
    | 'RECORD_CONFLICT'
    | 'RECTIFICATION'
    | 'OBJECTION';
  readonly reference: string;
  readonly at: string;
  readonly until: string | null;
  readonly refs: readonly string[];
}
