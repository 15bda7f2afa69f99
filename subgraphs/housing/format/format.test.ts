import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readAlert, readCustodianRecords, readPerson, readTenure, splitFullName } from './index';

const samples = join(__dirname, '../../../../shared/samples');
const withSamples = existsSync(samples) ? test : test.skip;

describe('a full name', () => {
  test.each([
    ['Ngozi Okafor', 'Ngozi', 'Okafor', true],
    ['Mrs Ngozi Okafor', 'Ngozi', 'Okafor', true],
    ['MR. DARREN PICKLES', 'DARREN', 'PICKLES', true],
    ['Okafor, Ngozi', 'Ngozi', 'Okafor', true],
    ['OKAFOR, Mrs Ngozi Ada', 'Ngozi', 'OKAFOR', true],
    ['Sarah Flint-Smith', 'Sarah', 'Flint-Smith', true],
    ["Siobhan O'Brien", 'Siobhan', "O'Brien", true],
    ['Ana de Souza', 'Ana', 'de Souza', true],
    ['Jan van der Berg', 'Jan', 'van der Berg', true],
    ['Mary Ann Smith', 'Mary', 'Smith', false],
    ['Maria Lopez Garcia', 'Maria', 'Garcia', false],
    ['Okafor', null, 'Okafor', false],
    ['Mr & Mrs Okafor', null, null, false],
    ['John and Jane Smith', null, null, false],
  ])('%s is %s, %s (certain: %s)', (fullName, givenName, familyName, certain) => {
    const split = splitFullName(fullName);
    expect([split.givenName, split.familyName, split.fault === null]).toEqual([givenName, familyName, certain]);
  });

  test('two words that are neither titles nor particles are always given name and family name', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{5,9}$/).filter((text) => !['Master'].includes(text));
    fc.assert(
      fc.property(word, word, (given, family) =>
        expect(splitFullName(`${given} ${family}`)).toEqual({ givenName: given, familyName: family, fault: null }),
      ),
    );
  });

  test('no text whatever makes it throw, and it invents no name', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { givenName, familyName } = splitFullName(text);
        const flat = text.replace(/\s+/g, ' ');
        expect([givenName ?? '', familyName ?? ''].every((name) => flat.includes(name))).toBe(true);
      }),
    );
  });
});

test('a tenure with dirty parts is read, and each part told', () => {
  const tenure = readTenure(
    {
      id: 'T1',
      startOfTenureDate: '2021-02-30',
      tenureType: 'SEC',
      tenuredAsset: { uprn: 'unknown', postCode: 'ZB2' },
      householdMembers: [{ id: 'A', fullName: 'Ngozi Okafor', personTenureType: 'Lodger', dateOfBirth: '14/05/1992' }],
    },
    '2026-11-01',
  );
  expect(tenure).toMatchObject({
    ref: 'T1',
    startOfTenureDate: null,
    tenureType: null,
    uprn: null,
    postcode: null,
    isActive: true,
    members: [{ ref: 'A', personTenureType: 'Lodger', dateOfBirth: null }],
  });
  expect(tenure?.dataQuality.map((line) => line.field).sort()).toEqual([
    'householdMembers[0].dateOfBirth',
    'householdMembers[0].personTenureType',
    'startOfTenureDate',
    'tenureType',
    'tenuredAsset.postCode',
    'tenuredAsset.uprn',
  ]);
});

test('an alert about nobody and a person without an id cannot be pointed to', () => {
  expect([readAlert({ type: 'Property' }), readPerson({ surname: 'Okafor' }, 'now')]).toEqual([null, null]);
});

test('a marker nobody agreed on closes the record as RESTRICTED', () => {
  expect(readPerson({ id: 'A', markers: ['MAPPA'] }, 'now')?.markers).toEqual(['RESTRICTED']);
  expect(readPerson({ id: 'A', markers: 'Shielded' }, 'now')?.markers).toEqual(['SHIELDED']);
});

withSamples('the published homelessness case is read', () => {
  const file: unknown = JSON.parse(readFileSync(join(samples, 'agreements/housing-01.custodian.json'), 'utf8'));
  expect(readCustodianRecords(file)).toEqual([
    {
      personRefs: ['A3L_dqR9dU4J2iwoLA2wsA'],
      caseId: 'HOMELESS-771234',
      assessmentDate: '2025-06-01',
      priorityNeed: true,
      status: 'open',
      temporaryAccommodation: 'family-hostel',
      dataQuality: [],
    },
  ]);
});

test('a custodian’s file in another shape is a fault, not an empty file', () => {
  expect(() => readCustodianRecords([])).toThrow(expect.objectContaining({ code: 'PARTNER_SYSTEM_UNAVAILABLE' }));
});

test('a person as the search of Hackney writes one is read: firstname, and words for the gender', () => {
  const person = readPerson({ id: 'A', firstname: 'Maya', surname: 'Okafor', gender: 'Woman' }, 'now');
  expect(person).toMatchObject({ givenName: 'Maya', familyName: 'Okafor', sex: 'F', dataQuality: [] });
  expect(readPerson({ id: 'A', gender: 'Mx' }, 'now')).toMatchObject({ sex: 'U', dataQuality: [{ field: 'gender' }] });
});
