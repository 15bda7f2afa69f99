/** Reads services, workers and the clinical record from the FHIR server, for many people at once. */
import type { FhirClient } from './fhir-client';
import { ASQ_3, BREASTFEEDING, DUE_DATE, MANDATED_CONTACT_KINDS, SYSTEMS, token } from './format/codes';
import { byPerson, type Faults, idIn } from './format/elements';
import { KINDS, type Kind, type Reference } from './format/fhir';
import type { CareSources } from './format/involvements';
import { type Practitioners, practitionerIds } from './format/practitioner';
import { openValues, type Read } from './format/read-leniently';
import {
  readBreastfeeding,
  readDevelopmentReviews,
  readEmergencyAttendances,
  readImmunisations,
  readMandatedContacts,
  readMaternity,
  readMissedAppointments,
} from './format/record';
import { practiceCodes, readRegistration } from './format/registration';

type OfSomebody = { readonly patient?: Reference; readonly subject?: Reference };
export const MANDATED_CONTACTS = MANDATED_CONTACT_KINDS.map((code) => token({ system: SYSTEMS.mandatedContact, code }));

/** Who a resource is about. A resource about somebody not asked for is left where it is. */
const about = (resource: OfSomebody): string | null => idIn(resource.subject ?? resource.patient, 'Patient');

async function load<T extends OfSomebody>(client: FhirClient, kind: Kind<T>, refs: readonly string[], more = {}) {
  const { resources } = await client.searchFor(kind, 'patient', refs, more);
  return byPerson(resources, ({ value }) => about(value));
}

export async function readPractitioners(
  client: FhirClient,
  references: readonly (Reference | undefined)[],
): Promise<Practitioners> {
  const ids = practitionerIds(references);
  const [people, posts] = await Promise.all([
    client.searchFor(KINDS.Practitioner, '_id', ids),
    client.searchFor(KINDS.PractitionerRole, 'practitioner', ids),
  ]);
  const postOf = byPerson(posts.resources, ({ value }) => idIn(value.practitioner, 'Practitioner'));
  return new Map(
    openValues(people.resources).map((value) => [
      value.id,
      { practitioner: value, post: openValues(postOf(value.id))[0] },
    ]),
  );
}

const faultsOf = (...reads: readonly (readonly Read<unknown>[])[]): Faults =>
  reads.flat().flatMap(({ faults }) => faults);

/** Everything about the services that work with each person. */
export async function readCare(client: FhirClient, refs: readonly string[]): Promise<readonly CareSources[]> {
  const [episodes, teams, encounters] = await Promise.all([
    client.searchFor(KINDS.EpisodeOfCare, 'patient', refs),
    client.searchFor(KINDS.CareTeam, 'patient', refs),
    load(client, KINDS.Encounter, refs, { status: 'finished' }),
  ]);
  const practitioners = await readPractitioners(client, [
    ...episodes.resources.map(({ value }) => value.careManager),
    ...teams.resources.flatMap(({ value }) => value.participant ?? []).map(({ member }) => member),
  ]);
  const episodesOf = byPerson(episodes.resources, ({ value }) => about(value));
  const teamsOf = byPerson(teams.resources, ({ value }) => about(value));
  return refs.map((ref) => ({
    ref,
    episodes: openValues(episodesOf(ref)),
    teams: openValues(teamsOf(ref)),
    encounters: openValues(encounters(ref)),
    practitioners,
    asOf: episodes.asOf,
    faults: faultsOf(episodesOf(ref), teamsOf(ref)),
  }));
}

