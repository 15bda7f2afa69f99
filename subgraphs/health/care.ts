/** Reads services, workers and the clinical record from the FHIR server, for many people at once. */
import type { FhirReading } from './fhir-reading';
import { ASQ_3, BREASTFEEDING, DUE_DATE, MANDATED_CONTACT_KINDS, SYSTEMS, token } from './format/codes';
import { byPerson, type Faults, idIn, idsIn } from './format/elements';
import { KINDS, type Kind, type Reference } from './format/fhir';
import type { CareSources } from './format/involvements';
import type { Practitioners } from './format/practitioner';
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
import { generalPractitioners, memberOf, practiceCodes, readContained, readRegistration } from './format/registration';

type OfSomebody = { readonly patient?: Reference; readonly subject?: Reference };
export const MANDATED_CONTACTS = MANDATED_CONTACT_KINDS.map((code) => token({ system: SYSTEMS.mandatedContact, code }));

/** Who a resource is about. A resource about somebody not asked for is left where it is. */
const about = (resource: OfSomebody): string | null => idIn(resource.subject ?? resource.patient, 'Patient');

async function load<T extends OfSomebody>(fhir: FhirReading, kind: Kind<T>, refs: readonly string[], more = {}) {
  const { resources } = await fhir.searchFor(kind, 'patient', refs, more);
  return byPerson(resources, ({ value }) => about(value));
}

export async function readPractitioners(
  fhir: FhirReading,
  references: readonly (Reference | undefined)[],
): Promise<Practitioners> {
  const ids = idsIn(references, 'Practitioner');
  const [people, posts] = await Promise.all([
    fhir.searchFor(KINDS.Practitioner, '_id', ids),
    fhir.searchFor(KINDS.PractitionerRole, 'practitioner', ids),
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
export async function readCare(fhir: FhirReading, refs: readonly string[]): Promise<readonly CareSources[]> {
  const [episodes, teams, encounters] = await Promise.all([
    fhir.searchFor(KINDS.EpisodeOfCare, 'patient', refs),
    fhir.searchFor(KINDS.CareTeam, 'patient', refs),
    load(fhir, KINDS.Encounter, refs, { status: 'finished' }),
  ]);
  const practitioners = await readPractitioners(fhir, [
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

export async function readRegistrations(fhir: FhirReading, refs: readonly string[], today: string) {
  const [patients, teams] = await Promise.all([
    fhir.searchFor(KINDS.Patient, '_id', refs),
    load(fhir, KINDS.CareTeam, refs),
  ]);
  const open = openValues(patients.resources).filter(({ id }) => refs.includes(id));
  const named = generalPractitioners(open);
  const members = refs.flatMap((ref) => openValues(teams(ref))).flatMap((team) => memberOf(team, today));
  const [coded, organizations, posts, workers] = await Promise.all([
    fhir.searchFor(
      KINDS.Organization,
      'identifier',
      practiceCodes(open).map((code) => token({ system: SYSTEMS.ods, code })),
    ),
    fhir.searchFor(KINDS.Organization, '_id', idsIn(named, 'Organization')),
    fhir.searchFor(KINDS.PractitionerRole, '_id', idsIn(named, 'PractitionerRole')),
    readPractitioners(fhir, [...named, ...members]),
  ]);
  const roles = openValues(posts.resources);
  const [employers, holders] = await Promise.all([
    fhir.searchFor(
      KINDS.Organization,
      '_id',
      idsIn(
        roles.map(({ organization }) => organization),
        'Organization',
      ),
    ),
    readPractitioners(
      fhir,
      roles.map(({ practitioner }) => practitioner),
    ),
  ]);
  const practices = {
    organizations: openValues([...coded.resources, ...organizations.resources, ...employers.resources]),
    roles,
  };
  const practitioners = new Map([...workers, ...holders]);
  return refs.map((ref) => {
    const patient = patients.resources.find(({ value }) => value.id === ref);
    if (patient === undefined) return { value: null, faults: faultsOf(teams(ref)) };
    const within = readContained(patient.value);
    const value = readRegistration(
      within.patient,
      { organizations: [...practices.organizations, ...within.organizations], roles: [...roles, ...within.roles] },
      openValues(teams(ref)),
      new Map([...practitioners, ...within.practitioners]),
      today,
    );
    return { value, faults: faultsOf(teams(ref)) };
  });
}

export async function readMandated(fhir: FhirReading, refs: readonly string[]) {
  const [encounters, appointments] = await Promise.all([
    load(fhir, KINDS.Encounter, refs, { type: MANDATED_CONTACTS }),
    loadAppointments(fhir, refs),
  ]);
  const seenBy = refs.flatMap((ref) => openValues(encounters(ref))).flatMap(({ participant }) => participant ?? []);
  const practitioners = await readPractitioners(
    fhir,
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

/** All of them, in one search for both that look at them. */
async function loadAppointments(fhir: FhirReading, refs: readonly string[]) {
  const { resources } = await fhir.searchFor(KINDS.Appointment, 'patient', refs);
  // A mother and her child may be asked to one appointment, in either order.
  const invited = resources.flatMap((read) =>
    [...new Set(read.value.participant?.map(({ actor }) => idIn(actor, 'Patient')))].map((ref) => ({ read, ref })),
  );
  const of = byPerson(invited, ({ ref }) => ref);
  return (ref: string) => of(ref).map(({ read }) => read);
}

export async function readEmergencies(fhir: FhirReading, refs: readonly string[]) {
  const encounters = await load(fhir, KINDS.Encounter, refs, {
    class: token({ system: SYSTEMS.actCode, code: 'EMER' }),
  });
  return eachPerson(refs, encounters, readEmergencyAttendances);
}

export async function readVaccinations(fhir: FhirReading, refs: readonly string[]) {
  return eachPerson(refs, await load(fhir, KINDS.Immunization, refs), readImmunisations);
}

export async function readMissed(fhir: FhirReading, refs: readonly string[]) {
  return eachPerson(refs, await loadAppointments(fhir, refs), readMissedAppointments);
}

const OBSERVATIONS = [ASQ_3, BREASTFEEDING, DUE_DATE];

/** Those of one code, out of one search for every code that is looked at. */
async function loadObservations(
  fhir: FhirReading,
  refs: readonly string[],
  { system, code }: (typeof OBSERVATIONS)[number],
) {
  const all = await load(fhir, KINDS.Observation, refs, { code: OBSERVATIONS.map(token) });
  return (ref: string) =>
    all(ref).filter(({ value }) => value.code?.coding?.some((one) => one.system === system && one.code === code));
}

export async function readDevelopment(fhir: FhirReading, refs: readonly string[]) {
  return eachPerson(refs, await loadObservations(fhir, refs, ASQ_3), readDevelopmentReviews);
}

export async function readFeeding(fhir: FhirReading, refs: readonly string[]) {
  return eachPerson(refs, await loadObservations(fhir, refs, BREASTFEEDING), readBreastfeeding);
}

export async function readPregnancies(fhir: FhirReading, refs: readonly string[]) {
  const [observations, teams] = await Promise.all([
    loadObservations(fhir, refs, DUE_DATE),
    load(fhir, KINDS.CareTeam, refs),
  ]);
  const performers = refs.flatMap((ref) => openValues(observations(ref))).flatMap(({ performer }) => performer ?? []);
  const practitioners = await readPractitioners(fhir, performers);
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
