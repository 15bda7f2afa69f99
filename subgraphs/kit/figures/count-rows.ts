/** Counting for `aggregate`: an agency lists rows with their dimensions, and this adds them up. */
import type { CountedAsk, MeasureAsk, MeasureCells } from '../connector';
import { UnknownMeasure } from '../errors';
import { quarterOf, quartersBetween } from './quarters';

/**
 * One person, or one event, by dimension. What is not there is counted as NOT_RECORDED, never left out. `people`: refs of
 * those whom it is of; they are counted by nothing and told to nobody, and say who is in a cohort.
 */
export interface CountedRow {
  readonly people?: readonly string[];
  readonly [dimension: string]: string | null | undefined | readonly string[];
}

/**
 * One count that the agency declares with @counts, without the quarter among its dimensions.
 * HAPPENED: each row has the ISO day on which it did. STOOD: rows as things were at the end of a day; its past is kept.
 * STANDS: as things are today; a past day is refused, as an unknown measure is.
 */
export type Count = { readonly dimensions: readonly string[] } & (
  | {
      readonly kind: 'HAPPENED';
      readonly rows: (span: Span) => Promise<readonly (CountedRow & { readonly day: string | null })[]>;
    }
  | {
      readonly kind: 'STOOD';
      /** @param first the earliest day that is asked for in one question: what is read for it can serve the later ones. */
      readonly rows: (day: string, first: string) => Promise<readonly CountedRow[]>;
    }
  | { readonly kind: 'STANDS'; readonly rows: () => Promise<readonly CountedRow[]> }
);
/** ISO days, both within; null where open. Rows of other days may come, and are not counted. */
export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}
export type Counts = Readonly<Record<string, Count>>;

/** The dimension whose values are the ids of quarters: `2026-Q3`. */
const QUARTER = 'quarter';
export const NOT_RECORDED = 'NOT_RECORDED';

/** @param today the ISO day that `STANDS` is of. @throws {UnknownMeasure} for a count, a dimension or a time not kept. */
export async function countRows(counts: Counts, ask: MeasureAsk, today: string): Promise<MeasureCells> {
  const count = countFor(counts, ask.measure, ask.by);
  const rows = await rowsOf(count, ask, today);
  const cells = new Map<string, { readonly key: readonly string[]; count: number }>();
  for (const row of rows) {
    if (ask.area !== null && valueIn(row, 'area') !== ask.area) continue;
    const key = ask.by.map((dimension) => valueIn(row, dimension));
    const name = JSON.stringify(key);
    const cell = cells.get(name) ?? { key, count: 0 };
    cells.set(name, cell);
    cell.count += 1;
  }
  return [...cells.values()].sort((one, other) => (one.key.join('\n') < other.key.join('\n') ? -1 : 1));
}

/** Refs of whom a count is of, each once: the answer of `Connector.counted`. Throws as `countRows`, and for a count of no people. */
export async function peopleCounted(counts: Counts, ask: CountedAsk, today: string): Promise<readonly string[]> {
  const wanted = Object.entries(ask.where).map(([dimension, values]) => [dimension, new Set(values)] as const);
  const count = countFor(counts, ask.measure, Object.keys(ask.where));
  const { measure, from, to } = ask;
  const rows = await rowsOf(count, { measure, from, to, by: [], area: null }, today);
  if (rows.some(({ people }) => people === undefined))
    throw new UnknownMeasure(`the people of ${measure}`, Object.keys(counts));
  return [
    ...new Set(
      rows
        .filter((row) => wanted.every(([dimension, values]) => values.has(valueIn(row, dimension))))
        .flatMap(({ people = [] }) => people),
    ),
  ];
}

const valueIn = (row: CountedRow, dimension: string): string => {
  const value = row[dimension];
  return typeof value === 'string' ? value : NOT_RECORDED;
};

function countFor(counts: Counts, name: string, by: readonly string[]): Count {
  const count = Object.hasOwn(counts, name) ? counts[name]! : null;
  if (count === null) throw new UnknownMeasure(name, Object.keys(counts));
  const known = [...count.dimensions, ...(count.kind === 'STANDS' ? [] : [QUARTER])];
  const strange = by.find((dimension) => !known.includes(dimension));
  if (strange !== undefined) throw new UnknownMeasure(`${name} by ${strange}`, known);
  return count;
}

async function rowsOf(count: Count, ask: MeasureAsk, today: string): Promise<readonly CountedRow[]> {
  const { from, to, by } = ask;
  switch (count.kind) {
    case 'HAPPENED':
      return (await count.rows({ from, to }))
        .filter(
          ({ day }) => (from === null || (day !== null && day >= from)) && (to === null || (day !== null && day <= to)),
        )
        .map((row) => ({ ...row, [QUARTER]: row.day === null ? null : quarterOf(row.day) }));
    case 'STOOD': {
      if (!by.includes(QUARTER)) return count.rows(to ?? today, to ?? today);
      const ends = quartersBetween(from ?? to ?? today, to ?? today);
      const each = ends.map(async ({ id, end }) =>
        (await count.rows(end, ends[0]!.end)).map((row): CountedRow => ({ ...row, [QUARTER]: id })),
      );
      return (await Promise.all(each)).flat();
    }
    case 'STANDS':
      if ((from !== null && from > today) || (to !== null && to < today))
        throw new UnknownMeasure(`${ask.measure} of another day`, [`${ask.measure} today`]);
      return count.rows();
  }
}
