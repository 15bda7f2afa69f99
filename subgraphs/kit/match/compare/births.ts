import { daysBetween, differByOneFigure, swapDayAndMonth, turnTwoFigures } from './dates';
import type { BirthLevel, BirthOrderLevel } from './levels';

/** 1 January stands for a day that nobody knows: in records of children who came without papers, and on forms. */
export const isDefaultBirthday = (date: string | null): boolean => date?.endsWith('-01-01') ?? false;

/** Compares two dates of birth, ISO days. */
export function compareBirths(one: string | null, other: string | null): BirthLevel {
  if (one === null || other === null) return 'MISSING';
  if (one === other) return 'EXACT';
  const [first, second] = [partsOf(one), partsOf(other)];
  // Most who are compared were born in other years, on other days.
  if (Math.abs(first.year - second.year) > 1 && (first.month !== second.month || first.day !== second.day))
    return 'DIFFERENT';
  if (first.year === second.year && swapDayAndMonth(one) === other) return 'SWAPPED';
  const same = { year: first.year === second.year, month: first.month === second.month, day: first.day === second.day };
  const days = daysBetween(one, other);
  if (days <= 1 || (same.year && isSlip(one, other, first, second, same.day))) return 'NEAR';
  if (same.month && same.day && isSlipOfYear(one, other, first, second)) return 'YEAR';
  if (same.year && (isDefaultBirthday(one) || isDefaultBirthday(other))) return 'DEFAULT';
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

/** One figure, two turned round, or the year before or after. */
const isSlipOfYear = (one: string, other: string, first: Parts, second: Parts): boolean =>
  differByOneFigure(one, other) || turnTwoFigures(one, other) || Math.abs(first.year - second.year) === 1;

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
