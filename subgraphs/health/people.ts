/** Reads people and their relations from the FHIR server. Every answer is held against what was asked for. */
import type { HeldGroup, HeldPerson } from '@family-view/kit';
import type { FhirClient } from './fhir-client';
import { DUE_DATE, SYSTEMS, token } from './format/codes';
import { type Faults, idIn } from './format/elements';
import { anchorOf, childrenAmong, groupFamilies, motherOf, type Relation, readRelation } from './format/family';
import { KINDS, type Patient, type RelatedPerson } from './format/fhir';
import { readPerson } from './format/person';
import type { Read } from './format/read-leniently';

export interface Reading {
  readonly client: FhirClient;
  /** ISO date. */
  readonly today: string;
  /** False for a server that keeps no due dates with a focus (PDS, GP systems): it is then not asked for them. */
  readonly holdsUnborn: boolean;
}

/** Makes whole people of Patients already found, with their protection flags, due dates and mothers. */
export async function readPeople(
  { client, today, holdsUnborn }: Reading,
  patients: readonly Read<Patient>[],
  asOf: string,
): Promise<readonly HeldPerson[]> {
  const refs = patients.map(({ value }) => value.id);
  const [flags, dueDates, relations] = await Promise.all([
    client.searchFor(KINDS.Flag, 'patient', refs),
    holdsUnborn
      ? client.searchFor(
          KINDS.Observation,
          'focus',
          refs.map((ref) => `Patient/${ref}`),
          { code: token(DUE_DATE) },
        )
      : { resources: [] },
    readRelationsAbout(client, patients, today),
  ]);
  return patients.map((patient) => {
    const ref = patient.value.id;
    const about = relations.filter(({ to }) => to === ref);
    return readPerson(
      {
        patient,
        flags: flags.resources.filter(({ value }) => idIn(value.subject, 'Patient') === ref),
        dueDates: dueDates.resources.filter(({ value }) =>
          value.focus?.some((focus) => idIn(focus, 'Patient') === ref),
        ),
        mother: motherOf(ref, about),
        unlinkedRelatives: about
          .filter((one) => one.ref === null)
          .map(({ relationship }) => relationship ?? 'relative'),
        asOf,
      },
      today,
    );
  });
}

/** What is asserted on these people's own records. */
async function readRelationsAbout(
  client: FhirClient,
  patients: readonly Read<Patient>[],
  today: string,
): Promise<readonly Relation[]> {
  const refs = patients.map(({ value }) => value.id);
  const { resources } = await client.searchFor(KINDS.RelatedPerson, 'patient', refs);
  const about = resources.map(({ value }) => value).filter((one) => refs.includes(subjectOf(one, patients) ?? ''));
  const [linked, numbered] = await Promise.all([
    client.searchFor(
      KINDS.Patient,
      'link',
      about.map(({ id }) => `RelatedPerson/${id}`),
    ),
    searchByNumber(client, KINDS.Patient, about.flatMap(numberOf)),
  ]);
  const known = [...linked.resources, ...numbered].map(({ value }) => value);
  return relationsOf(about, patients, today, (one) => {
    const byLink = known.find(({ link }) => link?.some(({ other }) => idIn(other, 'RelatedPerson') === one.id));
    return (byLink ?? known.find((patient) => sharesNumber(patient, one)))?.id ?? null;
  });
}

/** What is asserted of these people on the records of others: a mother's children, by her links or her NHS number. */
async function readRelationsNaming(
  client: FhirClient,
  patients: readonly Read<Patient>[],
  today: string,
): Promise<readonly Relation[]> {
  const people = patients.map(({ value }) => value);
  const links = people.flatMap(({ link }) => link ?? []).flatMap(({ other }) => idIn(other, 'RelatedPerson') ?? []);
  const [linked, numbered] = await Promise.all([
    client.searchFor(KINDS.RelatedPerson, '_id', links),
    searchByNumber(client, KINDS.RelatedPerson, people.flatMap(numberOf)),
  ]);
  const naming = [...linked.resources, ...numbered].map(({ value }) => value);
  return relationsOf(naming, patients, today, (one) => {
    const byLink = people.find(({ link }) => link?.some(({ other }) => idIn(other, 'RelatedPerson') === one.id));
    return (byLink ?? people.find((patient) => sharesNumber(patient, one)))?.id ?? null;
  }).filter(({ ref }) => ref !== null);
}

function relationsOf(
  found: readonly RelatedPerson[],
  patients: readonly Read<Patient>[],
  today: string,
  relativeOf: (one: RelatedPerson) => string | null,
): readonly Relation[] {
  const faults: Faults = [];
  return found.flatMap((one) => {
    const to = subjectOf(one, patients);
    return to === null ? [] : (readRelation(one, relativeOf(one), to, today, faults) ?? []);
  });
}

/** Whose record a RelatedPerson is on: by reference, or as PDS has it by NHS number alone. */
const subjectOf = (one: RelatedPerson, patients: readonly Read<Patient>[]): string | null => {
  const ref = idIn(one.patient, 'Patient');
  if (ref !== null || one.patient?.identifier?.system !== SYSTEMS.nhsNumber) return ref;
  return patients.find(({ value }) => numberOf(value).includes(one.patient?.identifier?.value ?? ''))?.value.id ?? null;
};

const numberOf = (one: Pick<Patient, 'identifier'>): readonly string[] =>
  (one.identifier ?? []).flatMap(({ system, use, value }) =>
    system === SYSTEMS.nhsNumber && use !== 'old' && value ? [value] : [],
  );

const sharesNumber = (patient: Patient, one: RelatedPerson): boolean =>
  numberOf(patient).some((number) => numberOf(one).includes(number));

async function searchByNumber<T>(
  client: FhirClient,
  kind: Parameters<typeof client.search<T>>[0],
  numbers: readonly string[],
) {
  if (numbers.length === 0) return [];
  const { resources } = await client.search(kind, {
    identifier: [...new Set(numbers)].map((value) => token({ system: SYSTEMS.nhsNumber, code: value })),
  });
  return resources;
}

/** The families of each of `refs`: found from the person to the children, their mothers, and the mothers' other children. */
export async function readGroups(
  { client, today }: Reading,
  refs: readonly string[],
): Promise<readonly (readonly HeldGroup[])[]> {
  const relations = new Map<string, Relation>();
  const known = (): readonly Relation[] => [...relations.values()];
  const done = new Set<string>();
  const widen = async (people: readonly string[]): Promise<void> => {
    const next = [...new Set(people)].filter((person) => !done.has(person));
    next.forEach((person) => void done.add(person));
    const { resources } = await client.searchFor(KINDS.Patient, '_id', next);
    const patients = resources.filter(({ value }) => next.includes(value.id));
    const found = await Promise.all([
      readRelationsAbout(client, patients, today),
      readRelationsNaming(client, patients, today),
    ]);
    for (const relation of found.flat()) relations.set(relation.id, relation);
  };
  await widen(refs);
  await widen(childrenAmong(known()));
  await widen(childrenAmong(known()).map((child) => anchorOf(child, known())));
  await widen(childrenAmong(known()));
  return refs.map((ref) => groupFamilies(ref, known()));
}
