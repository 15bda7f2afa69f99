import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEMS } from './codes';
import { readRelation } from './family';
import { bundle, KINDS } from './fhir';
import { type PersonSources, readPerson } from './person';
import { readLeniently } from './read-leniently';

const today = '2026-11-01';
const asOf = '2026-11-01T09:00:00.000Z';
const sourcesOf = (raw: object, more: Partial<PersonSources> = {}): PersonSources => ({
  patient: readLeniently(KINDS.Patient.schema, raw, 'Patient')!,
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
const security = (code: string) => ({ meta: { security: [{ system: SYSTEMS.confidentiality, code }] } });

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
  expect(read(security(code)).markers).toEqual(markers);
});

test('a protection flag that has ended protects no more; one that is not known protects', () => {
  const flag = (code: string, more: object) =>
    readLeniently(
      KINDS.Flag.schema,
      { id: code, status: 'active', code: { coding: [{ system: SYSTEMS.protection, code }] }, ...more },
      'Flag',
    )!;
  const markersOf = (code: string, more: object) =>
    readPerson(sourcesOf({ id: 'a' }, { flags: [flag(code, more)] }), today).markers;
  expect(markersOf('SHIELDED', {})).toEqual(['SHIELDED']);
  expect(markersOf('SHIELDED', { period: { end: '2026-10-31' } })).toEqual([]);
  expect(markersOf('SHIELDED', { status: 'entered-in-error' })).toEqual([]);
  expect(markersOf('WITNESS', {})).toEqual(['RESTRICTED']);
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
    // On a day when that address was in force.
    expect(readPerson(sourcesOf(sample('patient_9000000009.json')), '2021-06-01')).toMatchObject({
      postcode: 'LS1 6AE',
      uprn: '123456789012',
      dataQuality: [],
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
