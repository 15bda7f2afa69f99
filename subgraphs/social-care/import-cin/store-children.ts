import type { Kysely } from 'kysely';
import {
  type CaseRows,
  type CaseTables,
  keyColumn,
  noRows,
  type Row,
  TABLE_NAMES,
  type TableName,
} from '../database/tables';
import { writeRows } from '../database/write-rows';
import type { CensusChild } from './census-child';
import type { CensusHeader } from './census-elements';
import { faultsOf, layOutChild, personIdOf, RETURN_KEY } from './child-rows';
import { type CountedKind, type ImportCounts, KIND_OF_TABLE } from './counts';
import type { CensusFault, RecordFault } from './faults';
import { BEGAN, comparableText, type Held, RETURNED_TABLES, readHeldPeople, readHeldRows } from './held-rows';
import { type Merged, mergePerson, type PersonRow } from './merge-person';
import type { Survey } from './survey-return';

/** The import that a batch belongs to. */
export interface Import {
  readonly header: CensusHeader;
  readonly survey: Survey;
  readonly run: string;
  readonly counts: ImportCounts;
}
type Identified = CensusChild & { readonly laChildId: string };

/** Stores a batch of children inside the import's one transaction, counts what was new, and gives every fault of theirs. */
export async function storeChildren(
  database: Kysely<CaseTables>,
  batch: readonly Identified[],
  { header, survey, run, counts }: Import,
): Promise<readonly CensusFault[]> {
  const people = await readHeldPeople(
    database,
    header.laCode,
    batch.map(({ laChildId }) => laChildId),
  );
  const held = await readHeldRows(
    database,
    [...people.values()].flat().map((row) => row.pers_person_id),
  );
  const faults: CensusFault[] = [];
  const writing = noRows();

  for (const child of batch) {
    const same = people.get(child.laChildId) ?? [];
    const more: RecordFault[] = [...repeats(child, survey)];
    const merged = mergeChild(child, same, held, { header, survey, run });
    if (merged.stored) {
      more.push(...merged.faults);
      const person = merged.row;
      const told = { ...child, faults: [...child.faults, ...more] };
      const rows = layOutChild(told, person.pers_person_id, header, (table, day) =>
        held.own.get(`${table} ${person.pers_person_id} ${day}`),
      );
      const before = same[0];
      const changed = countRows(rows, held, header.year, counts, writing);
      const personChanged = before === undefined || comparable(before) !== comparable(person);
      counts.children[before === undefined ? 'new' : changed || personChanged ? 'updated' : 'unchanged'] += 1;
      writing.ssd_person.push(person);
      writing.record_faults.push(...rows.record_faults);
      noteRows(rows, person, header, run, writing);
    } else {
      if (merged.fault !== null) more.push(merged.fault);
      counts.children.notStored += 1;
    }
    const inOrder = [...faultsOf(child), ...more].sort((one, other) => one.line - other.line);
    faults.push(...inOrder.map(({ kept: _, ...fault }) => ({ ...fault, child: child.laChildId })));
  }
  await replaceFaults(database, writing);
  for (const table of TABLE_NAMES) await writeTable(database, table, writing);
  return faults;
}

/** That an id, or a UPN, stands at another child of the return too (CIN rules 8510 and 1520): told of each of them. */
function repeats(child: Identified, survey: Survey): readonly RecordFault[] {
  const told = (rule: string, name: string, expected: string, lines: readonly number[]): RecordFault => ({
    rule,
    line: child.line,
    kept: null,
    element: `ChildIdentifiers/${name}`,
    expected,
    came: `another, on line ${lines.filter((line) => line !== child.line).join(', ')}`,
  });
  const again = survey.repeated.get(child.laChildId);
  const pupils = survey.sharedPupils.get(child.upn?.toUpperCase() ?? '');
  const once = 'one Child for each LAchildID';
  return [
    ...(again
      ? [
          told(
            '8510',
            'LAchildID',
            again.contradictory ? `${once}: these contradict each other, and all are left out` : once,
            again.lines,
          ),
        ]
      : []),
    ...(pupils ? [told('1520', 'UPN', 'one child for each UPN', pupils)] : []),
  ];
}

