import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Storyline } from '../model';
import { schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

/** ACUTE: a looked-after child. Health and school hold the foster home; social care gives out only the home she came from. */
export function tellDewhirst(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'dewhirst',
    name: 'Kayleigh Dewhirst',
    need: 'ACUTE',
    areaId: 'hollinfold',
    summary:
      'A girl of twelve in foster care since November 2025. Her household is not her family, and her foster address is not for her birth family.',
  });
  const { area } = tale;
  const mothersHome = storyHome(40, '19 Foundry Lane', 'Thornwick', 'ZB2 1ZL');
  const fosterHome = storyHome(41, '5 Priory Close', 'Hollinfold', 'ZB4 3ZF');
  const school = schoolIn(area, 'secondary', 0);
  const mother = tale.carer('mother', {
    givenName: 'Tracey',
    familyName: 'Dewhirst',
    dateOfBirth: '1994-04-02',
    sex: 'F',
    address: mothersHome,
  });
  const foster = tale.carer('fosterCarer', {
    givenName: 'Margaret',
    familyName: 'Ellwood',
    dateOfBirth: '1971-10-19',
    sex: 'F',
    address: fosterHome,
  });
  const child = tale.child(
    'child',
    {
      givenName: 'Kayleigh',
      familyName: 'Dewhirst',
      dateOfBirth: '2014-06-11',
      sex: 'F',
      address: fosterHome,
      previousAddress: mothersHome,
      mother: mother.id,
    },
    { school, started: 2018, laChild: true },
  );

  const inHealth = tale.inHealth(child, {
    ...registrationIn(3),
    emergencyAttendances: [{ date: '2025-11-14', reason: 'Fall' }],
  });
  tale.inHealth(mother, registrationIn(1));
  tale.inHealth(foster, registrationIn(3));
  tale.involve('health', [inHealth], {
    service: 'Looked-after children nursing',
    from: '2025-12-01',
    lastInteraction: '2026-09-30',
    team: 'Looked-After Children Health Team',
    role: 'Specialist Nurse',
  });

  const pupil = tale.inEducation(child, {
    schoolUrn: school.urn,
    ncYearActual: '8',
    enrolStatus: 'C',
    entryDate: '2026-01-06',
    attendance: [
      { yearStart: 2026, possible: 72, authorised: 2, unauthorised: 0 },
      { yearStart: 2025, possible: 252, authorised: 14, unauthorised: 3 },
    ],
    senProvision: 'E',
    senTypes: ['SEMH'],
    ehcPlanIssued: '2024-03-18',
    fsmEligible: true,
    pupilPremium: true,
  });
  tale.family(
    'education',
    [
      {
        ref: tale.inEducation(foster, {}, { dateOfBirth: undefined }),
        relationship: 'Foster carer',
        parentalResponsibility: false,
      },
    ],
    [pupil],
  );
  tale.involve('education', [pupil], {
    service: 'School',
    from: '2026-01-06',
    team: school.name,
    worker: school.safeguardingLead,
  });

  const worker = workerIn('socialWorker', area, 1);
  const motherInCare = tale.inSocialCare(mother);
  const fosterInCare = tale.inSocialCare(foster);
  // SSDA903 keeps two postcodes. The placement's is never handed on, so the record carries the home one.
  const inCare = tale.inSocialCare(
    child,
    {
      referrals: [{ date: '2025-06-03', source: '6', primaryNeed: 'N1', nfa: false }],
      assessments: [{ start: '2025-06-05', authorised: '2025-07-11', factors: ['2B', '16A', '17A'] }],
      plans: [
        { kind: 'CARE_PLAN', start: '2025-11-20', reviews: ['2025-12-16', '2026-03-10', '2026-09-08'] },
        {
          kind: 'CP_PLAN',
          start: '2025-07-24',
          end: '2025-11-20',
          initialCategory: 'NEG',
          latestCategory: 'NEG',
          previousCpp: 1,
          reviews: ['2025-10-16'],
        },
      ],
      keyWorker: worker,
    },
    { motherRef: motherInCare, address: mothersHome },
  );
  const group = tale.family(
    'socialCare',
    [
      { ref: motherInCare, relationship: 'Mother', parentalResponsibility: true },
      { ref: fosterInCare, relationship: 'Foster carer', parentalResponsibility: false },
    ],
    [inCare],
    '2025-11-20',
  );
  tale.need({
    group,
    needHistory: [
      { code: 'COMPLEX', from: '2025-06-05', until: '2025-07-24' },
      { code: 'ACUTE', from: '2025-07-24' },
    ],
    leadProfessional: worker,
  });
  tale.involve('socialCare', [inCare], {
    service: 'Looked-after children',
    from: '2025-11-20',
    lastInteraction: '2026-10-19',
    worker,
  });

  const officer = workerIn('housingOfficer', area, 1);
  const tenancy = tale.tenancy({
    address: mothersHome,
    start: '2016-02-08',
    housingOfficer: officer,
    weeksOfRentOwed: 12,
  });
  const tenant = tale.inHousing(mother, { group: tenancy, personTenureType: 'Tenant', isResponsible: true });
  tale.livesIn(tenancy, tenant, '2016-02-08');
  // Nobody told the landlord that she left.
  const listed = tale.inHousing(
    child,
    { group: tenancy, personTenureType: 'HouseholdMember', isResponsible: false },
    { address: mothersHome },
  );
  tale.livesIn(tenancy, listed, '2016-02-08', 'Child', tenant);
  return tale.finish();
}
