import { eventsOf, type FamilyEvent, oncePerEvent, type SharedEvent } from '../family/events';
import { involvementsOf } from '../family/involved';
import type { Family } from '../family/use-family';

/** The section of a change in who works with whom: it stands in the team's table. */
export const INVOLVEMENTS = 'involvements';

/** What is dated from `since` to `today`, both days included, the latest first: of several people, once. */
export function changesSince(
  family: Pick<Family, 'parts' | 'members'>,
  since: string,
  today: string,
): readonly SharedEvent[] {
  const all = [...eventsOf(family), ...begunAndEnded(family)].filter(({ date }) => date >= since && date <= today);
  return oncePerEvent(all.sort((a, b) => b.date.localeCompare(a.date)));
}

const begunAndEnded = ({ parts, members }: Pick<Family, 'parts' | 'members'>): readonly FamilyEvent[] =>
  members.flatMap(({ id }) =>
    involvementsOf(parts, id).flatMap(({ agency, service, from, to }) =>
      (
        [
          [from, 'began'],
          [to, 'ended'],
        ] as const
      ).flatMap(([date, how]): readonly FamilyEvent[] =>
        date === null
          ? []
          : [
              {
                date,
                agency: agency ?? '',
                person: id,
                what: `${service ?? 'A service'} ${how}`,
                section: INVOLVEMENTS,
              },
            ],
      ),
    ),
  );
