import { ownWord } from './own-word';

/** Codes as people say them. A code that is not here is shown as it came: better than not at all. */

export const AGENCY_NAMES: Readonly<Record<string, string>> = {
  health: 'Health',
  education: 'Education',
  'social-care': 'Social care and early help',
  housing: 'Housing',
  'childrens-centre': 'Children’s centre',
};
export const agencyName = (agency: string | null | undefined): string =>
  agency === null || agency === undefined ? 'Somebody' : (ownWord(AGENCY_NAMES, agency) ?? sentenceCase(agency));

const WORDS: Readonly<Record<string, string>> = {
  EARLY_HELP: 'Early help',
  TRIAGE: 'Triage of a contact or referral',
  SAFEGUARDING: 'Safeguarding',
  PERFORMANCE: 'Performance',
  SCRUTINY: 'Scrutiny',
  SUBJECT_ACCESS: 'Subject access',
  HEAD_OF_CENTRE: 'Head of Centre',
  FAMILY_SUPPORT_LEAD: 'Lead Family Support Worker',
  HEALTH_LEAD: 'Health Co-ordinator',
  LEAD_PROFESSIONAL: 'Lead Professional',
  EARLY_HELP_ACCESS: 'Early Help Access team',
  SOCIAL_WORKER: 'Social Worker',
  SCHOOL_LEAD: 'Designated safeguarding lead',
  HOUSING_OFFICER: 'Housing Officer',
  IG_OFFICER: 'Information governance officer',
  ACT: 'Act',
  ANTENATAL: 'Antenatal contact',
  NEW_BIRTH: 'New birth visit',
  SIX_TO_EIGHT_WEEKS: '6 to 8 week review',
  ONE_YEAR: '1 year review',
  TWO_TO_TWO_AND_A_HALF_YEARS: '2 to 2½ year review',
  TOTALLY: 'Breastfed',
  PARTIALLY: 'Partly breastfed',
  NOT_AT_ALL: 'Not breastfed',
  NOT_ASKED: 'Not asked',
  REFUSED: 'Refused',
  GIVEN: 'Given',
  SUSP: 'Suspension',
  PERM: 'Permanent exclusion',
  N: 'None',
  K: 'SEN support',
  E: 'Education, health and care plan',
  ECO: 'Economic',
  HSD: 'High-level SEN or disability',
  LAA: 'Looked after or adopted',
  NEG: 'Neglect',
  PHY: 'Physical abuse',
  SAB: 'Sexual abuse',
  EMO: 'Emotional abuse',
  MUL: 'Multiple',
  CIN_PLAN: 'Child in need plan',
  CP_PLAN: 'Child protection plan',
  CARE_PLAN: 'Care plan',
  NONE: 'None',
  UP_TO_4_WEEKS: 'Up to 4 weeks of rent',
  '4_TO_8_WEEKS': '4 to 8 weeks of rent',
  OVER_8_WEEKS: 'Over 8 weeks of rent',
  UP: 'Stepped up',
  DOWN: 'Stepped down',
  M: 'Male',
  F: 'Female',
  U: 'Not known',
  HouseholdMember: 'Household member',
  givenName: 'given name',
  familyName: 'family name',
  dateOfBirth: 'date of birth',
  nhsNumber: 'NHS number',
  upn: 'UPN',
  uprn: 'property number (UPRN)',
};

export const word = (code: string | null | undefined): string | null =>
  code === null || code === undefined || code === ''
    ? null
    : (ownWord(WORDS, code) ?? (isCode(code) ? sentenceCase(code) : code));

/** A field's own name as words: `startDate` is `Start date`. */
export const humanised = (name: string): string => sentenceCase(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2'));

const isCode = (text: string): boolean => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(text) || /^[A-Z]{4,}$/.test(text);
const sentenceCase = (text: string): string => {
  const words = text.replaceAll(/[_-]/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** An organisation's code as its name: `aldermere-childrens-centres` is `Aldermere Children’s Centres`. */
export const organisationName = (code: string): string =>
  code
    .split('-')
    .map((part) => (SMALL.has(part) ? part : part.charAt(0).toUpperCase() + part.slice(1)))
    .join(' ')
    .replaceAll(/\b([Cc]hildren)s\b/g, '$1’s');
const SMALL = new Set(['and', 'of', 'the', 'for', 'in']);

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** A day, `2026-10-05`, or the day of an instant, as `5 Oct 2026`. */
export function day(date: string | null | undefined): string | null {
  if (!date) return null;
  // A year alone is what a clause may leave of a date of birth.
  if (/^\d{4}$/.test(date)) return date;
  const at = new Date(date.length === 10 ? `${date}T00:00:00Z` : date);
  return Number.isNaN(at.getTime()) ? date : DAY.format(at);
}
/** The time of an instant, `14:05`, where whoever reads it is. */
export const time = (at: string): string => TIME.format(new Date(at));
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
/** The month of a day, as `October 2026`. */
export const month = (date: string): string => MONTH.format(new Date(`${date.slice(0, 10)}T00:00:00Z`));
export const clock = (at: Date): string => TIME.format(at);
export const yesNo = (value: boolean | null | undefined): string | null =>
  value === null || value === undefined ? null : value ? 'Yes' : 'No';

/** Whole years, or months or weeks for the very young; null without a full date. */
export function age(dateOfBirth: string | null | undefined, today: Date = new Date()): string | null {
  if (dateOfBirth?.length !== 10) return null;
  const born = new Date(`${dateOfBirth}T00:00:00Z`);
  const months =
    (today.getUTCFullYear() - born.getUTCFullYear()) * 12 +
    (today.getUTCMonth() - born.getUTCMonth()) -
    (today.getUTCDate() < born.getUTCDate() ? 1 : 0);
  if (months >= 24) return `${Math.floor(months / 12)} years`;
  if (months >= 3) return `${months} months`;
  return `${Math.max(0, Math.floor((today.getTime() - born.getTime()) / 604_800_000))} weeks`;
}

export const listed = (parts: readonly (string | null | undefined)[], between = ', '): string | null =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(between) || null;

/** A heading in the middle of a sentence: `Rent arrears` is `rent arrears`, and `Team Around the Family` stays. */
export const midSentence = (text: string): string =>
  /^[A-Z][a-z]+( [a-z0-9(]|$|,)/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** `Health, Education and Housing`; null of nothing. */
export function joined(parts: readonly (string | null | undefined)[]): string | null {
  const said = parts.filter((part): part is string => part !== null && part !== undefined && part !== '');
  if (said.length < 2) return said[0] ?? null;
  return `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
}
