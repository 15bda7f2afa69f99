/** What a count of the catalogue is, row by row. */

/** Something counted: with its values by dimension, and the day on which it happened, where it is of a day. */
export interface Counted {
  readonly day: string | null;
  readonly values: Readonly<Record<string, string>>;
}

/** EVENT: all that ever happened, with days. STATE: how things stood at the end of a day. */
export type Definition =
  | { readonly kind: 'EVENT'; readonly rows: () => readonly Counted[] }
  | { readonly kind: 'STATE'; readonly rows: (day: string) => readonly Counted[] };

export type Definitions = Readonly<Record<string, Definition>>;

/** Each definition is made when it is asked for. */
export const lazily = (makers: Readonly<Record<string, () => Definition>>): Definitions =>
  Object.defineProperties(
    {} as Record<string, Definition>,
    Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, { get: make, enumerable: true }])),
  );

/** Rows of a definition in a span, by the quarter too where it is asked for. @param ends the last day of each quarter of it. */
export function rowsIn(
  definition: Definition,
  { from, to }: { readonly from: string; readonly to: string },
  ends: readonly { readonly id: string; readonly end: string }[],
): readonly Counted[] {
  const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`;
  if (definition.kind === 'STATE')
    return ends.flatMap(({ id, end }) =>
      definition.rows(end).map(({ values }) => ({ day: null, values: { ...values, quarter: id } })),
    );
  return definition
    .rows()
    .filter(({ day }) => day !== null && from <= day && day <= to)
    .map(({ day, values }) => ({ day, values: { ...values, quarter: quarterOf(day!) } }));
}

/** Counts of rows by some dimensions; only cells that somebody is in. */
export function tally(rows: readonly Counted[], by: readonly string[]): ReadonlyMap<string, number> {
  const cells = new Map<string, number>();
  for (const { values } of rows) {
    const key = by.map((one) => values[one] ?? 'NOT_RECORDED').join(' | ');
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  return cells;
}
