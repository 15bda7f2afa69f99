import type { Dimension, MeasureCatalogueQuery } from '../../operations/stored';

export type CatalogueMeasure = NonNullable<MeasureCatalogueQuery['measureCatalogue']>[number];

/** One table, as it stands in the page's address: nothing in it is about a person. */
export interface FiguresChoice {
  readonly measure: string;
  readonly by: readonly Dimension[];
  readonly area: string | null;
  /** A quarter, `2026-Q3`; null for the last that has ended. */
  readonly quarter: string | null;
}

/** What stands in an address for nothing chosen. */
const ALL = 'all';

/** `figures/reach/AREA/all/2026-Q3`; of several measures `report/reach,steps/…`. */
export const addressOf = (
  page: 'figures' | 'report',
  measures: readonly string[],
  choice: Omit<FiguresChoice, 'measure'>,
): string =>
  [page, measures.join(','), choice.by.join(',') || ALL, choice.area ?? ALL, choice.quarter ?? ALL].join('/');

/** The measures and the rest of the choice in the parts of an address after its page; nothing else is read out of one. */
export function readAddress(
  [measures = '', by = ALL, area = ALL, quarter = ALL]: readonly string[],
  catalogue: readonly CatalogueMeasure[],
): { readonly measures: readonly CatalogueMeasure[]; readonly choice: Omit<FiguresChoice, 'measure'> } {
  const named = measures.split(',');
  const known = new Set(catalogue.flatMap(({ dimensions }) => dimensions.map(({ id }) => id)));
  return {
    measures: catalogue.filter(({ id }) => named.includes(id)),
    choice: {
      by: by.split(',').filter((id): id is Dimension => known.has(id as Dimension)),
      area: areasOf(catalogue).some(({ id }) => id === area) ? area : null,
      quarter: /^\d{4}-Q[1-4]$/.test(quarter) ? quarter : null,
    },
  };
}

export const areasOf = (
  catalogue: readonly CatalogueMeasure[],
): readonly { readonly id: string; readonly title: string }[] =>
  catalogue
    .flatMap(({ dimensions }) => dimensions.find(({ id }) => id === 'AREA')?.values ?? [])
    .filter(({ id }, at, all) => id !== 'NOT_RECORDED' && all.findIndex((one) => one.id === id) === at);

/** The same choice for one measure: what it is not counted by is left out. */
export function variablesOf(measure: CatalogueMeasure, { by, area, quarter }: Omit<FiguresChoice, 'measure'>) {
  const has = (id: Dimension): boolean => measure.dimensions.some((one) => one.id === id);
  const trend = by.includes('QUARTER') && has('QUARTER');
  const to = measure.period === 'TODAY' || quarter === null ? null : endOf(quarter);
  return {
    measure: measure.id,
    by: by.filter(has),
    area: has('AREA') ? area : null,
    from: to === null || trend || measure.period !== 'QUARTER' ? null : startOf(quarter!),
    to,
  };
}

const startOf = (quarter: string): string => `${quarter.slice(0, 4)}-${two(3 * Number(quarter[6]) - 2)}-01`;
const endOf = (quarter: string): string =>
  `${quarter.slice(0, 4)}-${two(3 * Number(quarter[6]))}-${'23'.includes(quarter[6]!) ? 30 : 31}`;
const two = (number: number): string => String(number).padStart(2, '0');

/** The first day of so many quarters that have ended. */
export const beginningOf = (quarters: number, today: Date): string =>
  startOf(endedQuarters(today, quarters).at(-1)!.id);

const MONTHS = ['January to March', 'April to June', 'July to September', 'October to December'];

/** Quarters that have ended, the newest first. */
export function endedQuarters(today: Date, many: number): readonly { readonly id: string; readonly title: string }[] {
  const found: { readonly id: string; readonly title: string }[] = [];
  let [year, at] = [today.getUTCFullYear(), Math.floor(today.getUTCMonth() / 3)];
  while (found.length < many) {
    [year, at] = at === 0 ? [year - 1, 3] : [year, at - 1];
    found.push({ id: `${year}-Q${at + 1}`, title: `${MONTHS[at]} ${year}` });
  }
  return found;
}
