/** What five agencies hold, as a value: a world can be copied with one record closed, or without it. */
import type { HeldGroup, HeldInvolvement, HeldPerson, Marker } from '@family-view/kit';
import type { AgencyName } from '@family-view/schema';

/** One person as one agency holds them. */
export interface Holding {
  /** Who it is, whatever agencies know: never told to anybody. */
  readonly truth: string;
  readonly held: HeldPerson;
  readonly involvements: readonly HeldInvolvement[];
  /** The reach area in which they are found on a roster. */
  readonly area: string;
  /** A worker's own id: on their caseload, and related to them as LEAD_PROFESSIONAL. */
  readonly worker: string | null;
}

export interface AgencyHoldings {
  readonly people: ReadonlyMap<string, Holding>;
  readonly groups: readonly HeldGroup[];
}

export type World = ReadonlyMap<AgencyName, AgencyHoldings>;
/** One agency's record of one person. */
export interface RecordAt {
  readonly agency: AgencyName;
  readonly ref: string;
}

export const holdingAt = (world: World, { agency, ref }: RecordAt): Holding => {
  const holding = world.get(agency)?.people.get(ref);
  if (!holding) throw new RangeError(`${agency} holds no ${ref}`);
  return holding;
};

export const recordsOf = (world: World): readonly RecordAt[] =>
  [...world].flatMap(([agency, { people }]) => [...people.keys()].map((ref) => ({ agency, ref })));

const changed = (world: World, agency: AgencyName, change: (held: AgencyHoldings) => AgencyHoldings): World =>
  new Map([...world].map(([name, held]) => [name, name === agency ? change(held) : held]));

/** The same world, with markers put on one record. Everything else stays: who is in whose group, who is whose mother. */
export function withMarkers(world: World, { agency, ref }: RecordAt, markers: readonly Marker[]): World {
  return changed(world, agency, ({ people, groups }) => ({
    groups,
    people: new Map(
      [...people].map(([key, one]) => [key, key === ref ? { ...one, held: { ...one.held, markers } } : one]),
    ),
  }));
}

/** The same world, in which the agency never heard of the person: no record, no relationship to them, no mother. */
export function without(world: World, { agency, ref }: RecordAt): World {
  return changed(world, agency, ({ people, groups }) => ({
    groups: groups
      .map((group) => ({
        ...group,
        members: group.members
          .filter((member) => member.ref !== ref)
          .map((member) =>
            member.to === ref
              ? { ref: member.ref, relationship: null, to: null, from: null, until: null, parentalResponsibility: null }
              : member,
          ),
      }))
      .filter(({ members }) => members.length > 0),
    people: new Map(
      [...people].flatMap(([key, one]) =>
        key === ref ? [] : [[key, one.held.mother === ref ? { ...one, held: { ...one.held, mother: null } } : one]],
      ),
    ),
  }));
}

/** The same world, in which the agency has a second record that is, by what it says, of the same person or nearly. */
export function withSecondRecord(world: World, first: RecordAt, ref: string, differing: Partial<HeldPerson>): World {
  const { held, ...rest } = holdingAt(world, first);
  const second: Holding = {
    ...rest,
    held: { ...held, ...differing, ref },
    involvements: rest.involvements.map((one) => ({ ...one, ref, service: `${one.service} (second record)` })),
  };
  return changed(world, first.agency, ({ people, groups }) => ({
    groups: groups.map((group) => {
      const own = group.members.find((member) => member.ref === first.ref);
      return own ? { ...group, members: [...group.members, { ...own, ref }] } : group;
    }),
    people: new Map([...people, [ref, second]]),
  }));
}
