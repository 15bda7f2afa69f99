export type CsvLine = readonly (string | number | boolean | null | undefined)[];

/** Lines as a CSV file (RFC 4180): every cell quoted, and none that a spreadsheet would take for a formula. */
export const writeCsv = (lines: readonly CsvLine[]): string =>
  `${lines.map((line) => line.map(cellOf).join(',')).join('\r\n')}\r\n`;

function cellOf(value: CsvLine[number]): string {
  const text = String(value ?? '');
  return `"${(typeof value === 'string' && /^[=+@\t\r-]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
