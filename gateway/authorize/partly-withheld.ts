import type { FieldRequirement, Standing } from '../policy/decide/field-decisions';
import type { Stream } from '../policy/types';
import { isOfActs } from '../schema-registry/acts/read-acts';
import type { Withheld } from './types';

/** Of whom an agency that is not open tells nothing, it is not told that it does not; and one roster is as good as another. */
const UNTOLD = /:(existence|roster)$/;

/**
 * Linkage gathers one field from several agencies, each of which shares it or not. Where some do, the field stands in the
 * answer; what the others withhold is told of them by name, if the requester may know whom they know: or a null among their
 * own would be read as nothing held. Follows from the decisions alone, and is the same whoever is asked about.
 */
export function partlyWithheld(
  asked: Iterable<string>,
  requirements: ReadonlyMap<string, FieldRequirement>,
  rights: Standing,
): readonly Withheld[] {
  const tellsOfItself = (stream: Stream): boolean =>
    rights.decide(`${stream.split(':')[0]}:existence`).kind === 'granted';
  return [...asked].flatMap((coordinate) => {
    const requirement = requirements.get(coordinate);
    // An act is of the one agency that is named: what the others take is not asked.
    if (!requirement?.byLinkage || isOfActs(coordinate)) return [];
    const streams = requirement.alternatives.flat().filter((stream) => !UNTOLD.test(stream) && tellsOfItself(stream));
    return streams.flatMap((stream) => {
      const decision = rights.decide(stream);
      return decision.kind === 'withheld' ? [{ ...decision, stream, coordinate }] : [];
    });
  });
}
