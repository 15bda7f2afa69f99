import type { HeldIdentity } from './contract-replies';
import { disagree } from './disagree';

/** One member as one agency asserts them. */
export interface MemberNode {
  readonly agency: string;
  readonly ref: string;
  readonly identity: HeldIdentity | null;
  /** Of an unborn child, who has nothing of its own to be known by. */
  readonly mother?: HeldIdentity | null;
  /** Nobody asserted it: another agency's record led to it. It joins, and is no member by itself. */
  readonly ledTo?: true;
  /** Led to, and its agency did not answer what it holds: whether it disagrees with another is not known, so it joins nothing. */
  readonly unread?: true;
}

/** An agency was certain that a member asserted elsewhere is its own `ref`. */
export interface MatchEdge {
  readonly from: MemberNode;
  readonly agency: string;
  readonly ref: string;
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
 * claimed by one record, where agencies disagree on who is whom, or where identities contradict, nothing is joined and
 * the agency is marked doubtful for those involved. All edges are weighed together: their order decides
 * nothing between two that cannot both be true.
 *
 * @param start the person asked about: their pointers are settled and are never given to another.
 */
export function clusterMembers(
  start: ReadonlyMap<string, string>,
  nodes: readonly MemberNode[],
  edges: readonly MatchEdge[],
): { readonly start: MemberCluster; readonly others: readonly MemberCluster[] } {
  const parts = new Map<string, MemberCluster>();
  const partAt = (agency: string, ref: string): MemberCluster => {
    const key = keyOf(agency, ref);
    const part = parts.get(key) ?? newCluster([[agency, ref]]);
    parts.set(key, part);
    return part;
  };
  const ends = ({ from, agency, ref }: MatchEdge) => [partAt(from.agency, from.ref), partAt(agency, ref)] as const;
  const started = newCluster(start);
  for (const [agency, ref] of start) parts.set(keyOf(agency, ref), started);
  for (const node of nodes) partAt(node.agency, node.ref).nodes.add(node);

  const recognised = new Set(
    edges.map(({ from, agency, ref }) => pairOf(keyOf(from.agency, from.ref), keyOf(agency, ref))),
  );
  const areOnePerson = (all: readonly MemberCluster[]): boolean =>
    all.every((a, at) => all.slice(at + 1).every((b) => canBeOne(a, b, recognised)));
  const ambiguous = new Set([...ambiguousEdges(edges)].flatMap(ends));
  const persons = new Map<MemberCluster, MemberCluster>();
  for (const connected of connect(edges.map(ends).filter(areOnePerson))) {
    if (!areOnePerson(connected) || connected.some((part) => part !== started && ambiguous.has(part))) continue;
    const person = newCluster(connected.flatMap(({ pointers }) => [...pointers]));
    for (const part of connected) persons.set(part, person);
  }
  const personOf = (part: MemberCluster): MemberCluster => persons.get(part) ?? part;
  const startPerson = personOf(started);
  const members = new Set<MemberCluster>();
  for (const node of nodes) {
    const member = personOf(partAt(node.agency, node.ref));
    member.nodes.add(node);
    if (member !== startPerson && !node.ledTo) members.add(member);
  }
  for (const edge of edges) {
    const [from, to] = ends(edge).map(personOf);
    if (from === to) continue;
    from!.doubtful.add(edge.agency);
    to!.doubtful.add(edge.from.agency);
  }
  return { start: startPerson, others: [...members] };
}

const newCluster = (pointers: Iterable<readonly [agency: string, ref: string]>): MemberCluster => ({
  pointers: new Map(pointers),
  nodes: new Set(),
  doubtful: new Set(),
});

/** What hangs together by these pairs. */
function connect(pairs: readonly (readonly [MemberCluster, MemberCluster])[]): readonly (readonly MemberCluster[])[] {
  const wholes = new Map<MemberCluster, readonly MemberCluster[]>();
  for (const [a, b] of pairs) {
    const whole = [...new Set([...(wholes.get(a) ?? [a]), ...(wholes.get(b) ?? [b])])];
    for (const part of whole) wholes.set(part, whole);
  }
  return [...new Set(wholes.values())];
}

/** At most one pointer for each agency, and no two identities that cannot be one person. */
function canBeOne(a: MemberCluster, b: MemberCluster, recognised: ReadonlySet<string>): boolean {
  if (a === b) return true;
  for (const [agency, ref] of a.pointers) if (b.pointers.has(agency) && b.pointers.get(agency) !== ref) return false;
  for (const left of a.nodes)
    for (const right of b.nodes) {
      if (left.unread || right.unread) return false;
      if (!left.identity || !right.identity) continue;
      const pair = pairOf(keyOf(left.agency, left.ref), keyOf(right.agency, right.ref));
      if (disagree(left.identity, right.identity, recognised.has(pair))) return false;
    }
  return true;
}

const pairOf = (one: string, other: string): string => (one < other ? `${one} ${other}` : `${other} ${one}`);

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
