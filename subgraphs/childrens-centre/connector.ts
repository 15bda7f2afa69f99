import { type Connector, type HeldPerson, PartnerSystemFault } from '@family-view/kit';
import { type AreaFinder, readAreaFinder } from '@family-view/kit/figures';
import { londonDay } from '@family-view/kit/london-day';
import { type CentreFile, centreFile } from './centre-file';
import { type WatchOptions, watchExports } from './export/watch-exports';
import { factsAbout } from './facts';
import { familyGroups } from './family-groups';
import type { Centre, ReachArea } from './format/places';
import { heldPerson } from './held-person';
import { involvementsOf } from './involvements';
import { countedPeople, countMeasure } from './measures';
import { readRoster } from './roster';
import type { Snapshot } from './snapshot';

export interface CentreConnectorOptions extends WatchOptions {
  /** The day that ages and current registrations are reckoned on, `YYYY-MM-DD`. Default: today. */
  readonly today?: () => string;
  /** The areas that figures are counted by. Default: those of `schema/areas.yaml`. */
  readonly areas?: AreaFinder;
}

export interface CentreConnector extends Connector {
  /** Throws `PartnerSystemFault` while no export could ever be read. */
  snapshot(): Snapshot;
  /** People, so many at most. */
  firstPeople(most: number): readonly HeldPerson[];
  /** Null for a person who is not in the export. */
  centreFile(snapshot: Snapshot, ref: string): CentreFile | null;
  centres(snapshot: Snapshot): readonly Centre[];
  reachArea(snapshot: Snapshot, id: string): ReachArea | null;
  /** Looks at the folder now instead of at the next poll. */
  look(): Promise<void>;
}

const AGENCY = 'childrens-centre';

/** Opens the folder that the centres' registration system exports to. */
export async function openConnector(folder: string, options: CentreConnectorOptions = {}): Promise<CentreConnector> {
  const { today = () => londonDay(new Date()), areas = readAreaFinder() } = options;
  const exports = await watchExports(folder, options);

  const snapshot = (): Snapshot => {
    const index = exports.current();
    const refusal = exports.refusal();
    if (index === null) throw new PartnerSystemFault(AGENCY, 'reading its export', { cause: refusal });
    return { index, refusal, today: today() };
  };
  return {
    today,
    snapshot,
    firstPeople: (most) => {
      const taken = snapshot();
      return [...taken.index.people.values()].slice(0, most).map((person) => heldPerson(taken, person));
    },
    centreFile,
    centres: ({ index }) => [...index.centres.values()],
    reachArea: ({ index }, id) => index.reachAreas.get(id) ?? null,
    look: exports.look,
    coverage: async () => {
      const { index, refusal } = snapshot();
      return {
        from: index.from,
        to: null,
        area: [...index.reachAreas.values()].flatMap(({ name }) => name ?? []).join(', ') || null,
        currentAsOf: index.exportedAt,
        notCovered: [
          'families who never registered at a centre',
          ...index.gaps,
          ...(refusal === null ? [] : [`anything since: a newer export could not be read (${refusal.fault})`]),
        ],
      };
    },
    find: async (block) => {
      // No pupil or social-care numbers on a registration form.
      if (block.by === 'upn' || block.by === 'laChildId') return [];
      const taken = snapshot();
      const found =
        block.by === 'name' ? taken.index.named(block.value, block.givenName) : taken.index.find(block.by, block.value);
      return found.map((person) => heldPerson(taken, person));
    },
    people: async (refs) => {
      const taken = snapshot();
      return refs.map((ref) => {
        const person = taken.index.people.get(ref);
        return person === undefined ? null : heldPerson(taken, person);
      });
    },
    marked: async () => {
      const taken = snapshot();
      return taken.index.marked.map((person) => heldPerson(taken, person));
    },
    involvements: async (refs) => {
      const taken = snapshot();
      return refs.map((ref) => involvementsOf(taken, ref));
    },
    groups: async (refs) => {
      const { index } = snapshot();
      return refs.map((ref) => familyGroups(index, ref));
    },
    facts: async (refs, kinds, requester) => {
      const taken = snapshot();
      return refs.map((ref) => factsAbout(taken, ref, kinds, requester));
    },
    roster: async (ask, requester) => readRoster(snapshot(), ask, requester),
    count: async (ask) => countMeasure(snapshot(), ask, areas),
    counted: async (ask) => countedPeople(snapshot(), ask, areas),
    close: exports.close,
  };
}
