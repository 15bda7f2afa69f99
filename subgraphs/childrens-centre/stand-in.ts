import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BoroughOptions, inventBorough } from '@family-view/population';
import { fileOf, TABLES, type TableName } from './format/tables';
import { writeActivity } from './stand-in-activity';
import { type CsvTable, csvText } from './stand-in-csv';
import type { CentreHoldings } from './stand-in-holdings';
import { writeCentres, writeSessions } from './stand-in-places';
import { writeRegistrations } from './stand-in-registrations';

export interface StandIn {
  readonly folder: string;
  /** The borough's own day, which its ages and allocations are reckoned on. */
  readonly today: string;
}

/** Writes the invented borough's centre export into a folder under `dataDirectory`, as a registration system would. */
export async function writeStandIn(dataDirectory: string, options?: BoroughOptions): Promise<StandIn> {
  const borough = inventBorough(options);
  const folder = join(dataDirectory, 'centre-export');
  await exportHoldings(borough, folder);
  return { folder, today: borough.today };
}

export async function exportHoldings(holdings: CentreHoldings, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tables: Readonly<Record<TableName, CsvTable>> = {
    centres: writeCentres(holdings),
    sessions: writeSessions(holdings),
    registrations: writeRegistrations(holdings),
    ...writeActivity(holdings),
  };
  for (const [table, columns] of Object.entries(TABLES).map(
    ([name, { columns }]) => [name as TableName, columns] as const,
  )) {
    const unfinished = join(folder, `.${fileOf(table)}.part`);
    await writeFile(unfinished, csvText(columns, tables[table]));
    await rename(unfinished, join(folder, fileOf(table)));
  }
}
