import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BrokenExport } from '@family-view/kit';
import { readAttendance, readFamilySupport, readReferral, readSession } from '../format/activity';
import { readCentre } from '../format/places';
import { readRegistration } from '../format/registration';
import { fileOf, REQUIRED_TABLES, type Row, TABLE_NAMES, type TableName } from '../format/tables';
import { buildIndex, type ExportIndex } from './export-index';
import { readTable } from './read-table';

/** What a folder looks like from outside: enough to tell one export from the next, and a finished one from one being written. */
export interface Fingerprint {
  readonly text: string;
  readonly present: readonly TableName[];
  /** When `registrations.csv` was written: how current everything here is. */
  readonly exportedAt: string;
}

export async function fingerprint(folder: string): Promise<Fingerprint> {
  const looks = await Promise.all(TABLE_NAMES.map((table) => look(folder, table)));
  const present = looks.filter((seen) => seen !== null);
  const registrations = present.find((seen) => seen.table === 'registrations');
  for (const table of REQUIRED_TABLES) {
    if (!present.some((seen) => seen.table === table)) throw new BrokenExport(fileOf(table), 'is not in the folder');
  }
  return {
    text: present.map(({ table, size, modified }) => `${table}:${size}:${modified}`).join(' '),
    present: present.map(({ table }) => table),
    exportedAt: new Date(registrations?.modified ?? 0).toISOString(),
  };
}

async function look(folder: string, table: TableName) {
  try {
    const { size, mtimeMs } = await stat(join(folder, fileOf(table)));
    return { table, size, modified: mtimeMs };
  } catch (fault) {
    if (typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'ENOENT') return null;
    throw fault;
  }
}

/** Reads the whole folder, or throws `BrokenExport`. An export that changes under our hands is not one export. */
export async function readExport(folder: string, before: Fingerprint): Promise<ExportIndex> {
  const read = async <Table extends TableName, Shape>(
    table: Table,
    shape: (row: Row<Table>) => Shape,
  ): Promise<readonly Shape[] | null> => (before.present.includes(table) ? readTable(folder, table, shape) : null);

  // One after another: six parsers at once would hold the event loop from the people who are asking.
  const centres = (await read('centres', readCentre)) ?? [];
  const registrations = (await read('registrations', readRegistration)) ?? [];
  const sessions = (await read('sessions', readSession)) ?? [];
  const attendances = await read('attendances', readAttendance);
  const familySupport = await read('family-support', readFamilySupport);
  const referrals = await read('referrals', readReferral);

  const after = await fingerprint(folder);
  if (after.text !== before.text) throw new BrokenExport('export', 'changed while it was being read');
  return buildIndex({
    exportedAt: before.exportedAt,
    centres,
    registrations,
    sessions,
    attendances,
    familySupport,
    referrals,
  });
}
