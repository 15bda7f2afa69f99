/** One table of the report. Numbers are measured; a text stands where there is no number, and says why. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly notes?: readonly string[];
}

export interface Report {
  readonly at: string;
  readonly node: string;
  readonly processors: string;
  /** Processes that wanted a processor as the run began: above none or one, the machine was not ours alone. */
  readonly loadBefore: number;
  readonly tables: readonly Table[];
}

/** Plain text, or with a little weight on the titles where a terminal shows it. */
export function renderTable(table: Table, onTerminal: boolean): string {
  const cells = [table.columns, ...table.rows.map((row) => row.map(renderCell))];
  const widths = table.columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const isNumber = table.columns.map((_, column) => table.rows.some((row) => typeof row[column] === 'number'));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const bold = (text: string): string => (onTerminal ? `\u001b[1m${text}\u001b[0m` : text);
  const [head = '', ...body] = lines;
  return [bold(table.title), head, rule, ...body, ...(table.notes ?? []).map((note) => `  ${note}`)].join('\n');
}

function renderCell(cell: string | number): string {
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return '-';
  if (Number.isInteger(cell) || Math.abs(cell) >= 100) return String(Math.round(cell));
  return cell.toFixed(Math.abs(cell) >= 10 ? 1 : 2);
}
