import { type Answered, codesOf, type Path } from '@family-view/client';
import { useMemo, useState } from 'react';
import {
  FamilyMembers,
  type FamilyMembersQuery,
  type FamilySocialCareQuery,
  type PartnersQuery,
} from '../../operations/stored';
import { joinParts, MEMBERS } from '../../operations/together';
import type { Asker } from '../asking/ask';
import { type Asked, useAsked } from '../asking/use-asked';
import { useAskedEach } from '../asking/use-asked-each';
import { useInParts } from '../asking/use-in-parts';
import { CONTRACT_ALONE, type PartSpec, partsOf } from './agencies';
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
  readonly agency: string;
  readonly spec: PartSpec;
  readonly asked: Asked<unknown>;
  /** False where the gateway answers a fixed list of operations, and what it records is asked for by none of them. */
  readonly isListed: boolean;
  /** Where in the answer somebody is; null where they are not in it. */
  readonly at: (person: string) => Path | null;
}

export interface Family {
  readonly members: readonly Member[];
  readonly endedTies: readonly EndedTie[];
  readonly asked: Asked<FamilyMembersQuery>;
  readonly parts: readonly Part[];
  /** Which agencies there are to ask: nobody is asked before that is told. */
  readonly partners: Asked<PartnersQuery>;
  /** Who is in it could not be told, or nobody asserts a family: the person alone. */
  readonly alone: boolean;
  /** An id is of another day, or of before an agency came back: the person must be found again. */
  readonly lost: boolean;
}

/** What is drawn from the schema stands in no manifest: a gateway that answers nothing else refuses it. */
const isNotListed = (asked: Asked<unknown> | undefined): boolean =>
  asked?.told != null && codesOf(asked.told).includes('OPERATION_NOT_LISTED');

const LOST = ['ID_EXPIRED', 'ID_ALTERED', 'BREAK_GLASS_ENDED'];

/**
 * Asks who is in the family, and each agency for its part, in one question whose answer comes part by part. What is asked
 * again, and all of it where the gateway refuses the one question, is asked one by one.
 */
export function useFamily(
  { asker, partners }: { readonly asker: Asker; readonly partners: Asked<PartnersQuery> },
  { person, family }: Opened,
  glass: Glass | null,
): Family {
  const id = glass?.family ?? family;
  const key = glass?.key ?? null;
  const specs = useMemo(() => partsOf(partners.told?.data?.partners ?? []), [partners.told]);
  const of: Readonly<Record<string, string>> = id === null ? { person: person.id } : { family: id };
  const isAlone = id === null;
  const isAsking = partners.state === 'asking';
  const joined = useMemo(() => (isAsking ? null : joinFamily(specs, isAlone)), [specs, isAsking, isAlone]);
  const together = useInParts(asker, joined, of, key);
  const { soFar, state: how } = together;
  const inParts = useMemo(() => {
    const keys = [MEMBERS, ...specs.map(({ agency }) => agency)].filter((one) => joined?.holds(one));
    return new Map(keys.map((one) => [one, soFar && joined!.read(one, soFar, how === 'whole')]));
  }, [joined, specs, soFar, how]);
  const [oneByOne, setOneByOne] = useState<ReadonlySet<string>>(new Set());
  const isApart = (part: string): boolean => together.state === 'failed' || oneByOne.has(part);
  const membersApart = useAsked(asker, FamilyMembers, id === null || !isApart(MEMBERS) ? null : { family: id }, key);
  const eachApart = useAskedEach(
    asker,
    specs.map(({ agency, ofFamily, ofPerson, variables }) => ({
      key: agency,
      document: id === null ? ofPerson : ofFamily,
      variables: isApart(agency) ? { ...of, ...variables } : null,
    })),
    key,
  );
  const partOf = <Answer>(part: string, apart: Asked<Answer>): Asked<Answer> => {
    if (isApart(part)) return apart;
    const told = inParts.get(part);
    const again = (): void => setOneByOne((before) => new Set([...before, part]));
    return (told ? { state: 'told', told, again } : { state: 'asking', told: null, again }) as Asked<Answer>;
  };
  const asked = partOf(MEMBERS, membersApart);
  const each = new Map(specs.map(({ agency }) => [agency, partOf(agency, eachApart.get(agency)!)]));
  const contractAlone = useAskedEach(
    asker,
    specs.map(({ agency, variables }) => ({
      key: agency,
      document: id === null ? CONTRACT_ALONE.ofPerson : CONTRACT_ALONE.ofFamily,
      variables: isNotListed(each.get(agency)) ? { ...of, ...variables } : null,
    })),
    key,
  );
  const parts = specs.map((spec): Part => {
    const whole = each.get(spec.agency)!;
    const isListed = !isNotListed(whole);
    const part = isListed ? whole : contractAlone.get(spec.agency)!;
    return { agency: spec.agency, spec, isListed, asked: part, at: (member) => whereIs(member, part.told) };
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
    partners,
    alone: id === null,
    lost: codes.some((code) => LOST.includes(code)) || (members.length > 0 && strangers),
  };
}

export const joinFamily = (specs: readonly PartSpec[], isAlone: boolean) =>
  joinParts(
    isAlone ? null : FamilyMembers,
    specs.map(({ agency, ofFamily, ofPerson, variables }) => ({
      ...{ agency, variables },
      document: isAlone ? ofPerson : ofFamily,
    })),
  );

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
