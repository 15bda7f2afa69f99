import { AGENCIES, familyKey, personKey } from '@family-view/schema';

/** One invented person as every agency holds them, with the same record at each. */
export interface BenchPerson {
  readonly givenName: string;
  readonly dateOfBirth: string;
  readonly nhsNumber: string;
  /** The agency's own reference: `health-001`. Sorting by it is the order in which a family id keeps its members. */
  refAt(agency: string): string;
  /** The agency's own reference to their family. */
  groupAt(agency: string): string;
  /** What an agency's subgraph gives of this person, by field. */
  recordAt(agency: string): Readonly<Record<string, unknown>>;
}

export const FAMILY_NAME = 'Okafor';
export const POSTCODE = 'ZB2 4ZQ';
const GIVEN_NAMES = ['Daniel', 'Grace', 'Samuel'];

/** So many families of so many people, all of them known to every agency. Nothing in them is anybody's. */
export const inventFamilies = (families: number, people: number): readonly (readonly BenchPerson[])[] =>
  Array.from({ length: families }, (_, family) => inventFamily(people, family));

/** @param family its place among those of one run. */
export function inventFamily(people: number, family = 0): readonly BenchPerson[] {
  return Array.from({ length: people }, (_, place): BenchPerson => {
    const at = family * people + place;
    const number = String(at).padStart(3, '0');
    const records = inventRecords(at);
    return {
      givenName: GIVEN_NAMES[at] ?? `Child${number}`,
      dateOfBirth: at === 0 ? '2017-03-22' : `20${String(10 + (at % 14))}-04-${String(1 + (at % 28)).padStart(2, '0')}`,
      nhsNumber: `9000000${number}`,
      refAt: (agency) => `${agency}-${number}`,
      groupAt: (agency) => (family === 0 ? `${agency}-family` : `${agency}-family-${family}`),
      recordAt: (agency) => ({
        [personKey(agency)]: `${agency}-${number}`,
        ...(records[agency] ?? { [personKey(agency).replace(/Ref$/, '')]: { note: `note ${number}` } }),
      }),
    };
  });
}

/** What an agency's subgraph gives of the whole family. */
export function familyRecordAt(agency: string): Readonly<Record<string, unknown>> {
  return {
    [familyKey(agency)]: `${agency}-family`,
    needLevel: { code: 'COMPLEX', rank: 3, scheme: 'rotherham-continuum', from: '2026-02-01', until: null },
    leadProfessional: { name: 'Marcus Bell' },
    household: { numberOfChildrenInProperty: 3 },
  };
}

function inventRecords(at: number): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const [health, education, socialCare, housing, childrensCentre] = AGENCIES;
  return {
    [health]: {
      health: {
        registration: {
          registeredGpName: 'Dr A. Farrow',
          registeredGpSurgery: 'Thornwick Surgery',
          gpPracticeOds: 'Z99001',
          healthVisitingTeam: 'Thornwick Health Visiting Team',
          healthVisitor: { name: 'Bridget Lyle' },
        },
        mandatedContacts: [
          {
            kind: 'NEW_BIRTH',
            dueDate: '2024-05-14',
            date: '2024-05-12',
            outcome: 'completed',
            setting: 'home',
          },
        ],
        developmentReviews: [
          { date: '2025-05-02', ageInMonths: 12 + at, communication: 45, grossMotor: 50, outcome: 'on track' },
        ],
        breastfeedingStatus: 'PARTIALLY',
        maternity: null,
      },
    },
    [education]: {
      education: {
        setting: {
          educationSettingName: 'Thornwick Primary School',
          urn: '999001',
          ncYearActual: String(1 + (at % 11)),
          enrolStatus: 'C',
        },
        attendance: [
          { academicYearStart: 2025, sessionsPossible: 190, sessionsUnauthorised: 4 + at, attendancePercentage: 88.4 },
        ],
        earlyYears: { fundedHours: 15 },
      },
    },
    [socialCare]: {
      socialCare: { status: { childProtectionPlan: false } },
      earlyHelp: {
        episodes: [{ episodeStartDate: '2026-01-12', reason: 'Attendance', organisation: 'Early Help Team' }],
        tafMeetings: [{ date: '2026-03-02', actions: [{ action: 'Book the two-year review', done: at % 2 === 0 }] }],
      },
    },
    [housing]: {
      housing: {
        tenancy: { landlord: 'Aldermere Homes', tenureType: 'SEC', isActive: true },
        arrearsBand: 'UP_TO_4_WEEKS',
      },
    },
    [childrensCentre]: {
      childrensCentre: {
        registration: { consentToShare: 'GIVEN' },
        attendances: [{ activity: 'Stay and play', sessionDate: '2026-04-21', attended: true }],
      },
    },
  };
}
