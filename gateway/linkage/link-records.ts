import type { OperationContext } from '../operation-context';
import { clusterMembers, type MatchEdge, type MemberCluster, type MemberNode } from './cluster-members';
import type { ContractClient } from './contract-client';
import type { Candidate } from './contract-replies';
import { type Learned, subjectFor } from './subject';
import type { Slot } from './types';

/** What each agency answered about each record, by `outcomeKey`; null where it did not, or nobody was compared. */
export type Outcomes = ReadonlyMap<string, readonly Candidate[] | null>;
export const outcomeKey = ({ agency, ref }: Pick<MemberNode, 'agency' | 'ref'>, at: string): string =>
  `${agency}|${ref}>${at}`;

export interface LinkedRecords {
  readonly start: MemberCluster;
  readonly others: readonly MemberCluster[];
  readonly outcomes: Outcomes;
}

/** Whether an agency is to be asked about a record. */
type Wanted = (agency: string, node: MemberNode) => boolean;

export interface RecordsToLink {
  /** Pointers of somebody already known: they are never given to another. */
  readonly settled: ReadonlyMap<string, string>;
  readonly nodes: readonly MemberNode[];
  /** Which agency is asked about which of them; where left out, every other about each that is not settled. */
  readonly wanted?: Wanted;
  /** Which agency is asked about which of the records led to; where left out, every other. */
  readonly wantedNext?: Wanted;
  /** Told of the records that are about to be asked about, so that what else is to be asked of them goes in the same round. */
  readonly meanwhile?: (records: readonly MemberNode[]) => void;
  /** Records that are led to are read with whom their agencies take to belong with them. */
  readonly withKin?: boolean;
}

/**
 * Joins records into people. Each agency is asked about each record of another as that other holds it, mixed with
 * nothing: where it is certain of one of its own, the two are joined by its word. Records that are so led to are read, to
 * see that nothing about them disagrees, and are asked about in their turn where nobody is known yet.
 *
 * An agency of an earlier contract is asked too, and only leads: what it is certain of is joined once another agency, asked
 * about that record, says the same.
 */
export async function linkRecords(
  ask: ContractClient,
  {
    settled,
    nodes,
    wanted = (_agency, node) => settled.get(node.agency) !== node.ref,
    wantedNext = () => true,
    meanwhile,
    withKin,
  }: RecordsToLink,
  run: OperationContext,
): Promise<LinkedRecords> {
  const outcomes = new Map<string, readonly Candidate[] | null>();
  const edges: MatchEdge[] = [];
  const known = [...nodes];
  const join = () =>
    clusterMembers(
      settled,
      known,
      edges.filter(({ agency }) => ask.recognises(agency)),
    );
  const follow = async (about: readonly MemberNode[], where: Wanted): Promise<readonly MemberNode[]> => {
    const found = await matchRecords(ask, about, run, where);
    for (const [key, candidates] of found.outcomes) outcomes.set(key, candidates);
    edges.push(...found.edges);
    const met = await readLeads(ask, known, found.edges, withKin);
    known.push(...met);
    return met;
  };

  meanwhile?.(nodes);
  const met = await follow(nodes, wanted);
  // Where they are known already, too: what two agencies have not compared of each other's, a name may part.
  if (met.length > 0) await follow(met, wantedNext);
  return { ...join(), outcomes };
}

/** One `match` to each agency, with every record of the others that it is to be asked about: what it answers, and where it is certain. */
export async function matchRecords(
  ask: ContractClient,
  about: readonly MemberNode[],
  run: OperationContext,
  wanted: Wanted,
) {
  const edges: MatchEdge[] = [];
  const outcomes = new Map<string, readonly Candidate[] | null>();
  const found = await Promise.all(
    ask.openAgencies().map(async (agency) => {
      const asked = about.filter((node) => node.agency !== agency && wanted(agency, node));
      if (asked.length === 0) return { agency, asked, reply: null };
      const subjects = asked.map((node) => subjectFor(agency, {}, learnedFrom([node]), run.rights));
      return { agency, asked, reply: await ask.match(agency, subjects, asked.map(keyOfRecord)) };
    }),
  );
  for (const { agency, asked, reply } of found)
    for (const [at, node] of asked.entries()) {
      const candidates = reply?.[at] ?? null;
      outcomes.set(outcomeKey(node, agency), candidates);
      const ref = certainOf(candidates);
      if (ref !== null) edges.push({ from: node, agency, ref });
    }
  return { edges, outcomes };
}

