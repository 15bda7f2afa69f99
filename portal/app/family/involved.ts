import { placeAt } from '@family-view/client';
import type { WorkingFragment, WrittenDownFragment } from '../../operations/stored';
import type { Part } from './use-family';

export interface Answer {
  readonly agency: string | null;
  readonly status: string | null;
  readonly asOf: string | null;
  readonly coverage: string | null;
  readonly noted: readonly string[] | null;
}

/** What every agency's part says of a person beside its record. */
interface SingleView {
  readonly involvements: readonly WorkingFragment[] | null;
  readonly identities: readonly WrittenDownFragment[] | null;
  readonly answers: readonly Answer[] | null;
}

function viewIn(part: Part, person: string): SingleView | null {
  const path = part.at(person);
  if (path === null || part.asked.told === null) return null;
  const place = placeAt(part.asked.told, path);
  return place.kind === 'shown' ? (place.value as SingleView) : null;
}

/** Who works with a person now, and then who did; each agency's as soon as it has answered. */
export function involvementsOf(parts: readonly Part[], person: string): readonly WorkingFragment[] {
  const all = parts.flatMap((part) => viewIn(part, person)?.involvements ?? []);
  const rank = ({ status }: WorkingFragment): number => (status === 'CURRENT' ? 0 : 1);
  return [...all].sort((a, b) => rank(a) - rank(b) || (b.lastInteraction ?? '').localeCompare(a.lastInteraction ?? ''));
}

export const identitiesOf = (parts: readonly Part[], person: string): readonly WrittenDownFragment[] =>
  parts.flatMap((part) => viewIn(part, person)?.identities ?? []);

/** How one agency stands to one person. `asking`: not yet told. `failed`: the gateway did not answer. */
export type Stands =
  | { readonly state: 'asking' | 'failed' }
  | {
      readonly state: 'told';
      readonly status: string;
      readonly asOf: string | null;
      readonly coverage: string | null;
      /** What the person has asked about their record there, a sentence each. */
      readonly noted: readonly string[];
    };

export function standsTo(part: Part, person: string): Stands {
  if (part.asked.state !== 'told') return { state: part.asked.state };
  const answer = viewIn(part, person)?.answers?.[0];
  const silent = part.asked.told.notices.some(({ kind, agency }) => kind === 'UNAVAILABLE' && agency === part.agency);
  if (answer?.status) {
    // It may have answered one question and failed at the next.
    const status = silent && answer.status === 'ANSWERED' ? 'UNAVAILABLE' : answer.status;
    return { state: 'told', status, asOf: answer.asOf, coverage: answer.coverage, noted: answer.noted ?? [] };
  }
  const path = part.at(person);
  const place = path === null ? null : placeAt(part.asked.told, [...path, 'answers']);
  // Whoever may not tell whom they know is not silent.
  const status = place?.kind === 'withheld' ? 'WITHHELD' : 'UNAVAILABLE';
  return { state: 'told', status, asOf: null, coverage: null, noted: [] };
}
