import { immunisationsOf } from '../content/immunisations';
import { mandatedContactsOf } from '../content/mandated-contacts';
import { addDays, addMonths, monthsBetween, yearsBetween } from '../dates';
import { DIRT } from '../dirt';
import type { Draft } from '../draft';
import type { FamilyAtHome } from '../families';
import type { HealthContent, IsoDate, TruePerson, Worker } from '../model';
import type { Chance } from '../random';
import { soil } from '../soil';
import { workerIn } from '../workers';
import { assertFamily } from './assert-family';
import { markersOf } from './hiding';
import { identityOf } from './identity';

/** Shares of what the child health system records. */
export const HEALTH_SHARES = {
  child: 0.985,
  mother: 0.97,
  father: 0.7,
  restricted: 0.003,
  contactCompleted: 0.86,
  contactRecorded: 0.95,
  doseGiven: 0.9,
  doseRefused: 0.02,
  emergency: 0.18,
  missedAppointment: 0.12,
} as const;

export const noHealthContent: HealthContent = {
  mandatedContacts: [],
  developmentReviews: [],
  immunisations: [],
  missedAppointments: [],
  emergencyAttendances: [],
};

const SURGERIES = [
  ['Dr S. Rahman', 'Loom Street Surgery', 'Z99001', '01632 960601'],
  ['Dr E. Whitfield', 'Harbour Medical Centre', 'Z99002', '01632 960602'],
  ['Dr K. Osei', 'Beacon Health Practice', 'Z99003', '01632 960603'],
  ['Dr M. Lacey', 'Moorside Surgery', 'Z99004', '01632 960604'],
] as const;

/** The practice of an area's people, and the team that visits its small children. */
export function registrationIn(choice: number, healthVisitor?: Worker): Partial<HealthContent> {
  const [gpName, gpSurgery, gpOds, gpTelephone] = SURGERIES[choice % SURGERIES.length] ?? SURGERIES[0];
  return {
    gpName,
    gpSurgery,
    gpOds,
    gpTelephone,
    healthVisitingTeam: healthVisitor?.team,
    healthVisitor,
  };
}

export function writeHealth(draft: Draft, home: FamilyAtHome, chance: Chance): void {
  if (home.onlyKnownTo !== undefined && home.onlyKnownTo !== 'health') return;
  const { health: ledger, today } = draft;
  const hold = (person: TruePerson, motherRef?: string): string => {
    const identity = { ...identityOf(person, 'health', ledger.newRef('H')), motherRef };
    const markers = markersOf(person, home, chance.happens(HEALTH_SHARES.restricted));
    const ref = ledger.hold({
      ...soil(identity, person, DIRT.health, chance, today, person.kind === 'child' ? home.mother : undefined),
      markers,
    });
    if (chance.happens(DIRT.health.duplicate)) {
      const second = ledger.newRef('H');
      ledger.hold({ ...soil({ ...identity, ref: second }, person, DIRT.health, chance, today), markers });
      ledger.content.set(second, noHealthContent);
    }
    return ref;
  };
  const visitor = workerIn('healthVisitor', home.area, Math.floor(home.index / 400) + 1);
  const practice = chance.whole(0, 3);
  const mother = chance.happens(HEALTH_SHARES.mother) ? hold(home.mother) : undefined;
  const father = home.father && chance.happens(HEALTH_SHARES.father) ? hold(home.father) : undefined;
  const expected = home.children.find((child) => child.lifeState === 'UNBORN');
  for (const adult of [mother, father]) {
    if (adult !== undefined)
      ledger.content.set(adult, {
        ...noHealthContent,
        ...registrationIn(practice),
        ...(adult === mother && expected && maternityOf(expected, home, ledger.employ.bind(ledger))),
      });
  }
  const children: string[] = [];
  for (const child of home.children) {
    // An unborn child is on the books through the mother's pregnancy, or not at all.
    if (child.lifeState === 'UNBORN' ? mother === undefined : !chance.happens(HEALTH_SHARES.child)) continue;
    const ref = hold(child, mother);
    children.push(ref);
    const small = monthsBetween(bornOf(child), today) < 60;
    ledger.content.set(ref, {
      ...registrationIn(practice, small ? ledger.employ(visitor) : undefined),
      ...childContent(child, today, chance, visitor),
    });
    writeInvolvement(draft, home, child, ref, visitor);
  }
  const carers = [
    ...(mother ? [{ ref: mother, relationship: 'Mother', parentalResponsibility: true }] : []),
    ...(father ? [{ ref: father, relationship: 'Father' }] : []),
  ];
  if (carers.length + children.length > 1) assertFamily(ledger, ledger.newRef('RP'), carers, children);
}

const bornOf = (child: TruePerson): IsoDate => child.dateOfBirth ?? (child.expectedDateOfBirth as IsoDate);

