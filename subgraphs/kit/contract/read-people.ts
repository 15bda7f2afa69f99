import DataLoader from 'dataloader';
import type {
  Connector,
  FactKind,
  HeldFact,
  HeldGroup,
  HeldInvolvement,
  RecordFactKind,
  Requester,
} from '../connector';
import type { ClaimSpan } from '../store/claims';
import type { Veto } from '../veto';
import type { ContractStreams } from './contract-streams';
import { identityRecord, type ToldIdentity } from './identity-record';
import { claimedFact, factsOfPerson, recordKinds } from './list-facts';

/** What the people fields of the contract are answered from, for one request: each kind is one call of the connector. */
export interface PeopleSources {
  readonly veto: Veto;
  readonly streams: ContractStreams;
  readonly involvements: DataLoader<string, readonly HeldInvolvement[]>;
  readonly groups: DataLoader<string, readonly HeldGroup[]>;
  readonly recordFacts: (kinds: readonly RecordFactKind[], ref: string) => Promise<readonly HeldFact[]>;
  /** The ISO day that ages are reckoned on. */
  readonly today: () => string;
  /** What this requester claims of a person, if anything still stands. */
  readonly claimOf: (ref: string) => Promise<ClaimSpan | null>;
}

/** Who asks, and what they are answered from. */
interface PeopleQuestion extends Pick<PeopleSources, 'veto' | 'streams' | 'today' | 'claimOf'> {
  readonly connector: Connector;
  readonly requester: Requester;
}

/** Sources for one request: nothing loaded for one requester is ever seen by another. */
export function openPeopleSources({ connector, requester, ...question }: PeopleQuestion): PeopleSources {
  const factLoaders = new Map<string, DataLoader<string, readonly HeldFact[]>>();
  return {
    ...question,
    involvements: new DataLoader((refs) => connector.involvements(refs)),
    groups: new DataLoader((refs) => connector.groups(refs)),
    recordFacts: async (kinds, ref) => {
      if (kinds.length === 0) return [];
      const wanted = [...new Set(kinds)].sort();
      const key = wanted.join(' ');
      const loader =
        factLoaders.get(key) ?? new DataLoader((refs: readonly string[]) => connector.facts(refs, wanted, requester));
      factLoaders.set(key, loader);
      return loader.load(ref);
    },
  };
}

/** The identity, or null where nothing is held, the record is closed, or `identity` is not granted: one and the same. */
export async function readIdentity(sources: PeopleSources, ref: string): Promise<ToldIdentity | null> {
  if (!sources.streams.for(ref, 'identity')) return null;
  const person = await sources.veto.openPerson(ref);
  return person && withOpenMother(sources, identityRecord(person, ref, sources.streams));
}

/** A mother whose record is closed is not pointed at from her child's. */
async function withOpenMother(sources: PeopleSources, identity: ToldIdentity): Promise<ToldIdentity> {
  const [mother] = await sources.veto.openNamed(identity.mother === null ? [] : [identity.mother]);
  return mother ? identity : { ...identity, mother: null };
}

/** Empty where nothing is held, the record is closed, or `existence` is not granted; without `contact`, nobody to ring. */
export async function readInvolvements(sources: PeopleSources, ref: string): Promise<readonly HeldInvolvement[]> {
  if (!sources.streams.for(ref, 'existence')) return [];
  const [person, involvements] = await Promise.all([sources.veto.openPerson(ref), sources.involvements.load(ref)]);
  if (!person) return [];
  const contact = sources.streams.for(ref, 'contact');
  return involvements.map((one) => (contact ? one : { ...one, contact: null }));
}

/**
 * Facts of the kinds asked for alone; empty where nothing is held, the record is closed, or `facts` is not granted. The
 * connector tells those that are in the agency's records, the kit those of the person and the requester's own claims.
 */
export async function readFacts(
  sources: PeopleSources,
  ref: string,
  kinds: readonly FactKind[],
): Promise<readonly HeldFact[]> {
  if (!sources.streams.for(ref, 'facts')) return [];
  const [person, recorded, claim] = await Promise.all([
    sources.veto.openPerson(ref),
    sources.recordFacts(recordKinds(kinds), ref),
    kinds.includes('RELATIONSHIP') ? sources.claimOf(ref) : null,
  ]);
  if (!person) return [];
  return [
    ...recorded.filter(({ kind }) => kinds.includes(kind)),
    ...(claim ? [claimedFact(claim)] : []),
    ...factsOfPerson(person, kinds, sources.today()),
  ];
}

/** The groups of one person, with closed members left out and nothing pointing at them. */
export async function readGroups(sources: PeopleSources, ref: string) {
  const open = { FAMILY: sources.streams.for(ref, 'family'), HOUSEHOLD: sources.streams.for(ref, 'household') };
  if (!open.FAMILY && !open.HOUSEHOLD) return [];
  const [person, groups] = await Promise.all([sources.veto.openPerson(ref), sources.groups.load(ref)]);
  if (!person) {
    // The same reads as for somebody who is open, so that the time does not tell a closed record from an empty one.
    await sources.veto.openNamed(groups.flatMap(({ members }) => members.map((member) => member.ref)));
    return [];
  }
  return Promise.all(groups.filter(({ kind }) => open[kind]).map((group) => tellGroup(sources, ref, group)));
}

const NO_RELATIONSHIP = {
  relationship: null,
  to: null,
  from: null,
  until: null,
  parentalResponsibility: null,
} as const;

async function tellGroup(sources: PeopleSources, of: string, group: HeldGroup) {
  const named = sources.streams.for(of, 'identity');
  const people = await sources.veto.openNamed(group.members.map(({ ref }) => ref));
  const isOpen = new Set(people.flatMap((person) => (person ? [person.ref] : [])));
  const members = group.members.flatMap((member, place) => {
    const person = people[place];
    if (!person) return [];
    const pointsAtClosed = member.to !== null && !isOpen.has(member.to);
    // Since when, until when and with what responsibility are of the relationship: they would tell that there is one.
    const told = pointsAtClosed ? { ...member, ...NO_RELATIONSHIP } : member;
    return [{ ...told, subject: named ? identityRecord(person, of, sources.streams) : null }];
  });
  return {
    ref: group.ref,
    kind: group.kind,
    members: await Promise.all(
      members.map(async (member) => ({
        ...member,
        subject: member.subject && (await withOpenMother(sources, member.subject)),
      })),
    ),
  };
}
