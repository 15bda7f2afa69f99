import type { KeptAct } from '@family-view/kit';
import { type AreaFinder, addMonths, ageBandOf, ethnicGroupOf, sexOf } from '@family-view/kit/figures';
import { sql } from 'kysely';
import type { CaseDatabase } from '../database/open-database';
import type { Row, TableName } from '../database/tables';
import { readRows } from '../format/rows';

/** All rows of the tables that counts are made from, each read once for one question. */
export interface CountedTables {
  rows<Table extends TableName>(table: Table): Promise<readonly Row<Table>[]>;
  /** What a person is counted by on a day; nulls where it is not recorded. */
  attributes(day: string): Promise<(ref: string | null) => Attributes>;
  /** Who is under eighteen on a day; somebody without a date of birth too: most records are of children. */
  childrenOn(day: string): Promise<(ref: string) => boolean>;
}

export type Attributes = Readonly<Record<'area' | 'ward' | 'sex' | 'ethnicGroup' | 'ageBand', string | null>> & {
  readonly people: readonly string[];
};

const NOTHING: Attributes = { people: [], area: null, ward: null, sex: null, ethnicGroup: null, ageBand: null };

/** @param acts what was done through the gateway: of whom it was done to without being held, it says what they are counted by. */
export function openCountedTables(
  database: CaseDatabase,
  areas: AreaFinder,
  acts: readonly KeptAct[] = [],
): CountedTables {
  const read = new Map<TableName, Promise<readonly unknown[]>>();
  const rows = <Table extends TableName>(table: Table): Promise<readonly Row<Table>[]> => {
    const known = read.get(table) ?? readAll(database, table);
    read.set(table, known);
    return known as Promise<readonly Row<Table>[]>;
  };
  return {
    rows,
    async childrenOn(day) {
      const bornBefore = addMonths(day, -12 * 18);
      const people = await rows('ssd_person');
      const grown = new Set(
        people.flatMap((one) => (one.pers_dob !== null && one.pers_dob <= bornBefore ? [one.pers_person_id] : [])),
      );
      return (ref) => !grown.has(ref);
    },
    async attributes(day) {
      const [people, addresses] = await Promise.all([rows('ssd_person'), rows('ssd_address')]);
      const homes = new Map(
        addresses
          .filter(({ addr_address_end_date: end }) => end === null)
          .map((one) => [one.addr_person_id, one.addr_address_postcode]),
      );
      const known = new Map(
        people.map((one): readonly [string, Attributes] => [
          one.pers_person_id,
          {
            people: [one.pers_person_id],
            ...areas.placeOf(homes.get(one.pers_person_id)),
            sex: sexOf(one.pers_sex),
            ethnicGroup: ethnicGroupOf(one.pers_ethnicity),
            ageBand: ageBandOf(one.pers_dob, day),
          },
        ]),
      );
      for (const { ref, subject } of acts)
        if (subject !== null && !known.has(ref)) known.set(ref, { people: [ref], ...toldOf(subject, areas, day) });
      return (ref) => known.get(ref ?? '') ?? NOTHING;
    },
  };
}

/** Of somebody who is known by a referral alone. An unborn child lives where the mother does. */
function toldOf(
  subject: Readonly<Record<string, unknown>>,
  areas: AreaFinder,
  day: string,
): Omit<Attributes, 'people'> {
  const text = (of: unknown, name: string): string | null => {
    const value = of !== null && typeof of === 'object' ? (of as Record<string, unknown>)[name] : null;
    return typeof value === 'string' ? value : null;
  };
  return {
    ...areas.placeOf(text(subject, 'postcode') ?? text(subject.mother, 'postcode')),
    sex: sexOf(text(subject, 'sex')),
    ethnicGroup: null,
    ageBand: ageBandOf(text(subject, 'dateOfBirth'), day),
  };
}

async function readAll<Table extends TableName>(database: CaseDatabase, table: Table): Promise<readonly Row<Table>[]> {
  const answer = await sql<unknown>`select * from ${sql.table(table)}`.execute(database);
  return readRows(table, answer.rows);
}
