import { checkIsoDate } from '../../identifiers';
import { daysBetween, differByOneFigure, swapDayAndMonth, turnTwoFigures } from './dates';
import type { BirthLevel, BirthOrderLevel } from './levels';

/** The first days that calendars, spreadsheets, databases and clocks can write, and what is typed for none. */
const NOT_KNOWN: ReadonlySet<string> = new Set([
  '0001-01-01',
  '1111-11-11',
  '1582-10-15',
  '1753-01-01',
  '1800-01-01',
  '1899-12-30',
  '1899-12-31',
  '1900-01-01',
  '1900-01-02',
  '1901-12-13',
  '1901-12-14',
]);

/** A birthday; null of what a system writes for "not known" (1900-01-01) or, from 2090 on, for "never" (9999-12-31). */
export function readBirthday(date: string | null | undefined): string | null {
  const day = date ? checkIsoDate(date) : null;
  return day?.ok && day.value < '2090' && !NOT_KNOWN.has(day.value) ? day.value : null;
}

/** 1 January stands for a day that nobody knows: in records of children who came without papers, and on forms. */
export const isDefaultBirthday = (date: string | null): boolean => date?.endsWith('-01-01') ?? false;

/** Compares two dates of birth, ISO days. */
export function compareBirths(one: string | null, other: string | null): BirthLevel {
  if (one === null || other === null) return 'MISSING';
  if (one === other) return 'EXACT';
  const [first, second] = [partsOf(one), partsOf(other)];
  const isGuess = (isDefaultBirthday(one) || isDefaultBirthday(other)) && Math.abs(first.year - second.year) <= 2;
  // Most who are compared were born in other years, on other days.
  if (Math.abs(first.year - second.year) > 1 && (first.month !== second.month || first.day !== second.day))
    return isGuess ? 'DEFAULT' : 'DIFFERENT';
  if (first.year === second.year && swapDayAndMonth(one) === other) return 'SWAPPED';
  const same = { year: first.year === second.year, month: first.month === second.month, day: first.day === second.day };
  const days = daysBetween(one, other);
  if (days <= 1 || (same.year && isSlip(one, other, first, second, same.day))) return 'NEAR';
  if (same.month && same.day && isSlipOfYear(one, other, first, second)) return 'YEAR';
  if (isGuess) return 'DEFAULT';
  if (same.year && (same.month || same.day)) return 'PART';
  return days <= 366 ? 'CLOSE' : 'DIFFERENT';
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function partsOf(date: string): Parts {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
}

/** One figure, two turned round, the year before or after, or the century: 1912, where 12 was written for 2012. */
const isSlipOfYear = (one: string, other: string, first: Parts, second: Parts): boolean =>
  differByOneFigure(one, other) || turnTwoFigures(one, other) || [1, 100].includes(Math.abs(first.year - second.year));

/** One figure, two turned round, or the month before or after. */
const isSlip = (one: string, other: string, first: Parts, second: Parts, sameDay: boolean): boolean =>
  differByOneFigure(one, other) ||
  turnTwoFigures(one, other) ||
  (sameDay && Math.abs(first.month - second.month) === 1);

/** Compares places among the children of one birth. */
export function compareBirthOrders(one: number | null, other: number | null): BirthOrderLevel {
  if (one === null || other === null) return 'MISSING';
  return one === other ? 'SAME' : 'DIFFERENT';
}
