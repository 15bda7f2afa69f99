/** A database that another made: what it has of the tables we read. Nothing here changes it. */
import type { Kysely } from 'kysely';
import { type CaseTables, TABLES, type TableName } from './tables';

export interface PartnerColumn {
  /** As it is spelt there. */
  readonly name: string;
  /** `varchar`, `timestamp`, as the database names its types, in small letters. */
  readonly type: string;
}
/** The tables that are there under our names, by those names; columns by their names in small letters. */
export type PartnerSchema = ReadonlyMap<
  TableName,
  { readonly schema: string | undefined; readonly name: string; readonly columns: ReadonlyMap<string, PartnerColumn> }
>;

/**
 * `ours`: made by our migrations. `empty`: no table at all. `partner`: a Standard Safeguarding Dataset that another keeps.
 */
export type Inspected =
  | { readonly owner: 'ours' | 'empty' }
  | { readonly owner: 'partner'; readonly schema: PartnerSchema };

const OUR_MIGRATIONS = 'kysely_migration';

/** Throws `NoCaseDatabase` for one that holds other things than cases, or several datasets. */
export async function inspectDatabase(database: Kysely<CaseTables>): Promise<Inspected> {
  const all = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (all.some(({ name }) => name === OUR_MIGRATIONS)) return { owner: 'ours' };
  if (all.length === 0) return { owner: 'empty' };
  const people = all.filter(({ name }) => name.toLowerCase() === 'ssd_person');
  if (people.length === 0) throw new NoCaseDatabase('a table ssd_person', 'none');
  if (people.length > 1) throw new NoCaseDatabase('one schema with a table ssd_person', 'several');
  const known = new Set<string>(Object.keys(TABLES));
  const theirs = all.filter(({ name, schema }) => schema === people[0]?.schema && known.has(name.toLowerCase()));
  return {
    owner: 'partner',
    schema: new Map(
      theirs.map(({ name, schema, columns }) => [
        name.toLowerCase() as TableName,
        {
          schema,
          name,
          columns: new Map(
            columns.map((column) => [
              column.name.toLowerCase(),
              { name: column.name, type: column.dataType.toLowerCase() },
            ]),
          ),
        },
      ]),
    ),
  };
}

/** The database named is not one of cases. It was not changed. */
export class NoCaseDatabase extends Error {
  readonly code = 'NO_CASE_DATABASE';
  constructor(expected: string, came: string) {
    super(`expected a database with ${expected}, came one with ${came}; it was left as it is`);
    this.name = 'NoCaseDatabase';
  }
}

/** The database belongs to the partner system: it is read, and never written to. */
export class CaseDatabaseNotOurs extends Error {
  readonly code = 'CASE_DATABASE_NOT_OURS';
  constructor() {
    super('expected a database of our own to write to, came one that a partner system keeps; it was left as it is');
    this.name = 'CaseDatabaseNotOurs';
  }
}
