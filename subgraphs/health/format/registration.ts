/** Patient.generalPractitioner, Organization and the health-visiting CareTeam to the registration. */
import type { HeldWorker } from '@family-view/kit';
import { HEALTH_VISITING, SYSTEMS } from './codes';
import { idIn, inForce, telecomOf, wordsOf } from './elements';
import type { CareTeam, Organization, Patient } from './fhir';
import { type Practitioners, readWorker } from './practitioner';

export interface HealthRegistration {
  readonly registeredGpName: string | null;
  readonly registeredGpSurgery: string | null;
  readonly gpPracticeOds: string | null;
  readonly gpTelephone: string | null;
  readonly healthVisitingTeam: string | null;
  readonly healthVisitor: HeldWorker | null;
}

/** ODS codes that a patient's practice is named by, for the look-up of its name and telephone. */
export const practiceCodes = (patients: readonly Patient[]): readonly string[] =>
  patients.flatMap((patient) => practiceOf(patient, '')?.identifier?.value ?? []);

/** PDS keeps former practices with an ended period: `today` empty takes any. */
const practiceOf = (patient: Patient, today: string) =>
  patient.generalPractitioner?.find(
    ({ identifier }) => identifier?.system === SYSTEMS.ods && (today === '' || inForce(identifier.period, today)),
  );

/** Null where the person is registered with neither a practice nor a health-visiting team. */
export function readRegistration(
  patient: Patient,
  practices: readonly Organization[],
  teams: readonly CareTeam[],
  practitioners: Practitioners,
  today: string,
): HealthRegistration | null {
  const practice = practiceOf(patient, today);
  const ods = practice?.identifier?.value ?? null;
  const surgery = practices.find(({ identifier }) =>
    identifier?.some(({ system, value }) => system === SYSTEMS.ods && value === ods),
  );
  const doctor = patient.generalPractitioner?.find(
    (one) => one.type === 'Practitioner' || idIn(one, 'Practitioner') !== null,
  );
  const team = teams.find(
    (one) =>
      one.status !== 'inactive' &&
      one.category?.some((category) => wordsOf(category) === HEALTH_VISITING) &&
      inForce(one.period, today),
  );
  if (practice === undefined && doctor === undefined && team === undefined) return null;
  return {
    registeredGpName: readWorker(doctor, practitioners, undefined)?.name ?? null,
    registeredGpSurgery: surgery?.name ?? practice?.display ?? null,
    gpPracticeOds: ods,
    gpTelephone: telecomOf(surgery?.telecom, 'phone'),
    healthVisitingTeam: team?.name ?? null,
    healthVisitor: readWorker(team?.participant?.[0]?.member, practitioners, team),
  };
}
