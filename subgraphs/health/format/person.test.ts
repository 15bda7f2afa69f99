import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEMS } from './codes';
import { dayOf, inForce } from './elements';
import { readRelation } from './family';
import { bundle, KINDS } from './fhir';
import { type PersonSources, readPerson } from './person';
import { readLeniently } from './read-leniently';
import { readResource } from './read-resource';

const today = '2026-11-01';
const asOf = '2026-11-01T09:00:00.000Z';
const sourcesOf = (raw: object, more: Partial<PersonSources> = {}): PersonSources => ({
  patient: readResource(KINDS.Patient, raw)!,
  flags: [],
  dueDates: [],
  mother: null,
  unlinkedRelatives: [],
  relationFaults: [],
  asOf,
  ...more,
});
const read = (raw: object) =>
  readPerson(sourcesOf({ id: 'a', birthDate: '2024-03-01', name: [{ family: 'Okafor' }], ...raw }), today);
const label = (system: string | undefined, code: unknown) => ({ meta: { security: [{ system, code }] } });

test('a number with a wrong check digit is withdrawn and named as a fault, and the fault does not repeat it', () => {
  const person = read({ identifier: [{ system: SYSTEMS.nhsNumber, value: '9991234566' }] });
  expect(person.nhsNumber).toBeNull();
  expect(person.dataQuality).toEqual([{ field: 'NHS number', fault: 'check digit is wrong' }]);
});

test('two numbers in use at once are a fault, and neither is believed', () => {
  const numbers = ['9449303223', '9000000009'].map((value) => ({ system: SYSTEMS.nhsNumber, value }));
  const person = read({ identifier: numbers });
  expect(person).toMatchObject({ nhsNumber: null, nhsNumberVerified: false });
  expect(person.dataQuality).toEqual([{ field: 'Patient.identifier', fault: 'more than one NHS number in use' }]);
});

test('a birth date that is only a year is a fault and no date of birth, and the child is not thought unborn', () => {
  const person = read({ birthDate: '2024' });
  expect(person).toMatchObject({ dateOfBirth: null, lifeState: 'BORN' });
  expect(person.dataQuality).toEqual([{ field: 'Patient.birthDate', fault: 'not in the form YYYY-MM-DD' }]);
});

test.each([
  ['U', []],
  ['N', []],
  ['R', ['RESTRICTED']],
  ['V', ['RESTRICTED']],
  ['REDACTED', ['RESTRICTED']],
])('confidentiality %s gives %j', (code, markers) => {
  expect(read(label(SYSTEMS.confidentiality, code)).markers).toEqual(markers);
});

describe('a label under another name of the code system', () => {
  // HL7 v3 Confidentiality, 2.16.840.1.113883.5.25, as FHIR STU3, R4 and PDS (NHS England, security labels) write it.
  const names = [
    'https://www.hl7.org/fhir/valueset-security-labels.html',
    'http://hl7.org/fhir/v3/Confidentiality',
    'http://terminology.hl7.org/ValueSet/v3-Confidentiality',
    'urn:oid:2.16.840.1.113883.5.25',
    undefined,
  ];
  test.each(names)('%s closes by R and V, and opens by U and N', (system) => {
    for (const code of ['R', 'V']) expect(read(label(system, code)).markers).toEqual(['RESTRICTED']);
    for (const code of ['U', 'N']) expect(read(label(system, code)).markers).toEqual([]);
  });

  test.each([
    ['an unknown system, even with an open code', label('https://supplier.example/labels', 'N')],
    ['an unknown system with R', label('https://supplier.example/labels', 'R')],
    ['an HL7 sensitivity code', label(SYSTEMS.actCode, 'SDV')],
    ['a label that is only words', { meta: { security: [{ display: 'very restricted' }] } }],
    ['a code that is no text', label(SYSTEMS.confidentiality, 7)],
    ['one label in place of a list', { meta: { security: { system: SYSTEMS.confidentiality, code: 'R' } } }],
    ['meta that is no object', { meta: 'R' }],
    ['small letters, which are no code of the system', label(SYSTEMS.confidentiality, 'n')],
    ['the second of two labels', { meta: { security: [{ code: 'N' }, { code: 'V' }] } }],
    ['a modifier extension, of which we do not know what it changes', { modifierExtension: [{ url: 'x' }] }],
  ])('%s closes', (_, raw) => {
    expect(read(raw).markers).toEqual(['RESTRICTED']);
  });
});

