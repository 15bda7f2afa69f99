/** Reads people and their relations from the FHIR server. Every answer is held against what was asked for. */
import { randomUUID } from 'node:crypto';
import type { HeldGroup, HeldPerson } from '@family-view/kit';
import { checkNhsNumber } from '@family-view/kit/identifiers';
import { DUE_DATES, type FhirReading, NOBODY } from './fhir-reading';
import { SYSTEMS, token } from './format/codes';
import { byPerson, idIn } from './format/elements';
import { anchorsAmong, childrenAmong, groupFamilies, motherOf, type Relation, readRelation } from './format/family';
import { KINDS, type Kind, type Patient, type RelatedPerson } from './format/fhir';
import { readPerson } from './format/person';
import type { Read } from './format/read-leniently';

export interface Reading {
  readonly fhir: FhirReading;
  /** ISO date. */
  readonly today: string;
  /** False for a server that keeps no due dates with a focus (PDS, GP systems): it is then not asked for them. */
  readonly holdsUnborn: boolean;
}

/** The contract promises that looking takes the same work whether or not somebody is found: nobody is then looked for. */
const orNobody = (values: readonly string[], nobody: readonly string[] = [NOBODY]): readonly string[] =>
  values.length === 0 ? nobody : values;

/** The people of these refs: with their flags asked for at the same time, as what closes a record is no older than it. */
export async function readPeopleByRef(reading: Reading, refs: readonly string[]): Promise<readonly HeldPerson[]> {
  const { fhir, holdsUnborn } = reading;
  const [{ resources, asOf }] = await Promise.all([
    fhir.people(orNobody(refs), holdsUnborn),
    fhir.searchFor(KINDS.Flag, 'patient', orNobody(refs)),
  ]);
  const asked = resources.filter(({ value }) => refs.includes(value.id));
  return readPeople(reading, asked, asOf, orNobody(refs));
}

/**
 * Makes whole people of Patients already found, with their protection flags, due dates and mothers. `nobody`: refs that were
 * asked for, should nobody have been found.
 */
