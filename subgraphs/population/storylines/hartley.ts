import { immunisationsOf } from '../content/immunisations';
import { mandatedContactsOf } from '../content/mandated-contacts';
import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Storyline } from '../model';
import { schoolIn } from '../places';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

/** UNIVERSAL: everything done when due, and no agency with a reason to ask. */
export function tellHartley(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'hartley',
    name: 'The Hartley family',
    need: 'UNIVERSAL',
    areaId: 'hollinfold',
    summary:
      'Two parents, a girl at school and a boy of three; every contact and dose on time; no social care, no council tenancy.',
  });
  const { area } = tale;
  const { today } = draft;
  const address = storyHome(10, '27 Beacon Gardens', 'Hollinfold', 'ZB4 1ZP');
  const common = { familyName: 'Hartley', address };
  const mother = tale.person('mother', {
    ...common,
    kind: 'carer',
    givenName: 'Joanna',
    formerNames: ['Lumb'],
    dateOfBirth: '1988-02-17',
    sex: 'F',
    nhsNumber: draft.newNhsNumber(),
  });
  const father = tale.person('father', {
    ...common,
    kind: 'carer',
    givenName: 'Simon',
    dateOfBirth: '1987-07-30',
    sex: 'M',
    nhsNumber: draft.newNhsNumber(),
  });
  const school = schoolIn(area, 'primary', 1);
  const child = { ...common, kind: 'child' as const, mother: mother.id, father: father.id };
  const emily = tale.person('child', {
    ...child,
    givenName: 'Emily',
    dateOfBirth: '2019-10-08',
    sex: 'F',
    nhsNumber: draft.newNhsNumber(),
    upn: draft.newUpn(school.laEstab, 2024),
  });
  const ben = tale.person('younger', {
    ...child,
    givenName: 'Benjamin',
    dateOfBirth: '2023-06-19',
    sex: 'M',
    nhsNumber: draft.newNhsNumber(),
  });

  const visitor = workerIn('healthVisitor', area, 1);
  const inHealth = [emily, ben].map((person) => {
    const born = person.dateOfBirth as string;
    return tale.inHealth(person, {
      ...registrationIn(3, person === ben ? visitor : undefined),
      mandatedContacts: mandatedContactsOf(born, today, visitor, () => ({ outcome: 'Completed', daysLate: 2 })),
      immunisations: immunisationsOf(born, today, () => ({ daysLate: 1 })),
      ...(person === ben && { breastfeedingStatus: 'TOTALLY' as const }),
    });
  });
  const motherInHealth = tale.inHealth(mother, registrationIn(3));
  const fatherInHealth = tale.inHealth(father, registrationIn(3));
  tale.family(
    'health',
    [
      { ref: motherInHealth, relationship: 'Mother', parentalResponsibility: true },
      { ref: fatherInHealth, relationship: 'Father' },
    ],
    inHealth,
  );
  tale.involve('health', inHealth.slice(1), {
    service: 'Health visiting',
    from: '2023-07-03',
    lastInteraction: '2025-09-23',
    worker: visitor,
  });

  const pupil = tale.inEducation(emily, {
    schoolUrn: school.urn,
    ncYearActual: '2',
    enrolStatus: 'C',
    entryDate: '2024-09-03',
    attendance: [
      { yearStart: 2026, possible: 72, authorised: 1, unauthorised: 0 },
      { yearStart: 2025, possible: 380, authorised: 8, unauthorised: 0 },
    ],
    senProvision: 'N',
    fsmEligible: false,
    pupilPremium: false,
  });
  const nursery = tale.inEducation(ben, {
    earlyYears: { fundedHours: 15, extendedHours: 15, settingName: `${school.name} Nursery` },
  });
  const contacts = [mother, father].map((person) => tale.inEducation(person, {}, { dateOfBirth: undefined }));
  tale.family(
    'education',
    [
      { ref: contacts[0] as string, relationship: 'Mother', parentalResponsibility: true },
      { ref: contacts[1] as string, relationship: 'Father', parentalResponsibility: true },
    ],
    [pupil, nursery],
  );
  tale.involve('education', [pupil], {
    service: 'School',
    from: '2024-09-03',
    team: school.name,
    worker: school.safeguardingLead,
  });

  const registration = {
    registrationId: 'REG2230',
    centreUrn: '990104',
    registeredDate: '2023-09-01',
    consentToShare: 'Y' as const,
    consentDate: '2023-09-01',
    attendances: [],
    referrals: [],
  };
  const inCentre = tale.inCentre(ben, {
    ...registration,
    attendances: [{ sessionId: 'SES-990104-2', date: '2023-09-12', attended: true }],
  });
  tale.family('childrensCentre', [{ ref: tale.inCentre(mother, registration), relationship: 'Mother' }], [inCentre]);
  tale.involve('childrensCentre', [inCentre], {
    service: "Children's centre",
    from: '2023-09-01',
    lastInteraction: '2023-09-12',
    team: "Hollinfold Children's Centre",
  });
  return tale.finish();
}
