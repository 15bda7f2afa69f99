import { immunisationsOf } from '../content/immunisations';
import { swapDayAndMonth } from '../dates';
import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Storyline } from '../model';
import { schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

/** VULNERABLE: one family that five desks each wrote down in another wrong way. */
export function tellOConnor(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'oconnor',
    name: "The O'Connor family",
    need: 'VULNERABLE',
    areaId: 'thornwick',
    summary:
      "Catherine's birthday is swapped at school, her NHS number is the old one at social care, her name is Katherine OConnor to the landlord; her new brother is still Baby to health.",
  });
  const { area } = tale;
  const address = storyHome(100, '2 Heron Lane', 'Thornwick', 'ZB2 4ZH');
  const school = schoolIn(area, 'primary', 0);
  const mother = tale.carer('mother', {
    givenName: 'Bridget',
    familyName: "O'Connor",
    formerNames: ['Murgatroyd'],
    dateOfBirth: '1994-10-06',
    sex: 'F',
    address,
  });
  const child = { familyName: "O'Connor", address, mother: mother.id };
  const catherine = tale.child(
    'child',
    {
      ...child,
      givenName: 'Catherine',
      dateOfBirth: '2018-09-05',
      sex: 'F',
      supersededNhsNumber: draft.newNhsNumber(),
    },
    { school, started: 2023, laChild: true },
  );
  const patrick = tale.child(
    'baby',
    { ...child, givenName: 'Patrick', dateOfBirth: '2026-09-12', sex: 'M' },
    { laChild: true },
  );

  // The mother is still under her name before she married.
  const motherInHealth = tale.inHealth(mother, registrationIn(1), { familyName: 'Murgatroyd', formerNames: [] });
  const catherineInHealth = tale.inHealth(
    catherine,
    { ...registrationIn(1), immunisations: immunisationsOf('2018-09-05', draft.today, () => ({ daysLate: 20 })) },
    { motherRef: motherInHealth },
  );
  const visitor = workerIn('healthVisitor', area, 1);
  const baby = tale.inHealth(patrick, registrationIn(1, visitor), {
    givenName: 'Baby',
    familyName: 'Murgatroyd',
    motherRef: motherInHealth,
  });
  tale.family(
    'health',
    [{ ref: motherInHealth, relationship: 'Mother', parentalResponsibility: true }],
    [catherineInHealth, baby],
  );
  tale.involve('health', [baby], {
    service: 'Health visiting',
    from: '2026-09-26',
    lastInteraction: '2026-09-28',
    worker: visitor,
  });

  const pupil = tale.inEducation(
    catherine,
    {
      schoolUrn: school.urn,
      ncYearActual: '3',
      enrolStatus: 'C',
      entryDate: '2023-09-05',
      attendance: [
        { yearStart: 2026, possible: 72, authorised: 4, unauthorised: 5 },
        { yearStart: 2025, possible: 380, authorised: 20, unauthorised: 11 },
      ],
      senProvision: 'N',
    },
    { dateOfBirth: swapDayAndMonth('2018-09-05') },
  );
  tale.family(
    'education',
    [{ ref: tale.inEducation(mother), relationship: 'Mother', parentalResponsibility: true }],
    [pupil],
  );
  tale.involve('education', [pupil], {
    service: 'School',
    from: '2023-09-05',
    team: school.name,
    worker: school.safeguardingLead,
  });

  const worker = workerIn('earlyHelp', area, 1);
  const motherInCare = tale.inSocialCare(mother);
  const earlyHelp = {
    episodes: [{ start: '2026-06-01', reason: 'Parental mental health', organisation: worker.organisation }],
    caf: [],
    tafMeetings: [],
    steps: [],
  };
  const catherineInCare = tale.inSocialCare(
    catherine,
    { earlyHelp },
    { nhsNumber: catherine.supersededNhsNumber, motherRef: motherInCare, upn: undefined },
  );
  const patrickInCare = tale.inSocialCare(
    patrick,
    { earlyHelp },
    { dateOfBirth: '2026-09-13', motherRef: motherInCare, nhsNumber: undefined, nhsNumberStatus: undefined },
  );
  const group = tale.family(
    'socialCare',
    [{ ref: motherInCare, relationship: 'Mother', parentalResponsibility: true }],
    [catherineInCare, patrickInCare],
    '2026-06-01',
  );
  tale.need({ group, needHistory: [{ code: 'VULNERABLE', from: '2026-06-01' }], leadProfessional: worker });
  tale.involve('socialCare', [catherineInCare, patrickInCare], {
    service: 'Early help',
    from: '2026-06-01',
    lastInteraction: '2026-10-12',
    worker,
  });

  const officer = workerIn('housingOfficer', area, 1);
  const tenancy = tale.tenancy({ address, start: '2017-11-20', housingOfficer: officer });
  const tenant = tale.inHousing(
    mother,
    { group: tenancy, personTenureType: 'Tenant', isResponsible: true },
    { familyName: 'OConnor' },
  );
  tale.livesIn(tenancy, tenant, '2017-11-20');
  const listed = tale.inHousing(
    catherine,
    { group: tenancy, personTenureType: 'HouseholdMember', isResponsible: false },
    { givenName: 'Katherine', familyName: 'OConnor' },
  );
  tale.livesIn(tenancy, listed, '2018-09-05', 'Child', tenant);
  tale.involve('housing', [tenant], { service: 'Tenancy', from: '2017-11-20', worker: officer });

  const registration = {
    registrationId: 'REG2655',
    centreUrn: '990102',
    registeredDate: '2026-10-14',
    consentToShare: 'Y' as const,
    consentDate: '2026-10-14',
    attendances: [],
    referrals: [],
  };
  const inCentre = tale.inCentre(patrick, registration, { givenName: "O'Connor", familyName: 'Patrick' });
  tale.family('childrensCentre', [{ ref: tale.inCentre(mother, registration), relationship: 'Mother' }], [inCentre]);
  tale.involve('childrensCentre', [inCentre], {
    service: "Children's centre",
    from: '2026-10-14',
    team: "Thornwick Children's Centre",
  });
  return tale.finish();
}
