import type { MemberNode } from './cluster-members';
import type { ContractClient } from './contract-client';
import type { HeldGroup, HeldIdentity } from './contract-replies';
import { pointerAt } from './slots';
import type { Learned } from './subject';
import type { PersonSlots } from './types';

/** Somebody whom one agency takes to be of one family or household with a person. */
export interface Kin {
  readonly from: string;
  readonly identity: HeldIdentity;
  /** What the person is to them, and they to the person, in the agency's words. */
  readonly personIs: string | null;
  readonly relativeIs: string | null;
  readonly together: boolean;
}

/** What the agencies that hold a person know of them and of theirs. `complete`: each of these agencies answered. */
export interface KnownPerson {
  readonly learned: readonly Learned[];
  readonly kin: readonly Kin[];
  readonly complete: boolean;
}

/** What is known of each of these people and of whom they belong with, as far as flows let it out. One question an agency. */
export async function learnKin(ask: ContractClient, people: readonly PersonSlots[]): Promise<readonly KnownPerson[]> {
  const byAgency = await Promise.all(
    ask.openAgencies().map(async (agency) => {
      const refs = [...new Set(people.map((slots) => pointerAt(slots, agency)).filter((ref) => ref !== null))];
      const held = refs.length > 0 ? await ask.kin(agency, refs) : [];
      return { agency, byRef: held && new Map(refs.map((ref, at) => [ref, held[at]!])) };
    }),
  );
  return people.map((slots): KnownPerson => {
    const learned: Learned[] = [];
    const kin: Kin[] = [];
    let complete = true;
    for (const { agency, byRef } of byAgency) {
      const ref = pointerAt(slots, agency);
      if (ref === null) continue;
      const held = byRef?.get(ref);
      if (!held) complete = false;
      else {
        if (held.identity) learned.push({ from: agency, identity: held.identity, mother: motherIn(held) });
        kin.push(...held.groups.flatMap((group) => kinIn(group, agency, ref, held.identity)));
      }
    }
    return { learned, kin, complete };
  });
}

/** Asks for these records' kin; it is known when it is learned. */
export async function foreseeKin(ask: ContractClient, records: readonly MemberNode[]): Promise<void> {
  await Promise.all(
    ask.openAgencies().map((agency) => {
      const refs = new Set(records.flatMap((one) => (one.agency === agency ? [one.ref] : [])));
      return refs.size > 0 ? ask.kin(agency, [...refs]) : null;
    }),
  );
}

/** Through whom alone an unborn child is known. */
function motherIn({
  identity,
  groups,
}: {
  readonly identity: HeldIdentity | null;
  readonly groups: readonly HeldGroup[];
}) {
  if (identity?.lifeState !== 'UNBORN' || identity.mother === null) return undefined;
  return groups.flatMap(({ members }) => members).find(({ ref }) => ref === identity.mother)?.subject ?? undefined;
}

function kinIn(group: HeldGroup, from: string, ref: string, own: HeldIdentity | null): readonly Kin[] {
  const said = (of: string, to: string) =>
    group.members.find((member) => member.ref === of && member.to === to) ??
    group.members.find((member) => member.ref === of);
  const others = new Map(group.members.flatMap((member) => (member.subject ? [[member.ref, member.subject]] : [])));
  return [...others].flatMap(([other, identity]): readonly Kin[] => {
    if (other === ref) return [];
    const together = group.kind === 'HOUSEHOLD' || (own !== null && isOneHome(own, identity));
    return [
      {
        from,
        identity,
        personIs: said(ref, other)?.relationship ?? null,
        relativeIs: said(other, ref)?.relationship ?? null,
        together,
      },
    ];
  });
}

/** By the property's own number; by postcode where one of the two has no other. */
const isOneHome = (one: HeldIdentity, other: HeldIdentity): boolean =>
  one.uprn !== null && other.uprn !== null
    ? one.uprn === other.uprn
    : one.postcode !== null && one.postcode === other.postcode;
