/** The clinical resources to the fields that `schema/agencies/health.graphql` names. Nothing entered in error is kept. */
import type { HeldWorker } from '@family-view/kit';
import {
  ASQ_3_MONTHS,
  BREASTFEEDING,
  BREASTFEEDING_STATUSES,
  type BreastfeedingStatus,
  DEVELOPMENT_DOMAINS,
  type DevelopmentDomain,
  EXTENSIONS,
  GESTATION,
  MANDATED_CONTACT_KINDS,
  type MandatedContactKind,
  SYSTEMS,
} from './codes';
import { codeIn, dayOf, type Faults, idIn, newestFirst, wordsOf } from './elements';
import type { Appointment, CareTeam, Encounter, Immunization, Observation } from './fhir';
import { type Practitioners, readWorker } from './practitioner';

export interface MandatedContact {
  readonly kind: MandatedContactKind | null;
  readonly dueDate: string | null;
  readonly date: string | null;
  readonly outcome: string | null;
  readonly setting: string | null;
  readonly practitioner: HeldWorker | null;
}

/**
 * FHIR has no outcome for a visit: the UK Core extension says it, else the status does. Who cancelled is not told by a
 * cancelled encounter: it was missed only where its appointment says that nobody came.
 */
const OUTCOMES: Readonly<Record<string, string>> = {
  planned: 'Offered',
  finished: 'Completed',
  cancelled: 'Cancelled',
};

export function readMandatedContacts(
  encounters: readonly Encounter[],
  appointments: readonly Appointment[],
  practitioners: Practitioners,
  faults: Faults,
): readonly MandatedContact[] {
  const contacts = encounters.map((encounter) => {
    const booked = (encounter.appointment ?? []).map((reference) => idIn(reference, 'Appointment'));
    const appointment = appointments.find(({ id }) => booked.includes(id));
    const seenBy = encounter.participant?.[0]?.individual;
    return {
      kind: mandatedKindOf(encounter),
      dueDate: dayOf(appointment?.start, 'Appointment.start', faults),
      date: dayOf(encounter.period?.start, 'Encounter.period.start', faults),
      outcome: outcomeOf(encounter, appointment),
      setting: encounter.location?.[0]?.location?.display ?? null,
      practitioner: readWorker(seenBy, practitioners, undefined),
    };
  });
  return [...contacts].sort((one, other) =>
    (one.dueDate ?? one.date ?? '').localeCompare(other.dueDate ?? other.date ?? ''),
  );
}

export const mandatedKindOf = (encounter: Encounter): MandatedContactKind | null => {
  const codes = (encounter.type ?? []).map((type) => codeIn(type, SYSTEMS.mandatedContact));
  return MANDATED_CONTACT_KINDS.find((kind) => codes.includes(kind)) ?? null;
};
export const outcomeOf = (encounter: Encounter, appointment: Appointment | undefined): string | null => {
  const told = encounter.extension?.find(({ url }) => url === EXTENSIONS.outcomeOfAttendance)?.valueCodeableConcept;
  const missed = encounter.status === 'cancelled' && appointment?.status === 'noshow' ? 'Missed' : null;
  return wordsOf(told) ?? missed ?? OUTCOMES[encounter.status ?? ''] ?? null;
};

