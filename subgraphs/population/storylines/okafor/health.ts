import { immunisationsOf } from '../../content/immunisations';
import { mandatedContactsOf } from '../../content/mandated-contacts';
import { registrationIn } from '../../holdings/health';
import { PERSONAS } from '../../workers';
import type { Tale } from '../tale';
import type { Cast } from './cast';

const visitor = PERSONAS.healthLead;

export function tellHealth(tale: Tale, cast: Cast): void {
  const { today } = tale.draft;
  const registration = registrationIn(1, visitor);
  const mother = tale.inHealth(cast.mother, registrationIn(1));
  const father = tale.inHealth(cast.father, registrationIn(0));
  const oldest = tale.inHealth(
    cast.oldest,
    {
      ...registrationIn(1),
      immunisations: immunisationsOf('2017-03-22', today, () => ({ daysLate: 6 })),
      mandatedContacts: mandatedContactsOf('2017-03-22', today, undefined, () => ({
        outcome: 'Completed',
        daysLate: 4,
      })),
    },
    { motherRef: mother },
  );
  const toddler = tale.inHealth(
    cast.toddler,
    {
      ...registration,
      mandatedContacts: mandatedContactsOf('2024-04-30', today, visitor, (kind) =>
        kind === 'TWO_TO_TWO_AND_A_HALF_YEARS' ? { outcome: 'Missed' } : { outcome: 'Completed', daysLate: 5 },
      ),
      developmentReviews: [
        {
          date: '2025-05-05',
          ageInMonths: 12,
          scores: { communication: 25, grossMotor: 45, fineMotor: 40, problemSolving: 35, personalSocial: 40 },
          outcome: 'Communication below expected level: review at two years',
        },
      ],
      immunisations: immunisationsOf('2024-04-30', today, (code) => (code === 'MMR-1' ? undefined : { daysLate: 12 })),
      missedAppointments: [{ date: '2026-09-15', setting: 'Speech and language therapy', reason: 'Was not brought' }],
      emergencyAttendances: [{ date: '2026-02-03', reason: 'Burn or scald' }],
      breastfeedingStatus: 'NOT_AT_ALL',
    },
    { motherRef: mother },
  );
  const baby = tale.inHealth(
    cast.baby,
    {
      ...registration,
      mandatedContacts: mandatedContactsOf('2026-07-09', today, visitor, () => ({ outcome: 'Completed', daysLate: 1 })),
      immunisations: immunisationsOf('2026-07-09', today, (code) =>
        code.endsWith('-1') ? { daysLate: 3 } : undefined,
      ),
      emergencyAttendances: [{ date: '2026-10-11', reason: 'Fever' }],
      breastfeedingStatus: 'PARTIALLY',
    },
    { motherRef: mother },
  );
  tale.family(
    'health',
    [
      { ref: mother, relationship: 'Mother', parentalResponsibility: true },
      { ref: father, relationship: 'Father' },
    ],
    [oldest, toddler, baby],
  );
  tale.involve('health', [toddler], {
    service: 'Health visiting',
    from: '2024-05-14',
    lastInteraction: '2026-08-11',
    worker: visitor,
  });
  tale.involve('health', [baby], {
    service: 'Health visiting',
    from: '2026-07-23',
    lastInteraction: '2026-09-04',
    worker: visitor,
  });
  tale.involve('health', [mother], {
    service: 'Health visiting',
    from: '2024-03-05',
    lastInteraction: '2026-09-04',
    worker: visitor,
  });
  tale.involve('health', [oldest], {
    service: 'Health visiting',
    from: '2017-04-05',
    to: '2022-03-22',
    worker: visitor,
  });
  tale.involve('health', [oldest], {
    service: 'School nursing',
    from: '2022-03-22',
    team: 'Thornwick School Nursing Team',
    role: 'School Nurse',
  });
}
