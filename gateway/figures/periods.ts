/** Which time a table is of. Figures are told of whole quarters that have ended: between two days nobody can be counted. */
import type { MeasurePeriod } from '../catalogue/catalogue-document';
import { BadFiguresRequest } from './errors';

/** `2026-Q3` */
export type Quarter = string;

/** Tables of one stretch share their sums: a financial year, a quarter's end, today. */
export interface Stratum {
  readonly id: string;
  /** Of those asked for, which lie in it. Empty: the stretch as a whole. */
  readonly quarters: readonly Quarter[];
  /** All of it that has ended. */
  readonly allQuarters: readonly Quarter[];
}

export interface Period {
  readonly from: string;
  readonly to: string;
  /** What the agencies are asked for: wider, so that sums are known. Null: as it stands today. */
  readonly ask: { readonly from: string; readonly to: string; readonly byQuarter: boolean } | null;
  readonly strata: readonly Stratum[];
}

export interface PeriodAsked {
  readonly from: string | null;
  readonly to: string | null;
  readonly byQuarter: boolean;
}

const MOST_QUARTERS = 20;
const USUAL_TREND = 8;

export function periodOf(kind: MeasurePeriod, { from, to, byQuarter }: PeriodAsked, today: string): Period {
  if (kind === 'TODAY') {
    if (from !== null || to !== null)
      throw new BadFiguresRequest('This measure is as things stand today: no past is kept. Leave out from and to.');
    return { from: today, to: today, ask: null, strata: [{ id: today, quarters: [], allQuarters: [] }] };
  }
  const last = quarterBefore(quarterOf(today));
  const end = to === null ? last : quarterEnding(to);
  if (startOf(end) > startOf(last))
    throw new BadFiguresRequest(
      `Figures are told of quarters that have ended: to ${endOf(last)} at the latest; came ${to}.`,
    );
  if (kind === 'QUARTER' && !byQuarter && from !== null && quarterBeginning(from) !== end) return wholeYear(from, end);
  const start = from === null ? (byQuarter ? back(end, USUAL_TREND - 1) : end) : quarterBeginning(from);
  const quarters = between(start, end);
  if (quarters.length === 0) throw new BadFiguresRequest(`from ${from} is after to ${to}.`);
  if (quarters.length > MOST_QUARTERS)
    throw new BadFiguresRequest(`At most ${MOST_QUARTERS} quarters stand in one table; came ${quarters.length}.`);
  if (!byQuarter && quarters.length > 1)
    throw new BadFiguresRequest(
      'How things stood is told of the end of one quarter: leave out from, or ask by QUARTER.',
    );
  const span = { from: startOf(start), to: endOf(end) };
  if (kind === 'QUARTER_END') {
    const strata = quarters.map((one) => ({ id: `end of ${one}`, quarters: [one], allQuarters: [one] }));
    return { ...span, ask: { ...span, byQuarter: true }, strata };
  }
  const years = [...new Set(quarters.map(yearOf))];
  const strata = years.map((year) => {
    const allQuarters = quartersOf(year).filter((one) => startOf(one) <= startOf(last));
    return { id: `year from ${year}`, quarters: quarters.filter((one) => yearOf(one) === year), allQuarters };
  });
  const all = strata.flatMap(({ allQuarters }) => allQuarters);
  return { ...span, ask: { from: startOf(all[0]!), to: endOf(all.at(-1)!), byQuarter: true }, strata };
}

function wholeYear(from: string, end: Quarter): Period {
  const year = yearOf(end);
  const whole = quartersOf(year);
  const span = { from: startOf(whole[0]!), to: endOf(whole[3]!) };
  if (from !== span.from || end !== whole[3])
    throw new BadFiguresRequest(
      `A total is told of one quarter or one financial year (${span.from} to ${span.to}); came ${from} to ${endOf(end)}. Ask by QUARTER for other stretches.`,
    );
  const strata = [{ id: `year from ${year}`, quarters: [], allQuarters: [] }];
  return { ...span, ask: { ...span, byQuarter: false }, strata };
}

/** The first day of a quarter, and its last. */
export const startOf = (quarter: Quarter): string =>
  `${quarter.slice(0, 4)}-${twoDigits(3 * Number(quarter.slice(6)) - 2)}-01`;
export const endOf = (quarter: Quarter): string => {
  const month = 3 * Number(quarter.slice(6));
  return `${quarter.slice(0, 4)}-${twoDigits(month)}-${month === 3 || month === 12 ? 31 : 30}`;
};
export const quarterOf = (day: string): Quarter => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
const twoDigits = (number: number): string => String(number).padStart(2, '0');

const quarterAfter = (quarter: Quarter): Quarter => {
  const [year, of] = [Number(quarter.slice(0, 4)), Number(quarter.slice(6))];
  return of === 4 ? `${year + 1}-Q1` : `${year}-Q${of + 1}`;
};
export const quarterBefore = (quarter: Quarter): Quarter => {
  const [year, of] = [Number(quarter.slice(0, 4)), Number(quarter.slice(6))];
  return of === 1 ? `${year - 1}-Q4` : `${year}-Q${of - 1}`;
};
const back = (quarter: Quarter, times: number): Quarter =>
  times === 0 ? quarter : back(quarterBefore(quarter), times - 1);

function between(start: Quarter, end: Quarter): readonly Quarter[] {
  const found: Quarter[] = [];
  for (let at = start; startOf(at) <= startOf(end) && found.length <= MOST_QUARTERS; at = quarterAfter(at))
    found.push(at);
  return found;
}

/** Financial years, April to March, by the calendar year in which they begin. */
const yearOf = (quarter: Quarter): string =>
  quarter.endsWith('Q1') ? String(Number(quarter.slice(0, 4)) - 1) : quarter.slice(0, 4);
const quartersOf = (year: string): readonly Quarter[] => [
  `${year}-Q2`,
  `${year}-Q3`,
  `${year}-Q4`,
  `${Number(year) + 1}-Q1`,
];

function quarterBeginning(day: string): Quarter {
  const quarter = quarterOf(day);
  if (startOf(quarter) !== day)
    throw new BadFiguresRequest(`from is the first day of a quarter: ${startOf(quarter)}; came ${day}.`);
  return quarter;
}

function quarterEnding(day: string): Quarter {
  const quarter = quarterOf(day);
  if (endOf(quarter) !== day)
    throw new BadFiguresRequest(`to is the last day of a quarter: ${endOf(quarter)}; came ${day}.`);
  return quarter;
}

const MONTHS = ['January to March', 'April to June', 'July to September', 'October to December'] as const;
export const quarterTitle = (quarter: Quarter): string =>
  `${MONTHS[Number(quarter.slice(6)) - 1]} ${quarter.slice(0, 4)}`;
