import { type Kysely, sql } from 'kysely';
import { readTable } from '../case-management/read-table';
import {
  type CaseRows,
  type CaseTables,
  keyColumn,
  noRows,
  personColumn,
  type Row,
  TABLE_NAMES,
  type TableName,
} from '../database/tables';
import { writeRows } from '../database/write-rows';
import { readRows } from '../format/rows';
import type { CensusChild } from './census-child';
import type { CensusHeader } from './census-elements';
import { faultsOf, layOutChild, personIdOf, RETURN_KEY } from './child-rows';
import { type CountedKind, type ImportCounts, KIND_OF_TABLE } from './counts';
import type { CensusFault, RecordFault } from './faults';
import { mergePerson, type PersonRow } from './merge-person';

/** The column by which a record of the case-management system itself is known to be the one that the return tells of. */
const BEGAN: Partial<Record<TableName, string>> = {
  ssd_cin_episodes: 'cine_referral_date',
  ssd_cin_assessments: 'cina_assessment_start_date',
  ssd_cin_plans: 'cinp_cin_plan_start_date',
  ssd_s47_enquiry: 's47e_s47_start_date',
  ssd_cp_plans: 'cppl_cp_plan_start_date',
  ssd_cp_reviews: 'cppr_cp_review_date',
  ssd_pre_proceedings: 'prep_pre_pro_start_date',
};
const RETURNED_TABLES = [
  ...(Object.keys(BEGAN) as TableName[]),
  'ssd_assessment_factors',
  'ssd_disability',
  'ssd_linked_identifiers',
] as const;

interface Held {
  /** Every row of these people, as text to compare, by table and key. */
  readonly rows: ReadonlyMap<string, string>;
  /** Keys of the case-management system's own rows, by table, person and day. */
  readonly own: ReadonlyMap<string, string>;
}

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
const comparable = ({ pers_census_run: _, pers_as_of: __, ...row }: PersonRow): string => asText(row);
const asText = (row: object): string =>
  JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));

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
      before === undefined ? 'new' : before === asText(row) || !key.startsWith(RETURN_KEY) ? 'unchanged' : 'updated';
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

async function readHeldPeople(
  database: Kysely<CaseTables>,
  laCode: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly PersonRow[]>> {
  const rows = await database
    .selectFrom('ssd_person')
    .selectAll()
    .where('pers_la_code', '=', laCode)
    .where('pers_la_child_id', 'in', [...ids])
    .execute();
  const people = new Map<string, PersonRow[]>();
  for (const row of readRows('ssd_person', rows))
    people.set(row.pers_la_child_id ?? '', [...(people.get(row.pers_la_child_id ?? '') ?? []), row]);
  return people;
}

async function readHeldRows(database: Kysely<CaseTables>, people: readonly string[]): Promise<Held> {
  const rows = new Map<string, string>();
  const own = new Map<string, string>();
  if (people.length === 0) return { rows, own };
  for (const table of RETURNED_TABLES) await readOne(table);
  return { rows, own };

  async function readOne<Table extends TableName>(table: Table): Promise<void> {
    const of = personColumn(table) as keyof Row<Table> & string;
    for (const row of await readTable(database, table, of, people)) {
      const key = String(Reflect.get(row, keyColumn(table)));
      rows.set(`${table} ${key}`, asText(row));
      const began = BEGAN[table] === undefined ? null : Reflect.get(row, BEGAN[table]);
      if (!key.startsWith(RETURN_KEY) && typeof began === 'string')
        own.set(`${table} ${String(row[of])} ${began}`, key);
    }
  }
}

/** Children of the batch whose UPN another child of this return has (CIN rule 1520). */
async function readRepeatedPupils(
  database: Kysely<CaseTables>,
  batch: readonly CensusChild[],
  run: string,
): Promise<ReadonlySet<string>> {
  const upns = batch.flatMap(({ upn }) => upn ?? []);
  if (upns.length === 0) return new Set();
  const rows = await database
    .selectFrom('ssd_person')
    .select(['pers_upn', 'pers_la_child_id'])
    .where(
      sql<string>`upper(pers_upn)`,
      'in',
      upns.map((upn) => upn.toUpperCase()),
    )
    .where('pers_census_run', '=', run)
    .execute();
  const childrenWith = new Map<string, Set<string | null>>();
  const add = (upn: string | null, laChildId: string | null): ReadonlySet<string | null> => {
    const children = childrenWith.get(upn?.toUpperCase() ?? '') ?? new Set();
    childrenWith.set(upn?.toUpperCase() ?? '', children.add(laChildId));
    return children;
  };
  for (const row of rows) add(row.pers_upn, row.pers_la_child_id);
  const repeated = new Set<string>();
  for (const { upn, laChildId } of batch) {
    if (upn !== null && laChildId !== null && add(upn, laChildId).size > 1) repeated.add(laChildId);
  }
  return repeated;
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
