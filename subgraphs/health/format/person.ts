/** Patient (UK Core) to the person this agency holds. */
import type { DataQuality, HeldAddress, HeldPerson, LifeState, Marker, Sex } from '@family-view/kit';
import { type Checked, checkNhsNumber, checkPostcode, checkUprn } from '@family-view/kit/identifiers';
import { readSex } from '@family-view/kit/read-sex';
import { EXTENSIONS, SYSTEMS } from './codes';
import { dayOf, type Faults, inForce } from './elements';
import type { Relation } from './family';
import type { Flag, Observation, Patient } from './fhir';
import { readFlag } from './protection';
import { openValues, type Read } from './read-leniently';

/** What is read together to say who somebody is. */
export interface PersonSources {
  readonly patient: Read<Patient>;
  readonly flags: readonly Read<Flag>[];
  /** Due-date observations that have this record as their focus: it is, or was, an unborn child's placeholder. */
  readonly dueDates: readonly Read<Observation>[];
  readonly mother: string | null;
  /** Relatives written on the record by name only: they have no record here, so they cannot be members of its family. */
  readonly unlinkedRelatives: readonly Relation['kind'][];
  readonly relationFaults: readonly DataQuality[];
  readonly asOf: string;
}

/** What the Patient alone says, where flags, relatives and due dates do not matter: for counting. */
export const readPatientAlone = (patient: Read<Patient>, asOf: string, today: string): HeldPerson =>
  readPerson(
    { patient, flags: [], dueDates: [], mother: null, unlinkedRelatives: [], relationFaults: [], asOf },
    today,
  );

/** `today` is an ISO date: addresses and flags in force are chosen by it. */
export function readPerson(sources: PersonSources, today: string): HeldPerson {
  const patient = sources.patient.value;
  const faults: Faults = [
    ...sources.patient.faults,
    ...sources.flags.flatMap((flag) => flag.faults),
    ...sources.relationFaults,
  ];
  const dueDates = openValues(sources.dueDates);
  const dateOfBirth = dayOf(patient.birthDate, 'Patient.birthDate', faults);
  const died = patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined;
  const lifeState: LifeState = died
    ? 'DIED'
    : patient.birthDate === undefined && dueDates.length > 0
      ? 'UNBORN'
      : 'BORN';
  if (patient.birthDate === undefined && lifeState !== 'UNBORN')
    faults.push({ field: 'Patient.birthDate', fault: 'missing' });
  if (dateOfBirth !== null && dateOfBirth > today) faults.push({ field: 'Patient.birthDate', fault: 'in the future' });
  for (const kind of sources.unlinkedRelatives)
    faults.push({
      field: 'RelatedPerson',
      fault: `a ${kind === 'other' ? 'relative' : kind} is named who has no record here`,
    });
  return {
    ref: patient.id,
    lifeState,
    ...readNames(patient, today, faults),
    dateOfBirth,
    expectedDateOfBirth: dayOf(dueDates[0]?.valueDateTime, 'Observation.valueDateTime', faults),
    sex: lifeState === 'UNBORN' ? 'U' : sexOf(patient.gender, faults),
    ...readNhsNumbers(patient, today, faults),
    upn: null,
    formerUpn: null,
    laChildId: null,
    ...readAddress(patient, today, faults),
    birthOrder: patient.multipleBirthInteger ?? null,
    mother: sources.mother,
    markers: readMarkers(sources.patient, sources.flags, died, today, faults),
    asOf: sources.asOf,
    dataQuality: faults,
  };
}

function sexOf(gender: string | undefined, faults: Faults): Sex {
  const { sex, known } = readSex(gender);
  if (!known) faults.push({ field: 'Patient.gender', fault: 'expected male, female, other or unknown' });
  return sex;
}

