import type {
  CentrePartFragment,
  EducationPartFragment,
  HealthPartFragment,
  HousingPartFragment,
  SocialCarePartFragment,
} from '../../operations/stored';
import { listed, month, word } from '../look/words';

/** One dated line of a record, with the section that it stands in. */
export type Line = readonly [section: string, date: string | null | undefined, what: string | null];

const inSection = <Row>(
  section: string,
  rows: readonly Row[] | null | undefined,
  of: (row: Row) => readonly [date: string | null | undefined, what: string | null],
): readonly Line[] => (rows ?? []).map((row): Line => [section, ...of(row)]);

/** What each agency's record says happened, in the words of the page. */
export const LINES: Readonly<Record<string, (part: never) => readonly Line[]>> = {
  health: ({ health }: HealthPartFragment) => [
    ...inSection('health.mandatedContacts', health?.mandatedContacts, ({ kind, date, dueDate, outcome }) => [
      date ?? dueDate,
      // What has not taken place must not read as if it had.
      date === null
        ? `${word(kind)}: ${listed([outcome?.toLowerCase() ?? 'not done', 'was due on this day'])}`
        : listed([word(kind), outcome?.toLowerCase()], ': '),
    ]),
    ...inSection('health.developmentReviews', health?.developmentReviews, ({ date, ageInMonths, outcome }) => [
      date,
      `Development review at ${ageInMonths} months: ${outcome ?? 'no outcome'}`,
    ]),
    ...inSection('health.immunisations', health?.immunisations, ({ occurrenceDate, vaccine, status }) => [
      occurrenceDate,
      `${vaccine ?? 'Immunisation'}${status === 'completed' ? '' : ` (${word(status)?.toLowerCase()})`}`,
    ]),
    ...inSection('health.missedAppointments', health?.missedAppointments, ({ date, setting, reason }) => [
      date,
      `Missed appointment: ${listed([setting, reason]) ?? 'no reason'}`,
    ]),
    ...inSection('health.emergencyAttendances', health?.emergencyAttendances, ({ date, reason }) => [
      date,
      `Emergency department: ${reason ?? 'no reason'}`,
    ]),
  ],
  education: ({ education }: EducationPartFragment) => [
    [
      'education.setting',
      education?.setting?.entryDate,
      `Began at ${education?.setting?.educationSettingName ?? 'a school'}`,
    ],
    [
      'education.setting',
      education?.setting?.leavingDate,
      `Left ${education?.setting?.educationSettingName ?? 'a school'}`,
    ],
    ...inSection('education.exclusions', education?.exclusions, ({ startDate, category, reason }) => [
      startDate,
      listed([word(category), reason], ': '),
    ]),
    ['education.sen', education?.sen?.ehcPlanIssued, 'Education, health and care plan issued'],
  ],
  'social-care': ({ socialCare, earlyHelp }: SocialCarePartFragment) => [
    ...inSection('earlyHelp.episodes', earlyHelp?.episodes, ({ episodeStartDate, reason }) => [
      episodeStartDate,
      listed(['Early help begun', reason], ': '),
    ]),
    ...inSection('earlyHelp.episodes', earlyHelp?.episodes, ({ episodeEndDate, endReason }) => [
      episodeEndDate,
      listed(['Early help ended', endReason], ': '),
    ]),
    ...inSection('earlyHelp.tafMeetings', earlyHelp?.tafMeetings, ({ date, actions }) => {
      const open = (actions ?? []).filter(({ done }) => done === false).length;
      const still = open === 0 ? '' : `; ${open} action${open === 1 ? '' : 's'} still open`;
      return [date, `Team Around the Family meeting${still}`];
    }),
    ...inSection('earlyHelp.steps', earlyHelp?.steps, ({ date, direction, fromLevel, toLevel }) => [
      date,
      `${word(direction)} from ${word(fromLevel)?.toLowerCase()} to ${word(toLevel)?.toLowerCase()}`,
    ]),
    ...inSection('socialCare.referrals', socialCare?.referrals, ({ cinReferralDate }) => [
      cinReferralDate,
      'Referral to social care',
    ]),
    ...inSection('socialCare.plans', socialCare?.plans, ({ kind, startDate }) => [startDate, `${word(kind)} begun`]),
    ...inSection('socialCare.plans', socialCare?.plans, ({ kind, endDate }) => [endDate, `${word(kind)} ended`]),
  ],
  housing: ({ housing }: HousingPartFragment) => [
    [
      'housing.tenancy',
      housing?.tenancy?.startOfTenureDate,
      `Tenancy with ${housing?.tenancy?.landlord ?? 'a landlord'} begun`,
    ],
    [
      'housing.tenancy',
      housing?.tenancy?.endOfTenureDate,
      `Tenancy with ${housing?.tenancy?.landlord ?? 'a landlord'} ended`,
    ],
    ...inSection('housing.notices', housing?.notices, ({ servedDate, type }) => [
      servedDate,
      `Notice served: ${word(type)}`,
    ]),
    ...inSection('housing.homelessness', housing?.homelessness, ({ assessmentDate, status }) => [
      assessmentDate,
      `Homelessness assessed: ${word(status)}`,
    ]),
    [
      'housing.temporaryAccommodation',
      housing?.temporaryAccommodation?.since,
      `Temporary accommodation: ${word(housing?.temporaryAccommodation?.kind) ?? 'kind not told'}`,
    ],
  ],
  'childrens-centre': ({ childrensCentre }: CentrePartFragment) => [
    [
      'childrensCentre.registration',
      childrensCentre?.registration?.registeredDate,
      `Registered at ${childrensCentre?.registration?.centre?.name ?? 'a centre'}`,
    ],
    ['childrensCentre.familySupportCase', childrensCentre?.familySupportCase?.openedDate, 'Family support begun'],
    ['childrensCentre.familySupportCase', childrensCentre?.familySupportCase?.closedDate, 'Family support ended'],
    ...byMonth(childrensCentre?.attendances ?? []),
    ...inSection('childrensCentre.referrals', childrensCentre?.referrals, ({ date, fromAgency, status }) => [
      date,
      `Referral from ${fromAgency ?? 'somebody'}: ${word(status)?.toLowerCase()}`,
    ]),
  ],
};

type Attendance = NonNullable<NonNullable<CentrePartFragment['childrensCentre']>['attendances']>[number];

/** Session by session would bury everything else: one line a month, which names the month. */
function byMonth(attendances: readonly Attendance[]): readonly Line[] {
  const months = new Map<string, { last: string; came: number; of: number }>();
  for (const { sessionDate, attended } of attendances) {
    if (sessionDate === null) continue;
    const before = months.get(sessionDate.slice(0, 7)) ?? { last: sessionDate, came: 0, of: 0 };
    months.set(sessionDate.slice(0, 7), {
      last: before.last > sessionDate ? before.last : sessionDate,
      came: before.came + (attended ? 1 : 0),
      of: before.of + 1,
    });
  }
  return [...months.values()].map(
    ({ last, came, of }): Line => [
      'childrensCentre.attendances',
      last,
      `Came to ${came} of ${of} ${of === 1 ? 'session' : 'sessions'} recorded in ${month(last)}`,
    ],
  );
}
