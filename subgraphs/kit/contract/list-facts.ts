import type { FactKind, HeldFact, HeldPerson, PersonFactKind, RecordFactKind } from '../connector';
import type { ClaimSpan } from '../store/claims';

const OF_PERSON: readonly FactKind[] = ['AGE', 'DATE_OF_BIRTH', 'MARKER'] satisfies readonly PersonFactKind[];

/** The kinds that the connector is asked for; the kit reads the others off the person. */
export const recordKinds = (kinds: readonly FactKind[]): readonly RecordFactKind[] =>
  kinds.filter((kind): kind is RecordFactKind => !OF_PERSON.includes(kind));

/**
 * What a person's own record tells of them, each kind that was asked for once. `today` is an ISO day. Only somebody born
 * and living has an age and a date of birth here: an unborn child has neither, and nobody who died grows older.
 */
export function factsOfPerson(person: HeldPerson, kinds: readonly FactKind[], today: string): readonly HeldFact[] {
  const born = person.lifeState === 'BORN' ? person.dateOfBirth : null;
  return [...new Set(kinds)].flatMap((kind): readonly HeldFact[] => {
    switch (kind) {
      case 'AGE':
        return born === null || born > today ? [] : [lasting(kind, String(wholeYears(born, today)))];
      case 'DATE_OF_BIRTH':
        return born === null ? [] : [lasting(kind, born)];
      case 'MARKER':
        return [...new Set(person.markers)].map((marker) => lasting(kind, marker));
      default:
        return [];
    }
  });
}

/** The requester's own word for standing by somebody, for as long as the gateway told that it stands. */
export const claimedFact = ({ from, until }: ClaimSpan): HeldFact => ({
  kind: 'RELATIONSHIP',
  value: 'SELF_CLAIMED',
  from,
  until,
});

const lasting = (kind: FactKind, value: string): HeldFact => ({ kind, value, from: null, until: null });

/** Somebody born on 29 February turns a year older on 1 March of other years. */
function wholeYears(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
