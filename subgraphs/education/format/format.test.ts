import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readAttendance, readCustodianRecords, readEducationDetails, readPupil, readSchool } from './index';

const asOf = '2026-11-01T09:00:00.000Z';
const samples = join(__dirname, '../../../../shared/samples');
const withSamples = existsSync(samples) ? test : test.skip;
const sample = (path: string): unknown => JSON.parse(readFileSync(join(samples, path), 'utf8'));

describe('attendance', () => {
  const percentage = (possible: unknown, authorised: unknown, unauthorised: unknown) =>
    readAttendance({
      pupilId: 'P1',
      SessionsPossible: possible,
      SessionsAuthorised: authorised,
      SessionsUnauthorised: unauthorised,
    })!.attendancePercentage;

  test.each([
    [72, 6, 13, 73.6],
    [380, 0, 0, 100],
    [380, 380, 0, 0],
    [3, 1, 0, 66.7],
    ['72', '6', '13', 73.6],
  ])(
    'of %s sessions %s missed with leave and %s without is %s per cent',
    (possible, authorised, unauthorised, expected) => {
      expect(percentage(possible, authorised, unauthorised)).toBe(expected);
    },
  );

  test('it is not known where no session was possible or a count is missing', () => {
    expect([percentage(0, 0, 0), percentage(10, undefined, 0), percentage(null, 0, 0)]).toEqual([null, null, null]);
  });

  test('more sessions missed than were possible is a fault; the counts are still shown', () => {
    const row = readAttendance({ pupilId: 'P1', SessionsPossible: 10, SessionsAuthorised: 8, SessionsUnauthorised: 8 });
    expect(row).toMatchObject({ sessionsPossible: 10, sessionsAuthorised: 8, attendancePercentage: null });
    expect(row?.dataQuality).toEqual([{ field: 'SessionsPossible', fault: 'more sessions missed than were possible' }]);
  });

  test('it is between 0 and 100 with one decimal, or not known', () => {
    const count = fc.nat({ max: 500 });
    fc.assert(
      fc.property(count, count, count, (possible, authorised, unauthorised) => {
        const result = percentage(possible, authorised, unauthorised);
        return result === null
          ? possible < authorised + unauthorised || possible === 0
          : result >= 0 && result <= 100 && /^\d+(\.\d)?$/.test(String(result));
      }),
    );
  });
});

describe('a pupil', () => {
  test('whose free school meals were never asked about is not recorded as not eligible', () => {
    expect(
      [undefined, false, true, 'Y', 0].map((FSMeligible) => readPupil({ id: 'P1', FSMeligible }, asOf)?.fsmEligible),
    ).toEqual([null, false, true, true, false]);
  });

  test('has other surnames beside the present one', () => {
    const pupil = readPupil({ id: 'P1', Surname: 'Okafor', FormerSurname: ['Eze'], PreferredSurname: 'Okafor' }, asOf);
    expect(pupil?.person.formerNames).toEqual(['Eze']);
  });

  test('without an id cannot be pointed to', () => {
    expect([readPupil({ UPN: 'H801200001001' }, asOf), readPupil('P1', asOf), readSchool({})]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('with a SEN type off the published list keeps it, and is told of', () => {
    const pupil = readPupil({ id: 'P1', SENprovision: 'K', SENtype: ['SEMH', 'XYZ'] }, asOf);
    expect(pupil?.senTypes).toEqual(['SEMH', 'XYZ']);
    expect(pupil?.dataQuality.map((line) => line.field)).toEqual(['SENtype']);
  });
});

describe('published samples', () => {
  withSamples(
    'every pupil of the national pupil index is read; a UPN that fails its check is told beside the pupil',
    () => {
      const { value } = sample('education/npd_searchindex_returns_many_pupils.json') as {
        value: { UPN: string; Surname: string }[];
      };
      const pupils = value.map((row) => readPupil(row, asOf)!);
      expect(pupils.map((pupil) => pupil.person.familyName)).toEqual(value.map((row) => row.Surname));
      for (const { person } of pupils) {
        expect(person.upn === null).toBe(person.dataQuality.some((line) => line.field === 'UPN'));
      }
      expect(pupils.some((pupil) => pupil.person.upn === null)).toBe(true);
    },
  );

  withSamples('the education details of a custodian are read, the personal details left to their own reader', () => {
    const [details, ...more] = readCustodianRecords(sample('agreements/education-01.custodian.json'));
    expect(more).toEqual([]);
    expect(details).toMatchObject({
      personId: '9691292211',
      educationSettingName: 'ST Johns',
      senProvision: 'E',
      dataQuality: [],
    });
    expect(
      details?.attendance?.map((year) => [
        year.academicYearStart,
        year.attendancePercentage,
        year.schoolsAverageAttendance,
      ]),
    ).toEqual([
      [2025, 75, 97.5],
      [2024, 62.7, 95.5],
    ]);
  });

  withSamples('a bare education details record is read too', () => {
    const details = readEducationDetails(sample('agreements/education_9449303223_EducationDetailsRecordV1.json'));
    expect(details).toMatchObject({ educationSettingName: 'Redwood Academy', educationSettingTelephone: '0123456789' });
  });
});

test('a custodian’s file in another shape is a fault, not an empty file', () => {
  expect(() => readCustodianRecords({ items: [] })).toThrow(
    expect.objectContaining({ code: 'PARTNER_SYSTEM_UNAVAILABLE' }),
  );
});

test('a percentage above a hundred is left out and told', () => {
  const details = readEducationDetails({
    yearlyEducationAttendances: [{ academicTermYearStart: 2025, attendancePercentage: 750 }],
  });
  expect(details?.attendance?.[0]?.attendancePercentage).toBeNull();
  expect(details?.dataQuality).toHaveLength(1);
});
