import type {
  CentrePartFragment,
  EducationPartFragment,
  HealthPartFragment,
  HousingPartFragment,
  SocialCarePartFragment,
} from '../../operations/stored';
import { placeAt } from '../asking/public-errors';
import { listed, word } from '../look/words';
import type { PartAgency } from './agencies';
import type { Family } from './use-family';

/** Something that happened, or should have, on a day, as one agency recorded it. */
export interface FamilyEvent {
  readonly date: string;
  readonly agency: PartAgency;
  readonly person: string;
  readonly what: string;
}

type Line = readonly [date: string | null | undefined, what: string | null];

/** Everything dated that may be seen, the latest first. What is withheld or unavailable is not among it. */
export function eventsOf({ parts, members }: Family): readonly FamilyEvent[] {
  const events = parts.flatMap((part) =>
    members.flatMap((member) => {
      const path = part.at(member.id);
      if (path === null || part.asked.told === null) return [];
      const place = placeAt(part.asked.told, path);
      if (place.kind !== 'shown') return [];
      return LINES[part.agency](place.value as never).flatMap(([date, what]): readonly FamilyEvent[] =>
        date && what ? [{ date: date.slice(0, 10), agency: part.agency, person: member.id, what }] : [],
      );
    }),
  );
  return [...events].sort((a, b) => b.date.localeCompare(a.date));
}

const LINES: Readonly<Record<PartAgency, (part: never) => readonly Line[]>> = {
  health: ({ health }: HealthPartFragment) => [
    ...(health?.mandatedContacts ?? []).map(
      ({ kind, date, dueDate, outcome }): Line => [date ?? dueDate, listed([word(kind), outcome?.toLowerCase()], ': ')],
    ),
    ...(health?.developmentReviews ?? []).map(
      ({ date, ageInMonths, outcome }): Line => [
        date,
        `Development review at ${ageInMonths} months: ${outcome ?? 'no outcome'}`,
      ],
    ),
    ...(health?.immunisations ?? []).map(
      ({ occurrenceDate, vaccine, status }): Line => [
        occurrenceDate,
        `${vaccine ?? 'Immunisation'}${status === 'completed' ? '' : ` (${status})`}`,
      ],
    ),
    ...(health?.missedAppointments ?? []).map(
      ({ date, setting, reason }): Line => [date, `Missed appointment: ${listed([setting, reason]) ?? 'no reason'}`],
    ),
    ...(health?.emergencyAttendances ?? []).map(
      ({ date, reason }): Line => [date, `Emergency department: ${reason ?? 'no reason'}`],
    ),
  ],
  education: ({ education }: EducationPartFragment) => [
    [education?.setting?.entryDate, `Began at ${education?.setting?.educationSettingName ?? 'a school'}`],
    [education?.setting?.leavingDate, `Left ${education?.setting?.educationSettingName ?? 'a school'}`],
    ...(education?.exclusions ?? []).map(
      ({ startDate, category, reason }): Line => [startDate, listed([word(category), reason], ': ')],
    ),
    [education?.sen?.ehcPlanIssued, 'Education, health and care plan issued'],
  ],
  'social-care': ({ socialCare, earlyHelp }: SocialCarePartFragment) => [
    ...(earlyHelp?.episodes ?? []).flatMap(
      ({ episodeStartDate, episodeEndDate, reason, endReason }): readonly Line[] => [
        [episodeStartDate, listed(['Early help begun', reason], ': ')],
        [episodeEndDate, listed(['Early help ended', endReason], ': ')],
      ],
    ),
    ...(earlyHelp?.tafMeetings ?? []).map(({ date, actions }): Line => {
      const open = (actions ?? []).filter(({ done }) => done === false).length;
      return [
        date,
        `Team Around the Family meeting${open === 0 ? '' : `; ${open} action${open === 1 ? '' : 's'} still open`}`,
      ];
    }),
    ...(earlyHelp?.steps ?? []).map(
      ({ date, direction, fromLevel, toLevel }): Line => [
        date,
        `${word(direction)} from ${word(fromLevel)?.toLowerCase()} to ${word(toLevel)?.toLowerCase()}`,
      ],
    ),
    ...(socialCare?.referrals ?? []).map(({ cinReferralDate }): Line => [cinReferralDate, 'Referral to social care']),
    ...(socialCare?.plans ?? []).flatMap(({ kind, startDate, endDate }): readonly Line[] => [
      [startDate, `${word(kind)} begun`],
      [endDate, `${word(kind)} ended`],
    ]),
  ],
  housing: ({ housing }: HousingPartFragment) => [
    [housing?.tenancy?.startOfTenureDate, `Tenancy with ${housing?.tenancy?.landlord ?? 'a landlord'} begun`],
    [housing?.tenancy?.endOfTenureDate, `Tenancy with ${housing?.tenancy?.landlord ?? 'a landlord'} ended`],
    ...(housing?.notices ?? []).map(({ servedDate, type }): Line => [servedDate, `Notice served: ${word(type)}`]),
    ...(housing?.homelessness ?? []).map(
      ({ assessmentDate, status }): Line => [assessmentDate, `Homelessness assessed: ${word(status)}`],
    ),
    [
      housing?.temporaryAccommodation?.since,
      `Temporary accommodation: ${word(housing?.temporaryAccommodation?.kind) ?? 'kind not told'}`,
    ],
  ],
  'childrens-centre': ({ childrensCentre }: CentrePartFragment) => [
    [
      childrensCentre?.registration?.registeredDate,
      `Registered at ${childrensCentre?.registration?.centre?.name ?? 'a centre'}`,
    ],
    [childrensCentre?.familySupportCase?.openedDate, 'Family support begun'],
    [childrensCentre?.familySupportCase?.closedDate, 'Family support ended'],
    ...byMonth(childrensCentre?.attendances ?? []),
    ...(childrensCentre?.referrals ?? []).map(
      ({ date, fromAgency, status }): Line => [
        date,
        `Referral from ${fromAgency ?? 'somebody'}: ${word(status)?.toLowerCase()}`,
      ],
    ),
  ],
};

type Attendance = NonNullable<NonNullable<CentrePartFragment['childrensCentre']>['attendances']>[number];

/** Session by session would bury everything else. */
function byMonth(attendances: readonly Attendance[]): readonly Line[] {
  const months = new Map<string, { last: string; came: number; of: number }>();
  for (const { sessionDate, attended } of attendances) {
    if (sessionDate === null) continue;
    const month = months.get(sessionDate.slice(0, 7)) ?? { last: sessionDate, came: 0, of: 0 };
    months.set(sessionDate.slice(0, 7), {
      last: month.last > sessionDate ? month.last : sessionDate,
      came: month.came + (attended ? 1 : 0),
      of: month.of + 1,
    });
  }
  return [...months.values()].map(({ last, came, of }) => [last, `Came to ${came} of ${of} sessions this month`]);
}
