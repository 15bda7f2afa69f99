import { placeAt } from '@family-view/client';
import type { HealthPartFragment, HousingPartFragment, SocialCarePartFragment } from '../../operations/stored';
import type { Family, Member } from '../family/use-family';
import { word } from '../look/words';

/** Something that somebody has to do by a day, as an agency recorded it. */
export interface Due {
  readonly date: string;
  readonly what: string;
  readonly owner: string | null;
  readonly agency: string;
  /** Ids of whom it is about. */
  readonly people: readonly string[];
  /** The section of the record that it stands in. */
  readonly section: string;
  /** `later`: after the week that is looked at. */
  readonly when: 'overdue' | 'this-week' | 'later';
}

/** The streams that what is due is read from: where one is closed, "nothing is due" may not be said. */
export const DUE_STREAMS = [
  'health:visits',
  'health:maternity',
  'social-care:taf',
  'social-care:plans',
  'housing:notices',
] as const;

const DAYS_OF_A_WEEK = 7;
/** The Healthy Child Programme's contacts end with a child's fifth birthday: an old one that is missing is overdue no longer. */
const LAST_YEAR_OF_CONTACTS = 5;

type Line = Pick<Due, 'date' | 'what' | 'owner' | 'section'>;

/** What is overdue, due within seven days of `today`, or later; the most overdue first. What is done is not among it. */
export function dueOf({ parts, members }: Pick<Family, 'parts' | 'members'>, today: Date): readonly Due[] {
  const once = new Map<string, Due & { people: string[] }>();
  for (const { agency, asked, at } of parts)
    for (const member of members) {
      const path = at(member.id);
      const place = path === null || asked.told === null ? null : placeAt(asked.told, path);
      if (place?.kind !== 'shown') continue;
      for (const line of linesOf(place.value as DueRecords, member, today)) {
        // One action of a meeting about two children is one thing to do.
        const key = JSON.stringify([agency, line]);
        const known = once.get(key);
        if (known) known.people.push(member.id);
        else {
          once.set(key, { ...line, agency, when: whenOf(line.date, today), people: [member.id] });
        }
      }
    }
  return [...once.values()].sort((a, b) => a.date.localeCompare(b.date) || a.what.localeCompare(b.what));
}

/** Overdue before `today`, this week for seven days from it. */
export function whenOf(date: string, today: Date): Due['when'] {
  if (date < isoDay(today)) return 'overdue';
  return date <= isoDay(new Date(today.getTime() + DAYS_OF_A_WEEK * 86_400_000)) ? 'this-week' : 'later';
}

/** What of somebody's records says what is due. One agency's part holds its own alone. */
export interface DueRecords {
  readonly health?:
    | (Pick<Health, 'mandatedContacts'> & Partial<Pick<Health, 'maternity'>>)
    | { readonly mandatedContacts: readonly Contact[] | null }
    | null;
  readonly earlyHelp?: {
    readonly tafMeetings: readonly Pick<Meeting, 'actions'>[] | null;
    readonly agreedActions?: readonly Agreed[] | null;
  } | null;
  readonly socialCare?: { readonly plans: readonly Pick<Plan, 'kind' | 'endDate' | 'reviewDates'>[] | null } | null;
  readonly housing?: { readonly notices: readonly Pick<NoticeServed, 'type' | 'expiryDate'>[] | null } | null;
}
type Health = NonNullable<HealthPartFragment['health']>;
type Contact = Pick<NonNullable<Health['mandatedContacts']>[number], 'kind' | 'date' | 'dueDate' | 'outcome'>;
type Meeting = NonNullable<NonNullable<SocialCarePartFragment['earlyHelp']>['tafMeetings']>[number];
type Agreed = NonNullable<NonNullable<SocialCarePartFragment['earlyHelp']>['agreedActions']>[number];
type Plan = NonNullable<NonNullable<SocialCarePartFragment['socialCare']>['plans']>[number];
type NoticeServed = NonNullable<NonNullable<HousingPartFragment['housing']>['notices']>[number];

/** All that is still to be done of one person, whenever it is due. */
export function linesOf(
  { health, earlyHelp, socialCare, housing }: DueRecords,
  member: Pick<Member, 'dateOfBirth'>,
  today: Date,
): readonly Line[] {
  const day = isoDay(today);
  return [
    ...(earlyHelp?.tafMeetings ?? []).flatMap(({ actions }) =>
      (actions ?? []).flatMap(({ action, owner, dueDate, done }): readonly Line[] =>
        done === true || dueDate === null
          ? []
          : [{ date: dueDate, what: action ?? 'An action', owner, section: 'earlyHelp.tafMeetings' }],
      ),
    ),
    // Agreed through the gateway: an owner is known by the work id alone.
    ...(earlyHelp?.agreedActions ?? []).flatMap(({ action, owner, dueDate, state }): readonly Line[] =>
      state === 'DONE' || dueDate === null
        ? []
        : [
            {
              date: dueDate,
              what: action ?? 'An action',
              owner: owner && `work id ${owner}`,
              section: 'earlyHelp.agreedActions',
            },
          ],
    ),
    ...(health?.mandatedContacts ?? []).flatMap(({ kind, date, dueDate, outcome }): readonly Line[] => {
      const over = /declin/i.test(outcome ?? '') || isPast(member, today);
      if (date !== null || dueDate === null || over) return [];
      const how = outcome ? ` (${outcome.toLowerCase()})` : '';
      return [
        { date: dueDate, what: `${word(kind)}${how}`, owner: 'Health visiting', section: 'health.mandatedContacts' },
      ];
    }),
    // Reviews that lie behind are taken to have been held: the record does not say.
    ...(socialCare?.plans ?? []).flatMap(({ kind, endDate, reviewDates }) =>
      (endDate === null ? (reviewDates ?? []) : []).flatMap((date): readonly Line[] =>
        date < day
          ? []
          : [{ date, what: `Review: ${word(kind)?.toLowerCase()}`, owner: null, section: 'socialCare.plans' }],
      ),
    ),
    ...(housing?.notices ?? []).flatMap(({ type, expiryDate }): readonly Line[] =>
      expiryDate === null || expiryDate < day
        ? []
        : [{ date: expiryDate, what: `${word(type) ?? 'Notice'} ends`, owner: null, section: 'housing.notices' }],
    ),
    ...(health && 'maternity' in health && health.maternity?.dueDate && health.maternity.dueDate >= day
      ? [{ date: health.maternity.dueDate, what: 'Baby due', owner: null, section: 'health.maternity' }]
      : []),
  ];
}

/** Whether somebody is past the age of these contacts. */
export function isPast({ dateOfBirth }: Pick<Member, 'dateOfBirth'>, today: Date): boolean {
  if (dateOfBirth === null) return false;
  return Number(dateOfBirth.slice(0, 4)) + LAST_YEAR_OF_CONTACTS < today.getUTCFullYear();
}

export const isoDay = (at: Date): string => at.toISOString().slice(0, 10);
