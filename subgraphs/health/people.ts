/** Reads people and their relations from the FHIR server. Every answer is held against what was asked for. */
import type { HeldGroup, HeldPerson } from '@family-view/kit';
import { checkNhsNumber } from '@family-view/kit/identifiers';
import type { FhirClient } from './fhir-client';
import { DUE_DATE, SYSTEMS, token } from './format/codes';
import { byPerson, idIn } from './format/elements';
import { anchorsAmong, childrenAmong, groupFamilies, motherOf, type Relation, readRelation } from './format/family';
import { KINDS, type Kind, type Patient, type RelatedPerson } from './format/fhir';
import { readPerson } from './format/person';
import type { Read } from './format/read-leniently';

export interface Reading {
  readonly client: FhirClient;
  /** ISO date. */
  readonly today: string;
  /** False for a server that keeps no due dates with a focus (PDS, GP systems): it is then not asked for them. */
  readonly holdsUnborn: boolean;
}

/** The contract promises that looking takes the same work whether or not somebody is found: nobody is then looked for. */
const orNobody = (values: readonly string[]): readonly string[] => (values.length === 0 ? ['nobody'] : values);

/** Makes whole people of Patients already found, with their protection flags, due dates and mothers. */
export async function readPeople(
  { client, today, holdsUnborn }: Reading,
  patients: readonly Read<Patient>[],
  asOf: string,
): Promise<readonly HeldPerson[]> {
  const refs = orNobody(patients.map(({ value }) => value.id));
  const focuses = holdsUnborn ? refs.map((ref) => `Patient/${ref}`) : [];
  const [flags, dueDates, relations] = await Promise.all([
    client.searchFor(KINDS.Flag, 'patient', refs),
    client.searchFor(KINDS.Observation, 'focus', focuses, { code: token(DUE_DATE) }),
    readRelationsAbout(client, patients, today),
  ]);
  // A flag that does not say whose it is closes everybody it was found for.
  const flagsOf = byPerson(flags.resources, ({ value }) => idIn(value.subject, 'Patient'));
  const flagsOfNobody = flags.resources.filter(({ value }) => value.subject?.reference === undefined);
  const dueDatesOf = byPerson(
    dueDates.resources.flatMap((read) => (read.value.focus ?? []).map((focus) => ({ read, focus }))),
    ({ focus }) => idIn(focus, 'Patient'),
  );
  const relationsOf = byPerson(relations, ({ to }) => to);
  return patients.map((patient) => {
    const ref = patient.value.id;
    const about = relationsOf(ref);
    const unlinked = about.filter((one) => one.ref === null);
    return readPerson(
      {
        patient,
        flags: [...flagsOf(ref), ...flagsOfNobody],
        dueDates: dueDatesOf(ref).map(({ read }) => read),
        mother: motherOf(about),
        unlinkedRelatives: unlinked.map(({ kind }) => kind),
        relationFaults: about.flatMap(({ faults }) => faults),
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
  const refs = new Set(patients.map(({ value }) => value.id));
  const subjects = indexPatients(patients);
  const { resources } = await client.searchFor(KINDS.RelatedPerson, 'patient', orNobody([...refs]));
  const about = resources.filter(({ value }) => refs.has(subjectOf(value, subjects) ?? ''));
  const links = orNobody(about.map(({ value }) => value.id)).map((id) => `RelatedPerson/${id}`);
  const [linked, numbered] = await Promise.all([
    client.searchFor(KINDS.Patient, 'link', links),
    searchByNumber(
      client,
      KINDS.Patient,
      about.flatMap(({ value }) => numbersOf(value)),
    ),
  ]);
  return relate(about, subjects, indexPatients([...linked.resources, ...numbered.resources]), today);
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
    searchByNumber(client, KINDS.RelatedPerson, people.flatMap(numbersOf)),
  ]);
  const index = indexPatients(patients);
  return relate([...linked.resources, ...numbered.resources], index, index, today).filter(({ ref }) => ref !== null);
}

/** Finds a record by a RelatedPerson it is linked to, or by its NHS number. */
interface PatientIndex {
  readonly byLink: ReadonlyMap<string, string>;
  readonly byNumber: ReadonlyMap<string, string>;
}

function indexPatients(patients: readonly Read<Patient>[]): PatientIndex {
  const people = patients.map(({ value }) => value);
  const links = people.flatMap(({ id, link }) =>
    (link ?? []).flatMap(({ other }) => {
      const linked = idIn(other, 'RelatedPerson');
      return linked === null ? [] : [[linked, id] as const];
    }),
  );
  const numbers = people.flatMap((patient) => numbersOf(patient).map((number) => [number, patient.id] as const));
  // Two records with one NHS number: it is not known which of them is meant.
  const owners = new Map<string, string>(numbers);
  for (const [number, id] of numbers) if (owners.get(number) !== id) owners.delete(number);
  return { byLink: new Map(links), byNumber: owners };
}

function relate(
  found: readonly Read<RelatedPerson>[],
  subjects: PatientIndex,
  relatives: PatientIndex,
  today: string,
): readonly Relation[] {
  return found.flatMap((one) => {
    const to = subjectOf(one.value, subjects);
    const byNumber = numbersOf(one.value).map((number) => relatives.byNumber.get(number));
    const ref = relatives.byLink.get(one.value.id) ?? byNumber.find((id) => id !== undefined) ?? null;
    return to === null ? [] : (readRelation(one, ref, to, today) ?? []);
  });
}

/** Whose record a RelatedPerson is on: by reference, or as PDS has it by NHS number alone. */
const subjectOf = ({ patient }: RelatedPerson, index: PatientIndex): string | null => {
  const ref = idIn(patient, 'Patient');
  if (ref !== null || patient?.identifier?.system !== SYSTEMS.nhsNumber) return ref;
  return index.byNumber.get(patient.identifier.value ?? '') ?? null;
};

/** NHS numbers in use, with a good check digit: a number typed wrong must not make somebody a mother. */
const numbersOf = (one: Pick<Patient, 'identifier'>): readonly string[] =>
  (one.identifier ?? []).flatMap(({ system, use, value }) => {
    const checked = checkNhsNumber(value ?? '');
    return system === SYSTEMS.nhsNumber && use !== 'old' && checked.ok ? [checked.value] : [];
  });

const searchByNumber = <T>(client: FhirClient, kind: Kind<T>, numbers: readonly string[]) =>
  client.searchFor(
    kind,
    'identifier',
    orNobody(numbers).map((code) => token({ system: SYSTEMS.nhsNumber, code })),
  );

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
  await widen([...anchorsAmong(known()).values()]);
  await widen(childrenAmong(known()));
  const families = groupFamilies(known());
  return refs.map((ref) => families.filter(({ members }) => members.some((member) => member.ref === ref)));
}
