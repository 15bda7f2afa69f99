import { type Kysely, sql } from 'kysely';
import { readTable } from '../case-management/read-table';
import { type CaseTables, keyColumn, personColumn, type Row, type TableName } from '../database/tables';
import { readRows } from '../format/rows';
import type { CensusChild } from './census-child';
import { RETURN_KEY } from './child-rows';
import type { PersonRow } from './merge-person';

/** The column by which a record of the case-management system itself is known to be the one that the return tells of. */
export const BEGAN: Partial<Record<TableName, string>> = {
  ssd_cin_episodes: 'cine_referral_date',
  ssd_cin_assessments: 'cina_assessment_start_date',
  ssd_cin_plans: 'cinp_cin_plan_start_date',
  ssd_s47_enquiry: 's47e_s47_start_date',
  ssd_cp_plans: 'cppl_cp_plan_start_date',
  ssd_cp_reviews: 'cppr_cp_review_date',
  ssd_pre_proceedings: 'prep_pre_pro_start_date',
};
/** Every table that a return writes, those of people and faults apart. */
export const RETURNED_TABLES = [
  ...(Object.keys(BEGAN) as TableName[]),
  'ssd_assessment_factors',
  'ssd_disability',
  'ssd_linked_identifiers',
] as const;

/** What the database holds of the people of a batch, to compare with. */
export interface Held {
  /** Every row of these people, as text to compare, by table and key. */
  readonly rows: ReadonlyMap<string, string>;
  /** Keys of the case-management system's own rows, by table, person and day. */
  readonly own: ReadonlyMap<string, string>;
}

/** A row as text that is equal for equal rows. */
export const comparableText = (row: object): string =>
  JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));

/** The people held under these ids of one authority; more than one is an ambiguity, not a choice. */
export async function readHeldPeople(
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

export async function readHeldRows(database: Kysely<CaseTables>, people: readonly string[]): Promise<Held> {
  const rows = new Map<string, string>();
  const own = new Map<string, string>();
  if (people.length === 0) return { rows, own };
  for (const table of RETURNED_TABLES) await readOne(table);
  return { rows, own };

  async function readOne<Table extends TableName>(table: Table): Promise<void> {
    const of = personColumn(table) as keyof Row<Table> & string;
    for (const row of await readTable(database, table, of, people)) {
      const key = String(Reflect.get(row, keyColumn(table)));
      rows.set(`${table} ${key}`, comparableText(row));
      const began = BEGAN[table] === undefined ? null : Reflect.get(row, BEGAN[table]);
      if (!key.startsWith(RETURN_KEY) && typeof began === 'string')
        own.set(`${table} ${String(row[of])} ${began}`, key);
    }
  }
}

/** Children of the batch whose UPN another child of this return has (CIN rule 1520). */
export async function readRepeatedPupils(
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
