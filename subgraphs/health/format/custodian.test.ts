import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCustodianFile, readCustodianRecord } from './custodian';

test('a record that does not mention missed appointments does not say that there were none', () => {
  expect(readCustodianRecord({ registeredGPName: 'Dr E Green' })?.value).toMatchObject({
    registeredGpName: 'Dr E Green',
    missedAppointments: null,
  });
  expect(readCustodianRecord({ missedAppointments: [] })?.value.missedAppointments).toEqual([]);
});

test('a date that is no date is a fault, and the appointment is still told', () => {
  const read = readCustodianRecord({ missedAppointments: [{ date: '2025-13-01', setting: 'GP' }, 'GP'] });
  expect(read?.value.missedAppointments).toEqual([{ date: null, setting: 'GP', reason: null }]);
  expect(read?.faults).toEqual([
    { field: 'health.details.missedAppointments', fault: 'expected object, received string' },
    { field: 'missedAppointments.date', fault: 'no such day' },
  ]);
});

test('what is no record at all is none', () => {
  expect(readCustodianRecord('Dr E Green')).toBeNull();
  expect(readCustodianFile([])).toEqual(new Map());
});

describe('records published by the Department for Education', () => {
  const samples = join(__dirname, '../../../../shared/samples/agreements');
  const published = existsSync(samples) ? test : test.skip;
  const sample = (file: string): unknown => JSON.parse(readFileSync(join(samples, file), 'utf8'));
  const expected = {
    registeredGpName: 'Dr E Green',
    registeredGpSurgery: 'Duke Medical Centre',
    gpTelephone: '0114 272 2100',
    services: ['Minds Matter Clinic'],
    statusesAndPlans: [{ status: 'Open to CAMHS', plan: 'CAMHS plan' }],
    missedAppointments: [
      { date: '2025-10-30', setting: 'Hospital', reason: null },
      { date: '2025-10-29', setting: 'GP', reason: 'Example missed appointment reason' },
    ],
    emergencyAttendances: [
      { date: '2025-11-30', reason: null },
      { date: '2025-11-29', reason: 'Example A&E attendance reason' },
    ],
  };

  published('the minimal health record is read whole, without a fault', () => {
    expect(readCustodianRecord(sample('health_9449303223_HealthDataRecordV1.json'))).toEqual({
      value: expected,
      faults: [],
    });
  });

  published("a custodian's file gives each child's own record", () => {
    const records = readCustodianFile(sample('health-01.custodian.json'));
    expect([...records.keys()]).toEqual(['9691292211', '9449306494']);
    expect([...records.values()].map(({ value }) => value)).toEqual([expected, expected]);
  });

  published('records of other kinds in the file of another agency are left alone', () => {
    expect(readCustodianFile(sample('education-01.custodian.json')).size).toBe(0);
  });
});
