import type { Borough, Holdings } from '@family-view/population';
import { immunisationsOf } from '../../../subgraphs/population/content/immunisations';
import { addDays, addMonths, yearsBetween } from '../../../subgraphs/population/dates';
import { type Counted, type Definition, type Definitions, lazily } from './definition';
import type { Subject, Subjects } from './subjects';

type Health = Borough['health'] extends Holdings<infer Content> ? Content : never;

export function healthDefinitions({ subjectsOf, event, state }: Subjects): Definitions {
  const living = subjectsOf<Health>('health').flatMap((one) =>
    one.isLiving && one.born !== undefined ? [{ ...one, born: one.born }] : [],
  );
  const aged = (from: number, to: number) => (day: string) =>
    living
      .filter(({ born }) => born <= day && yearsBetween(born, day) >= from && yearsBetween(born, day) <= to)
      .map((one) => state(one, day));
  /** OHID's indicators: antenatal (C1), new birth (C2), 6 to 8 weeks (C8i), 12 months (C4), 2½ years (C6i). */
  const deadlines = {
    ANTENATAL: (born: string) => born,
    NEW_BIRTH: (born: string) => addDays(born, 14),
    SIX_TO_EIGHT_WEEKS: (born: string) => addDays(born, 56),
    ONE_YEAR: (born: string) => addMonths(born, 12),
    TWO_TO_TWO_AND_A_HALF_YEARS: (born: string) => addMonths(born, 30),
  };
  type Kind = keyof typeof deadlines;
  const contacts = living.flatMap((one) =>
    one.contents.flatMap(({ mandatedContacts }) =>
      mandatedContacts.map((contact) => ({ one, contact, deadline: deadlines[contact.kind as Kind](one.born) })),
    ),
  );
  const isInTime = ({ contact, deadline }: (typeof contacts)[number]): boolean =>
    contact.outcome === 'Completed' &&
    contact.date !== undefined &&
    (contact.kind === 'ANTENATAL' ? contact.date < deadline : contact.date <= deadline);
  const happened = (list: readonly { readonly one: Subject<Health>; readonly date: string }[]) =>
    list
      .filter(({ one, date }) => one.born !== undefined && date >= one.born && yearsBetween(one.born, date) < 20)
      .map(({ one, date }) => event(one, date));
  // By UKHSA's schedule; COVER counts doses given up to the birthday.
  const milestones = { FIRST: 12, SECOND: 24, FIFTH: 60 };
  const birthdays = living.flatMap((one) =>
    Object.entries(milestones).map(([milestone, months]) => ({ one, milestone, day: addMonths(one.born, months) })),
  );
  const isComplete = ({ one, day }: (typeof birthdays)[number]): boolean => {
    const due = immunisationsOf(one.born, addMonths(day, -3), () => ({ daysLate: 0 }));
    const given = one.contents.flatMap(({ immunisations }) => immunisations);
    return due.every(({ code }) =>
      given.some((dose) => dose.code === code && dose.status === 'completed' && dose.date <= day),
    );
  };
  const turned = living.map((one) => ({ one, day: addMonths(one.born, 30) }));
  const babies = living.map((one) => ({ one, day: addDays(one.born, 56) }));
  const events = (list: readonly Counted[]): Definition => ({ kind: 'EVENT', rows: () => list });
  return lazily({
    'children-under-five': () => ({ kind: 'STATE', rows: aged(0, 4) }),
    'children-aged-two-to-four': () => ({ kind: 'STATE', rows: aged(2, 4) }),
    'mandated-contacts-due': () =>
      events(contacts.map(({ one, contact, deadline }) => event(one, deadline, { contact: contact.kind }))),
    'mandated-contacts-in-time': () =>
      events(
        contacts.filter(isInTime).map(({ one, contact, deadline }) => event(one, deadline, { contact: contact.kind })),
      ),
    'children-turned-two-and-a-half': () => events(turned.map(({ one, day }) => event(one, day))),
    'two-year-reviews-in-time': () =>
      events(
        turned
          .filter(({ one, day }) =>
            one.contents.some(({ mandatedContacts }) =>
              mandatedContacts.some(
                ({ kind, outcome, date }) =>
                  kind === 'TWO_TO_TWO_AND_A_HALF_YEARS' &&
                  outcome === 'Completed' &&
                  date !== undefined &&
                  date <= day,
              ),
            ),
          )
          .map(({ one, day }) => event(one, day)),
      ),
    'babies-turned-8-weeks': () => events(babies.map(({ one, day }) => event(one, day))),
    'breastfed-at-6-to-8-weeks': () =>
      events(
        babies
          .filter(({ one }) =>
            one.contents.some(({ breastfeedingStatus = '' }) => ['TOTALLY', 'PARTIALLY'].includes(breastfeedingStatus)),
          )
          .map(({ one, day }) => event(one, day)),
      ),
    'children-with-birthday': () => events(birthdays.map(({ one, day, milestone }) => event(one, day, { milestone }))),
    'immunised-by-birthday': () =>
      events(birthdays.filter(isComplete).map(({ one, day, milestone }) => event(one, day, { milestone }))),
    'missed-appointments': () =>
      events(
        happened(
          living.flatMap((one) =>
            one.contents.flatMap(({ missedAppointments }) => missedAppointments.map(({ date }) => ({ one, date }))),
          ),
        ),
      ),
    'emergency-attendances': () =>
      events(
        happened(
          living.flatMap((one) =>
            one.contents.flatMap(({ emergencyAttendances }) => emergencyAttendances.map(({ date }) => ({ one, date }))),
          ),
        ),
      ),
  });
}
