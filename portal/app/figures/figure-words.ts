import type { FiguresQuery } from '../../operations/stored';
import { day } from '../look/words';
import { writeCsv } from '../look/write-csv';

export type FiguresTable = NonNullable<FiguresQuery['measures']>;
export type FiguresCell = FiguresTable['cells'][number];

const REASONS: Readonly<Record<string, string>> = {
  SUPPRESSED: 'Kept back',
  TOO_FINE: 'Too fine to tell',
  UNAVAILABLE: 'Did not answer',
  INCONSISTENT: 'Does not add up',
  WITHHELD: 'Not shared',
};
const MARKS: Readonly<Record<string, string>> = {
  SUPPRESSED: 'too few people, or other numbers would tell of too few. A number that is kept back may be large',
  TOO_FINE: 'no number of this breakdown can be told: ask for fewer dimensions, or for larger areas',
  UNAVAILABLE: 'an agency did not answer. This does not mean that there is nothing',
  INCONSISTENT: 'an agency’s numbers do not add up, and none of them is taken',
  WITHHELD: 'the agency does not share its figures with your role',
};

export const reasonMeans = (reason: string): string => MARKS[reason] ?? reason;
export const reasonWord = (reason: string): string => REASONS[reason] ?? reason;

/** What the marks in a table mean, of those that stand in it. */
export const marksIn = (cells: readonly FiguresCell[]): readonly (readonly [mark: string, meaning: string])[] => {
  const reasons = new Set(cells.flatMap(({ reason, ofReason }) => [reason, ofReason]));
  return Object.entries(MARKS).flatMap(([reason, meaning]) =>
    reasons.has(reason as never) ? [[reasonWord(reason), meaning] as const] : [],
  );
};

const NUMBER = new Intl.NumberFormat('en-GB');
export const numberWord = (value: number | null, reason: string | null): string =>
  value === null ? (reason === null ? 'none' : reasonWord(reason)) : NUMBER.format(value);

/** What the chart draws of a cell: the rate where the measure has one. */
export const drawn = ({ measure }: FiguresTable, { value, rate }: FiguresCell): number | null =>
  measure.unit === 'COUNT' ? value : rate;

/** What the chart's numbers are, in words. */
export const unitWords = ({ measure }: FiguresTable): string => {
  if (measure.unit === 'PER_CENT') return 'per cent';
  return measure.unit === 'EACH' ? 'for each' : 'number';
};

export const rateWord = (table: FiguresTable, { rate }: FiguresCell): string =>
  rate === null ? '–' : table.measure.unit === 'PER_CENT' ? `${rate} %` : String(rate);

export const spanWords = ({ measure, by, from, to }: FiguresTable): string => {
  if (measure.period === 'QUARTER') return `From ${day(from)} to ${day(to)}`;
  const isTrend = by.some(({ id }) => id === 'QUARTER');
  return isTrend ? `As things stood at the end of each quarter up to ${day(to)}` : `As things stood on ${day(to)}`;
};

/** Cells, then sums; over quarters each series by itself, from its first quarter to its last. */
export function inSeries({ by, cells, totals }: FiguresTable): readonly FiguresCell[] {
  const at = by.findIndex(({ id }) => id === 'QUARTER');
  const rows = [...cells, ...totals];
  if (at < 0) return rows;
  const series = new Map<string, FiguresCell[]>();
  for (const row of rows) {
    const name = JSON.stringify(row.key.toSpliced(at, 1));
    series.set(name, [...(series.get(name) ?? []), row]);
  }
  return [...series.values()].flat();
}

/** A table with what it is, and then its cells and sums. */
export function figuresCsv(tables: readonly FiguresTable[]): string {
  const lines = tables.flatMap((table) => {
    const { measure, by, area, answers, disclosure, versions } = table;
    const rows = inSeries(table).map(({ labels, value, of, rate, reason, ofReason }) => [
      ...labels,
      value,
      reason && reasonWord(reason),
      of,
      ofReason && reasonWord(ofReason),
      rate,
    ]);
    return [
      [measure.title],
      ['Definition', measure.definition],
      ['Source', measure.source],
      ...measure.caveats.map((caveat) => ['Beware', caveat]),
      ['Time', spanWords(table)],
      ['Area', area?.title ?? 'All'],
      ...answers.map(({ agency, means, status }) => ['Counted by', agency, means, status]),
      ['Disclosure control', disclosure.explanation],
      ['Versions', versions.catalogue, versions.areas, versions.protocol],
      [...by.map(({ title }) => title), 'Number', 'Why not', 'Of', 'Why not', 'Rate'],
      ...rows,
      [],
    ];
  });
  return writeCsv(lines);
}
