/** Patient (UK Core) to the person this agency holds. */
import type { DataQuality, HeldAddress, HeldPerson, LifeState, Marker, Sex } from '@family-view/kit';
import { type Checked, checkNhsNumber, checkPostcode, checkUprn } from '@family-view/kit/identifiers';
import { readSex } from '@family-view/kit/read-sex';
import { EXTENSIONS, SYSTEMS } from './codes';
import { dayOf, type Faults, inForce, useOf } from './elements';
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

/** Official before usual, and a use that is none of FHIR's last. */
const rankOf = (use: string | undefined): number => {
  const rank = ['official', 'usual', undefined, 'temp', 'anonymous'].indexOf(use);
  return rank === -1 ? 5 : rank;
};

function readNames(patient: Patient, today: string, faults: Faults) {
  const names = patient.name ?? [];
  const current = names.filter((name) => !['old', 'maiden', 'nickname'].includes(useOf(name) ?? ''));
  const inUse = current
    .filter(({ period }) => inForce(period, today))
    .sort((one, other) => rankOf(useOf(one)) - rankOf(useOf(other)))[0];
  const chosen = inUse ?? current[0];
  if (chosen !== undefined && inUse === undefined)
    faults.push({ field: 'Patient.name.period', fault: 'no name in force' });
  if (names.length === 0) faults.push({ field: 'Patient.name', fault: 'missing' });
  else if (!chosen?.family?.trim() && !chosen?.given?.some((given) => given.trim() !== ''))
    faults.push({ field: 'Patient.name', fault: 'neither a family name nor a given one' });
  // The first given name; the others are middle names, which the other agencies seldom hold.
  const givenName = chosen?.given?.[0]?.trim() || null;
  const formerNames = names
    .filter((name) => name !== chosen && useOf(name) !== 'nickname')
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

/** FHIR R4, identifier-use; a number whose use cannot be read is not known to be the one in use. */
const NUMBERS_IN_USE: readonly (string | undefined)[] = [undefined, 'usual', 'official', 'temp', 'secondary'];

function readNhsNumbers(patient: Patient, today: string, faults: Faults) {
  const held = (patient.identifier ?? []).filter(({ system }) => system === SYSTEMS.nhsNumber);
  const isCurrent = (one: Identifier): boolean => NUMBERS_IN_USE.includes(useOf(one)) && inForce(one.period, today);
  const checked = (one: Identifier): Checked => checkNhsNumber(one.value ?? '');
  const plainly = (one: Identifier): string => digitsOf(one) ?? one.value ?? '';
  const digitsOf = (one: Identifier): string | null => {
    const number = checked(one);
    return number.ok ? number.value : null;
  };
  const current = held.filter((one) => isCurrent(one) && one.value !== undefined);
  // One number written twice is one number.
  const numbers = new Set(current.map(plainly));
  if (numbers.size > 1) faults.push({ field: 'Patient.identifier', fault: 'more than one NHS number in use' });
  const nhsNumber =
    numbers.size === 1 && current[0] !== undefined ? keep(checked(current[0]), 'NHS number', faults) : null;
  const superseded = held.filter((one) => !isCurrent(one)).flatMap((one) => digitsOf(one) ?? []);
  return {
    nhsNumber,
    nhsNumberVerified: nhsNumber !== null && isVerified(current),
    supersededNhsNumbers: [...new Set(superseded)].filter((number) => number !== nhsNumber),
  };
}

type Identifier = NonNullable<Patient['identifier']>[number];

/** NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE 01: present and verified. Every status given must say so. */
function isVerified(numbers: readonly Identifier[]): boolean {
  const statuses = numbers
    .flatMap(({ extension }) => extension ?? [])
    .filter(({ url }) => url === EXTENSIONS.nhsNumberStatus)
    .flatMap(({ valueCodeableConcept }) => valueCodeableConcept?.coding ?? [])
    .filter(({ system }) => system === undefined || system.includes('NHSNumberVerificationStatus'));
  return statuses.length > 0 && statuses.every(({ code }) => code === '01');
}

function readAddress(patient: Patient, today: string, faults: Faults) {
  const homes = (patient.address ?? []).filter((one) => one.use === undefined || useOf(one) === 'home');
  const home = homes.find(({ period }) => inForce(period, today));
  // Of an address that is not lived in any more a fault is nobody's to fix.
  const formerAddresses = (patient.address ?? [])
    .filter(
      (address) => address !== home && (useOf(address) === 'old' || (homes.includes(address) && address.period?.end)),
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