const keyOfRecord = ({ agency, ref }: MemberNode): string => JSON.stringify([agency, ref]);

/** The records that certainties lead to and that nobody has read yet: as their agencies may pass them on. */
async function readLeads(
  ask: ContractClient,
  known: readonly MemberNode[],
  edges: readonly MatchEdge[],
  withKin: boolean | undefined,
) {
  const isKnown = new Set(known.map(({ agency, ref }) => `${agency}|${ref}`));
  const refs = new Map<string, Set<string>>();
  for (const { agency, ref } of edges)
    if (!isKnown.has(`${agency}|${ref}`)) refs.set(agency, (refs.get(agency) ?? new Set()).add(ref));
  return readRecords(ask, refs, { ledTo: true, withKin });
}

/** Records as their agencies may pass them on, for joining; in the registry's order. With kin, these are known from then on. */
export async function readRecords(
  ask: ContractClient,
  refs: ReadonlyMap<string, Iterable<string>>,
  { withKin, ...as }: Pick<MemberNode, 'ledTo'> & Pick<RecordsToLink, 'withKin'> = {},
): Promise<readonly MemberNode[]> {
  const read = await Promise.all(
    ask.openAgencies().map(async (agency): Promise<readonly MemberNode[]> => {
      const asked = [...(refs.get(agency) ?? [])];
      if (asked.length === 0) return [];
      const identities = withKin
        ? (await ask.kin(agency, asked))?.map(({ identity }) => identity)
        : await ask.identities(agency, asked);
      return asked.map((ref, at) => ({
        agency,
        ref,
        identity: identities?.[at] ?? null,
        ...(as.ledTo && !identities ? { unread: true as const } : {}),
        ...as,
      }));
    }),
  );
  return read.flat();
}

export const learnedFrom = (nodes: Iterable<MemberNode>): readonly Learned[] =>
  [...nodes].flatMap(({ agency, identity, mother }) =>
    identity ? [{ from: agency, identity, mother: mother ?? undefined }] : [],
  );

/** One certain candidate and no other certain one. Several certain ones are MANY, whatever the agency called them. */
export function certainOf(candidates: readonly Candidate[] | null): string | null {
  const certain = (candidates ?? []).filter(({ outcome }) => outcome === 'MATCH');
  return certain.length === 1 && !(candidates ?? []).some(({ outcome }) => outcome === 'MANY') ? certain[0]!.ref : null;
}

/**
 * Of an agency that compared nobody: where some agency did not answer, it, or those who could have said who is meant, are
 * asked again. Otherwise no agency may tell it who is meant: it was not asked, which is the protocol's doing.
 */
export const silenceOf = (open: readonly string[], run: OperationContext): Slot => ({
  state: open.some((agency) => run.answers.isInTrouble(agency)) ? 'unanswered' : 'notAsked',
});

/** What is known of one joined person at each agency that this requester may know of. */
export function slotsOf(
  cluster: MemberCluster,
  outcomes: Outcomes,
  ask: ContractClient,
  run: OperationContext,
): ReadonlyMap<string, Slot> {
  return new Map(
    ask.openAgencies().map((agency): [string, Slot] => {
      const ref = cluster.pointers.get(agency);
      if (ref !== undefined) return [agency, { state: 'pointer', ref }];
      const answers = [...cluster.nodes]
        .map((node) => outcomes.get(outcomeKey(node, agency)))
        .filter((answer) => answer !== undefined);
      for (const candidate of answers.flatMap((answer) => answer ?? []))
        run.answers.told(agency, candidate.ref, 'possible');
      if (cluster.doubtful.has(agency))
        return [agency, { state: run.answers.isInTrouble(agency) ? 'unanswered' : 'possible' }];
      if (answers.some((answer) => answer !== null && answer.length > 0)) return [agency, { state: 'possible' }];
      if (answers.length === 0 || answers.includes(null)) return [agency, silenceOf(ask.openAgencies(), run)];
      return [agency, { state: 'nothing' }];
    }),
  );
}
