import fc from 'fast-check';
import { typedDate } from './typed-date';

const TODAY = new Date('2026-11-29T00:00:00Z');

test.each([
  '30 April 2024',
  '30th April 2024',
  '30 Apr 24',
  '30/4/24',
  '30/04/2024',
  '30.4.2024',
  '30-4-2024',
  '30 4 2024',
  '30042024',
  '300424',
  '2024-04-30',
  '2024/4/30',
  'April 30, 2024',
  ' 30 of April 2024 ',
])('"%s" is the thirtieth of April 2024', (text) => {
  expect(typedDate(text, TODAY)).toBe('2024-04-30');
});

test.each([
  '',
  '30',
  '30/4',
  '31 April 2024',
  '29/2/2023',
  '4/30/2024',
  'thirty April 2024',
  '30 Abril 2024',
  '30/4/024',
])('"%s" is no day', (text) => {
  expect(typedDate(text, TODAY)).toBeNull();
});

test('a year of two figures is the latest that is not to come', () => {
  expect(typedDate('1/2/26', TODAY)).toBe('2026-02-01');
  expect(typedDate('1/2/27', TODAY)).toBe('1927-02-01');
});

test('every day that a browser or the gateway writes is read as itself', () => {
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-29'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (at) => {
      const iso = at.toISOString().slice(0, 10);
      const british = at.toLocaleDateString('en-GB', { timeZone: 'UTC' });
      const long = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
      expect([iso, british, long].map((text) => typedDate(text, TODAY))).toEqual([iso, iso, iso]);
    }),
  );
});