test('a record that is not in use, or was entered in error, is no person', () => {
  expect(readResource(KINDS.Patient, { id: 'a', active: false })).toBeNull();
  expect(readResource(KINDS.Patient, { id: 'a', active: true })).not.toBeNull();
});

test('a protection flag that has ended protects no more; one that is not known protects', () => {
  const flag = (code: unknown, more: object) =>
    [readResource(KINDS.Flag, { id: 'f', status: 'active', code, ...more })].filter((one) => one !== null);
  const markersOf = (code: unknown, more: object = {}) =>
    readPerson(sourcesOf({ id: 'a' }, { flags: flag(code, more) }), today).markers;
  const coded = (code: string, system: string = SYSTEMS.protection) => ({ coding: [{ system, code }] });
  const shielded = coded('SHIELDED');
  expect(markersOf(shielded)).toEqual(['SHIELDED']);
  expect(markersOf(shielded, { period: { end: '2026-10-31' } })).toEqual([]);
  expect(markersOf(shielded, { status: 'entered-in-error' })).toEqual([]);
  expect(markersOf(shielded, { status: 'inactive' })).toEqual([]);
  expect(markersOf(coded('WITNESS'))).toEqual(['RESTRICTED']);
  // Spelled otherwise, or not to be read: it protects.
  expect(markersOf(coded('shielded', 'https://supplier.example/flags'))).toEqual(['SHIELDED']);
  expect(markersOf({ text: 'Address to be withheld' })).toEqual(['RESTRICTED']);
  expect(markersOf('SHIELDED')).toEqual(['RESTRICTED']);
  expect(markersOf(undefined)).toEqual(['RESTRICTED']);
  expect(markersOf(shielded, { period: { end: '31/10/2026' } })).toEqual(['SHIELDED']);
  // An end given as a year lasts until the year is over.
  expect(markersOf(shielded, { period: { end: '2026' } })).toEqual(['SHIELDED']);
  expect(markersOf(shielded, { period: { start: 'soon' } })).toEqual(['SHIELDED']);
  expect(markersOf(coded('227493005', 'http://snomed.info/sct'))).toEqual([]);
});

test('a temporary address is never told: it may be a refuge', () => {
  const person = read({ address: [{ use: 'temp', postalCode: 'ZB1 1AA' }] });
  expect(person).toMatchObject({ postcode: null, uprn: null });
});

test('a home that was left is not told as the home, which is said', () => {
  const person = read({ address: [{ use: 'home', postalCode: 'ZB1 1AA', period: { end: '2025-01-01' } }] });
  expect(person.postcode).toBeNull();
  expect(person.dataQuality).toEqual([{ field: 'Patient.address.period', fault: 'no home address in force' }]);
});

test('homes of before are compared, middle names and what somebody is called too, and where they come among twins', () => {
  const person = read({
    address: [
      { use: 'home', postalCode: 'ZB1 1AA', period: { end: '2025-01-01' } },
      { use: 'old', postalCode: 'zb11ab' },
      { use: 'temp', postalCode: 'ZB1 1AD', period: { end: '2025-01-01' } },
      { use: 'home', postalCode: 'ZB1 1AE' },
    ],
    name: [
      { use: 'official', family: 'Hussain', given: ['Muhammad', 'Hassan'] },
      { use: 'nickname', given: ['Hass'] },
    ],
    multipleBirthInteger: 2,
  });
  expect(person).toMatchObject({
    postcode: 'ZB1 1AE',
    formerAddresses: [
      { postcode: 'ZB1 1AA', uprn: null },
      { postcode: 'ZB1 1AB', uprn: null },
    ],
    givenName: 'Muhammad',
    otherGivenNames: ['Hassan', 'Hass'],
    birthOrder: 2,
    dataQuality: [],
  });
});

