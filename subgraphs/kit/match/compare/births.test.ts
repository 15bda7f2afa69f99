import { compareBirths, readBirthday } from './births';

test.each([
  ['2019-03-04', '2019-03-04', 'EXACT'],
  ['2019-03-04', '2019-04-03', 'SWAPPED'],
  ['2019-03-04', '2019-03-07', 'NEAR'],
  ['2019-03-31', '2019-04-01', 'NEAR'],
  ['2019-03-12', '2019-03-21', 'NEAR'],
  ['2014-03-04', '2041-03-04', 'YEAR'],
  ['2019-09-20', '2019-10-20', 'NEAR'],
  ['2019-12-31', '2020-01-01', 'NEAR'],
  ['2019-03-04', '2018-03-04', 'YEAR'],
  ['2019-03-04', '2020-03-04', 'YEAR'],
  ['2019-03-04', '2009-03-04', 'YEAR'],
  ['2019-05-17', '2019-01-01', 'DEFAULT'],
  ['2019-05-17', '2018-01-01', 'DEFAULT'],
  ['2019-05-17', '2021-01-01', 'DEFAULT'],
  ['2019-05-17', '2016-01-01', 'DIFFERENT'],
  ['2019-03-04', '1919-03-04', 'YEAR'],
  ['2019-03-04', '2019-03-26', 'PART'],
  ['2019-03-14', '2019-11-14', 'PART'],
  ['2019-03-04', '2018-05-26', 'CLOSE'],
  ['2019-03-04', '1988-11-21', 'DIFFERENT'],
  ['2019-03-04', null, 'MISSING'],
] as const)('%s and %s: %s', (one, other, level) => {
  expect(compareBirths(one, other)).toBe(level);
  expect(compareBirths(other, one)).toBe(level);
});

// These are the first and last days of spreadsheets, databases
// and clocks.
test.each([
  '1900-01-01',
  '1899-12-30',
  '1753-01-01',
  '1901-12-13',
  '0001-01-01',
  '1111-11-11',
  '9999-12-31',
  '2099-12-31',
  '2019-02-30',
  '2019-03',
])('%s is nobody’s birthday', (written) => expect(readBirthday(written)).toBeNull());

test.each(['1900-03-04', '1902-03-04', '2019-03-04', '1970-01-01'])('%s may be', (written) =>
  expect(readBirthday(written)).toBe(written),
);
