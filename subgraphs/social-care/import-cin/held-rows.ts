import type { Kysely } from 'kysely';
import { readTable } from '../case-management/read-table';
import { type CaseTables, keyColumn, personColumn, type Row, type TableName } from '../database/tables';
import { readRows } from '../format/rows';
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
  /** The latest year whose return told of a row, by table and key. */
  readonly toldIn: ReadonlyMap<string, string>;
  /** Years whose returns told of a person. */
  readonly years: ReadonlyMap<string, ReadonlySet<string>>;
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
  const toldIn = new Map<string, string>();
  const years = new Map<string, Set<string>>();
  if (people.length === 0) return { rows, own, toldIn, years };
  for (const table of RETURNED_TABLES) await readOne(table);
  for (const told of await readTable(database, 'cin_return_rows', 'retr_person_id', people)) {
    const [row, year, person] = [
      `${told.retr_table} ${told.retr_row_key}`,
      told.retr_year ?? '',
      told.retr_person_id ?? '',
    ];
    if (year > (toldIn.get(row) ?? '')) toldIn.set(row, year);
    if (told.retr_table === 'ssd_person') years.set(person, (years.get(person) ?? new Set()).add(year));
  }
  return { rows, own, toldIn, years };

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
