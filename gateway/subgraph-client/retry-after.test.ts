import { readRetryAfter } from './retry-after';

const NOW = Date.UTC(2026, 10, 28, 12, 0, 0);
test.each<[string | string[] | undefined, number | null]>([
  ['1', 1_000],
  ['0', 0],
  [['2', '9'], 2_000],
  ['Sat, 28 Nov 2026 12:00:03 GMT', 3_000],
  ['Sat, 28 Nov 2026 11:00:00 GMT', 0],
  ['soon', null],
  ['-1', null],
  ['', null],
  [undefined, null],
])('%j is read as RFC 9110 says', (header, milliseconds) => {
  expect(readRetryAfter(header, () => NOW)).toBe(milliseconds);
});
