/** Which doses a child should have had by a birthday: the routine schedule (UKHSA), in the local system's codes. */

export const MILESTONES = [
  { id: 'FIRST', months: 12 },
  { id: 'SECOND', months: 24 },
  { id: 'FIFTH', months: 60 },
] as const;
export type Milestone = (typeof MILESTONES)[number]['id'];

/** Born on or after this day, a child follows the schedule of July 2025 and January 2026. */
const NEW_SCHEDULE = '2024-07-01';
const FIRST = ['6IN1-1', '6IN1-2', '6IN1-3', 'MENB-1', 'MENB-2', 'ROTA-1', 'ROTA-2', 'PCV-1'];
const SECOND = ['MMR-1', 'PCV-2', 'MENB-3'];

/** Of each schedule, the doses due three months before each birthday, or earlier. */
function dosesBy(milestone: Milestone, born: string): readonly string[] {
  const isNew = born >= NEW_SCHEDULE;
  if (milestone === 'FIRST') return FIRST;
  const second = [...FIRST, ...SECOND, ...(isNew ? ['6IN1-4', 'MMR-2'] : ['HIBMENC'])];
  return milestone === 'SECOND' ? second : [...second, '4IN1', ...(isNew ? [] : ['MMR-2'])];
}

/** @param on the ISO day of the birthday: a dose after it came too late. */
export function isImmunised(
  given: readonly {
    readonly vaccineCode: string | null;
    readonly occurrenceDate: string | null;
    readonly status: string | null;
  }[],
  milestone: Milestone,
  born: string,
  on: string,
): boolean {
  const had = new Set(
    given
      .filter(({ status, occurrenceDate }) => status === 'completed' && occurrenceDate !== null && occurrenceDate <= on)
      .map(({ vaccineCode }) => vaccineCode),
  );
  return dosesBy(milestone, born).every((dose) => had.has(dose));
}
