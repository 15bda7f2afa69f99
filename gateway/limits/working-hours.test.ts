import { DEFAULT_LIMIT_TERMS } from './limit-terms';
import { isWithin } from './working-hours';

const HOURS = DEFAULT_LIMIT_TERMS.hours!;

test.each([
  ['a Monday at eight', '2026-11-30T08:00:00Z', true],
  ['a Monday at seven to the minute', '2026-11-30T07:00:00Z', true],
  ['a minute before', '2026-11-30T06:59:00Z', false],
  ['eight in the evening', '2026-11-30T20:00:00Z', false],
  ['a Sunday at noon', '2026-11-29T12:00:00Z', false],
  // British Summer Time: London is an hour ahead.
  ['in summer, seven in London', '2026-07-06T06:00:00Z', true],
  ['in summer, eight in the evening in London', '2026-07-06T19:00:00Z', false],
])('%s', (_when, at, within) => expect(isWithin(HOURS, new Date(at))).toBe(within));
