import fc from 'fast-check';
import {
  checkExportDate,
  checkIsoDate,
  checkLaChildId,
  checkNhsNumber,
  checkPostcode,
  checkUkDate,
  checkUpn,
  checkUprn,
  isTemporaryUpn,
} from './identifiers';

const told = (checked: ReturnType<typeof checkUpn>) => (checked.ok ? checked.value : `fault: ${checked.fault}`);

test.each([
  ['9449303223', '9449303223'],
  ['944 930 3223', '9449303223'],
  ['9000000009', '9000000009'],
  ['5900016374', '5900016374'],
  ['9991234566', 'fault: check digit is wrong'],
  ['0449310999', 'fault: check digit is wrong'],
  ['1111111111', 'fault: one digit repeated'],
  ['944930322', 'fault: not ten digits'],
  ['', 'fault: not ten digits'],
])('NHS number %p reads as %p', (text, value) => expect(told(checkNhsNumber(text))).toBe(value));

test.each([
  ['H801200001001', 'H801200001001'],
  ['a243731687508', 'A243731687508'],
  ['A801200001001', 'fault: check letter is wrong'],
  ['I801200001001', 'fault: not a letter and twelve places'],
  ['H80120000100', 'fault: not a letter and twelve places'],
  ['', 'fault: not a letter and twelve places'],
])('UPN %p reads as %p', (text, value) => expect(told(checkUpn(text))).toBe(value));

test('one UPN with any single figure changed is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const figures = [...'H801200001001'];
      figures[place] = String((Number(figures[place]) + by) % 10);
      expect(checkUpn(figures.join('')).ok).toBe(false);
    }),
  );
});

test('a temporary UPN ends in a letter, which counts towards the check letter', () => {
  const temporary = [...'ABCDEFGHJKLMNPQRTUVWXYZ']
    .map((letter) => `${letter}80120000100A`)
    .filter((upn) => checkUpn(upn).ok);
  expect(temporary).toHaveLength(1);
  expect(temporary.map(isTemporaryUpn)).toEqual([true]);
  expect(isTemporaryUpn('H801200001001')).toBe(false);
});

test.each([
  [' L990213 ', 'L990213'],
  ['N/A', 'fault: stands for no id'],
  ['0', 'fault: stands for no id'],
  ['Unknown', 'fault: stands for no id'],
  ['TBC', 'fault: stands for no id'],
  [' ', 'fault: empty'],
])('LA child id %p reads as %p', (text, value) => expect(told(checkLaChildId(text))).toBe(value));

test.each([
  ['000100023336956', '100023336956'],
  [' 1 ', '1'],
  ['0000', 'fault: zero'],
  ['1234567890123', 'fault: more than twelve digits'],
  ['12a', 'fault: not a whole number'],
  ['999999999999', 'fault: typed for none'],
  ['123456789012', 'fault: typed for none'],
])('UPRN %p reads as %p', (text, value) => expect(told(checkUprn(text))).toBe(value));

test.each([
  ['s601ab', 'S60 1AB'],
  ['SW1A 1AA', 'SW1A 1AA'],
  ['ZZ99 3VZ', 'fault: a pseudo-postcode, not an address'],
  ['S60', 'fault: not in the form of a postcode'],
  ['AA1 1AA', 'fault: a pseudo-postcode, not an address'],
  ['xx11xx', 'fault: a pseudo-postcode, not an address'],
  ['A1 1AA', 'fault: a pseudo-postcode, not an address'],
])('postcode %p reads as %p', (text, value) => expect(told(checkPostcode(text))).toBe(value));

test.each([
  ['2024-02-29', '2024-02-29'],
  ['2023-02-29', 'fault: no such day'],
  ['2024-02', 'fault: not in the form YYYY-MM-DD'],
])('date %p reads as %p', (text, value) => expect(told(checkIsoDate(text))).toBe(value));

test.each([
  ['29/02/2024', '2024-02-29'],
  ['4/3/2019', '2019-03-04'],
  ['31/04/2024', 'fault: no such day'],
  ['2024-02-29', 'fault: not in the form dd/mm/yyyy'],
])('date %p as exported reads as %p', (text, value) => expect(told(checkUkDate(text))).toBe(value));

test('a date is one where the calendar of JavaScript has that day', () => {
  const two = fc.integer({ min: 0, max: 33 }).map((number) => String(number).padStart(2, '0'));
  const four = fc.integer({ min: 0, max: 9999 }).map((number) => String(number).padStart(4, '0'));
  fc.assert(
    fc.property(
      fc.constantFrom('0000', '1900', '2000', '2023', '2024').chain((year) => fc.oneof(fc.constant(year), four)),
      two,
      two,
      (year, month, day) => {
        const text = `${year}-${month}-${day}`;
        const date = new Date(`${text}T00:00:00Z`);
        expect(checkIsoDate(text).ok).toBe(!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a fault never repeats what it is about', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z0-9]{9,20}$/), (text) => {
      for (const check of [checkNhsNumber, checkUpn, checkUprn, checkPostcode, checkIsoDate, checkUkDate]) {
        const checked = check(text);
        if (!checked.ok) expect(checked.fault).not.toContain(text);
      }
    }),
  );
});

test.each([
  ['03/02/2024', '2024-02-03'],
  ['3/2/2024', '2024-02-03'],
  ['03-02-2024', '2024-02-03'],
  ['03/02/2024 00:00:00', '2024-02-03'],
  ['2024-02-03', '2024-02-03'],
  ['2024-02-03 00:00:00', '2024-02-03'],
  ['2024-02-03T09:30', '2024-02-03'],
  ['2024-06-30T23:30:00Z', '2024-07-01'],
  ['2024-01-31T23:30:00Z', '2024-01-31'],
  ['31/02/2024', null],
  ['03/02/24', null],
  ['Feb 3 2024', null],
  ['2024-02', null],
  ['', null],
])('the exported date %j is %j', (text, day) => {
  const checked = checkExportDate(text);
  expect(checked.ok ? checked.value : null).toBe(day);
});

test('an NHS number may be written with spaces or hyphens', () => {
  for (const text of ['944 930 3223', '944-930-3223', '944\u2011930\u20113223', '9449303223'])
    expect(checkNhsNumber(text)).toEqual({ ok: true, value: '9449303223' });
});
