import type { PersonSlots, Slot } from '../linkage/types';
import type { OperationAnswers } from '../notices/answer-record';
import type { ReadShape } from '../planning/compile-shape';
import { HIDDEN_ID } from '../shared/hidden-keys';
import { isOwnSubgraph } from '../shared/own-subgraphs';
import { type NullError, unavailable } from './null-errors';

type Source = Readonly<Record<string, unknown>>;

interface Known {
  readonly answers: Pick<OperationAnswers, 'isInTrouble'>;
  /** Slots of the people that were opened or found in this operation. */
  readonly slotsOf: (id: string) => PersonSlots | undefined;
}

/**
 * Of what was not asked, because who would know it was not known to hold it; null: nothing is held.
 * @param turnsOn told of an agency whose answer it turns on.
 */
export function whyNull(
  { owners, isEntry, madeFrom }: Pick<ReadShape, 'owners' | 'isEntry' | 'madeFrom'>,
  source: Source,
  known: Known,
  turnsOn: (agency: string) => void = () => {},
): NullError | null {
  if (!isEntry) return null;
  const slots = slotsIn(source, known);
  /** Whether an agency may hold something of somebody about whom it was not asked. */
  const isMissing = (agency: string): boolean => {
    if (isOwnSubgraph(agency)) return false;
    const state = slots?.get(agency)?.state;
    if (state === 'possible') turnsOn(agency);
    return state === 'unanswered' || (state === 'possible' && known.answers.isInTrouble(agency));
  };
  const owner = owners.length === 1 ? owners[0] : undefined;
  if (owner !== undefined && isMissing(owner)) return unavailable(owner);
  // What is made from another agency's record is not asked for where that did not come.
  if (owner !== undefined && holdsNothing(slots?.get(owner))) return null;
  const other = madeFrom.find(isMissing);
  return other === undefined ? null : unavailable(other);
}

const slotsIn = (source: Source, { slotsOf }: Known): PersonSlots | undefined => {
  const id = source[HIDDEN_ID];
  return typeof id === 'string' ? slotsOf(id) : undefined;
};

const holdsNothing = (slot: Slot | undefined): boolean => slot?.state === 'nothing' || slot?.state === 'notAsked';
