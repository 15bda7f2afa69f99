import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Marker, Storyline } from '../model';
import { areaById, schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

const SHIELDED = { markers: ['SHIELDED'] as readonly Marker[] };

/** ACUTE: in a refuge. Where three agencies know it, nobody may learn it; where two do not, the old home must not betray it. */
export function tellAshdown(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'ashdown',
    name: 'The Ashdown family',
    need: 'ACUTE',
    areaId: 'aldermere',
    summary:
      'A mother and two children in a refuge since September 2026, shielded at housing, social care and health. School and centre still hold the home where the father lives.',
  });
  const { area } = tale;
  const refuge = storyHome(50, 'Rowan House', 'Aldermere', 'ZB1 4ZR');
  const oldHome = storyHome(51, '33 Saddler Way', 'Saltby', 'ZB3 3ZW');
  const common = { familyName: 'Ashdown', address: refuge, previousAddress: oldHome };
  const school = schoolIn(areaById('saltby'), 'primary', 2);
  const mother = tale.carer('mother', {
    ...common,
    givenName: 'Leanne',
    formerNames: ['Yeadon'],
    dateOfBirth: '1995-09-05',
    sex: 'F',
  });
  const father = tale.carer('father', {
    familyName: 'Ashdown',
    address: oldHome,
    givenName: 'Wayne',
    dateOfBirth: '1991-03-27',
    sex: 'M',
  });
  const mia = tale.child(
    'child',
    { ...common, givenName: 'Mia', dateOfBirth: '2019-11-28', sex: 'F', mother: mother.id, father: father.id },
    { school, started: 2024, laChild: true },
  );
  const alfie = tale.child(
    'younger',
    { ...common, givenName: 'Alfie', dateOfBirth: '2023-02-10', sex: 'M', mother: mother.id, father: father.id },
    { laChild: true },
  );

  const motherInHealth = tale.inHealth(mother, registrationIn(0), SHIELDED);
  const childrenInHealth = [mia, alfie].map((child) =>
    tale.inHealth(child, registrationIn(0), { ...SHIELDED, motherRef: motherInHealth }),
  );
  const fatherInHealth = tale.inHealth(father, registrationIn(2));
  tale.family(
    'health',
    [
      { ref: motherInHealth, relationship: 'Mother', parentalResponsibility: true },
      { ref: fatherInHealth, relationship: 'Father' },
    ],
    childrenInHealth,
  );
  tale.involve('health', childrenInHealth.slice(1), {
    service: 'Health visiting',
    from: '2023-02-24',
    lastInteraction: '2026-10-08',
    worker: workerIn('healthVisitor', area, 1),
  });

  // Nobody has told the school or the centre.
  const pupil = tale.inEducation(
    mia,
    {
      schoolUrn: school.urn,
      ncYearActual: '2',
      enrolStatus: 'C',
      entryDate: '2024-09-03',
      attendance: [{ yearStart: 2026, possible: 72, authorised: 0, unauthorised: 46 }],
      senProvision: 'N',
    },
    { address: oldHome },
  );
  const contacts = [
    tale.inEducation(mother, {}, { address: oldHome, dateOfBirth: undefined }),
    tale.inEducation(father, {}, { dateOfBirth: undefined }),
  ];
  tale.family(
    'education',
    [
      { ref: contacts[0] as string, relationship: 'Mother', parentalResponsibility: true },
      { ref: contacts[1] as string, relationship: 'Father', parentalResponsibility: true },
    ],
    [pupil],
  );
  tale.involve('education', [pupil], {
    service: 'School',
    from: '2024-09-03',
    team: school.name,
    worker: school.safeguardingLead,
  });
  const registration = {
    registrationId: 'REG2317',
    centreUrn: '990103',
    registeredDate: '2023-04-12',
    attendances: [{ sessionId: 'SES-990103-1', date: '2026-08-19', attended: true }],
    referrals: [],
  };
  const inCentre = tale.inCentre(alfie, registration, { address: oldHome });
  tale.family(
    'childrensCentre',
    [
      {
        ref: tale.inCentre(mother, { ...registration, attendances: [] }, { address: oldHome }),
        relationship: 'Mother',
      },
    ],
    [inCentre],
  );
  tale.involve('childrensCentre', [inCentre], {
    service: "Children's centre",
    from: '2023-04-12',
    lastInteraction: '2026-08-19',
    team: "Saltby Children's Centre",
  });

  const worker = workerIn('socialWorker', area, 1);
  const motherInCare = tale.inSocialCare(mother, {}, SHIELDED);
  const childrenInCare = [mia, alfie].map((child) =>
    tale.inSocialCare(
      child,
      {
        referrals: [{ date: '2026-09-03', source: '6', primaryNeed: 'N1', nfa: false }],
        assessments: [{ start: '2026-09-04', authorised: '2026-10-09', factors: ['3B', '17A'] }],
        plans: [
          {
            kind: 'CP_PLAN',
            start: '2026-09-24',
            initialCategory: 'EMO',
            latestCategory: 'EMO',
            previousCpp: 0,
            reviews: [],
          },
        ],
        keyWorker: worker,
      },
      { ...SHIELDED, motherRef: motherInCare },
    ),
  );
  const group = tale.family(
    'socialCare',
    [{ ref: motherInCare, relationship: 'Mother', parentalResponsibility: true }],
    childrenInCare,
    '2026-09-03',
  );
  tale.need({ group, needHistory: [{ code: 'ACUTE', from: '2026-09-03' }], leadProfessional: worker });
  tale.involve('socialCare', childrenInCare, {
    service: 'Social work',
    from: '2026-09-03',
    lastInteraction: '2026-10-29',
    worker,
  });

  const officer = workerIn('homelessness', area, 1);
  const tenancy = tale.tenancy({
    address: refuge,
    start: '2026-09-04',
    housingOfficer: officer,
    tenureTypeCode: 'THO',
    tenureTypeDescription: 'Temporary hostel',
    homelessness: [
      {
        caseId: 'HC-26-0904',
        assessmentDate: '2026-09-04',
        priorityNeed: true,
        status: 'Main duty accepted',
        temporaryAccommodation: 'Refuge',
      },
    ],
    temporaryAccommodation: { kind: 'Refuge', since: '2026-09-04' },
  });
  const tenant = tale.inHousing(
    mother,
    { group: tenancy, personTenureType: 'Occupant', isResponsible: true },
    SHIELDED,
  );
  tale.livesIn(tenancy, tenant, '2026-09-04');
  for (const child of [mia, alfie]) {
    tale.livesIn(
      tenancy,
      tale.inHousing(child, { group: tenancy, personTenureType: 'HouseholdMember', isResponsible: false }, SHIELDED),
      '2026-09-04',
      'Child',
      tenant,
    );
  }
  tale.involve('housing', [tenant], {
    service: 'Homelessness',
    from: '2026-09-04',
    lastInteraction: '2026-10-30',
    worker: officer,
  });
  return tale.finish();
}
