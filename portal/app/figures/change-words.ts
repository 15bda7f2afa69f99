import type { ChangesQuery } from '../../operations/stored';
import { writeCsv } from '../look/write-csv';

export type ToldChanges = NonNullable<ChangesQuery['emergingNeeds']>;
export type ToldChange = ToldChanges['changes'][number];

const NUMBER = new Intl.NumberFormat('en-GB');
const amount = ({ measure }: ToldChange, value: number, rate: number | null): string =>
  rate === null ? NUMBER.format(value) : measure.unit === 'PER_CENT' ? `${rate} %` : String(rate);

export const lastWord = (change: ToldChange): string => amount(change, change.value, change.rate);
export const usualWord = (change: ToldChange): string => amount(change, change.usual, change.usualRate);

/** Told of what is shown: a change that rounding hides is none. */
export function directionWord(change: ToldChange): string {
  if (lastWord(change) === usualWord(change)) return 'The same';
  return change.direction === 'UP' ? 'Rose' : 'Fell';
}

/** Of how many times it would be so by chance. */
export function chanceWord({ p }: Pick<ToldChange, 'p'>): string {
  if (p >= 0.1) return `${Math.round(100 * p)} in 100`;
  return p < 0.000_1 ? 'under 1 in 10,000' : `1 in ${NUMBER.format(Number((1 / p).toPrecision(2)))}`;
}

/** What was found, in a sentence: that nothing could be compared is not that nothing changed. */
export function foundWords({ changes, withinChance, quarterTitle }: ToldChanges): string {
  const compared = changes.length + withinChance.length;
  if (compared === 0) return 'It could not be compared: from this one cannot tell whether anything changed.';
  const many = changes.length === 0 ? 'none is' : changes.length === 1 ? 'one is' : `${changes.length} are`;
  return `${quarterTitle} against the four quarters before it: of ${compared} compared, ${many} more than chance.`;
}

export function changesCsv(told: ToldChanges, titleOf: (measure: string) => string): string {
  const row = (change: ToldChange, beyond: string) => [
    ...[change.measure.title, change.area.title, lastWord(change), usualWord(change)],
    ...[directionWord(change), beyond, change.p],
  ];
  return writeCsv([
    ['Quarter', told.quarterTitle],
    ['How', told.method],
    ['Measure', 'Area', 'This quarter', 'Four before it', 'Direction', 'More than chance', 'Chance'],
    ...told.changes.map((one) => row(one, 'Yes')),
    ...told.withinChance.map((one) => row(one, 'No')),
    ...told.notLookedAt.map(({ measure, area, why }) => [titleOf(measure), area?.title ?? 'All', why]),
  ]);
}
