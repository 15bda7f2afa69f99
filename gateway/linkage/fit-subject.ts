import { isDay } from '../shared/days';
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
  const fit: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(subject)) {
    if (value === undefined || value === null) continue;
    if (typeof value === 'string') {
      if (fits(field, value)) fit[field] = value;
    } else if (field === 'birthOrder') {
      if (isBirthOrder(value as number)) fit[field] = value;
    } else if (field === 'formerNames') {
      const names = (value as readonly string[]).filter((name) => name.length <= LONGEST_TEXT);
      if (names.length > 0) fit[field] = names.slice(0, MOST_FORMER_NAMES);
    } else fit[field] = field === 'mother' ? fitSubject(value as Subject) : value;
  }
  return fit as Subject;
}

function fits(field: string, text: string): boolean {
  if (DAYS.has(field)) return isDay(text);
  return text.length <= (NAMES.has(field) ? LONGEST_TEXT : LONGEST_NUMBER);
}

const isBirthOrder = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 9;
