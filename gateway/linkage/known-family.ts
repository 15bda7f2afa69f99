import type { Assertion, EndedTie } from './asserted-groups';
import type { MayBeSame } from './may-be-same';
import { pointerAt, pointersOf } from './slots';
import type { FamilySlots, PersonEntity, PersonSlots } from './types';

/** A family of one operation: who is in it, and what has been asked of it so far. */
export interface KnownFamily {
  readonly slots: FamilySlots;
  /** In the order of the slots' members. */
  readonly people: readonly PersonEntity[];
  assertions: readonly Assertion[] | null;
  ended: readonly EndedTie[];
  /** Null where its id was opened and nobody asked yet. */
  same: readonly MayBeSame[] | null;
  /** Agencies that assert of the family, or may, and did not say what. */
  silent: readonly string[];
}

export interface FamilyMemberAt {
  readonly slots: PersonSlots;
  readonly assertedBy: ReadonlySet<string>;
}

/** Members, each with the agencies that assert them themselves. */
export const assertedMembers = ({ members, asserted }: FamilySlots): readonly FamilyMemberAt[] =>
  members.map((slots) => ({
    slots,
    assertedBy: new Set([...pointersOf(slots)].flatMap(([by, ref]) => (asserted.get(by)?.has(ref) ? by : []))),
  }));

/** Of each member the others who may be the same person. */
export function sameOfEach(
  { people, slots: { members } }: KnownFamily,
  same: readonly MayBeSame[],
): ReadonlyMap<PersonEntity, readonly (Pick<MayBeSame, 'agencies' | 'outcome'> & { readonly id: string })[]> {
  const at = ({ agency, ref }: MayBeSame['one']): PersonEntity | undefined =>
    people[members.findIndex((member) => pointerAt(member, agency) === ref)];
  const pairs = same.flatMap(({ one, other, agencies, outcome }) => {
    const [a, b] = [at(one), at(other)];
    return a && b
      ? [
          { a, b, agencies, outcome },
          { a: b, b: a, agencies, outcome },
        ]
      : [];
  });
  return new Map(
    people.map((person) => [
      person,
      pairs.filter(({ a }) => a === person).map(({ b, agencies, outcome }) => ({ id: b.id, agencies, outcome })),
    ]),
  );
}

/** Each member with what agencies have asserted of them, in the family's order. */
export function tiesOfEach({ slots: { members }, people, assertions }: KnownFamily): readonly {
  readonly person: PersonEntity;
  readonly assertions: readonly (Assertion & { readonly toId: string | null })[];
}[] {
  const said = assertions ?? [];
  const places = new Map<string, number>();
  if (said.length > 0)
    for (const [at, member] of members.entries())
      for (const [agency, slot] of member) if (slot.state === 'pointer') places.set(`${agency}|${slot.ref}`, at);
  const placeOf = ({ agency, to }: Assertion): number | null =>
    to === null ? null : (places.get(`${agency}|${to}`) ?? null);
  const agencies = [...new Set(said.map(({ agency }) => agency))];
  return members.map((member, at) => ({
    person: people[at]!,
    assertions: said
      .filter(({ agency, ref }) => pointerAt(member, agency) === ref)
      .map((assertion) => ({ assertion, by: agencies.indexOf(assertion.agency), to: placeOf(assertion) }))
      .sort(byTheFamily)
      .map(({ assertion, to }) => ({ ...assertion, toId: to === null ? null : people[to]!.id })),
  }));
}

interface PlacedTie {
  readonly assertion: Assertion;
  /** Whose word it is, by the agency's place. */
  readonly by: number;
  /** Whom it leads to, by their place in the family. */
  readonly to: number | null;
}

/** Ties of one agency in the family's order, and not in that in which its system happened to find them. */
const byTheFamily = (one: PlacedTie, other: PlacedTie): number =>
  one.by - other.by ||
  (one.to ?? Number.MAX_SAFE_INTEGER) - (other.to ?? Number.MAX_SAFE_INTEGER) ||
  compareWords(one.assertion.relationship, other.assertion.relationship) ||
  compareWords(one.assertion.from, other.assertion.from);
const compareWords = (one: string | null, other: string | null): number =>
  (one ?? '') < (other ?? '') ? -1 : Number((one ?? '') > (other ?? ''));
