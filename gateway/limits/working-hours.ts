import type { WorkingHours } from './limit-terms';

const LONDON = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: 'Europe/London', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
});

/** Whether an instant is of the hours at which people are looked at as a rule. Bank holidays are days like others. */
export function isWithin({ from, until, days }: WorkingHours, at: Date): boolean {
  const parts = new Map(LONDON.formatToParts(at).map(({ type, value }) => [type, value]));
  const time = `${parts.get('hour')}:${parts.get('minute')}`;
  return days.some((day) => day === parts.get('weekday')) && from <= time && time < until;
}
