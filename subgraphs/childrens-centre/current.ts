/**
 * Whether something that runs from one day until another runs on `today` (ISO dates). Without a start it is not known to
 * have begun, and is not current: a registration that cannot be dated gives nobody a relationship.
 */
export const isCurrent = (from: string | null, until: string | null, today: string): boolean =>
  from !== null && from <= today && (until === null || until > today);

/** Midnight at the start of a day, as the instant that facts are told in. */
export const startOfDay = (date: string | null): string | null => (date === null ? null : `${date}T00:00:00.000Z`);

/** Whole years lived on `today`. */
export function ageInYears(dateOfBirth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return today.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}
