import { addDays, addMonths } from '../dates';
import type { HealthContent, IsoDate } from '../model';

export type Immunisation = HealthContent['immunisations'][number];
interface Dose {
  readonly code: string;
  readonly vaccine: string;
  readonly weeks?: number;
  readonly months?: number;
}

/** Born on or after this day, a child follows the schedule of July 2025 and January 2026 (UKHSA). */
const NEW_SCHEDULE: IsoDate = '2024-07-01';
/** From this day the MMR is given with varicella (UKHSA, January 2026). */
const WITH_VARICELLA: IsoDate = '2026-01-01';

const FIRST_DOSES: readonly Dose[] = [
  { code: '6IN1-1', vaccine: 'DTaP/IPV/Hib/HepB dose 1', weeks: 8 },
  { code: 'MENB-1', vaccine: 'MenB dose 1', weeks: 8 },
  { code: 'ROTA-1', vaccine: 'Rotavirus dose 1', weeks: 8 },
  { code: '6IN1-2', vaccine: 'DTaP/IPV/Hib/HepB dose 2', weeks: 12 },
  { code: 'ROTA-2', vaccine: 'Rotavirus dose 2', weeks: 12 },
  { code: '6IN1-3', vaccine: 'DTaP/IPV/Hib/HepB dose 3', weeks: 16 },
];
const OLD_DOSES: readonly Dose[] = [
  { code: 'PCV-1', vaccine: 'PCV dose 1', weeks: 12 },
  { code: 'MENB-2', vaccine: 'MenB dose 2', weeks: 16 },
  { code: 'HIBMENC', vaccine: 'Hib/MenC', months: 12 },
  { code: 'MMR-1', vaccine: 'MMR dose 1', months: 12 },
  { code: 'PCV-2', vaccine: 'PCV booster', months: 12 },
  { code: 'MENB-3', vaccine: 'MenB booster', months: 12 },
  { code: '4IN1', vaccine: 'dTaP/IPV', months: 40 },
  { code: 'MMR-2', vaccine: 'MMR dose 2', months: 40 },
];
const NEW_DOSES: readonly Dose[] = [
  { code: 'MENB-2', vaccine: 'MenB dose 2', weeks: 12 },
  { code: 'PCV-1', vaccine: 'PCV dose 1', weeks: 16 },
  { code: 'MMR-1', vaccine: 'MMR dose 1', months: 12 },
  { code: 'PCV-2', vaccine: 'PCV booster', months: 12 },
  { code: 'MENB-3', vaccine: 'MenB booster', months: 12 },
  { code: '6IN1-4', vaccine: 'DTaP/IPV/Hib/HepB dose 4', months: 18 },
  { code: 'MMR-2', vaccine: 'MMR dose 2', months: 18 },
  { code: '4IN1', vaccine: 'dTaP/IPV', months: 40 },
];
const TEENAGE_DOSES: readonly Dose[] = [
  { code: 'HPV', vaccine: 'HPV', months: 150 },
  { code: 'TDIPV', vaccine: 'Td/IPV', months: 168 },
  { code: 'MENACWY', vaccine: 'MenACWY', months: 168 },
];
const OLD_SCHEDULE = [...FIRST_DOSES, ...OLD_DOSES, ...TEENAGE_DOSES];
const CURRENT_SCHEDULE = [...FIRST_DOSES, ...NEW_DOSES, ...TEENAGE_DOSES];

/** What a desk did about one dose: given so many days after it was due, refused, or nothing at all. */
export type DoseOutcome = { readonly daysLate: number } | { readonly notDone: string } | undefined;

/** The routine doses due by `today`, each with the outcome the story gives it. The codes are local, not SNOMED CT. */
export function immunisationsOf(
  born: IsoDate,
  today: IsoDate,
  outcomeOf: (code: string) => DoseOutcome,
): readonly Immunisation[] {
  const given: Immunisation[] = [];
  for (const dose of born >= NEW_SCHEDULE ? CURRENT_SCHEDULE : OLD_SCHEDULE) {
    const due = dose.weeks === undefined ? addMonths(born, dose.months ?? 0) : addDays(born, dose.weeks * 7);
    if (due > today) continue;
    const outcome = outcomeOf(dose.code);
    if (outcome === undefined) continue;
    const record =
      'notDone' in outcome ? notDone(dose, due, outcome.notDone) : done(dose, addDays(due, outcome.daysLate));
    if (record.date <= today) given.push(record);
  }
  return given;
}

const done = (dose: Dose, date: IsoDate): Immunisation => ({
  code: dose.code,
  vaccine: date >= WITH_VARICELLA ? dose.vaccine.replace(/^MMR /, 'MMRV ') : dose.vaccine,
  date,
  status: 'completed',
});
const notDone = (dose: Dose, date: IsoDate, statusReason: string): Immunisation => ({
  code: dose.code,
  vaccine: dose.vaccine,
  date,
  status: 'not-done',
  statusReason,
});
