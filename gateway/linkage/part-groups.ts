import type { AssertedGroup } from './asserted-groups';
import type { MemberCluster, MemberNode } from './cluster-members';

type ClusterOf = (node: Pick<MemberNode, 'agency' | 'ref'>) => MemberCluster | undefined;

/** Whose word says which of a child's two families is the one that is shown first. */
const FIRST = 'social-care';
const OF_A_CHILD = /^(child|son|daughter|foster child|stepchild|stepson|stepdaughter)$/i;
const SIBLING = /\b(brother|sister|sibling|twin)\b/i;
const CARES = /mother|father|parent|carer|guardian/i;

/**
 * The groups of one person, family by family. What agencies assert is one family; but where an agency holds the person as a
 * child of two groups that share nobody else but brothers and sisters, it says that these are two, as of parents who live
 * apart: each other agency's
 * group then belongs to the one with which it shares most. First comes the one that social care asserts, else the one with
 * most of those who care for the child.
 *
 * @param start the pointers of the person whose groups they are.
 */
export function partGroups(
  groups: readonly AssertedGroup[],
  start: ReadonlyMap<string, string>,
  clusterOf: ClusterOf,
): readonly (readonly AssertedGroup[])[] {
  const others = (group: AssertedGroup): readonly (MemberCluster | string)[] =>
    group.nodes
      .filter(({ agency, ref }) => start.get(agency) !== ref)
      .map((node) => clusterOf(node) ?? `${node.agency}|${node.ref}`);
  const shared = (one: AssertedGroup, other: AssertedGroup): number => {
    const met = others(other);
    return others(one).filter((cluster) => met.includes(cluster)).length;
  };
  const seeds = seedsOf(groups, start);
  if (seeds.length < 2) return [groups];

  const families = seeds.map((seed) => [...seed]);
  for (const group of groups.filter((one) => !seeds.flat().includes(one))) {
    const overlap = (family: readonly AssertedGroup[]): number => Math.max(...family.map((one) => shared(group, one)));
    const best = families.reduce((a, b) => (overlap(b) > overlap(a) ? b : a));
    best.push(group);
  }
  const carers = (family: readonly AssertedGroup[]): number =>
    family
      .flatMap(({ assertions }) => assertions)
      .filter(({ agency, to, relationship }) => to === start.get(agency) && CARES.test(relationship ?? '')).length;
  const isFirst = (family: readonly AssertedGroup[]): number => Number(family.some(({ agency }) => agency === FIRST));
  return families.sort((a, b) => isFirst(b) - isFirst(a) || carers(b) - carers(a) || b.length - a.length);
}

/**
 * The groups of the agency that says that a child has several families. Those of one agency that share somebody are one, but
 * not by brothers and sisters alone: they live in both homes as the child does.
 */
function seedsOf(
  groups: readonly AssertedGroup[],
  start: ReadonlyMap<string, string>,
): readonly (readonly AssertedGroup[])[] {
  const agencies = [...new Set(groups.map(({ agency }) => agency))].sort(
    (a, b) => Number(b === FIRST) - Number(a === FIRST),
  );
  for (const agency of agencies) {
    const ref = start.get(agency);
    const apart: AssertedGroup[][] = [];
    for (const group of groups.filter((one) => one.agency === agency && one.kind === 'FAMILY' && isChildIn(one, ref))) {
      const home = apart.find((family) => family.some((one) => shareAnElder(one, group, ref)));
      if (home) home.push(group);
      else apart.push([group]);
    }
    if (apart.length > 1) return apart;
  }
  return [];
}

const isChildIn = ({ assertions }: AssertedGroup, ref: string | undefined): boolean =>
  assertions.some(
    (one) =>
      (one.ref === ref && OF_A_CHILD.test(one.relationship ?? '')) ||
      (one.to === ref && CARES.test(one.relationship ?? '')),
  );

/** A child of the group, or one whom it has as brother or sister. */
const isYoungIn = (group: AssertedGroup, ref: string): boolean =>
  isChildIn(group, ref) ||
  group.assertions.some((one) => (one.ref === ref || one.to === ref) && SIBLING.test(one.relationship ?? ''));

function shareAnElder(one: AssertedGroup, other: AssertedGroup, start: string | undefined): boolean {
  const met = new Set(other.nodes.map(({ ref }) => ref));
  return one.nodes.some(({ ref }) => ref !== start && met.has(ref) && !(isYoungIn(one, ref) && isYoungIn(other, ref)));
}
