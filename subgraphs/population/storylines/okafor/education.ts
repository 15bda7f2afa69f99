import { PERSONAS } from '../../workers';
import type { Tale } from '../tale';
import type { Cast } from './cast';

export function tellEducation(tale: Tale, cast: Cast): void {
  const oldest = tale.inEducation(cast.oldest, {
    schoolUrn: cast.school.urn,
    ncYearActual: '5',
    enrolStatus: 'C',
    entryDate: '2021-09-02',
    attendance: [
      { yearStart: 2026, possible: 72, authorised: 6, unauthorised: 13 },
      { yearStart: 2025, possible: 380, authorised: 19, unauthorised: 27 },
      { yearStart: 2024, possible: 380, authorised: 12, unauthorised: 6 },
    ],
    exclusions: [{ category: 'SUSP', reason: 'Persistent disruptive behaviour', startDate: '2026-06-15', sessions: 4 }],
    senProvision: 'K',
    senTypes: ['SEMH'],
    fsmEligible: true,
    fsmFrom: '2022-01-10',
    pupilPremium: true,
  });
  const toddler = tale.inEducation(cast.toddler, {
    entryDate: '2026-09-07',
    earlyYears: {
      fundedHours: 15,
      extendedHours: 0,
      fundingBasis: 'ECO',
      settingName: 'Thornwick Primary School Nursery',
    },
  });
  const mother = tale.inEducation(cast.mother);
  // No date of birth: the school never had to ask him for it.
  const father = tale.inEducation(cast.father, {}, { dateOfBirth: undefined });
  tale.family(
    'education',
    [
      { ref: mother, relationship: 'Mother', parentalResponsibility: true },
      { ref: father, relationship: 'Father', parentalResponsibility: true },
    ],
    [oldest, toddler],
  );
  tale.involve('education', [oldest], {
    service: 'School',
    from: '2021-09-02',
    lastInteraction: '2026-10-20',
    team: cast.school.name,
    worker: PERSONAS.schoolLead,
  });
  tale.involve('education', [toddler], {
    service: 'Early years entitlement',
    from: '2026-09-07',
    team: 'Thornwick Primary School Nursery',
  });
}
