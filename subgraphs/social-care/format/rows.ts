import { z } from 'zod';
import { type ColumnKind, type Row, TABLES, type TableName } from '../database/tables';

const CELLS = {
  key: z.string().min(1),
  text: z.string().nullable(),
  // Text, not yet a date: SQLite keeps whatever was written. `asDay` decides.
  date: z.string().nullable(),
  integer: z.number().nullable(),
} as const satisfies Record<ColumnKind, z.ZodType>;

const shapes = new Map<TableName, z.ZodType>();
function shapeOf(table: TableName): z.ZodType {
  const known = shapes.get(table);
  if (known) return known;
  const shape = z.object(
    Object.fromEntries(Object.entries(TABLES[table]).map(([column, kind]) => [column, CELLS[kind]])),
  );
  shapes.set(table, shape);
  return shape;
}

/** Rows as the partner system gave them, checked to be of the table's form. Throws where they are not: that is no "nothing". */
export function readRows<Table extends TableName>(table: Table, rows: readonly unknown[]): readonly Row<Table>[] {
  const shape = shapeOf(table);
  const isRow = (row: unknown): row is Row<Table> => shape.safeParse(row).success;
  return rows.map((row) => {
    if (isRow(row)) return row;
    throw new RowOfAnotherForm(table);
  });
}

/** The partner system answered with a row that is not of the table's form. */
export class RowOfAnotherForm extends Error {
  readonly code = 'ROW_OF_ANOTHER_FORM';
  constructor(readonly table: TableName) {
    super(`expected rows of ${table}, got another form`);
    this.name = 'RowOfAnotherForm';
  }
}

/** Groups rows by the value of one column; rows without one are left out. */
export function groupRows<R>(rows: readonly R[], by: (row: R) => string | null): ReadonlyMap<string, readonly R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = by(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
