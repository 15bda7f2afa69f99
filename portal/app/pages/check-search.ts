import type { Answered } from '@family-view/client';
import type { FindPeopleQueryVariables } from '../../operations/stored';
import { typedDate } from '../look/typed-date';
import type { Fault } from './sign-in';

export type Subject = FindPeopleQueryVariables['by'];
/** What was typed, by the name of its box. */
export type Search = Readonly<Record<string, string>>;

/** The form's boxes as it labels them: what is wrong is said in these words. */
export const LABELS: Readonly<Record<string, string>> = {
  nhsNumber: 'NHS number',
  upn: 'Unique pupil number (UPN)',
  givenName: 'Given name',
  familyName: 'Family name',
  dateOfBirth: 'Date of birth',
  postcode: 'Postcode',
  sex: 'Sex',
  formerNames: 'Earlier surnames',
};

/** What must be put right in each box that the gateway would not take. */
const WRONG: Readonly<Record<string, string>> = {
  nhsNumber: 'NHS number must be 10 figures, as on a letter or the red book: check each of them',
  upn: 'Unique pupil number (UPN) must be a letter and 12 figures or letters: check each of them',
  givenName: 'Given name is too long',
  familyName: 'Family name is too long',
  dateOfBirth: 'Date of birth must be a real date, such as 30 April 2024 or 30/4/24',
  postcode: 'Postcode must be a whole one, such as ZB2 4ZQ',
  sex: 'Sex must be M, F, or U where it is not known',
  formerNames: 'Earlier surnames: enter fewer, with commas between',
};

/** What is asked for, as the gateway takes it; and what is wrong or missing, in the form's own words. */
export function checkSearch(search: Search): { readonly by: Subject; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const by: Record<string, string | readonly string[]> = {};
  for (const [field, text] of Object.entries(search)) {
    const value = text.trim();
    if (value === '') continue;
    if (field === 'dateOfBirth') {
      const day = typedDate(value);
      if (day === null) faults.push(wrong(field));
      else by[field] = day;
    } else if (field === 'formerNames') {
      const names = value.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
      if (names.length > 0) by[field] = names;
    } else by[field] = field === 'sex' ? value.toUpperCase() : value;
  }
  if (by.nhsNumber || by.upn) return { by, faults };
  if (!by.familyName)
    faults.push({ field: 'familyName', message: 'Enter a family name, or an NHS number or unique pupil number' });
  if (search.dateOfBirth?.trim() === '') faults.push({ field: 'dateOfBirth', message: 'Enter a date of birth' });
  return { by, faults };
}

const wrong = (field: string): Fault => ({ field, message: WRONG[field] ?? `Check ${LABELS[field] ?? field}` });

/** A refusal of the gateway's as a fault of the form: it names the field as the graph does, and nobody reads that. */
export function faultOf({ errors }: Answered<unknown>): Fault {
  const [error] = errors;
  if (error?.extensions?.code === 'SEARCH_MALFORMED') {
    const field = Object.keys(LABELS).find((one) => new RegExp(`\\b${one}\\b`).test(error.message));
    if (field !== undefined) return wrong(field);
  }
  if (error?.extensions?.code === 'SEARCH_TOO_THIN')
    return {
      field: 'familyName',
      message: 'Enter an NHS number, a unique pupil number, or a family name with a date of birth',
    };
  return { field: 'familyName', message: error?.message ?? 'The search was not answered. Try again' };
}
