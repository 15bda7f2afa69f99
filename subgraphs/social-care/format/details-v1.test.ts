import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readChildrensServicesDetails, readCustodianRecords, readPersonalDetails } from './details-v1';

test('a list that is missing is not known, and one that is empty is none', () => {
  expect(readChildrensServicesDetails({ keyWorker: 'Jo Marsh', teamInvolvement: [] })).toMatchObject({
    keyWorker: 'Jo Marsh',
    teams: [],
    referrals: null,
  });
});

test('a date that is none is told, and its referral stays', () => {
  const { referrals, dataQuality } = readChildrensServicesDetails({
    childrensServicesReferrals: [{ date: '2025-02-30', type: 'Early Help' }],
  });
  expect(referrals).toEqual([{ date: null, type: 'Early Help' }]);
  expect(dataQuality).toEqual([{ field: 'childrensServicesReferrals.date', fault: 'no such day' }]);
});

test('personal details give who somebody is, and nothing about the people around them', () => {
  const json = {
    firstName: 'Nia',
    lastName: 'Hart',
    dateOfBirth: '2015-03-01',
    birthAssignedSex: 'Female',
    address: { postcode: 'zb12ab' },
    relatedPeople: [{ name: 'Dan Hart', risk: ['violent'] }],
  };
  expect(readPersonalDetails(json)).toEqual({
    givenName: 'Nia',
    familyName: 'Hart',
    dateOfBirth: '2015-03-01',
    sex: 'F',
    postcode: 'ZB1 2AB',
    ethnicity: null,
    firstLanguage: null,
    dataQuality: [],
  });
});

test('JSON of another form is refused, never read as nothing', () => {
  expect(() => readChildrensServicesDetails({ childrensServicesReferrals: 'none' })).toThrow();
  expect(() => readCustodianRecords([])).toThrow();
});

const SAMPLES = join(__dirname, '../../../../shared/samples/agreements');
(existsSync(SAMPLES) ? describe : describe.skip)('published samples (where the folder is present)', () => {
  const sample = (file: string): unknown => JSON.parse(readFileSync(join(SAMPLES, file), 'utf8'));

  test('the social-care records of one child are read', () => {
    expect(
      readChildrensServicesDetails(sample('socialcare_9449303223_ChildrensServicesDetailsRecordV1.json')),
    ).toMatchObject({
      keyWorker: 'Alex Patel',
      statusesAndPlans: [{ status: 'Child In Need', plan: 'Child in need plan' }],
      dataQuality: [],
    });
    expect(readPersonalDetails(sample('socialcare_9449303223_PersonalDetailsRecordV1.json'))).toMatchObject({
      givenName: 'Sarah',
      dateOfBirth: '2011-09-25',
      sex: 'F',
    });
  });

  test('every record of the custodian is kept under a good NHS number and can be read', () => {
    const records = readCustodianRecords(sample('local-authority-01.custodian.json'));
    expect(records.length).toBeGreaterThan(1);
    for (const { nhsNumber, recordType, payload } of records) {
      expect(nhsNumber).not.toBeNull();
      const read = recordType === 'personal.details' ? readPersonalDetails : readChildrensServicesDetails;
      expect(read(payload).dataQuality).toBeDefined();
    }
  });
});
