export type CsvTable = readonly Readonly<Record<string, string>>[];

/** With the four habits of the real exports: a byte order mark, CRLF, a trailing empty column, line breaks inside quotes. */
export function csvText(columns: readonly string[], rows: CsvTable): string {
  const line = (cells: readonly string[]): string => `${cells.map(quote).join(',')},\r\n`;
  return `\uFEFF${line(columns)}${rows.map((row) => line(columns.map((column) => row[column] ?? ''))).join('')}`;
}

const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const ukDate = (iso: string | undefined): string =>
  iso === undefined ? '' : iso.split('-').reverse().join('/');
