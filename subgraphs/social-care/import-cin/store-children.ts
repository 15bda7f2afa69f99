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
import {
  BEGAN,
  comparableText,
  type Held,
  RETURNED_TABLES,
  readHeldPeople,
  readHeldRows,
  readRepeatedPupils,
} from './held-rows';
import { mergePerson, type PersonRow } from './merge-person';

/** Stores a batch of children inside the import's one transaction, counts what was new, and gives every fault of theirs. */
export async function storeChildren(
  database: Kysely<CaseTables>,
  batch: readonly (CensusChild & { readonly laChildId: string })[],
  header: CensusHeader,
  run: string,
  counts: ImportCounts,
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
  const repeatedPupils = await readRepeatedPupils(database, batch, run);
  const faults: CensusFault[] = [];
  const writing = noRows();

  for (const child of batch) {
    const same = people.get(child.laChildId) ?? [];
    const more: RecordFault[] = [];
    const at = { rule: null, line: child.line, kept: null };
    const merged =
      same.length > 1
        ? ({
            stored: false,
            fault: {
              ...at,
              element: 'ChildIdentifiers/LAchildID',
              expected: 'an id held for one person',
              came: `${same.length} people`,
            },
          } as const)
        : mergePerson(
            child,
            same[0],
            same[0]?.pers_person_id ?? personIdOf(header.laCode, child.laChildId),
            header,
            run,
          );
    if (same[0]?.pers_census_run === run) {
      more.push({
        ...at,
        rule: '8510',
        element: 'ChildIdentifiers/LAchildID',
        expected: 'one Child for each LAchildID',
        came: 'another',
      });
    }
    if (child.upn !== null && repeatedPupils.has(child.laChildId)) {
      more.push({
        ...at,
        rule: '1520',
        element: 'ChildIdentifiers/UPN',
        expected: 'one child for each UPN',
        came: 'another',
      });
    }
    if (merged.stored) {
      more.push(...merged.faults);
      const person = merged.row;
      const told = { ...child, faults: [...child.faults, ...more] };
      const rows = layOutChild(told, person.pers_person_id, header, (table, day) =>
        held.own.get(`${table} ${person.pers_person_id} ${day}`),
      );
      const before = same[0];
      const changed = countRows(rows, held, counts, writing);
      const personChanged = before === undefined || comparable(before) !== comparable(person);
      counts.children[before === undefined ? 'new' : changed || personChanged ? 'updated' : 'unchanged'] += 1;
      writing.ssd_person.push(person);
      writing.record_faults.push(...rows.record_faults);
    } else {
      more.push(merged.fault);
      counts.children.notStored += 1;
    }
    const inOrder = [...faultsOf(child), ...more].sort((one, other) => one.line - other.line);
    faults.push(...inOrder.map(({ kept: _, ...fault }) => ({ ...fault, child: child.laChildId })));
  }
  await replaceFaults(database, writing);
  for (const table of TABLE_NAMES) await writeTable(database, table, writing);
  return faults;
}

const writeTable = <Table extends TableName>(
  database: Kysely<CaseTables>,
  table: Table,
  rows: CaseRows,
): Promise<void> => writeRows(database, table, rows[table], { replace: true });

/** A person is the same when nothing but the run and the day of the return differs. */
const comparable = ({ pers_census_run: _, pers_as_of: __, ...row }: PersonRow): string => comparableText(row);

function countRows(rows: CaseRows, held: Held, counts: ImportCounts, writing: CaseRows): boolean {
  let changed = false;
  for (const table of RETURNED_TABLES) changed = countTable(table, rows, held, counts, writing) || changed;
  return changed;
}

function countTable<Table extends TableName>(
  table: Table,
  rows: CaseRows,
  held: Held,
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
    // The case-management system's own record stands as it is.
    const outcome =
      before === undefined
        ? 'new'
        : before === comparableText(row) || !key.startsWith(RETURN_KEY)
          ? 'unchanged'
          : 'updated';
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
