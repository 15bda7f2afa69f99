/** Patient.generalPractitioner, Organization and the health-visiting CareTeam to the registration. */
import type { HeldWorker } from '@family-view/kit';
import { z } from 'zod';
import { HEALTH_VISITING, SYSTEMS } from './codes';
import { idIn, inForce, telecomOf, wordsOf } from './elements';
import {
  type CareTeam,
  KINDS,
  type Kind,
  type Organization,
  type Patient,
  type PractitionerRole,
  type Reference,
} from './fhir';
import { type Practitioners, readWorker } from './practitioner';
import { openValues } from './read-leniently';
import { readResource } from './read-resource';

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

const part = z.looseObject({ resourceType: z.string(), id: z.string() });

/**
 * A patient with the practices and people that stand within the record itself (FHIR R4, references, contained resources),
 * by ids that begin with `#`: they are this record's alone, and no server is asked for them.
 */
export function readContained(patient: Patient): Practices & {
  readonly patient: Patient;
  readonly practitioners: Practitioners;
} {
  const parts = (patient.contained ?? []).flatMap((one) => part.safeParse(one).data ?? []);
  const types = new Map(parts.map(({ id, resourceType }) => [`#${id}`, resourceType]));
  const typed = <T>(value: T): T =>
    types.size === 0
      ? value
      : JSON.parse(JSON.stringify(value), (_, one) => (isPlain(one) ? withType(one, types) : one));
  const within = <T>(kind: Kind<T>): readonly T[] =>
    openValues(
      parts
        .filter(({ resourceType }) => resourceType === kind.type)
        .flatMap((one) => readResource(kind, typed({ ...one, id: `#${one.id}` })) ?? []),
    );
  const roles = within(KINDS.PractitionerRole);
  return {
    patient: typed(patient),
    organizations: within(KINDS.Organization),
    roles,
    practitioners: new Map(
      within(KINDS.Practitioner).map((practitioner) => [
        practitioner.id,
        { practitioner, post: roles.find((role) => idIn(role.practitioner, 'Practitioner') === practitioner.id) },
      ]),
    ),
  };
}

const isPlain = (value: unknown): value is { readonly reference?: unknown } =>
  typeof value === 'object' && value !== null;
function withType(value: { readonly reference?: unknown }, types: ReadonlyMap<string, string>): unknown {
  const type = typeof value.reference === 'string' ? types.get(value.reference) : undefined;
  return type === undefined ? value : { ...value, reference: `${type}/${String(value.reference)}` };
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
      // FHIR R4, care-team-status: one that is only proposed does not take part yet.
      (one.status === undefined || one.status === 'active' || one.status === 'suspended') &&
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
    healthVisitor: readWorker(memberOf(team, today), practitioners, team),
  };
}

/** The first of the team who is in it today. */
export const memberOf = (team: CareTeam | undefined, today: string): Reference | undefined =>
  team?.participant?.find(({ period }) => inForce(period, today))?.member;

const odsOf = ({ identifier }: Organization): string | null =>
  identifier?.find(({ system }) => system === SYSTEMS.ods)?.value ?? null;
