import { readCsvTable } from '@family-view/kit/partner-csv';
import { type Column, fileOf, type Row, TABLES, type TableName } from '../format/tables';

/** One file of the export, row by row. Throws `BrokenExport` where it is not whole. */
export function readTable<Table extends TableName, Shape>(
  folder: string,
  table: Table,
  shape: (row: Row<Table>) => Shape,
): Promise<readonly Shape[]> {
  const { columns, keys }: { readonly columns: readonly Column<Table>[]; readonly keys: readonly Column<Table>[] } =
    TABLES[table];
  return readCsvTable(folder, { file: fileOf(table), columns, keys }, shape);
}