test('a former family name is kept as one, and the name in use is the one in force', () => {
  const names = [
    { use: 'usual', family: 'Pryce', given: ['Ann'], period: { end: '2020-01-01' } },
    { use: 'official', family: 'Marsden', given: ['Ann', 'Mary'] },
    { use: 'maiden', family: 'Bell' },
  ];
  expect(read({ name: names })).toMatchObject({
    givenName: 'Ann',
    familyName: 'Marsden',
    formerNames: ['Pryce', 'Bell'],
  });
});

describe('records published by NHS England', () => {
  const samples = join(__dirname, '../../../../shared/samples/health');
  const published = existsSync(samples) ? test : test.skip;
  const sample = (file: string): object => JSON.parse(readFileSync(join(samples, file), 'utf8'));

  published('the demographics service example is read, with its ended name and address told as such', () => {
    expect(readPerson(sourcesOf(sample('patient_9000000009.json')), today)).toMatchObject({
      ref: '9000000009',
      lifeState: 'DIED',
      givenName: 'Jane',
      familyName: 'Smith',
      dateOfBirth: '2010-10-22',
      sex: 'F',
      nhsNumber: '9000000009',
      nhsNumberVerified: true,
      postcode: null,
      uprn: null,
      markers: ['DECEASED'],
      dataQuality: [
        { field: 'Patient.name.period', fault: 'no name in force' },
        { field: 'Patient.address.period', fault: 'no home address in force' },
      ],
    });
    // On a day when that address was in force. Its UPRN is the figures in their order: an example's, and no property's.
    expect(readPerson(sourcesOf(sample('patient_9000000009.json')), '2021-06-01')).toMatchObject({
      postcode: 'LS1 6AE',
      uprn: null,
      dataQuality: [{ field: 'UPRN', fault: 'typed for none' }],
    });
  });

  published('a record made at birth has a verified number from the first day', () => {
    expect(readPerson(sourcesOf(sample('new_pds_record_at_birth.json')), today)).toMatchObject({
      ref: '5900016374',
      lifeState: 'BORN',
      givenName: 'Earnestine',
      familyName: 'ToRemove',
      dateOfBirth: '2026-01-02',
      sex: 'M',
      nhsNumber: '5900016374',
      nhsNumberVerified: true,
      markers: [],
    });
  });

  published('the related persons of the demographics service are read; they link to no record of their own', () => {
    const page = bundle.parse(sample('related_person_9000000009.json'));
    const relations = (page.entry ?? []).map(({ resource }) => {
      const related = readLeniently(KINDS.RelatedPerson.schema, resource, 'RelatedPerson')!;
      return readRelation(related, null, '9000000009', today);
    });
    expect(relations).toMatchObject([
      { relationship: 'Guardian of patient', kind: 'other', from: '2020-01-01', until: '2021-12-31', current: false },
      { relationship: 'Guardian of patient', kind: 'other', current: false },
    ]);
  });
});

test('an instant is a day of England, and a period ends with its last day, month or year', () => {
  expect(dayOf('2026-06-30T23:30:00Z', 'x', [])).toBe('2026-07-01');
  expect(dayOf('2026-12-31T23:30:00Z', 'x', [])).toBe('2026-12-31');
  expect(dayOf('2026-07-01T00:30:00+01:00', 'x', [])).toBe('2026-07-01');
  expect(inForce({ end: '2026' }, today)).toBe(true);
  expect(inForce({ end: '2026-10' }, today)).toBe(false);
  expect(inForce({ end: '2026-10-31T23:30:00Z' }, '2026-10-31')).toBe(true);
  expect(inForce({ end: 'soon' }, today)).toBe(false);
});
