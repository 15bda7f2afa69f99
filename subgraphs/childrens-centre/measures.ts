import type { CountedAsk, MeasureAsk, MeasureCells } from '@family-view/kit';
import {
  type AreaFinder,
  ageBandOf,
  type Count,
  type Counts,
  countRows,
  peopleCounted,
  sexOf,
} from '@family-view/kit/figures';
import { isCurrent } from './current';
import type { RegisteredPerson } from './export/join-registrations';
import type { Snapshot } from './snapshot';

/** Counts only. Small cells are kept as they are: the gateway hides them, over all agencies together. */
export function countMeasure(snapshot: Snapshot, ask: MeasureAsk, areas: AreaFinder): Promise<MeasureCells> {
  return countRows(countsOf(snapshot, areas), ask, snapshot.today);
}

/** References of those whom a count is of. */
export const countedPeople = (snapshot: Snapshot, ask: CountedAsk, areas: AreaFinder): Promise<readonly string[]> =>
  peopleCounted(countsOf(snapshot, areas), ask, snapshot.today);

const countsOf = (snapshot: Snapshot, areas: AreaFinder): Counts => ({
  'registered-under-fives': registeredUnderFives(snapshot, areas),
  'centre-visits': centreVisits(snapshot, areas),
});

const childrenOf = ({ index }: Snapshot): readonly RegisteredPerson[] =>
  [...index.people.values()].filter(({ isChild }) => isChild);

/** Children under five with an open registration, each reference once, where they live as the form says. */
function registeredUnderFives(snapshot: Snapshot, areas: AreaFinder): Count {
  const rowsOn = (day: string) =>
    childrenOf(snapshot)
      .filter(({ registrations }) =>
        registrations.some(({ registeredDate, leftDate }) => isCurrent(registeredDate, leftDate, day)),
      )
      .map(({ ref, dateOfBirth, postcode, sex }) => ({
        people: [ref],
        ...areas.placeOf(postcode),
        ageBand: ageBandOf(dateOfBirth, day),
        sex: sexOf(sex),
      }))
      .filter(({ ageBand }) => ageBand === 'UNDER_1' || /^AGE_\d$/.test(ageBand ?? ''));
  return { kind: 'STOOD', dimensions: ['area', 'ward', 'ageBand', 'sex'], rows: async (day) => rowsOn(day) };
}

const ACTIVITIES: Readonly<Record<string, string>> = {
  'stay and play': 'STAY_AND_PLAY',
  'baby massage': 'BABY_MASSAGE',
  'well baby clinic': 'WELL_BABY_CLINIC',
  'talking toddlers': 'TALKING_TODDLERS',
  'family links parenting group': 'PARENTING_GROUP',
};

/** Visits of children to sessions; one child at one session is one visit. */
function centreVisits(snapshot: Snapshot, areas: AreaFinder): Count {
  const { index } = snapshot;
  const rows = () =>
    childrenOf(snapshot).flatMap(({ ref, dateOfBirth, postcode, sex }) =>
      (index.attendances?.(ref) ?? [])
        .filter(({ attended }) => attended === true)
        .map(({ sessionId, sessionDate }) => ({
          people: [ref],
          ...areas.placeOf(postcode),
          day: sessionDate,
          ageBand: sessionDate === null ? null : ageBandOf(dateOfBirth, sessionDate),
          sex: sexOf(sex),
          activity: ACTIVITIES[index.activityOf(sessionId)?.toLowerCase() ?? ''] ?? 'OTHER',
        })),
    );
  return { kind: 'HAPPENED', dimensions: ['area', 'ward', 'ageBand', 'sex', 'activity'], rows: async () => rows() };
}
