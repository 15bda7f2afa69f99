import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Storyline } from '../model';
import { areaById, schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

const MOVED = '2026-08-24';

/** VULNERABLE: homeless since August. Housing has the new address, the rest still have the old one. */
export function tellNaylor(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'naylor',
    name: 'The Naylor family',
    need: 'VULNERABLE',
    areaId: 'aldermere',
    summary:
      'A mother and two children evicted in August 2026, now in bed and breakfast across the borough; only housing and early help know where.',
  });
  const now = storyHome(70, 'Room 6, Station View', 'Aldermere', 'ZB1 1ZT');
  const before = storyHome(71, '77 Beacon Road', 'Saltby', 'ZB3 4ZB');
  const common = { familyName: 'Naylor', address: now, previousAddress: before };
  const old = { address: before };
  const school = schoolIn(areaById('saltby'), 'primary', 0);
  const mother = tale.carer('mother', { ...common, givenName: 'Stacey', dateOfBirth: '1993-07-08', sex: 'F' });
  const kian = tale.child(
    'child',
    { ...common, givenName: 'Kian', dateOfBirth: '2018-01-05', sex: 'M', mother: mother.id },
    { school, started: 2022, laChild: true },
  );
  const ruby = tale.child(
    'younger',
    { ...common, givenName: 'Ruby', dateOfBirth: '2022-12-01', sex: 'F', mother: mother.id },
    { laChild: true },
  );
  const visitor = workerIn('healthVisitor', areaById('saltby'), 1);

  const motherInHealth = tale.inHealth(mother, registrationIn(2), old);
  const inHealth = [kian, ruby].map((child) =>
    tale.inHealth(child, registrationIn(2, child === ruby ? visitor : undefined), {
      ...old,
      motherRef: motherInHealth,
    }),
  );
  tale.family('health', [{ ref: motherInHealth, relationship: 'Mother', parentalResponsibility: true }], inHealth);
  tale.involve('health', inHealth.slice(1), {
    service: 'Health visiting',
    from: '2022-12-15',
    lastInteraction: '2025-03-19',
    worker: visitor,
  });

  const pupil = tale.inEducation(
    kian,
    {
      schoolUrn: school.urn,
      ncYearActual: '4',
      enrolStatus: 'C',
      entryDate: '2022-09-05',
      attendance: [
        { yearStart: 2026, possible: 72, authorised: 10, unauthorised: 8 },
        { yearStart: 2025, possible: 380, authorised: 14, unauthorised: 4 },
      ],
      senProvision: 'N',
      fsmEligible: true,
      fsmFrom: '2023-01-09',
      pupilPremium: true,
    },
    old,
  );
  tale.family(
    'education',
    [{ ref: tale.inEducation(mother, {}, old), relationship: 'Mother', parentalResponsibility: true }],
    [pupil],
  );
  tale.involve('education', [pupil], {
    service: 'School',
    from: '2022-09-05',
    team: school.name,
    worker: school.safeguardingLead,
  });

  const worker = workerIn('earlyHelp', tale.area, 1);
  const motherInCare = tale.inSocialCare(mother);
  const earlyHelp = {
    episodes: [{ start: '2026-09-07', reason: 'Debt and housing', organisation: worker.organisation }],
    caf: [{ start: '2026-09-10', author: worker }],
    tafMeetings: [
      {
        date: '2026-10-06',
        attendees: ['Early Help Practitioner', 'Homelessness Prevention Officer'],
        actions: [
          {
            action: 'School transport from Aldermere to Saltby',
            owner: 'Early Help Practitioner',
            dueDate: '2026-10-20',
            done: false,
          },
        ],
      },
    ],
    steps: [
      {
        date: '2026-09-07',
        direction: 'UP' as const,
        from: 'UNIVERSAL' as const,
        to: 'VULNERABLE' as const,
        reason: 'Lost their home',
      },
    ],
  };
  const inCare = [kian, ruby].map((child) => tale.inSocialCare(child, { earlyHelp }, { motherRef: motherInCare }));
  const group = tale.family(
    'socialCare',
    [{ ref: motherInCare, relationship: 'Mother', parentalResponsibility: true }],
    inCare,
    '2026-09-07',
  );
  tale.need({ group, needHistory: [{ code: 'VULNERABLE', from: '2026-09-07' }], leadProfessional: worker });
  tale.involve('socialCare', inCare, {
    service: 'Early help',
    from: '2026-09-07',
    lastInteraction: '2026-10-28',
    worker,
  });

  const officer = workerIn('homelessness', tale.area, 1);
  const tenancy = tale.tenancy({
    address: now,
    start: MOVED,
    housingOfficer: officer,
    tenureTypeCode: 'TBB',
    tenureTypeDescription: 'Temporary bed and breakfast',
    homelessness: [
      {
        caseId: 'HC-26-0811',
        assessmentDate: '2026-08-11',
        priorityNeed: true,
        status: 'Relief duty',
        temporaryAccommodation: 'Bed and breakfast',
      },
    ],
    temporaryAccommodation: { kind: 'Bed and breakfast', since: MOVED },
  });
  const tenant = tale.inHousing(mother, { group: tenancy, personTenureType: 'Occupant', isResponsible: true });
  tale.livesIn(tenancy, tenant, MOVED);
  const children = [kian, ruby].map((child) =>
    tale.inHousing(child, { group: tenancy, personTenureType: 'HouseholdMember', isResponsible: false }),
  );
  for (const ref of children) tale.livesIn(tenancy, ref, MOVED, 'Child', tenant);
  tale.involve('housing', [tenant, ...children], {
    service: 'Homelessness',
    from: '2026-08-11',
    lastInteraction: '2026-10-26',
    worker: officer,
  });

  const registration = {
    registrationId: 'REG2241',
    centreUrn: '990103',
    registeredDate: '2023-02-01',
    consentToShare: 'N' as const,
    consentDate: '2023-02-01',
    attendances: [{ sessionId: 'SES-990103-4', date: '2026-07-15', attended: true }],
    referrals: [],
  };
  const inCentre = tale.inCentre(ruby, registration, old);
  tale.family(
    'childrensCentre',
    [{ ref: tale.inCentre(mother, { ...registration, attendances: [] }, old), relationship: 'Mother' }],
    [inCentre],
  );
  tale.involve('childrensCentre', [inCentre], {
    service: "Children's centre",
    from: '2023-02-01',
    lastInteraction: '2026-07-15',
    team: "Saltby Children's Centre",
  });
  return tale.finish();
}