export async function readRegistrations(client: FhirClient, refs: readonly string[], today: string) {
  const [patients, teams] = await Promise.all([
    client.searchFor(KINDS.Patient, '_id', refs),
    load(client, KINDS.CareTeam, refs),
  ]);
  const [practices, practitioners] = await Promise.all([
    client.searchFor(
      KINDS.Organization,
      'identifier',
      practiceCodes(openValues(patients.resources)).map((code) => token({ system: SYSTEMS.ods, code })),
    ),
    readPractitioners(client, [
      ...patients.resources.flatMap(({ value }) => value.generalPractitioner ?? []),
      ...refs.flatMap((ref) => openValues(teams(ref))).flatMap(({ participant }) => participant?.[0]?.member),
    ]),
  ]);
  return refs.map((ref) => {
    const patient = patients.resources.find(({ value }) => value.id === ref);
    const value =
      patient &&
      readRegistration(patient.value, openValues(practices.resources), openValues(teams(ref)), practitioners, today);
    return { value: value ?? null, faults: faultsOf(teams(ref)) };
  });
}

export async function readMandated(client: FhirClient, refs: readonly string[]) {
  const [encounters, appointments] = await Promise.all([
    load(client, KINDS.Encounter, refs, { type: MANDATED_CONTACTS }),
    loadAppointments(client, refs, { 'service-type': MANDATED_CONTACTS }),
  ]);
  const seenBy = refs.flatMap((ref) => openValues(encounters(ref))).flatMap(({ participant }) => participant ?? []);
  const practitioners = await readPractitioners(
    client,
    seenBy.map(({ individual }) => individual),
  );
  return refs.map((ref) => {
    const faults = faultsOf(encounters(ref), appointments(ref));
    return {
      value: readMandatedContacts(openValues(encounters(ref)), openValues(appointments(ref)), practitioners, faults),
      faults,
    };
  });
}

async function loadAppointments(client: FhirClient, refs: readonly string[], more = {}) {
  const { resources } = await client.searchFor(KINDS.Appointment, 'patient', refs, more);
  return byPerson(
    resources,
    ({ value }) => value.participant?.map(({ actor }) => idIn(actor, 'Patient')).find((ref) => ref !== null) ?? null,
  );
}

export async function readEmergencies(client: FhirClient, refs: readonly string[]) {
  const encounters = await load(client, KINDS.Encounter, refs, {
    class: token({ system: SYSTEMS.actCode, code: 'EMER' }),
  });
  return eachPerson(refs, encounters, readEmergencyAttendances);
}

export async function readVaccinations(client: FhirClient, refs: readonly string[]) {
  return eachPerson(refs, await load(client, KINDS.Immunization, refs), readImmunisations);
}

export async function readMissed(client: FhirClient, refs: readonly string[]) {
  return eachPerson(refs, await loadAppointments(client, refs, { status: 'noshow' }), readMissedAppointments);
}

export async function readDevelopment(client: FhirClient, refs: readonly string[]) {
  return eachPerson(refs, await load(client, KINDS.Observation, refs, { code: token(ASQ_3) }), readDevelopmentReviews);
}

export async function readFeeding(client: FhirClient, refs: readonly string[]) {
  return eachPerson(
    refs,
    await load(client, KINDS.Observation, refs, { code: token(BREASTFEEDING) }),
    readBreastfeeding,
  );
}

export async function readPregnancies(client: FhirClient, refs: readonly string[]) {
  const [observations, teams] = await Promise.all([
    load(client, KINDS.Observation, refs, { code: token(DUE_DATE) }),
    load(client, KINDS.CareTeam, refs),
  ]);
  const performers = refs.flatMap((ref) => openValues(observations(ref))).flatMap(({ performer }) => performer ?? []);
  const practitioners = await readPractitioners(client, performers);
  return eachPerson(refs, observations, (found, faults, ref) =>
    readMaternity(found, practitioners, openValues(teams(ref)), faults),
  );
}

/** One part of the record for each person, with the faults found in it. */
const eachPerson = <T, R>(
  refs: readonly string[],
  found: (ref: string) => readonly Read<T>[],
  read: (found: readonly T[], faults: Faults, ref: string) => R,
) =>
  refs.map((ref) => {
    const faults = faultsOf(found(ref));
    return { value: read(openValues(found(ref)), faults, ref), faults };
  });
