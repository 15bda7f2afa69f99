import type { Rights } from '../decide/compile-protocol';
import type { Decision, WithheldReason } from '../types';

type Withheld = Extract<Decision, { kind: 'withheld' }>;

/**
 * The reason that a requester reads. That somebody is marked is nobody's to read: what a marker closes is told like a
 * condition of which nobody could say that it is met, which is what it is when an agency does not answer.
 */
export const publicReason = (decision: Withheld, rights: Pick<Rights, 'ways'>): WithheldReason =>
  isByMarker(decision, rights) ? 'FACTS_UNKNOWN' : decision.reason;

/** The clause that a requester reads: the one that would have opened it. */
export const publicClause = (decision: Withheld, rights: Pick<Rights, 'ways'>): string | null =>
  isByMarker(decision, rights) ? (rights.ways(decision.stream ?? '').opening[0]?.id ?? null) : decision.clause;

/** Closed, or in doubt, for a marker: by either the same is told. */
const isByMarker = ({ stream, clause }: Withheld, rights: Pick<Rights, 'ways'>): boolean =>
  stream !== null &&
  rights.ways(stream).closing.some(({ id, conditions }) => id === clause && conditions.marked !== undefined);
