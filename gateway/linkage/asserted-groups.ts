import { MOST_FAMILY_MEMBERS } from '@family-view/schema';
import type { MemberNode } from './cluster-members';
import type { ContractClient } from './contract-client';
import type { HeldGroup } from './contract-replies';
import { pointerAt } from './slots';
import { hasEnded, splitTies } from './split-ties';
import type { AssertedMembers, PersonSlots, Slot } from './types';

/** One agency's word for what a member is to another, by that agency's own refs. */
export interface Assertion {
  readonly agency: string;
  readonly ref: string;
  readonly relationship: string | null;
  readonly to: string | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly parentalResponsibility: boolean | null;
}

/** A tie that is over, as one agency has it: a line with a name, and nothing of a record through it. */
export interface EndedTie extends Omit<Assertion, 'ref' | 'to'> {
  /** As that agency writes it, where the requester may know whom it holds. */
  readonly name: string | null;
}

/** One group that an agency asserts, as it stands for the people asked about. */
export interface AssertedGroup {
  readonly agency: string;
  readonly ref: string;
  readonly kind: HeldGroup['kind'];
  readonly nodes: readonly MemberNode[];
  /** Whom the agency says belong to it now: of a household too, which gives no members. */
  readonly refs: readonly string[];
  readonly assertions: readonly Assertion[];
  readonly ended: readonly EndedTie[];
}

export interface AssertedGroups {
  readonly all: readonly AssertedGroup[];
  /** Agencies that did not answer, or are not known to hold any of these people because they had not. */
  readonly silent: readonly string[];
  /** Every agency that may tell of groups. */
  readonly asked: readonly string[];
}

/** Each agency's own reference to a family: its family group before a household. */
export function groupSlots(groups: readonly AssertedGroup[], { asked, silent }: AssertedGroups): PersonSlots {
  return new Map(
    asked.map((agency): [string, Slot] => {
      const group = groupShown(groups, agency);
      if (group) return [agency, { state: 'pointer', ref: group.ref }];
      return [agency, { state: silent.includes(agency) ? 'unanswered' : 'nothing' }];
    }),
  );
}

/** Whom each agency asserts in the group that `groupSlots` gives of it. */
export const assertedMembers = (groups: readonly AssertedGroup[], { asked }: AssertedGroups): AssertedMembers =>
  new Map(asked.map((agency) => [agency, new Set(groupShown(groups, agency)?.refs)]));

function groupShown(groups: readonly AssertedGroup[], agency: string): AssertedGroup | undefined {
  // Whoever is left in it alone once ended ties are taken away is led by it to nobody: nor to what is kept of the family.
  const own = groups.filter(
    ({ agency: by, kind, nodes, ended }) =>
      by === agency && (kind === 'HOUSEHOLD' || nodes.length > 1 || ended.length === 0),
  );
  return own.find(({ kind }) => kind === 'FAMILY') ?? own[0];
}

const isTooLarge = (groups: readonly HeldGroup[]): boolean =>
  new Set(groups.filter(({ kind }) => kind === 'FAMILY').flatMap(({ members }) => members.map(({ ref }) => ref))).size >
  MOST_FAMILY_MEMBERS;

/** Reads the groups of these people at each agency that has a pointer and may tell this requester. */
export async function readGroups(
  ask: ContractClient,
  people: readonly PersonSlots[],
  today: string,
): Promise<AssertedGroups> {
  const open = ask.openAgencies().filter((agency) => ask.grants(agency, 'family') || ask.grants(agency, 'household'));
  const read = await Promise.all(
    open.map(async (agency) => {
      const refs = people.map((slots) => pointerAt(slots, agency)).filter((ref) => ref !== null);
      const held = refs.length > 0 ? await ask.members(agency, [...new Set(refs)]) : null;
      const replies = held?.some(isTooLarge) ? ask.refuse(agency, 'TOO_MANY_MEMBERS') : held;
      return { agency, refs, replies };
    }),
  );
  // In the registry's order, not that of answering: the same family is put together alike each time.
  const all = read.flatMap(({ agency, refs, replies }) =>
    [...new Map((replies ?? []).flat().map((group) => [group.ref, group])).values()]
      .filter(({ kind }) => kind === 'HOUSEHOLD' || ask.grants(agency, 'family'))
      .map((group) => readGroup(agency, group, new Set(refs), today, ask.grantsWhole(agency, 'identity'))),
  );
  const silent = read.filter(
    ({ agency, refs, replies }) =>
      !replies && (refs.length > 0 || people.some((slots) => slots.get(agency)?.state === 'unanswered')),
  );
  return { all, silent: silent.map(({ agency }) => agency), asked: open };
}

function readGroup(
  agency: string,
  group: HeldGroup,
  of: ReadonlySet<string>,
  today: string,
  mayName: boolean,
): AssertedGroup {
  const { ref, kind, members } = group;
  if (kind === 'HOUSEHOLD') {
    const refs = members.filter(({ until }) => !hasEnded(until, today)).map((member) => member.ref);
    return { agency, ref, kind, nodes: [], refs, assertions: [], ended: [] };
  }
  const { live, said, ended } = splitTies(group, of, today);
  const subjects = new Map(members.map((member) => [member.ref, member.subject]));
  const nodes = live.map((member): MemberNode => {
    const mother = member.subject?.lifeState === 'UNBORN' ? (subjects.get(member.subject.mother ?? '') ?? null) : null;
    return { agency, ref: member.ref, identity: member.subject, mother };
  });
  const lines = ended.map(({ tie, other }): EndedTie => {
    const { relationship, from, until, parentalResponsibility } = tie;
    const { givenName = null, familyName = null } = subjects.get(other) ?? {};
    const name = [givenName, familyName].filter((part) => part !== null).join(' ');
    return { agency, relationship, from, until, parentalResponsibility, name: mayName && name !== '' ? name : null };
  });
  return {
    agency,
    ref,
    kind,
    nodes: [...new Map(nodes.map((node) => [node.ref, node])).values()],
    refs: nodes.map((node) => node.ref),
    assertions: said.map((member) => ({ agency, ...member })),
    ended: lines,
  };
}
