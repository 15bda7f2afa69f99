import type { Borough, Holdings } from '@family-view/population';
import { monthsBetween } from '../../../subgraphs/population/dates';
import { type Definitions, lazily } from './definition';
import type { Subjects } from './subjects';

type Centre = Borough['childrensCentre'] extends Holdings<infer Content> ? Content : never;

export function centreDefinitions(borough: Borough, { subjectsOf, event, state }: Subjects): Definitions {
  const children = subjectsOf<Centre>('childrens-centre').filter(({ isChild }) => isChild);
  const activities = new Map(borough.sessions.map(({ id, activity }) => [id, activity]));
  const known = ['Stay and play', 'Baby massage', 'Well baby clinic', 'Talking toddlers'];
  const activityOf = (session: string): string => {
    const name = activities.get(session) ?? '';
    if (name.toLowerCase().includes('parenting group')) return 'PARENTING_GROUP';
    const found = known.find((one) => one.toLowerCase() === name.toLowerCase());
    return found?.toUpperCase().replaceAll(' ', '_') ?? 'OTHER';
  };
  return lazily({
    'registered-under-fives': () => ({
      kind: 'STATE',
      rows: (day) =>
        children
          .filter(({ contents }) =>
            contents.some(
              ({ registeredDate, leftDate }) => registeredDate <= day && (leftDate === undefined || leftDate > day),
            ),
          )
          .filter(({ born }) => born !== undefined && born <= day && monthsBetween(born, day) < 60)
          .map((one) => state(one, day)),
    }),
    'centre-visits': () => ({
      kind: 'EVENT',
      rows: () =>
        children.flatMap((one) =>
          one.contents
            .flatMap(({ attendances }) => attendances)
            .filter(({ attended }) => attended)
            .map(({ date, sessionId }) => event(one, date, { activity: activityOf(sessionId) })),
        ),
    }),
  });
}
