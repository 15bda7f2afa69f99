import type { IsoDate } from './model';

const DAY = 86_400_000;
/** Day zero of the table below: nobody in the borough was born before it. */
const FIRST_DAY = Date.UTC(1880, 0, 1) / DAY;
// Twenty thousand families share some fifty thousand days: one string each keeps the borough small in memory.
const texts: (IsoDate | undefined)[] = new Array(80_000).fill(undefined);

function dayText(day: number): IsoDate {
  const known = texts[day - FIRST_DAY];
  if (known !== undefined) return known;
  const text = new Date(day * DAY).toISOString().slice(0, 10);
  texts[day - FIRST_DAY] = text;
  return text;
}

function dayNumber(date: IsoDate): number {
  const day = Date.UTC(digits(date, 0, 4), digits(date, 5, 7) - 1, digits(date, 8, 10)) / DAY;
  if (!Number.isInteger(day)) throw new RangeError(`Expected a date YYYY-MM-DD, got ${date}`);
  return day;
}

export const addDays = (date: IsoDate, days: number): IsoDate => dayText(dayNumber(date) + days);
export const daysBetween = (from: IsoDate, to: IsoDate): number => dayNumber(to) - dayNumber(from);

// Not Math.min and Math.max: these are texts, which sort as their dates do.
export const earliest = (a: IsoDate, b: IsoDate): IsoDate => [a, b].sort()[0] as IsoDate;
export const latest = (a: IsoDate, b: IsoDate): IsoDate => [a, b].sort()[1] as IsoDate;

/** The same day of the month, or the month's last day where it has none. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year, month, day] = parts(date);
  const first = Date.UTC(year, month - 1 + months, 1) / DAY;
  const last = Date.UTC(year, month + months, 1) / DAY - first;
  return dayText(first + Math.min(day, last) - 1);
}

export const monthsBetween = (from: IsoDate, to: IsoDate): number => {
  const [fromYear, fromMonth, fromDay] = parts(from);
  const [year, month, day] = parts(to);
  return (year - fromYear) * 12 + month - fromMonth - (day < fromDay ? 1 : 0);
};
export const yearsBetween = (from: IsoDate, to: IsoDate): number => Math.floor(monthsBetween(from, to) / 12);

/** The calendar year in which the school year (September to August) that holds this date began. */
export const schoolYearOf = (date: IsoDate): number => {
  const [year, month] = parts(date);
  return month >= 9 ? year : year - 1;
};

/** 3 April typed as 4 March. Undefined where that gives no date, or the same one. */
export function swapDayAndMonth(date: IsoDate): IsoDate | undefined {
  const [year, month, day] = parts(date);
  if (day > 12 || day === month) return undefined;
  return `${year}-${String(day).padStart(2, '0')}-${String(month).padStart(2, '0')}`;
}

const digits = (date: IsoDate, from: number, to: number): number => {
  let value = 0;
  for (let place = from; place < to; place++) value = value * 10 + date.charCodeAt(place) - 48;
  return value;
};
const parts = (date: IsoDate): readonly [number, number, number] => [
  digits(date, 0, 4),
  digits(date, 5, 7),
  digits(date, 8, 10),
];
