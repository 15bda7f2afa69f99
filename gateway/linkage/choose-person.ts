import type { MemberCluster, MemberNode } from './cluster-members';
import type { LinkedRecords } from './link-records';
import { type AnsweredTyped, differsAnywhere, type Selected } from './select-records';

export interface ToChooseFrom {
  readonly selected: readonly Selected[];
  /** Every record of exactly the name and birthday that were typed. */
  readonly named: readonly MemberNode[];
  readonly linked: LinkedRecords;
  readonly answered: readonly AnsweredTyped[];
}

/**
 * The one person of whom all the surest selections are records. Where no agency says that they are one, nobody is certain:
 * two people may bear one name and birthday. Of several who do, those give way of whom an address or a number that was typed,
 * and may be compared, is another.
 */
export function choosePerson({ selected, named, linked: { others }, answered }: ToChooseFrom): MemberCluster | null {
  const peopleOf = (nodes: readonly MemberNode[]) => [
    ...new Set(nodes.flatMap((node) => clusterOf(node, others) ?? [])),
  ];
  const sure = selected.filter(({ by }) => by === 'record');
  if (sure.length > 0) return onlyOne(peopleOf(sure.map(({ node }) => node)));
  const agreeing = peopleOf(named).filter(({ nodes }) =>
    [...nodes].every((node) => !differsAnywhere(answered.find(({ agency }) => agency === node.agency)!.told, node)),
  );
  const meant = onlyOne(agreeing.length > 0 ? agreeing : peopleOf(named));
  return meant && selected.some(({ node }) => clusterOf(node, others) === meant) ? meant : null;
}

const onlyOne = <T>(all: readonly T[]): T | null => (all.length === 1 ? all[0]! : null);

const clusterOf = ({ agency, ref }: MemberNode, clusters: readonly MemberCluster[]): MemberCluster | undefined =>
  clusters.find(({ pointers }) => pointers.get(agency) === ref);
