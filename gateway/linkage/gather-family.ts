import type { OperationRun } from '../types';
import type { LinkageQuestions } from './ask-linkage';
import { clusterMembers, type MatchEdge, type MemberCluster, type MemberNode } from './cluster-members';
import type { Candidate, HeldGroup } from './contract-replies';
import { certainOf, silenceOf } from './find-person';
import { PartUnavailable } from './part-unavailable';
import { type PersonSlots, pointerAt, type Slot } from './slots';
import { type Learned, type Subject, subjectFor } from './subject';

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
  const pointers = new Map(
    [...start].flatMap(([agency, slot]): [string, string][] => (slot.state === 'pointer' ? [[agency, slot.ref]] : [])),
  );
  const linked = await linkNodes(ask, pointers, asserted.nodes, run);
  const startSlots = new Map<string, Slot>(start);
  for (const [agency, ref] of linked.start) startSlots.set(agency, { state: 'pointer', ref });
  return { members: [startSlots, ...linked.others], groups: asserted.groups, assertions: asserted.assertions };
}

/** Who each of these is at the other agencies, in two rounds of one `match` to each. */
export async function linkNodes(
  ask: LinkageQuestions,
  settled: ReadonlyMap<string, string>,
  nodes: readonly MemberNode[],
  run: OperationRun,
): Promise<{ readonly start: ReadonlyMap<string, string>; readonly others: readonly PersonSlots[] }> {
  const unsettled = nodes.filter((node) => settled.get(node.agency) !== node.ref);
  const first = await matchEverywhere(
    ask,
    unsettled.map((node) => ({ node, learned: learnedFrom([node]) })),
    run,
    () => true,
  );
  let clusters = clusterMembers(settled, nodes, first.edges);
  const again = clusters.others.flatMap((cluster) => askAgain(cluster, ask.openAgencies()));
  if (again.length > 0) {
    const second = await matchEverywhere(ask, again, run, (agency, asked) => asked.lacking?.has(agency) === true);
    clusters = clusterMembers(settled, nodes, [...first.edges, ...second.edges]);
    mergeOutcomes(first.outcomes, second.outcomes);
  }
  return {
    start: clusters.start.pointers,
    others: clusters.others.map((cluster) => slotsOf(cluster, ask, first.outcomes, run)),
  };
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

interface Asked {
  readonly node: MemberNode;
  readonly learned: readonly Learned[];
  readonly lacking?: ReadonlySet<string>;
}

type Outcomes = Map<string, readonly Candidate[] | null>;
const outcomeKey = (node: MemberNode, agency: string): string => `${node.agency}|${node.ref}>${agency}`;

/** One `match` to each agency, with everybody whom the others assert and it might know. */
async function matchEverywhere(
  ask: LinkageQuestions,
  all: readonly Asked[],
  run: OperationRun,
  wanted: (agency: string, asked: Asked) => boolean,
): Promise<{ readonly edges: MatchEdge[]; readonly outcomes: Outcomes }> {
  const edges: MatchEdge[] = [];
  const outcomes: Outcomes = new Map();
  await Promise.all(
    ask.openAgencies().map(async (agency) => {
      const asked = all.filter((one) => one.node.agency !== agency && wanted(agency, one));
      if (asked.length === 0) return;
      const subjects: readonly Subject[] = asked.map((one) => subjectFor(agency, {}, one.learned, run.rights));
      const reply = await ask.match(agency, subjects);
      asked.forEach(({ node }, at) => {
        const candidates = reply?.[at] ?? null;
        outcomes.set(outcomeKey(node, agency), candidates);
        const ref = certainOf(candidates);
        if (ref !== null)
          edges.push({ from: node, agency, ref, score: candidates!.find((candidate) => candidate.ref === ref)!.score });
      });
    }),
  );
  return { edges, outcomes };
}

const learnedFrom = (nodes: Iterable<MemberNode>): readonly Learned[] =>
  [...nodes].flatMap(({ agency, identity, mother }) =>
    identity ? [{ from: agency, identity, mother: mother ?? undefined }] : [],
  );

/** A person whom several agencies assert is better known together than apart: those without a pointer are asked again. */
function askAgain(cluster: MemberCluster, open: readonly string[]): readonly Asked[] {
  const [node] = cluster.nodes;
  const lacking = new Set(open.filter((agency) => !cluster.pointers.has(agency)));
  if (!node || cluster.nodes.size < 2 || lacking.size === 0) return [];
  return [{ node, learned: learnedFrom(cluster.nodes), lacking }];
}

function mergeOutcomes(into: Outcomes, from: Outcomes): void {
  for (const [key, candidates] of from) into.set(key, candidates);
}

function slotsOf(cluster: MemberCluster, ask: LinkageQuestions, outcomes: Outcomes, run: OperationRun): PersonSlots {
  return new Map(
    ask.openAgencies().map((agency): [string, Slot] => {
      const ref = cluster.pointers.get(agency);
      if (ref !== undefined) return [agency, { state: 'pointer', ref }];
      if (cluster.doubtful.has(agency)) return [agency, { state: 'possible' }];
      const answers = [...cluster.nodes]
        .map((node) => outcomes.get(outcomeKey(node, agency)))
        .filter((answer) => answer !== undefined);
      if (answers.length === 0 || answers.some((answer) => answer === null))
        return [agency, silenceOf(ask.openAgencies(), run)];
      return [agency, { state: answers.some((answer) => answer!.length > 0) ? 'possible' : 'nothing' }];
    }),
  );
}
