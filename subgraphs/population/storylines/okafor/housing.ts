import { PERSONAS } from '../../workers';
import type { Tale } from '../tale';
import type { Cast } from './cast';

export function tellHousing(tale: Tale, cast: Cast): void {
  const start = '2021-06-14';
  const worker = PERSONAS.housingOfficer;
  const group = tale.tenancy({
    address: cast.home,
    start,
    housingOfficer: worker,
    weeksOfRentOwed: 9,
    notices: [{ type: 'Notice of seeking possession', served: '2026-10-05', expiry: '2027-10-04' }],
    alerts: [
      {
        ref: 'AL-2207',
        type: 'Property',
        description: "Damp and mould reported in the children's bedroom",
        start: '2026-01-19',
      },
    ],
  });
  const member = { group, personTenureType: 'HouseholdMember' as const, isResponsible: false };
  const mother = tale.inHousing(cast.mother, { group, personTenureType: 'Tenant', isResponsible: true });
  const partner = tale.inHousing(cast.partner, member);
  const oldest = tale.inHousing(cast.oldest, member);
  const toddler = tale.inHousing(cast.toddler, member);
  const baby = tale.inHousing(cast.baby, member);
  tale.livesIn(group, mother, start);
  tale.livesIn(group, partner, '2025-08-18', 'Partner', mother);
  tale.livesIn(group, oldest, start, 'Child', mother);
  tale.livesIn(group, toddler, '2024-04-30', 'Child', mother);
  tale.livesIn(group, baby, '2026-07-09', 'Child', mother);
  const tenancy = { service: 'Tenancy', lastInteraction: '2026-10-05', worker };
  tale.involve('housing', [mother, oldest], { ...tenancy, from: start });
  tale.involve('housing', [toddler], { ...tenancy, from: '2024-04-30' });
  tale.involve('housing', [baby], { ...tenancy, from: '2026-07-09' });
}
