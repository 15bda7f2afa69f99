import { checkIsoDate } from '../../identifiers';

/** The date with day and month the other way round, where that is a day and another one: 2019-03-04 and 2019-04-03. */
export function swapDayAndMonth(date: string): string | null {
  const [year, month, day] = date.split('-');
  const swapped = checkIsoDate(`${year}-${day}-${month}`);
  return swapped.ok && swapped.value !== date ? swapped.value : null;
}

/** Whole days between two dates. */
export const daysBetween = (one: string, other: string): number =>
  Math.abs(Date.parse(`${one}T00:00:00Z`) - Date.parse(`${other}T00:00:00Z`)) / 86_400_000;

/** Two neighbouring figures are in each other's place: 2019-03-12 and 2019-03-21. */
export function turnTwoFigures(one: string, other: string): boolean {
  const [first, second] = [one.replaceAll('-', ''), other.replaceAll('-', '')];
  const at = [...first].findIndex((figure, place) => figure !== second[place]);
  const turned = first.slice(0, at) + (first[at + 1] ?? '') + (first[at] ?? '') + first.slice(at + 2);
  return at >= 0 && turned === second;
}

/** One figure differs: 2019-03-04 and 2019-03-07. */
export const differByOneFigure = (one: string, other: string): boolean =>
  one.length === other.length && [...one].filter((figure, at) => figure !== other[at]).length === 1;