function maternityOf(
  child: TruePerson,
  home: FamilyAtHome,
  employ: (worker: Worker) => Worker,
): Pick<HealthContent, 'maternity'> {
  const dueDate = bornOf(child);
  const midwife = employ(workerIn('midwife', home.area, 1));
  return {
    maternity: {
      bookingDate: addDays(dueDate, -30 * 7),
      dueDate,
      gestationAtBookingWeeks: 10,
      team: midwife.team,
      midwife,
    },
  };
}

function childContent(child: TruePerson, today: IsoDate, chance: Chance, visitor: Worker): HealthContent {
  const born = bornOf(child);
  const age = monthsBetween(born, today);
  // What happened before a child was five is kept for ten years; the contacts of a teenager are archived.
  const mandatedContacts =
    age > 120
      ? []
      : mandatedContactsOf(born, today, visitor, () => {
          if (!chance.happens(HEALTH_SHARES.contactRecorded)) return undefined;
          if (chance.happens(HEALTH_SHARES.contactCompleted))
            return { outcome: 'Completed', daysLate: chance.whole(-3, 20) };
          return { outcome: chance.pick(['Declined', 'Not at home', 'Missed', 'Offered']) };
        });
  if (child.lifeState === 'UNBORN') return { ...noHealthContent, mandatedContacts };
  return {
    mandatedContacts,
    developmentReviews: mandatedContacts
      .filter(({ kind, date }) => date !== undefined && (kind === 'ONE_YEAR' || kind === 'TWO_TO_TWO_AND_A_HALF_YEARS'))
      .map(({ date }) => reviewOn(date as IsoDate, born, chance)),
    immunisations: immunisationsOf(born, today, () => {
      if (chance.happens(HEALTH_SHARES.doseGiven)) return { daysLate: chance.whole(0, 30) };
      return chance.happens(HEALTH_SHARES.doseRefused / (1 - HEALTH_SHARES.doseGiven))
        ? { notDone: 'Parent declined' }
        : undefined;
    }),
    missedAppointments: chance.happens(HEALTH_SHARES.missedAppointment)
      ? [
          {
            date: addDays(today, -chance.whole(10, 600)),
            setting: chance.pick(['Audiology', 'Speech and language therapy', 'Dental clinic', 'GP surgery']),
          },
        ].filter(({ date }) => date > born)
      : [],
    emergencyAttendances: chance.happens(HEALTH_SHARES.emergency)
      ? [
          {
            date: addDays(today, -chance.whole(5, 500)),
            reason: chance.pick(['Fever', 'Fall', 'Wheeze', 'Head injury, minor', 'Burn or scald']),
          },
        ].filter(({ date }) => date > born)
      : [],
    breastfeedingStatus:
      age < 24
        ? chance.weighted([
            ['TOTALLY', 0.35],
            ['PARTIALLY', 0.2],
            ['NOT_AT_ALL', 0.33],
            ['NOT_ASKED', 0.08],
            ['REFUSED', 0.04],
          ])
        : undefined,
  };
}

/** ASQ-3: five domains of 0 to 60 in steps of five; one below 30 is worth a second look. */
function reviewOn(date: IsoDate, born: IsoDate, chance: Chance): HealthContent['developmentReviews'][number] {
  const score = (): number => Math.min(60, 5 * chance.whole(5, 13));
  const scores = {
    communication: score(),
    grossMotor: score(),
    fineMotor: score(),
    problemSolving: score(),
    personalSocial: score(),
  };
  const low = Object.values(scores).some((value) => value < 30);
  return {
    date,
    ageInMonths: monthsBetween(born, date) < 18 ? 12 : 27,
    scores,
    outcome: low ? 'Below expected in one area: review again' : 'At or above expected level',
  };
}

function writeInvolvement(draft: Draft, home: FamilyAtHome, child: TruePerson, ref: string, visitor: Worker): void {
  const { health: ledger, today } = draft;
  const born = bornOf(child);
  if (child.lifeState === 'UNBORN') {
    const worker = workerIn('midwife', home.area, 1);
    ledger.involve({
      ref,
      service: 'Midwifery',
      team: worker.team,
      role: worker.role,
      from: addDays(born, -210),
      worker,
    });
  } else if (yearsBetween(born, today) < 5) {
    const last = ledger.content.get(ref)?.mandatedContacts.findLast(({ date }) => date !== undefined)?.date;
    ledger.involve({
      ref,
      service: 'Health visiting',
      team: visitor.team,
      role: visitor.role,
      from: addDays(born, 14) > today ? born : addDays(born, 14),
      lastInteraction: last && last >= born ? last : undefined,
      worker: visitor,
    });
  } else {
    const nurse = workerIn('schoolNurse', home.area, Math.floor(home.index / 1000) + 1);
    ledger.involve({
      ref,
      service: 'Health visiting',
      team: visitor.team,
      role: visitor.role,
      from: addDays(born, 14),
      to: addMonths(born, 60),
      worker: visitor,
    });
    ledger.involve({
      ref,
      service: 'School nursing',
      team: nurse.team,
      role: nurse.role,
      from: addMonths(born, 60),
      worker: nurse,
    });
  }
}