function readNames(patient: Patient, today: string, faults: Faults) {
  const names = patient.name ?? [];
  const current = names.filter(({ use }) => use !== 'old' && use !== 'maiden' && use !== 'nickname');
  const rank = (use: string | undefined): number => (use === 'official' ? 0 : use === 'usual' ? 1 : 2);
  const inUse = current
    .filter(({ period }) => inForce(period, today))
    .sort((one, other) => rank(one.use) - rank(other.use))[0];
  const chosen = inUse ?? current[0];
  if (chosen !== undefined && inUse === undefined)
    faults.push({ field: 'Patient.name.period', fault: 'no name in force' });
  if (names.length === 0) faults.push({ field: 'Patient.name', fault: 'missing' });
  // The first given name; the others are middle names, which the other agencies seldom hold.
  const givenName = chosen?.given?.[0]?.trim() || null;
  const formerNames = names
    .filter((name) => name !== chosen && name.use !== 'nickname')
    .map(({ family }) => family?.trim() ?? '')
    .filter(
      (family, place, all) => family !== '' && family !== chosen?.family?.trim() && all.indexOf(family) === place,
    );
  // Middle names, what they are called and given names of before: a child known by one of them may be this one.
  const otherGivenNames = names
    .flatMap((name) => (name === chosen ? (name.given ?? []).slice(1) : (name.given ?? [])))
    .map((name) => name.trim())
    .filter((name, place, all) => name !== '' && name !== givenName && all.indexOf(name) === place);
  return { givenName, otherGivenNames, familyName: chosen?.family?.trim() || null, formerNames };
}

function readNhsNumbers(patient: Patient, today: string, faults: Faults) {
  const held = (patient.identifier ?? []).filter(({ system }) => system === SYSTEMS.nhsNumber);
  const isCurrent = (one: (typeof held)[number]): boolean => one.use !== 'old' && inForce(one.period, today);
  const current = held.filter(isCurrent);
  if (current.length > 1) faults.push({ field: 'Patient.identifier', fault: 'more than one NHS number in use' });
  const only = current.length === 1 ? current[0] : undefined;
  const nhsNumber = only?.value === undefined ? null : keep(checkNhsNumber(only.value), 'NHS number', faults);
  const status = only?.extension?.find(({ url }) => url === EXTENSIONS.nhsNumberStatus)?.valueCodeableConcept;
  const superseded = held
    .filter((one) => !isCurrent(one))
    .map(({ value }) => checkNhsNumber(value ?? ''))
    .flatMap((checked) => (checked.ok ? [checked.value] : []));
  return {
    nhsNumber,
    nhsNumberVerified: nhsNumber !== null && status?.coding?.[0]?.code === '01',
    supersededNhsNumbers: superseded,
  };
}

function readAddress(patient: Patient, today: string, faults: Faults) {
  const homes = (patient.address ?? []).filter(({ use }) => use === undefined || use === 'home');
  const home = homes.find(({ period }) => inForce(period, today));
  // Of an address that is not lived in any more a fault is nobody's to fix.
  const formerAddresses = (patient.address ?? [])
    .filter(
      (address) => address !== home && (address.use === 'old' || (homes.includes(address) && address.period?.end)),
    )
    .map((address) => readHome(address, []));
  if (home === undefined) {
    if (homes.length > 0) faults.push({ field: 'Patient.address.period', fault: 'no home address in force' });
    return { postcode: null, uprn: null, formerAddresses };
  }
  return { ...readHome(home, faults), formerAddresses };
}

function readHome(home: NonNullable<Patient['address']>[number], faults: Faults): HeldAddress {
  const keys = (home.extension ?? [])
    .filter(({ url }) => url === EXTENSIONS.addressKey)
    .map((key) => key.extension ?? []);
  const uprnKey = keys.find((parts) =>
    parts.some(({ url, valueCoding }) => url === 'type' && valueCoding?.code === 'UPRN'),
  );
  const uprn = uprnKey?.find(({ url }) => url === 'value')?.valueString;
  return {
    postcode:
      home.postalCode === undefined ? null : keep(checkPostcode(home.postalCode), 'Patient.address.postalCode', faults),
    uprn: uprn === undefined ? null : keep(checkUprn(uprn), 'UPRN', faults),
  };
}

function keep(checked: Checked, field: string, faults: Faults): string | null {
  if (checked.ok) return checked.value;
  faults.push({ field, fault: checked.fault });
  return null;
}

/** What closes the record: its own labels, the flags on it, and death, which closes nothing but is told as a marker. */
function readMarkers(
  patient: Read<Patient>,
  flags: PersonSources['flags'],
  died: boolean,
  today: string,
  faults: Faults,
): readonly Marker[] {
  const markers = new Set<Marker>(patient.closed ? ['RESTRICTED'] : []);
  for (const flag of flags) for (const marker of readFlag(flag, today, faults)) markers.add(marker);
  if (died) markers.add('DECEASED');
  return [...markers];
}
