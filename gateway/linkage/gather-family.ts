import type { OperationRun } from '../types';
import type { LinkageQuestions } from './ask-linkage';
import type { MemberNode } from './cluster-members';
import type { HeldGroup } from './contract-replies';
import { linkRecords, slotsOf } from './link-records';
import { PartUnavailable } from './part-unavailable';
import { type PersonSlots, pointerAt, pointersOf, type Slot } from './slots';

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

export interface GatheredFamily {
  /** The person asked about comes first. */
  readonly members: readonly PersonSlots[];
  readonly groups: PersonSlots;
  readonly assertions: readonly Assertion[];
}

/** The groups that agencies assert for these pointers. */
export interface AssertedGroups {
  /** `unanswered` where the agency did not answer, or is not known to hold any of them because it had not. */
  readonly groups: PersonSlots;
  readonly nodes: readonly MemberNode[];
  readonly assertions: readonly Assertion[];
}

/**
 * The union of the family groups that agencies assert around one person, with each member matched at the agencies that
 * did not name them. Null where nobody asserts a group. A household gives no members: living together is a hint.
 */
export async function gatherFamily(
  ask: LinkageQuestions,
  start: PersonSlots,
  run: OperationRun,
): Promise<GatheredFamily | null> {
  const asserted = await readGroups(ask, [start]);
  const states = [...asserted.groups].map(([agency, slot]) => ({ agency, state: slot.state }));
  if (!states.some(({ state }) => state === 'pointer')) {
    const silent = states.filter(({ state }) => state === 'unanswered');
    if (silent.length > 0) throw new PartUnavailable(silent.map(({ agency }) => agency));
    return null;
  }
  const linked = await linkRecords(ask, { settled: pointersOf(start), nodes: asserted.nodes }, run);
  const startSlots = new Map<string, Slot>(start);
  for (const [agency, ref] of linked.start.pointers) startSlots.set(agency, { state: 'pointer', ref });
  const others = linked.others.map((cluster) => slotsOf(cluster, linked.outcomes, ask, run));
  return { members: [startSlots, ...others], groups: asserted.groups, assertions: asserted.assertions };
}

/** Reads the groups of these people at each agency that has a pointer and may tell this requester. */
export async function readGroups(ask: LinkageQuestions, people: readonly PersonSlots[]): Promise<AssertedGroups> {
  const groups = new Map<string, Slot>();
  const nodes = new Map<string, MemberNode>();
  const assertions: Assertion[] = [];
  const open = ask.openAgencies().filter((agency) => ask.grants(agency, 'family') || ask.grants(agency, 'household'));
  const asked = await Promise.all(
    open.map(async (agency) => {
      const refs = people.map((slots) => pointerAt(slots, agency)).filter((ref) => ref !== null);
      const replies = refs.length > 0 ? await ask.members(agency, [...new Set(refs)]) : null;
      return { agency, refs, replies };
    }),
  );
  // In the registry's order, not that of answering: the same family is put together alike each time.
  for (const { agency, refs, replies } of asked) {
    if (!replies) {
      const silent = refs.length > 0 || people.some((slots) => slots.get(agency)?.state === 'unanswered');
      groups.set(agency, { state: silent ? 'unanswered' : 'nothing' });
      continue;
    }
    const all = new Map(replies.flat().map((group) => [group.ref, group]));
    const family = [...all.values()].filter((group) => group.kind === 'FAMILY' && ask.grants(agency, 'family'));
    const pointer: HeldGroup | undefined = family[0] ?? all.values().next().value;
    groups.set(agency, pointer ? { state: 'pointer', ref: pointer.ref } : { state: 'nothing' });
    const mothers = new Map(family.flatMap(({ members }) => members.map(({ ref, subject }) => [ref, subject])));
    for (const group of family) {
      for (const member of group.members) {
        const mother = mothers.get(member.subject?.lifeState === 'UNBORN' ? (member.subject.mother ?? '') : '') ?? null;
        nodes.set(`${agency}|${member.ref}`, { agency, ref: member.ref, identity: member.subject, mother });
        assertions.push({ agency, ...member });
      }
    }
  }
  return { groups, nodes: [...nodes.values()], assertions };
}
