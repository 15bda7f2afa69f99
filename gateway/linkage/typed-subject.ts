import { contractStream } from '@family-view/schema';
import { maskOf } from '../shared/masks';
import { couldBeShown } from './could-be-shown';
import { FIELDS, type Subject } from './subject';

/**
 * What is told to an agency of what a requester typed. An address or a number is told only where this agency's own stream
 * of it could be shown to the requester, of somebody: elsewhere its answer would say whether the guess was right.
 */
export function typedFor(agency: string, typed: Subject, asking: Parameters<typeof couldBeShown>[1]): Subject {
  const told: Record<string, unknown> = { ...typed };
  for (const stream of ['address', 'identifiers'] as const) {
    // What is shown changed, as the first half of a postcode, is not: to compare the whole would tell the other half.
    const ways = couldBeShown(contractStream(agency, stream), asking);
    const isWhole = (field: string) => ways.some((transform) => !transform || maskOf(field, transform) === null);
    for (const field of FIELDS[stream]) if (!isWhole(field)) delete told[field];
  }
  return told;
}

/** Of the fields compared, those that the requester gave. */
export const onlyTyped = (comparedOn: readonly string[], typed: Subject): readonly string[] =>
  comparedOn.filter((field) => typed[field as keyof Subject] !== undefined);

/** Numbers and nothing that a number could be held against: each of them must then agree. */
export function numbersAlone(typed: Subject): readonly string[] {
  if (typed.givenName !== undefined || typed.familyName !== undefined) return [];
  return FIELDS.identifiers.filter((field) => typed[field] !== undefined);
}