/** FHIR R4, encounter-status, and what R5 calls the last two: somebody came. Planned, cancelled or not known, nobody may have. */
const ATTENDED = ['arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'discharged', 'completed'];
const tookPlace =
  (faults: Faults) =>
  ({ status }: Encounter): boolean => {
    if (ATTENDED.includes(status ?? '')) return true;
    if (status !== 'cancelled' && status !== 'planned')
      faults.push({ field: 'Encounter.status', fault: 'not known whether anybody came' });
    return false;
  };

export const readEmergencyAttendances = (encounters: readonly Encounter[], faults: Faults) =>
  newestFirst(
    encounters.filter(tookPlace(faults)).map(({ period, reasonCode }) => ({
      date: dayOf(period?.start, 'Encounter.period.start', faults),
      reason: wordsOf(reasonCode?.[0]),
    })),
  );

export const readImmunisations = (immunizations: readonly Immunization[], faults: Faults) =>
  immunizations
    .map(({ vaccineCode, occurrenceDateTime, status, statusReason, notGiven, wasNotGiven }) => ({
      vaccineCode: vaccineCode?.coding?.[0]?.code ?? null,
      vaccine: wordsOf(vaccineCode),
      occurrenceDate: dayOf(occurrenceDateTime, 'Immunization.occurrenceDateTime', faults),
      status: notGiven || wasNotGiven ? 'not-done' : (status ?? null),
      statusReason: wordsOf(statusReason),
    }))
    .sort((one, other) => (one.occurrenceDate ?? '').localeCompare(other.occurrenceDate ?? ''));

/** Appointments not attended, but for those that were mandated contacts, which are told as such. */
export const readMissedAppointments = (appointments: readonly Appointment[], faults: Faults) =>
  newestFirst(
    appointments
      .filter(
        ({ status, serviceType }) =>
          status === 'noshow' && !serviceType?.some((type) => codeIn(type, SYSTEMS.mandatedContact)),
      )
      .map(({ start, participant, cancelationReason, reasonCode }) => ({
        date: dayOf(start, 'Appointment.start', faults),
        setting:
          participant
            ?.map(({ actor }) => actor)
            .find((actor) => actor?.reference?.startsWith('Location/') || actor?.type === 'Location')?.display ?? null,
        reason: wordsOf(cancelationReason) ?? wordsOf(reasonCode?.[0]),
      })),
  );

export type DevelopmentReview = {
  readonly date: string | null;
  readonly ageInMonths: number | null;
  readonly outcome: string | null;
} & Readonly<Record<DevelopmentDomain, number | null>>;

/** ASQ-3 gives each domain 0 to 60. A score outside is a fault, and not shown. */
export const readDevelopmentReviews = (
  observations: readonly Observation[],
  faults: Faults,
): readonly DevelopmentReview[] =>
  newestFirst(
    observations.map((review) => {
      const whole = (code: string): number | null => {
        const part = review.component?.find((one) => codeIn(one.code, SYSTEMS.development) === code);
        const value = part?.valueInteger ?? part?.valueQuantity?.value;
        return value === undefined || !Number.isInteger(value) || value < 0 ? null : value;
      };
      const score = (domain: DevelopmentDomain): number | null => {
        const value = whole(DEVELOPMENT_DOMAINS[domain]);
        if (value === null || value <= 60) return value;
        faults.push({ field: `Observation.component.${DEVELOPMENT_DOMAINS[domain]}`, fault: 'more than 60' });
        return null;
      };
      return {
        date: dayOf(review.effectiveDateTime, 'Observation.effectiveDateTime', faults),
        ageInMonths: whole(ASQ_3_MONTHS.code),
        communication: score('communication'),
        grossMotor: score('grossMotor'),
        fineMotor: score('fineMotor'),
        problemSolving: score('problemSolving'),
        personalSocial: score('personalSocial'),
        outcome: wordsOf(review.interpretation?.[0]),
      };
    }),
  );

/** The newest status on record: the one at 6 to 8 weeks, as a rule. */
export function readBreastfeeding(observations: readonly Observation[], faults: Faults): BreastfeedingStatus | null {
  const dated = observations.map((one) => ({
    one,
    date: dayOf(one.effectiveDateTime, 'Observation.effectiveDateTime', faults),
  }));
  const newest = newestFirst(dated)[0];
  if (newest === undefined) return null;
  const code = codeIn(newest.one.valueCodeableConcept, BREASTFEEDING.system);
  const status = BREASTFEEDING_STATUSES.find((known) => known === code);
  if (status === undefined)
    faults.push({ field: 'Observation.valueCodeableConcept', fault: 'a breastfeeding status not known' });
  return status ?? null;
}

export interface Maternity {
  readonly bookingDate: string | null;
  readonly dueDate: string | null;
  readonly gestationAtBookingWeeks: number | null;
  readonly midwiferyTeam: string | null;
  readonly midwife: HeldWorker | null;
}

/** The pregnancy now, or the last one: the due date observed on the mother's own record. */
export function readMaternity(
  observations: readonly Observation[],
  practitioners: Practitioners,
  teams: readonly CareTeam[],
  faults: Faults,
): Maternity | null {
  const dated = observations.map((one) => ({
    one,
    date: dayOf(one.valueDateTime, 'Observation.valueDateTime', faults),
  }));
  // A due date without a booking is one that only a placeholder record gave.
  const booked = dated.filter(({ one }) => one.effectiveDateTime !== undefined);
  const last = newestFirst(booked.length > 0 ? booked : dated)[0];
  if (last === undefined) return null;
  const midwife = last.one.performer?.find(
    (performer) => idIn(performer, 'Practitioner') !== null || performer.type === 'Practitioner',
  );
  const teamIds = (last.one.performer ?? []).map((performer) => idIn(performer, 'CareTeam'));
  const team = teams.find(({ id }) => teamIds.includes(id));
  const weeks = last.one.component?.find((one) => codeIn(one.code, GESTATION.system) === GESTATION.code)?.valueQuantity
    ?.value;
  return {
    bookingDate: dayOf(last.one.effectiveDateTime, 'Observation.effectiveDateTime', faults),
    dueDate: last.date,
    gestationAtBookingWeeks: weeks === undefined ? null : Math.floor(weeks),
    midwiferyTeam: team?.name ?? null,
    midwife: readWorker(midwife, practitioners, team),
  };
}
