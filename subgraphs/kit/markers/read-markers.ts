import type { Connector, HeldGroup, HeldPerson, Marker, MatchBlock } from '../connector';
import type { FindBlock } from '../match/find-blocks';
import { blocksFor } from '../match/match-blocks';
import { matchSubjects } from '../match/match-subjects';
import type { MatchSubject } from '../match/subject';
import { isClosed, type Veto } from '../veto';
import { indexMarked } from './index-marked';
import { judgeMarked, type MarkedPerson, type Tie } from './judge-marked';
import type { Relative } from './relatives';
import { describe } from './separate-identities';

/**
 * Somebody asked about: by all that is known together first, then as single agencies have them; with whom an agency takes
 * to be of one family with them, null where nobody said.
 */
export interface AskedOfMarkers {
  readonly versions: readonly MatchSubject[];
  readonly relatives: readonly Relative[] | null;
}

export interface MarkerSources {
  readonly connector: Connector;
  readonly find: FindBlock;
  readonly veto: Veto;
  readonly recall: Parameters<typeof matchSubjects>[0]['recall'];
  /** The ISO day on which a relationship is over. */
  readonly today: () => string;
}

/**
 * The markers of each of these people: of every record that is or may be theirs, by what is known of them; and, where their
 * relatives were told, by those. The marked people are read whoever is asked about, so that the work tells of nobody.
 */
export async function readMarkers(
  { connector, find, veto, recall, today }: MarkerSources,
  asked: readonly AskedOfMarkers[],
): Promise<readonly (readonly Marker[])[]> {
  const [found, marked] = await Promise.all([
    matchSubjects(
      { find, recall, people: veto.heldPeople, takes: () => true },
      asked.flatMap(({ versions }) => versions),
    ),
    asked.some(({ relatives }) => relatives !== null) ? readMarked({ connector, find, veto }, asked, today()) : [],
  ]);
  const index = indexMarked(marked);
  let next = 0;
  return asked.map(({ versions, relatives }) => {
    // A doubt closes here: whoever may be somebody in a refuge is not told where.
    const own = versions.flatMap(() => found[next++]!.flatMap(({ markers }) => markers));
    const near = relatives
      ? versions.flatMap((version) => judgeMarked(version, relatives, index.near(version, relatives)))
      : [];
    return [...new Set([...own, ...near])];
  });
}

/** Everybody whose record is closed here, as far as the partner system can list them, and their groups. */
async function readMarked(
  { connector, find, veto }: Pick<MarkerSources, 'connector' | 'find' | 'veto'>,
  asked: readonly AskedOfMarkers[],
  today: string,
): Promise<readonly MarkedPerson[]> {
  const near = connector.marked ? await connector.marked() : await findNear(find, asked);
  const groups = await groupsOf(connector, near);
  const others = await veto.heldPeople([...new Set(groups.flatMap(({ members }) => members.map(({ ref }) => ref)))]);
  const people = new Map([...near, ...others.filter((one) => one !== null)].map((one) => [one.ref, one]));
  const groupsWith = new Map([...people.keys()].map((ref): [string, HeldGroup[]] => [ref, []]));
  for (const group of groups)
    for (const ref of new Set(group.members.map((member) => member.ref))) groupsWith.get(ref)?.push(group);
  return [...people.values()].filter(isClosed).map((person) => ({
    person,
    as: describe(person),
    ties: (groupsWith.get(person.ref) ?? []).flatMap((group) => tiesIn(group, person.ref, people, today)),
  }));
}

/** Of a system that cannot list them: whoever a search for these people, or for their relatives, brings up. */
async function findNear(find: FindBlock, asked: readonly AskedOfMarkers[]): Promise<readonly HeldPerson[]> {
  const blocks = new Map<string, MatchBlock>();
  const add = (subject: Parameters<typeof blocksFor>[0]): void => {
    for (const block of blocksFor(subject)) blocks.set(`${block.by} ${block.value}`, block);
  };
  for (const { versions, relatives } of asked) {
    for (const version of versions) add(version);
    for (const { person } of relatives ?? []) add({ ...NOTHING_ASKED, ...person });
  }
  const found = await Promise.all([...blocks.values()].map(find));
  return [...new Map(found.flat().map((person) => [person.ref, person])).values()];
}
const NOTHING_ASKED = {
  laChildId: null,
  expectedDateOfBirth: null,
  mother: null,
  birthOrder: null,
  written: null,
  marks: '',
  generation: null,
} as const;

/** A ref that no agency gives: asked about where there is nobody, so that the work is the same. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

async function groupsOf(connector: Connector, people: readonly HeldPerson[]): Promise<readonly HeldGroup[]> {
  const refs = people.length > 0 ? people.map(({ ref }) => ref) : [NOBODY];
  const groups = (await connector.groups(refs)).flat();
  return [...new Map(groups.map((group) => [`${group.kind} ${group.ref}`, group])).values()];
}

/** What one marked person is to each of the others in a group: as it is asserted of the two, or of each by itself. */
function tiesIn(
  { kind, members }: HeldGroup,
  ref: string,
  people: ReadonlyMap<string, HeldPerson>,
  today: string,
): readonly Tie[] {
  const said = (of: string, to: string) =>
    members.find((member) => member.ref === of && member.to === to) ?? members.find((member) => member.ref === of);
  return [...new Set(members.map((member) => member.ref))].flatMap((other): readonly Tie[] => {
    const person = people.get(other);
    if (other === ref || !person) return [];
    const [own, back] = [said(ref, other), said(other, ref)];
    const isOver = (until: string | null | undefined): boolean => typeof until === 'string' && until < today;
    return [
      {
        other: describe(person),
        kind,
        markedIs: own?.relationship ?? null,
        otherIs: back?.relationship ?? null,
        ended: isOver(own?.until) || isOver(back?.until),
      },
    ];
  });
}
