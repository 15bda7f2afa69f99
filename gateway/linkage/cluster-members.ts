import type { HeldIdentity } from './contract-replies';
import { contradict } from './subject';

/** One member as one agency asserts them. */
export interface MemberNode {
  readonly agency: string;
  readonly ref: string;
  readonly identity: HeldIdentity | null;
}

/** An agency was certain that a member asserted elsewhere is its own `ref`. */
export interface MatchEdge {
  readonly from: MemberNode;
  readonly agency: string;
  readonly ref: string;
  readonly score: number;
}

/** One person of the family: at most one pointer for each agency, and the agencies at which several might be meant. */
export interface MemberCluster {
  readonly pointers: Map<string, string>;
  readonly nodes: Set<MemberNode>;
  readonly doubtful: Set<string>;
}

const keyOf = (agency: string, ref: string): string => `${agency}|${ref}`;

/**
 * Joins members that agencies are certain of into persons. Ambiguity never joins: where two members of one agency are
 * claimed by one record, where two agencies disagree on who is whom, or where identities contradict, nothing is joined
 * and the agency is marked doubtful for those involved.
 *
 * @param start the person asked about: their pointers are settled and are never given to another.
 */
export function clusterMembers(
  start: ReadonlyMap<string, string>,
  nodes: readonly MemberNode[],
  edges: readonly MatchEdge[],
): { readonly start: MemberCluster; readonly others: readonly MemberCluster[] } {
  const startCluster: MemberCluster = { pointers: new Map(start), nodes: new Set(), doubtful: new Set() };
  const byKey = new Map<string, MemberCluster>([...start].map(([agency, ref]) => [keyOf(agency, ref), startCluster]));
  for (const node of nodes) {
    const key = keyOf(node.agency, node.ref);
    const cluster = byKey.get(key) ?? {
      pointers: new Map([[node.agency, node.ref]]),
      nodes: new Set(),
      doubtful: new Set(),
    };
    cluster.nodes.add(node);
    byKey.set(key, cluster);
  }

  const ambiguous = ambiguousEdges(edges);
  for (const edge of [...edges].sort((a, b) => b.score - a.score)) {
    const from = byKey.get(keyOf(edge.from.agency, edge.from.ref))!;
    const to = byKey.get(keyOf(edge.agency, edge.ref));
    if (to === from) continue;
    const joined = to ?? { pointers: new Map([[edge.agency, edge.ref]]), nodes: new Set(), doubtful: new Set() };
    if (ambiguous.has(edge) || !canJoin(from, joined)) {
      from.doubtful.add(edge.agency);
      if (to) to.doubtful.add(edge.from.agency);
      continue;
    }
    const [kept, given] = joined === startCluster ? [joined, from] : [from, joined];
    for (const [agency, ref] of given.pointers) {
      kept.pointers.set(agency, ref);
      byKey.set(keyOf(agency, ref), kept);
    }
    for (const node of given.nodes) kept.nodes.add(node);
    for (const agency of given.doubtful) kept.doubtful.add(agency);
  }
  const others = [...new Set(byKey.values())].filter((cluster) => cluster !== startCluster);
  return { start: startCluster, others };
}

function canJoin(a: MemberCluster, b: MemberCluster): boolean {
  for (const [agency, ref] of a.pointers) if (b.pointers.has(agency) && b.pointers.get(agency) !== ref) return false;
  for (const left of a.nodes)
    for (const right of b.nodes)
      if (left.identity && right.identity && contradict(left.identity, right.identity)) return false;
  return true;
}

function ambiguousEdges(edges: readonly MatchEdge[]): ReadonlySet<MatchEdge> {
  const claims = new Map<string, Set<string>>();
  const answers = new Map<string, Set<string>>();
  const add = (map: Map<string, Set<string>>, key: string, value: string): void => {
    map.set(key, (map.get(key) ?? new Set()).add(value));
  };
  for (const edge of edges) {
    add(claims, `${edge.from.agency}>${keyOf(edge.agency, edge.ref)}`, edge.from.ref);
    add(answers, `${keyOf(edge.from.agency, edge.from.ref)}>${edge.agency}`, edge.ref);
  }
  return new Set(
    edges.filter((edge) => {
      const claimed = claims.get(`${edge.from.agency}>${keyOf(edge.agency, edge.ref)}`)!;
      const answeredBack = answers.get(`${keyOf(edge.agency, edge.ref)}>${edge.from.agency}`);
      return claimed.size > 1 || (answeredBack !== undefined && [...answeredBack].some((ref) => ref !== edge.from.ref));
    }),
  );
}
