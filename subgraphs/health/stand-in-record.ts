/** The borough's clinical records, as the child health system holds them, in FHIR. */
import type { HealthContent } from '@family-view/population';
import {
  ASQ_3,
  ASQ_3_MONTHS,
  BREASTFEEDING,
  DEVELOPMENT_DOMAINS,
  EXTENSIONS,
  GESTATION,
  HEALTH_VISITING,
  SYSTEMS,
} from './format/codes';
import {
  ambulatory,
  careTeam,
  dueDate,
  emergency,
  encounter,
  on,
  patientOf,
  practitionerOf,
  tokens,
} from './stand-in-resources';
import type { Stored } from './stand-in-server';

const VACCINES = 'https://family-view.example/fhir/CodeSystem/vaccine';

export function writeContent(ref: string, content: HealthContent): readonly Stored[] {
  const { healthVisitingTeam, maternity, breastfeedingStatus } = content;
  return [
    ...(healthVisitingTeam
      ? [careTeam(`${ref}-hv`, ref, healthVisitingTeam, HEALTH_VISITING, content.healthVisitor)]
      : []),
    ...content.mandatedContacts.flatMap((contact, place) =>
      writeMandatedContact(`${ref}-mc-${place + 1}`, ref, contact),
    ),
    ...content.emergencyAttendances.map(({ date, reason }, place) =>
      encounter(`${ref}-ed-${place + 1}`, ref, 'finished', {
        class: emergency,
        period: { start: date },
        ...(reason && { reasonCode: [{ text: reason }] }),
      }),
    ),
    ...content.missedAppointments.map(({ date, setting, reason }, place) =>
      appointment(`${ref}-dna-${place + 1}`, ref, 'noshow', date, {
        location: setting,
        ...(reason && { cancelationReason: { text: reason } }),
      }),
    ),
    ...content.immunisations.map((dose, place) => immunization(`${ref}-imm-${place + 1}`, ref, dose)),
    ...content.developmentReviews.map((review, place) => developmentReview(`${ref}-asq-${place + 1}`, ref, review)),
    ...(breastfeedingStatus
      ? [
          observation(`${ref}-bf`, ref, BREASTFEEDING, {
            valueCodeableConcept: { coding: [{ system: BREASTFEEDING.system, code: breastfeedingStatus }] },
          }),
        ]
      : []),
    ...(maternity ? writeMaternity(ref, maternity) : []),
  ];
}

const STATUSES = {
  Completed: ['finished', 'fulfilled'],
  Offered: ['planned', 'booked'],
  Declined: ['cancelled', 'cancelled'],
  'Not at home': ['cancelled', 'noshow'],
  Missed: ['cancelled', 'noshow'],
} as const;

/** A contact is an Encounter, taken place or not; the Appointment it names says when it was due. */
function writeMandatedContact(
  id: string,
  ref: string,
  contact: HealthContent['mandatedContacts'][number],
): readonly Stored[] {
  const { kind, dueDate: due, date, outcome, setting, practitioner } = contact;
  const coding = { system: SYSTEMS.mandatedContact, code: kind };
  const [visited, booked] = STATUSES[outcome];
  return [
    encounter(
      id,
      ref,
      visited,
      {
        class: ambulatory,
        type: [{ coding: [coding] }],
        appointment: [{ reference: `Appointment/${id}-due` }],
        extension: [{ url: EXTENSIONS.outcomeOfAttendance, valueCodeableConcept: { text: outcome } }],
        ...(date && { period: { start: date } }),
        ...(setting && { location: [{ location: { display: setting } }] }),
        ...(practitioner && { participant: [{ individual: practitionerOf(practitioner) }] }),
      },
      tokens(coding.system, coding.code),
    ),
    appointment(
      `${id}-due`,
      ref,
      booked,
      due,
      { serviceType: [{ coding: [coding] }] },
      tokens(coding.system, coding.code),
    ),
  ];
}

const appointment = (
  id: string,
  ref: string,
  status: string,
  start: string,
  { location, ...more }: { readonly location?: string; readonly [element: string]: unknown },
  serviceType: readonly string[] = [],
): Stored => ({
  resource: {
    resourceType: 'Appointment',
    id,
    status,
    start: `${start}T09:00:00+00:00`,
    participant: [
      { actor: patientOf(ref), status: 'accepted' },
      ...(location ? [{ actor: { type: 'Location', display: location }, status: 'accepted' }] : []),
    ],
    ...more,
  },
  found: { patient: on('Patient', ref), status: [status], date: [start], 'service-type': serviceType },
});

const immunization = (id: string, ref: string, dose: HealthContent['immunisations'][number]): Stored => ({
  resource: {
    resourceType: 'Immunization',
    id,
    status: dose.status,
    vaccineCode: { coding: [{ system: VACCINES, code: dose.code, display: dose.vaccine }] },
    patient: patientOf(ref),
    occurrenceDateTime: dose.date,
    ...(dose.statusReason && { statusReason: { text: dose.statusReason } }),
  },
  found: { patient: on('Patient', ref), status: [dose.status] },
});

const observation = (
  id: string,
  ref: string,
  code: { readonly system: string; readonly code: string },
  more: object,
): Stored => ({
  resource: {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [code] },
    subject: patientOf(ref),
    ...more,
  },
  found: { patient: on('Patient', ref), code: tokens(code.system, code.code) },
});

const scored = (code: string, value: number) => ({
  code: { coding: [{ system: SYSTEMS.development, code }] },
  valueInteger: value,
});

const developmentReview = (id: string, ref: string, review: HealthContent['developmentReviews'][number]): Stored =>
  observation(id, ref, ASQ_3, {
    effectiveDateTime: review.date,
    interpretation: [{ text: review.outcome }],
    component: [
      scored(ASQ_3_MONTHS.code, review.ageInMonths),
      ...Object.entries(DEVELOPMENT_DOMAINS).flatMap(([domain, code]) => {
        const score = Object.entries(review.scores).find(([name]) => name === domain)?.[1];
        return score === undefined ? [] : [scored(code, score)];
      }),
    ],
  });

/** The booking: a due date with the day it was made, the weeks gone by then, and who looks after the mother. */
function writeMaternity(ref: string, maternity: NonNullable<HealthContent['maternity']>): readonly Stored[] {
  const team = `${ref}-maternity-team`;
  return [
    careTeam(team, ref, maternity.team, 'Maternity', maternity.midwife),
    dueDate(`${ref}-booking`, ref, maternity.dueDate, {
      effectiveDateTime: maternity.bookingDate,
      performer: [...(maternity.midwife ? [practitionerOf(maternity.midwife)] : []), { reference: `CareTeam/${team}` }],
      component: [
        { code: { coding: [GESTATION] }, valueQuantity: { value: maternity.gestationAtBookingWeeks, unit: 'wk' } },
      ],
    }),
  ];
}
