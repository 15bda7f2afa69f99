import type { CensusHeader } from './census-elements';
import type { Day, ElementReader } from './element-reader';

/** Tells a day that lies after the end of the census year. */
export function notAfterTheYear(
  reader: ElementReader,
  day: Day | undefined,
  header: CensusHeader,
  rule: string | null = null,
): void {
  if (day?.day && header.referenceDate !== null && day.day > header.referenceDate) {
    reader.tell(day, { rule, expected: `on or before the reference date, ${header.referenceDate}` });
  }
}

/** Tells a day outside the census year: what ended in another year belongs to that year's return. */
export function withinTheYear(
  reader: ElementReader,
  day: Day | undefined,
  header: CensusHeader,
  rule: string | null,
): void {
  if (!day?.day || header.referenceDate === null || header.periodStart === null) return;
  if (day.day < header.periodStart || day.day > header.referenceDate) {
    reader.tell(day, { rule, expected: `within the census year, ${header.periodStart} to ${header.referenceDate}` });
  }
}

/** Tells the second of two days where it lies before the first. */
export function notBefore(
  reader: ElementReader,
  later: Day | undefined,
  earlier: Day | undefined,
  rule: string | null,
): void {
  if (later?.day && earlier?.day && later.day < earlier.day) {
    reader.tell(later, { rule, expected: `on or after ${earlier.name}, ${earlier.day}` });
  }
}
