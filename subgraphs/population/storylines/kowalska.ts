import { mandatedContactsOf } from '../content/mandated-contacts';
import type { Draft } from '../draft';
import { registrationIn } from '../holdings/health';
import type { Storyline } from '../model';
import { workerIn } from '../workers';
import { storyHome, Tale } from './tale';

const DUE = '2027-01-18';

/** COMPLEX: an unborn child, known through the mother and by the day the birth is expected. */
export function tellKowalska(draft: Draft): Storyline {
  const tale = new Tale(draft, {
    key: 'kowalska',
    name: 'The Kowalska family',
    need: 'COMPLEX',
    areaId: 'aldermere',
    summary:
      'A first child expected on 18 January 2027: booked by the midwife, a pre-birth assessment open at social care. No name, no number, no date of birth.',
  });
  const { area } = tale;
  const address = storyHome(30, '61 Canal Terrace', 'Aldermere', 'ZB1 3ZJ');
  const mother = tale.carer('mother', {
    givenName: 'Anna',
    familyName: 'Kowalska',
    dateOfBirth: '2001-08-25',
    sex: 'F',
    address,
    ethnicity: 'WOTH',
    firstLanguage: 'POL',
  });
  const unborn = tale.child(
    'unborn',
    {
      givenName: '',
      familyName: 'Kowalska',
      sex: 'U',
      lifeState: 'UNBORN',
      expectedDateOfBirth: DUE,
      address,
      mother: mother.id,
      ethnicity: undefined,
      firstLanguage: undefined,
    },
    { laChild: true },
  );

  const midwife = workerIn('midwife', area, 1);
  const visitor = workerIn('healthVisitor', area, 1);
  const inHealth = tale.inHealth(mother, {
    ...registrationIn(0),
    maternity: { bookingDate: '2026-06-22', dueDate: DUE, gestationAtBookingWeeks: 10, team: midwife.team, midwife },
    missedAppointments: [{ date: '2026-09-09', setting: 'Antenatal clinic', reason: 'Did not attend' }],
  });
  const unbornInHealth = tale.inHealth(
    unborn,
    { mandatedContacts: mandatedContactsOf(DUE, draft.today, visitor, () => ({ outcome: 'Offered' })) },
    { motherRef: inHealth },
  );
  tale.family('health', [{ ref: inHealth, relationship: 'Mother', parentalResponsibility: true }], [unbornInHealth]);
  tale.involve('health', [inHealth, unbornInHealth], {
    service: 'Midwifery',
    from: '2026-06-22',
    lastInteraction: '2026-10-21',
    worker: midwife,
  });

  const worker = workerIn('socialWorker', area, 1);
  const inCare = tale.inSocialCare(mother);
  const unbornInCare = tale.inSocialCare(
    unborn,
    {
      referrals: [{ date: '2026-09-28', source: '3D', primaryNeed: 'N1', nfa: false }],
      assessments: [{ start: '2026-10-05', factors: ['2B', '3B'] }],
      keyWorker: worker,
    },
    { motherRef: inCare },
  );
  const group = tale.family(
    'socialCare',
    [{ ref: inCare, relationship: 'Mother', parentalResponsibility: true }],
    [unbornInCare],
    '2026-09-28',
  );
  tale.need({ group, needHistory: [{ code: 'COMPLEX', from: '2026-10-05' }] });
  tale.involve('socialCare', [unbornInCare], {
    service: 'Social work',
    from: '2026-10-05',
    lastInteraction: '2026-10-23',
    worker,
  });

  const officer = workerIn('housingOfficer', area, 1);
  const tenancy = tale.tenancy({
    address,
    start: '2026-03-02',
    housingOfficer: officer,
    tenureTypeCode: 'INT',
    tenureTypeDescription: 'Introductory',
    weeksOfRentOwed: 4,
  });
  const tenant = tale.inHousing(mother, { group: tenancy, personTenureType: 'Tenant', isResponsible: true });
  tale.livesIn(tenancy, tenant, '2026-03-02');
  tale.involve('housing', [tenant], { service: 'Tenancy', from: '2026-03-02', worker: officer });

  const inCentre = tale.inCentre(mother, {
    registrationId: 'REG2608',
    centreUrn: '990101',
    registeredDate: '2026-08-19',
    consentToShare: 'Y',
    consentDate: '2026-08-19',
    attendances: [],
    referrals: [{ date: '2026-08-12', status: 'OPENED', fromAgency: 'health', reason: 'Antenatal group' }],
  });
  tale.family('childrensCentre', [{ ref: inCentre, relationship: 'Mother' }], []);
  tale.involve('childrensCentre', [inCentre], {
    service: "Children's centre",
    from: '2026-08-19',
    team: "Aldermere Children's Centre",
  });
  return tale.finish();
}
