import type { Subject } from './subject';

/** As long, and as many, as an agency takes (`subgraphs/kit` holds other agencies to the same). */
export const LONGEST_TEXT = 200;
export const MOST_FORMER_NAMES = 20;
const LONGEST_NUMBER = 64;
const DAYS: ReadonlySet<string> = new Set(['dateOfBirth', 'expectedDateOfBirth']);
const NAMES: ReadonlySet<string> = new Set(['givenName', 'familyName']);

/**
 * A subject without what the contract does not take: an agency refuses a whole question for one value in it, and what one
 * agency wrote badly would keep another from comparing everybody else. What is left out can prove nothing.
 */
export function fitSubject(subject: Subject): Subject {
  const fit = Object.entries(subject).flatMap(([field, value]): [string, unknown][] => {
    if (value === undefined || value === null) return [];
    if (typeof value === 'string') return fits(field, value) ? [[field, value]] : [];
    if (field === 'birthOrder') return isBirthOrder(value as number) ? [[field, value]] : [];
    if (field === 'formerNames') {
      const names = (value as readonly string[]).filter((name) => name.length <= LONGEST_TEXT);
      return names.length > 0 ? [[field, names.slice(0, MOST_FORMER_NAMES)]] : [];
    }
    if (field === 'mother') return [[field, fitSubject(value as Subject)]];
    return [[field, value]];
  });
  return Object.fromEntries(fit) as Subject;
}

function fits(field: string, text: string): boolean {
  if (DAYS.has(field)) return isDay(text);
  return text.length <= (NAMES.has(field) ? LONGEST_TEXT : LONGEST_NUMBER);
}

const isBirthOrder = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 9;

/** A day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
