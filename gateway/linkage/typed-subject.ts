import { contractStream } from '@family-view/schema';
import type { Rights } from '../policy/decide/compile-protocol';
import type { Stream, Transform } from '../policy/types';
import { maskOf } from '../shared/masks';
import { FIELDS, type Subject } from './subject';

/**
 * What is told to an agency of what a requester typed. An address or a number is told only where this agency's own stream
 * of it is open to the requester: elsewhere its answer would say whether the guess was right.
 */
export function typedFor(agency: string, typed: Subject, rights: Pick<Rights, 'decide' | 'ways'>): Subject {
  const told: Record<string, unknown> = { ...typed };
  for (const stream of ['address', 'identifiers'] as const) {
    for (const field of FIELDS[stream])
      if (!mayCompare(contractStream(agency, stream), field, rights)) delete told[field];
  }
  return told;
}

/**
 * Open as it stands, or under a condition that each person's facts settle. What is shown changed, as the first half of a
 * postcode, is not: to compare the whole would tell the other half.
 */
function mayCompare(stream: Stream, field: string, rights: Pick<Rights, 'decide' | 'ways'>): boolean {
  const isWhole = (transform: Transform | null | undefined): boolean => !transform || maskOf(field, transform) === null;
  const decision = rights.decide(stream);
  if (decision.kind === 'granted') return isWhole(decision.transform);
  return decision.kind === 'needs' && rights.ways(stream).opening.some(({ transform }) => isWhole(transform));
}

/** Of the fields compared, those that the requester gave. */
export const onlyTyped = (comparedOn: readonly string[], typed: Subject): readonly string[] =>
  comparedOn.filter((field) => typed[field as keyof Subject] !== undefined);

/** Numbers and nothing that a number could be held against: each of them must then agree. */
export function numbersAlone(typed: Subject): readonly string[] {
  if (typed.givenName !== undefined || typed.familyName !== undefined) return [];
  return FIELDS.identifiers.filter((field) => typed[field] !== undefined);
}
