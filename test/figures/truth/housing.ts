import type { Borough } from '@family-view/population';
import { monthsBetween } from '../../../subgraphs/population/dates';
import { type Definitions, lazily } from './definition';
import type { Subjects } from './subjects';

export function housingDefinitions(borough: Borough, { view, placeOf }: Subjects): Definitions {
  const { today } = borough;
  const { tenures, content, people } = borough.housing;
  const bornOf = new Map(
    people.map(({ ref, truth, dateOfBirth }) => [
      ref,
      view === 'HELD' ? dateOfBirth : borough.people.get(truth)!.dateOfBirth,
    ]),
  );
  const homes = tenures.map((tenure) => {
    const births = [...content].flatMap(([ref, { group }]) => (group === tenure.group ? [bornOf.get(ref)] : []));
    return {
      tenure,
      place: placeOf(tenure.address.postcode),
      hasUnderFive: (day: string): boolean =>
        births.some((born) => born !== undefined && born <= day && monthsBetween(born, day) < 60),
    };
  });
  const family = () =>
    homes.filter(
      ({ tenure, hasUnderFive }) => (tenure.end === undefined || tenure.end >= today) && hasUnderFive(today),
    );
  // Four weeks are within the first band, and eight within the second.
  const bandOf = (weeks: number): string =>
    weeks <= 4 ? 'UP_TO_4_WEEKS' : weeks <= 8 ? 'WEEKS_4_TO_8' : 'OVER_8_WEEKS';
  return lazily({
    'family-tenancies': () => ({
      kind: 'STATE',
      rows: () => family().map(({ place }) => ({ day: null, values: place })),
    }),
    'family-tenancies-in-arrears': () => ({
      kind: 'STATE',
      rows: () =>
        family()
          .filter(({ tenure }) => tenure.weeksOfRentOwed > 0)
          .map(({ tenure, place }) => ({
            day: null,
            values: { ...place, arrears: bandOf(tenure.weeksOfRentOwed) },
          })),
    }),
    'family-notices': () => ({
      kind: 'EVENT',
      rows: () =>
        homes.flatMap(({ tenure, place, hasUnderFive }) =>
          tenure.notices
            .filter(({ served }) => hasUnderFive(served))
            .map(({ served }) => ({ day: served, values: place })),
        ),
    }),
    'family-homelessness': () => ({
      kind: 'EVENT',
      rows: () =>
        homes.flatMap(({ tenure, place, hasUnderFive }) =>
          tenure.homelessness
            .filter(({ assessmentDate }) => hasUnderFive(assessmentDate))
            .map(({ assessmentDate }) => ({ day: assessmentDate, values: place })),
        ),
    }),
  });
}
