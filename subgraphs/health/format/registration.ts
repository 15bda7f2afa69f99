/** Patient.generalPractitioner, Organization and the health-visiting CareTeam to the registration. */
import type { HeldWorker } from '@family-view/kit';
import { HEALTH_VISITING, SYSTEMS } from './codes';
import { idIn, inForce, telecomOf, wordsOf } from './elements';
import type { CareTeam, Organization, Patient, PractitionerRole, Reference } from './fhir';
import { type Practitioners, readWorker } from './practitioner';

export interface HealthRegistration {
  readonly registeredGpName: string | null;
  readonly registeredGpSurgery: string | null;
  readonly gpPracticeOds: string | null;
  readonly gpTelephone: string | null;
  readonly healthVisitingTeam: string | null;
  readonly healthVisitor: HeldWorker | null;
}

/** What a patient's general practitioner may be named by; each is looked up. */
export interface Practices {
  readonly organizations: readonly Organization[];
  readonly roles: readonly PractitionerRole[];
}

/** ODS codes that these patients' practices are named by. */
export const practiceCodes = (patients: readonly Patient[]): readonly string[] =>
  generalPractitioners(patients).flatMap(({ identifier }) =>
    identifier?.system === SYSTEMS.ods ? (identifier.value ?? []) : [],
  );

/** References to whoever these patients are registered with: Organization, Practitioner or PractitionerRole (FHIR R4, Patient). */
export const generalPractitioners = (patients: readonly Patient[]): readonly Reference[] =>
  patients.flatMap(({ generalPractitioner }) => generalPractitioner ?? []);

/** Null where the person is registered with neither a practice nor a health-visiting team. */
export function readRegistration(
  patient: Patient,
  { organizations, roles }: Practices,
  teams: readonly CareTeam[],
  practitioners: Practitioners,
  today: string,
): HealthRegistration | null {
  // PDS keeps former practices, with an ended period.
  const current = generalPractitioners([patient]).filter(({ identifier }) => inForce(identifier?.period, today));
  const role = roles.find(({ id }) => current.some((one) => idIn(one, 'PractitionerRole') === id));
  const coded = current.find(({ identifier }) => identifier?.system === SYSTEMS.ods);
  const named = current.find((one) => idIn(one, 'Organization') !== null) ?? role?.organization;
  const practice = coded ?? named;
  const surgery =
    organizations.find((one) => coded !== undefined && odsOf(one) === coded.identifier?.value) ??
    organizations.find(({ id }) => id !== '' && id === idIn(named, 'Organization'));
  const doctor =
    current.find((one) => one.type === 'Practitioner' || idIn(one, 'Practitioner') !== null) ?? role?.practitioner;
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
    gpPracticeOds: coded?.identifier?.value ?? (surgery === undefined ? null : odsOf(surgery)),
    gpTelephone: telecomOf(surgery?.telecom, 'phone'),
    healthVisitingTeam: team?.name ?? null,
    healthVisitor: readWorker(team?.participant?.[0]?.member, practitioners, team),
  };
}

const odsOf = ({ identifier }: Organization): string | null =>
  identifier?.find(({ system }) => system === SYSTEMS.ods)?.value ?? null;