export async function readPeople(
  { fhir, today, holdsUnborn }: Reading,
  patients: readonly Read<Patient>[],
  asOf: string,
  nobody?: readonly string[],
): Promise<readonly HeldPerson[]> {
  const refs = orNobody(
    patients.map(({ value }) => value.id),
    nobody,
  );
  const replaced = patients.flatMap(({ value }) => replacedBy(value));
  const focuses = holdsUnborn ? refs.map((ref) => `Patient/${ref}`) : [];
  const [flags, dueDates, relations] = await Promise.all([
    fhir.searchFor(KINDS.Flag, 'patient', [...refs, ...replaced]),
    fhir.searchFor(KINDS.Observation, 'focus', focuses, DUE_DATES),
    readRelationsAbout(fhir, patients, today, nobody),
  ]);
  // A flag that does not say whose it is, or says it in a form that is not ours, closes everybody it was found for.
  const flagsOf = byPerson(flags.resources, ({ value }) => idIn(value.subject, 'Patient'));
  const flagsOfNobody = flags.resources.filter(({ value }) => idIn(value.subject, 'Patient') === null);
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
        flags: [...[ref, ...replacedBy(patient.value)].flatMap(flagsOf), ...flagsOfNobody],
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

/** Records that were merged into this one (FHIR R4, link-type `replaces`): a flag may still stand on them. */
export const replacedBy = (patient: Patient): readonly string[] =>
  (patient.link ?? []).flatMap(({ type, other }) => (type === 'replaces' ? (idIn(other, 'Patient') ?? []) : []));

/** What is asserted on these people's own records. */
async function readRelationsAbout(
  fhir: FhirReading,
  patients: readonly Read<Patient>[],
  today: string,
  nobody?: readonly string[],
): Promise<readonly Relation[]> {
  const refs = new Set(patients.map(({ value }) => value.id));
  const subjects = indexPatients(patients);
  const { resources } = await fhir.searchFor(KINDS.RelatedPerson, 'patient', orNobody([...refs], nobody));
  const about = resources.filter(({ value }) => refs.has(subjectOf(value, subjects) ?? ''));
  const links = orNobody(about.map(({ value }) => value.id)).map((id) => `RelatedPerson/${id}`);
  const byNumber = (relations: typeof about) =>
    searchByNumber(
      fhir,
      KINDS.Patient,
      relations.flatMap(({ value }) => numbersOf(value)),
    );
  // A server is asked by number always or never: the time must not tell whose relatives are known by it.
  const always = fhir.client.relatesByNumber;
  const [linked, numbered] = await Promise.all([
    fhir.searchFor(KINDS.Patient, 'link', links),
    always ? byNumber(about) : undefined,
  ]);
  const { byLink } = indexPatients(linked.resources);
  const unlinked = about.filter(({ value }) => !byLink.has(value.id) && numbersOf(value).length > 0);
  if (unlinked.length > 0) fhir.client.relatesByNumber = true;
  const more = numbered ?? (unlinked.length > 0 ? await byNumber(unlinked) : { resources: [] });
  return relate(about, subjects, indexPatients([...linked.resources, ...more.resources]), today);
}

/** What is asserted of these people on the records of others, by their links: a mother's children. */
async function readRelationsNaming(
  fhir: FhirReading,
  patients: readonly Read<Patient>[],
  today: string,
): Promise<readonly Relation[]> {
  const links = patients
    .flatMap(({ value }) => value.link ?? [])
    .flatMap(({ other }) => idIn(other, 'RelatedPerson') ?? []);
  const { resources } = await fhir.searchFor(KINDS.RelatedPerson, '_id', links);
  const index = indexPatients(patients);
  return relate(resources, index, index, today).filter(({ ref }) => ref !== null);
}

/** The same by their NHS numbers, for a record that names somebody who is not linked to it. */
async function readRelationsNumbering(
  fhir: FhirReading,
  patients: readonly Read<Patient>[],
  today: string,
): Promise<readonly Relation[]> {
  const numbers = patients.flatMap(({ value }) => numbersOf(value));
  const { resources } = await searchByNumber(fhir, KINDS.RelatedPerson, numbers);
  const index = indexPatients(patients);
  return relate(resources, index, index, today).filter(({ ref }) => ref !== null);
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

const searchByNumber = <T>(fhir: FhirReading, kind: Kind<T>, numbers: readonly string[]) =>
  fhir.searchFor(
    kind,
    'identifier',
    // Nobody's number is another each time: one that was asked for before would take no time.
    (numbers.length > 0 ? numbers : [randomUUID()]).map((code) => token({ system: SYSTEMS.nhsNumber, code })),
  );

/** The families of each of `refs`: found from the person to the children, their mothers, and the mothers' other children. */
export async function readGroups(
  { fhir, today, holdsUnborn }: Reading,
  refs: readonly string[],
): Promise<readonly (readonly HeldGroup[])[]> {
  const relations = new Map<string, Relation>();
  // In an order of their own, and not in that in which they were found: that hangs on whom was asked about first.
  const known = (): readonly Relation[] =>
    [...relations.values()].sort((one, other) => (one.id < other.id ? -1 : Number(one.id > other.id)));
  const add = (found: readonly Relation[]): boolean => {
    const before = relations.size;
    for (const relation of found) relations.set(relation.id, relation);
    return relations.size > before;
  };
  const done = new Map<string, Read<Patient>>();
  const widen = async (people: readonly string[]): Promise<void> => {
    const next = [...new Set(people)].filter((person) => !done.has(person));
    const { resources } = await fhir.people(next, holdsUnborn);
    const patients = resources.filter(({ value }) => next.includes(value.id));
    for (const patient of patients) done.set(patient.value.id, patient);
    const found = await Promise.all([
      readRelationsAbout(fhir, patients, today),
      readRelationsNaming(fhir, patients, today),
      fhir.client.relatesByNumber ? readRelationsNumbering(fhir, patients, today) : [],
    ]);
    add(found.flat());
  };
  const widenAll = async (): Promise<void> => {
    await widen(refs);
    await widen(childrenAmong(known()));
    await widen([...anchorsAmong(known()).values()]);
    await widen(childrenAmong(known()));
  };
  await widenAll();
  if (!fhir.client.relatesByNumber && add(await readRelationsNumbering(fhir, [...done.values()], today))) {
    // The first of its kind on this server, which is asked by number at every step from now on.
    fhir.client.relatesByNumber = true;
    done.clear();
    await widenAll();
  }
  const families = groupFamilies(known());
  return refs.map((ref) => families.filter(({ members }) => members.some((member) => member.ref === ref)));
}
