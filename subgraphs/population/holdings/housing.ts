import { addDays, addMonths, latest, yearsBetween } from '../dates';
import { DIRT } from '../dirt';
import type { Draft } from '../draft';
import type { FamilyAtHome } from '../families';
import type { TenureContent, TruePerson } from '../model';
import type { Chance } from '../random';
import { soil } from '../soil';
import { workerIn } from '../workers';
import { markersOf } from './hiding';
import { identityOf } from './identity';

/** Shares of what the landlord records about the families who rent from it. */
export const HOUSING_SHARES = {
  childListed: 0.93,
  fatherListed: 0.8,
  arrears: { UNIVERSAL: 0.15, VULNERABLE: 0.4, COMPLEX: 0.5, ACUTE: 0.5 },
  notice: 0.3,
  homeless: { UNIVERSAL: 0.01, VULNERABLE: 0.08, COMPLEX: 0.1, ACUTE: 0.12 },
  alert: 0.02,
} as const;

export const LANDLORD = 'Aldermere Homes';

export function writeHousing(draft: Draft, home: FamilyAtHome, chance: Chance): void {
  if (!home.socialTenant || (home.onlyKnownTo !== undefined && home.onlyKnownTo !== 'housing')) return;
  const { housing: ledger, today } = draft;
  const group = ledger.newRef('TEN');
  const tenure = tenureOf(draft, home, group, chance);
  draft.tenures.push(tenure);
  const list = (person: TruePerson, personTenureType: 'Tenant' | 'HouseholdMember', relationship?: string): string => {
    const identity = identityOf(person, 'housing', ledger.newRef('HP'));
    const ref = ledger.hold({
      ...soil(identity, person, DIRT.housing, chance, today),
      sex: chance.happens(0.7) ? person.sex : 'U',
      markers: markersOf(person, home),
    });
    ledger.memberships.push({
      group,
      kind: 'HOUSEHOLD',
      ref,
      relationship,
      to: relationship && tenant,
      from: tenure.start,
    });
    ledger.content.set(ref, { group, personTenureType, isResponsible: personTenureType === 'Tenant' });
    if (chance.happens(DIRT.housing.duplicate)) {
      // Left over from an application: nobody's household, the same person.
      const second = ledger.newRef('HP');
      const again = soil({ ...identity, ref: second }, person, DIRT.housing, chance, today);
      ledger.hold({ ...again, markers: markersOf(person, home) });
    }
    return ref;
  };
  let tenant = '';
  tenant = list(home.mother, 'Tenant');
  const worker = ledger.employ(tenure.housingOfficer ?? workerIn('housingOfficer', home.area, 1));
  ledger.involve({
    ref: tenant,
    service: 'Tenancy',
    team: worker.team,
    role: worker.role,
    from: tenure.start,
    lastInteraction: addDays(today, -chance.whole(3, 300)),
    worker,
  });
  if (home.father && chance.happens(HOUSING_SHARES.fatherListed)) list(home.father, 'HouseholdMember', 'Partner');
  if (home.stepFather) list(home.stepFather, 'HouseholdMember', 'Partner');
  for (const child of home.children) {
    if (child.dateOfBirth === undefined || !chance.happens(HOUSING_SHARES.childListed)) continue;
    const ref = list(child, 'HouseholdMember', 'Child');
    const from = latest(child.dateOfBirth, tenure.start);
    ledger.involve({ ref, service: 'Tenancy', team: worker.team, role: worker.role, from, worker });
  }
}

function tenureOf(draft: Draft, home: FamilyAtHome, group: string, chance: Chance): TenureContent {
  const { housing: ledger, today } = draft;
  const { need } = home.family;
  const homeless = chance.happens(HOUSING_SHARES.homeless[need]);
  const inArrears = chance.happens(HOUSING_SHARES.arrears[need]);
  const weeksOfRentOwed = inArrears
    ? chance.weighted([
        [chance.whole(1, 3), 0.6],
        [chance.whole(4, 7), 0.28],
        [chance.whole(9, 20), 0.12],
      ])
    : 0;
  const start = homeless
    ? addDays(today, -chance.whole(20, 200))
    : addMonths(
        today,
        -chance.whole(6, 12 * Math.max(1, Math.min(12, yearsBetween(home.mother.dateOfBirth ?? today, today) - 18))),
      );
  const [tenureTypeCode, tenureTypeDescription] = homeless
    ? ['TBB', 'Temporary bed and breakfast']
    : chance.weighted([
        [['SEC', 'Secure'], 0.7],
        [['INT', 'Introductory'], 0.2],
        [['NON', 'Non-secure'], 0.1],
      ] as const);
  return {
    group,
    landlord: LANDLORD,
    address: home.home,
    tenureTypeCode,
    tenureTypeDescription,
    start,
    weeksOfRentOwed,
    paymentReference: ledger.newRef('19'),
    housingOfficer: workerIn(homeless ? 'homelessness' : 'housingOfficer', home.area, Math.floor(home.index / 500) + 1),
    notices:
      weeksOfRentOwed >= 8 && chance.happens(HOUSING_SHARES.notice)
        ? [
            {
              type: 'Notice of seeking possession',
              served: addDays(today, -chance.whole(5, 60)),
              expiry: addDays(today, chance.whole(10, 300)),
            },
          ]
        : [],
    homelessness: homeless
      ? [
          {
            caseId: ledger.newRef('HC'),
            assessmentDate: addDays(start, -10),
            priorityNeed: true,
            status: chance.pick(['Relief duty', 'Main duty accepted']),
            temporaryAccommodation: 'Bed and breakfast',
          },
        ]
      : [],
    ...(homeless && { temporaryAccommodation: { kind: 'Bed and breakfast', since: start } }),
    alerts: chance.happens(HOUSING_SHARES.alert)
      ? [
          {
            ref: ledger.newRef('AL'),
            type: 'Property',
            description: 'Two officers to visit',
            start: latest(start, addDays(today, -200)),
          },
        ]
      : [],
  };
}
