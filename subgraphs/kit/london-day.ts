/**
 * The calendar day in England of an instant, `YYYY-MM-DD`: half an hour before midnight UTC in summer is the next day.
 *
 * @example
 * ```ts
 * londonDay(new Date('2026-07-01T23:30:00Z')); // '2026-07-02'
 * ```
 */
export const londonDay = (instant: Date): string => englishDay.format(instant);

const englishDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' });
