import type { TypedDocumentNode } from '@apollo/client';
import { FamilyMembers, type FamilyMembersQuery, type FamilySocialCareQuery } from '../../operations/stored';
import type { Asker } from '../asking/ask';
import { type Answered, codesOf, type Path } from '../asking/public-errors';
import { type Asked, useAsked } from '../asking/use-asked';
import { PARTS, type PartAgency } from './agencies';
import type { FoundPerson, Glass, Opened } from './opened';

export interface Member {
  readonly id: string;
  readonly displayName: string | null;
  readonly dateOfBirth: string | null;
  readonly expectedDateOfBirth: string | null;
  readonly lifeState: string | null;
  readonly relationships: readonly Relationship[];
  /** Others of the family who may be this very person. */
  readonly mayBeSame: readonly PossiblySame[];
}
type ToldFamily = NonNullable<FamilyMembersQuery['family']>;
type ToldMember = NonNullable<ToldFamily['members']>[number];
export type Relationship = NonNullable<ToldMember['relationships']>[number];
export type PossiblySame = NonNullable<ToldMember['mayBeSame']>[number];
export type EndedTie = NonNullable<ToldFamily['endedTies']>[number];

/** What one agency says of everyone in the family; it may still be asked, or not have answered. */
export interface Part {
  readonly agency: PartAgency;
  readonly asked: Asked<unknown>;
  /** Where in the answer somebody is; null where they are not in it. */
  readonly at: (person: string) => Path | null;
}

export interface Family {
  readonly members: readonly Member[];
  readonly endedTies: readonly EndedTie[];
  readonly asked: Asked<FamilyMembersQuery>;
  readonly parts: readonly Part[];
  /** Who is in it could not be told, or nobody asserts a family: the person alone. */
  readonly alone: boolean;
  /** An id is of another day, or of before an agency came back: the person must be found again. */
  readonly lost: boolean;
}

const LOST = ['ID_EXPIRED', 'ID_ALTERED', 'BREAK_GLASS_ENDED'];

/** Asks who is in the family, and each agency for its part, all at once. */
export function useFamily(asker: Asker, { person, family }: Opened, glass: Glass | null): Family {
  const id = glass?.family ?? family;
  const key = glass?.key ?? null;
  const asked = useAsked(asker, FamilyMembers, id === null ? null : { family: id }, key);
  const of = (at: number): Asked<unknown> => {
    const { ofFamily, ofPerson } = PARTS[at]!;
    const document = (id === null ? ofPerson : ofFamily) as TypedDocumentNode<unknown, Record<string, unknown>>;
    // biome-ignore lint/correctness/useHookAtTopLevel: once for each agency of a fixed list, in its order
    return useAsked(asker, document, id === null ? { person: person.id } : { family: id }, key);
  };
  const parts = PARTS.map(({ agency }, at): Part => {
    const part = of(at);
    return { agency, asked: part, at: (member) => whereIs(member, part.told) };
  });
  const told = asked.told?.data?.family;
  const members = id === null ? [{ ...person, relationships: [], mayBeSame: [] }] : membersIn(told);
  const ordered = [...members].sort((a, b) => rank(a, person) - rank(b, person));
  const known = new Set(members.map((member) => member.id));
  const strangers = parts.some(({ asked: { told } }) => peopleIn(told).some((one) => one !== null && !known.has(one)));
  const answers = [asked.told, ...parts.map((part) => part.asked.told)];
  const codes = answers.flatMap((one) => (one ? codesOf(one) : []));
  return {
    members: ordered,
    endedTies: told?.endedTies ?? [],
    asked,
    parts,
    alone: id === null,
    lost: codes.some((code) => LOST.includes(code)) || (members.length > 0 && strangers),
  };
}

export const membersIn = (family: FamilyMembersQuery['family'] | undefined): readonly Member[] =>
  (family?.members ?? []).flatMap(({ person, relationships, mayBeSame }) =>
    person ? [{ ...person, relationships: relationships ?? [], mayBeSame: mayBeSame ?? [] }] : [],
  );

/** Whoever was asked for first, then children, then the others. Their id under the family may be another. */
function rank({ displayName, dateOfBirth, lifeState }: Member, person: FoundPerson): number {
  if (displayName === person.displayName && dateOfBirth === person.dateOfBirth) return 0;
  if (lifeState === 'UNBORN') return 1;
  const years = dateOfBirth === null ? 99 : new Date().getUTCFullYear() - Number(dateOfBirth.slice(0, 4));
  return years < 18 ? 1 : 2;
}

const ofFamily = (told: Answered<unknown> | null) =>
  (told?.data as { readonly family?: FamilySocialCareQuery['family'] } | null | undefined)?.family ?? null;
const ofPerson = (told: Answered<unknown> | null) =>
  (told?.data as { readonly person?: { readonly id: string } | null } | null | undefined)?.person ?? null;

/** By their id: an answer may name people in an order of its own. */
function whereIs(person: string, told: Answered<unknown> | null): Path | null {
  if (ofPerson(told)?.id === person) return ['person'];
  const at = (ofFamily(told)?.members ?? []).findIndex((member) => member.person?.id === person);
  return at < 0 ? null : ['family', 'members', at, 'person'];
}

const peopleIn = (told: Answered<unknown> | null): readonly (string | null)[] => [
  ...(ofFamily(told)?.members ?? []).map((member) => member.person?.id ?? null),
  ofPerson(told)?.id ?? null,
];
