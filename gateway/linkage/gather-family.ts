import type { OperationContext } from '../operation-context';
import {
  type AssertedGroup,
  type Assertion,
  assertedMembers,
  type EndedTie,
  groupSlots,
  readGroups,
} from './asserted-groups';
import type { MemberCluster, MemberNode } from './cluster-members';
import type { ContractClient } from './contract-client';
import { linkRecords, type RecordsToLink, slotsOf } from './link-records';
import { findMayBeSame, type MayBeSame } from './may-be-same';
import { partGroups } from './part-groups';
import { PartUnavailable } from './part-unavailable';
import { pointersOf } from './slots';
import type { FamilySlots, PersonSlots, Slot } from './types';

/** The person asked about comes first among the members. */
export interface GatheredFamily extends FamilySlots {
  readonly assertions: readonly Assertion[];
  readonly ended: readonly EndedTie[];
  readonly mayBeSame: readonly MayBeSame[];
}

/**
 * The families that agencies assert around one person, with each member matched at the agencies that did not name them: one,
 * which is the union of what they assert, or more where an agency says that a child has two. Empty where nobody asserts a
 * group. A household gives no members: living together is a hint.
 */
export async function gatherFamilies(
  ask: ContractClient,
  start: PersonSlots,
  run: OperationContext,
  today: string,
  ahead: Pick<RecordsToLink, 'meanwhile' | 'withKin'> = {},
): Promise<readonly GatheredFamily[]> {
  const asserted = await readGroups(ask, [start], today);
  if (asserted.all.length === 0) {
    if (asserted.silent.length > 0) throw new PartUnavailable(asserted.silent);
    return [];
  }
  const settled = pointersOf(start);
  const nodes = uniqueNodes(asserted.all);
  const linked = await linkRecords(ask, { settled, nodes, ...ahead }, run);
  const clusterOf = ({ agency, ref }: Pick<MemberNode, 'agency' | 'ref'>): MemberCluster | undefined =>
    [linked.start, ...linked.others].find(({ pointers }) => pointers.get(agency) === ref);
  const startSlots = new Map<string, Slot>(start);
  for (const [agency, ref] of linked.start.pointers) startSlots.set(agency, { state: 'pointer', ref });
  const slots = new Map(linked.others.map((cluster) => [cluster, slotsOf(cluster, linked.outcomes, ask, run)]));
  return partGroups(asserted.all, settled, clusterOf).map((groups): GatheredFamily => {
    const named = new Set(groups.flatMap((group) => group.nodes).map(clusterOf));
    const members = [linked.start, ...linked.others.filter((one) => named.has(one))];
    return {
      members: [startSlots, ...members.slice(1).map((one) => slots.get(one)!)],
      groups: groupSlots(groups, asserted),
      asserted: assertedMembers(groups, asserted),
      assertions: groups.flatMap(({ assertions }) => assertions),
      ended: groups.flatMap(({ ended }) => ended),
      mayBeSame: findMayBeSame(
        members.map(({ pointers }) => pointers),
        linked.outcomes,
      ),
    };
  });
}

const uniqueNodes = (groups: readonly AssertedGroup[]): readonly MemberNode[] => [
  ...new Map(groups.flatMap(({ nodes }) => nodes).map((node) => [`${node.agency}|${node.ref}`, node])).values(),
];

/** The family that is shown first; null where nobody asserts a group. */
export const gatherFamily = async (
  ask: ContractClient,
  start: PersonSlots,
  run: OperationContext,
  today = new Date().toISOString().slice(0, 10),
): Promise<GatheredFamily | null> => (await gatherFamilies(ask, start, run, today))[0] ?? null;