/** The row of the person to write; or that the child is left out, with the fault that says why where none has yet. */
function mergeChild(
  child: Identified,
  same: readonly PersonRow[],
  held: Held,
  { header, survey, run }: Omit<Import, 'counts'>,
): Exclude<Merged, { stored: false }> | { readonly stored: false; readonly fault: RecordFault | null } {
  if (survey.repeated.get(child.laChildId)?.contradictory) return { stored: false, fault: null };
  if (same.length > 1) {
    const element = 'ChildIdentifiers/LAchildID';
    const expected = 'an id held for one person';
    const fault = { rule: null, line: child.line, kept: null, element, expected, came: `${same.length} people` };
    return { stored: false, fault };
  }
  const person = same[0]?.pers_person_id ?? personIdOf(header.laCode, child.laChildId);
  const years = held.years.get(person);
  const replaces = years !== undefined && [...years].every((year) => year === header.year);
  return mergePerson(child, same[0], person, { header, run, replaces });
}

/** Notes that the return of this year told of these rows. */
function noteRows(rows: CaseRows, person: PersonRow, header: CensusHeader, run: string, writing: CaseRows): void {
  const note = (table: TableName, key: string): void =>
    void writing.cin_return_rows.push({
      retr_row_id: `${table} ${key} ${header.laCode}:${header.year}`,
      retr_person_id: person.pers_person_id,
      retr_table: table,
      retr_row_key: key,
      retr_la_code: header.laCode,
      retr_year: header.year,
      retr_run: run,
    });
  note('ssd_person', person.pers_person_id);
  for (const table of RETURNED_TABLES) {
    for (const row of rows[table]) {
      const key = String(Reflect.get(row, keyColumn(table)));
      if (key.startsWith(RETURN_KEY)) note(table, key);
    }
  }
}

const writeTable = <Table extends TableName>(
  database: Kysely<CaseTables>,
  table: Table,
  rows: CaseRows,
): Promise<void> => writeRows(database, table, rows[table], { replace: true });

/** A person is the same when nothing but the run and the day of the return differs. */
const comparable = ({ pers_census_run: _, pers_as_of: __, ...row }: PersonRow): string => comparableText(row);

function countRows(rows: CaseRows, held: Held, year: string, counts: ImportCounts, writing: CaseRows): boolean {
  let changed = false;
  for (const table of RETURNED_TABLES) changed = countTable(table, rows, held, year, counts, writing) || changed;
  return changed;
}

function countTable<Table extends TableName>(
  table: Table,
  rows: CaseRows,
  held: Held,
  year: string,
  counts: ImportCounts,
  writing: CaseRows,
): boolean {
  const kind: CountedKind | undefined = KIND_OF_TABLE[table];
  const list: readonly Row<Table>[] = rows[table];
  const to: Row<Table>[] = writing[table];
  let changed = false;
  for (const row of list) {
    const key = String(Reflect.get(row, keyColumn(table)));
    const before = held.rows.get(`${table} ${key}`);
    // The case-management system's own record stands as it is, and so does what a later year's return said.
    const stands = !key.startsWith(RETURN_KEY) || (held.toldIn.get(`${table} ${key}`) ?? '') > year;
    const outcome = before === undefined ? 'new' : stands || before === comparableText(row) ? 'unchanged' : 'updated';
    if (kind) {
      counts[kind].read += 1;
      counts[kind][outcome] += 1;
    }
    if (outcome === 'unchanged') continue;
    changed = true;
    to.push(row);
  }
  return changed;
}

/** A record's faults are those of the last return that told of it: a fault put right goes with it. */
async function replaceFaults(database: Kysely<CaseTables>, rows: CaseRows): Promise<void> {
  const records = new Set([
    ...rows.ssd_person.map((row) => row.pers_person_id),
    ...rows.record_faults.flatMap((row) => row.faul_record_id ?? []),
    ...Object.keys(BEGAN).flatMap((table) =>
      rows[table as TableName].map((row) => String(Reflect.get(row, keyColumn(table as TableName)))),
    ),
  ]);
  const list = [...records];
  for (let start = 0; start < list.length; start += 1_000) {
    await database
      .deleteFrom('record_faults')
      .where('faul_record_id', 'in', list.slice(start, start + 1_000))
      .execute();
  }
}
