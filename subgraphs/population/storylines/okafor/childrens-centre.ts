import { addDays } from '../../dates';
import type { CentreContent } from '../../model';
import { PERSONAS } from '../../workers';
import type { Tale } from '../tale';
import type { Cast } from './cast';

const CENTRE = '990102';
const STAY_AND_PLAY = `SES-${CENTRE}-1`;

/** Wednesdays from May: there each week, then every other, then not at all. */
const attendances: CentreContent['attendances'] = Array.from({ length: 24 }, (_, week) => ({
  sessionId: STAY_AND_PLAY,
  date: addDays('2026-05-06', week * 7),
  attended: week < 10 || (week < 18 && week % 2 === 0),
}));

const REGISTRATION: CentreContent = {
  registrationId: 'REG2104',
  centreUrn: CENTRE,
  registeredDate: '2017-06-21',
  consentToShare: 'Y',
  consentDate: '2025-04-02',
  attendances: [],
  familySupport: { opened: '2025-04-02', worker: PERSONAS.familySupportLead, reason: 'Routines and sleep; debt' },
  referrals: [
    {
      date: '2025-03-20',
      status: 'ACCEPTED',
      fromAgency: 'health',
      reason: 'Isolation, two small children, money worries',
    },
  ],
};

export function tellCentre(tale: Tale, cast: Cast): void {
  const mother = tale.inCentre(cast.mother, REGISTRATION);
  const oldest = tale.inCentre(cast.oldest, { ...REGISTRATION, leftDate: '2022-03-22', referrals: [] });
  const toddler = tale.inCentre(cast.toddler, { ...REGISTRATION, attendances });
  const baby = tale.inCentre(cast.baby, {
    ...REGISTRATION,
    registeredDate: '2026-08-05',
    attendances: attendances.filter(({ date }) => date > '2026-08-05'),
  });
  tale.family('childrensCentre', [{ ref: mother, relationship: 'Mother' }], [oldest, toddler, baby], '2017-06-21');
  const centre = { service: "Children's centre", lastInteraction: '2026-09-02' };
  tale.involve('childrensCentre', [mother, toddler], { ...centre, from: '2024-05-29', worker: PERSONAS.headOfCentre });
  tale.involve('childrensCentre', [baby], { ...centre, from: '2026-08-05', worker: PERSONAS.headOfCentre });
  tale.involve('childrensCentre', [oldest], {
    service: "Children's centre",
    from: '2017-06-21',
    to: '2022-03-22',
    worker: PERSONAS.headOfCentre,
  });
  const support = { service: 'Family support', lastInteraction: '2026-10-14', worker: PERSONAS.familySupportLead };
  tale.involve('childrensCentre', [mother, toddler], { ...support, from: '2025-04-02' });
  tale.involve('childrensCentre', [baby], { ...support, from: '2026-08-05' });
}
