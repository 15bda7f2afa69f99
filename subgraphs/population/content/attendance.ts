import { daysBetween, schoolYearOf } from '../dates';
import type { EducationContent, IsoDate } from '../model';

export type AttendanceYear = EducationContent['attendance'][number];

/** Half-day sessions of a full school year in England: 190 days. */
const SESSIONS_OF_A_YEAR = 380;

/** Half-day sessions since September of the year, nothing before the pupil came. */
export function sessionsPossible(yearStart: number, entry: IsoDate, today: IsoDate): number {
  const first = `${yearStart}-09-01`;
  const from = entry > first ? entry : first;
  const end = `${yearStart + 1}-07-22`;
  const until = today < end ? today : end;
  const days = Math.max(0, daysBetween(from, until));
  return Math.min(SESSIONS_OF_A_YEAR, Math.round((days / 324) * SESSIONS_OF_A_YEAR));
}

/** One row: what share was attended, and what share of the absence the school gave leave for. */
export function attendanceIn(
  yearStart: number,
  entry: IsoDate,
  today: IsoDate,
  attended: number,
  leave: number,
): AttendanceYear {
  const possible = sessionsPossible(yearStart, entry, today);
  const missed = Math.round(possible * (1 - attended));
  const authorised = Math.round(missed * leave);
  return { yearStart, possible, authorised, unauthorised: missed - authorised };
}

/** NCyearActual at a date: N1, N2, R, then 1 to 13. Undefined for a child too young or too old for school. */
export function ncYearOf(born: IsoDate, today: IsoDate): string | undefined {
  const year = schoolYearOf(today) - schoolYearOf(born) - 5;
  if (year >= 1) return year <= 13 ? String(year) : undefined;
  return year === 0 ? 'R' : year === -1 ? 'N2' : year === -2 ? 'N1' : undefined;
}
