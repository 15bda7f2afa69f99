import { BrokenExport, type DataQuality } from '@family-view/kit';
import type { ExportTables } from './export-tables';

/** A column by which people are found, or by which it is judged what is open: what it says, and whether that was read. */
interface Watched<Row> {
  readonly column: string;
  readonly value: (row: Row) => unknown;
}
type Faulty = { readonly dataQuality: readonly DataQuality[] };

/** Left blank for good reason in many rows, or in all: of these only what is written and cannot be read counts. */
const OFTEN_BLANK = [
  'LeftDate',
  'ExpectedDOB',
  'RecordMarker',
  'ConsentDate',
  'ClosedDate',
  'Sex',
  'UPRN',
  'NHSNumber',
];

/** Of such a column: that it is filled in in some row. One that is empty in all rows of a sudden was not exported. */
const AT_ALL = 'at all';

/** In how many of its rows each watched column is read, by `file column`. */
export type Readable = ReadonlyMap<string, { readonly read: number; readonly rows: number }>;

export function readableShares(tables: ExportTables): Readable {
  const shares = new Map<string, { readonly read: number; readonly rows: number }>();
  const watch = <Row extends Faulty>(
    file: string,
    rows: readonly Row[] | null,
    columns: readonly Watched<Row>[],
    filled: readonly Watched<Row>[] = [],
  ) => {
    if (rows === null || rows.length === 0) return;
    for (const { column, value } of columns) {
      const read = rows.filter((row) => value(row) !== null && value(row) !== '').length;
      shares.set(`${file}.csv ${column}`, { read, rows: rows.length });
    }
    for (const column of OFTEN_BLANK) {
      const unread = rows.filter(({ dataQuality }) => dataQuality.some(({ field }) => field === column)).length;
      shares.set(`${file}.csv ${column} as written`, { read: rows.length - unread, rows: rows.length });
    }
    for (const { column, value } of filled) {
      const read = rows.filter((row) => value(row)).length;
      shares.set(`${file}.csv ${column} ${AT_ALL}`, { read, rows: rows.length });
    }
  };
  watch(
    'registrations',
    tables.registrations,
    [
      { column: 'PersonRef', value: ({ personRef }) => personRef },
      { column: 'CentreURN', value: ({ centreUrn }) => centreUrn },
      { column: 'FamilyRef', value: ({ familyRef }) => familyRef },
      { column: 'Forename', value: ({ forename }) => forename },
      { column: 'Surname', value: ({ surname }) => surname },
      { column: 'DOB', value: ({ dateOfBirth, expectedDateOfBirth }) => dateOfBirth ?? expectedDateOfBirth },
      { column: 'PostCode', value: ({ postcode }) => postcode },
      { column: 'RegisteredDate', value: ({ registeredDate }) => registeredDate },
    ],
    [
      { column: 'RecordMarker', value: ({ markers }) => markers.length > 0 },
      { column: 'LeftDate', value: ({ leftDate }) => leftDate !== null },
      { column: 'ConsentToShare', value: ({ consent }) => consent !== 'NOT_ASKED' },
      { column: 'NHSNumber', value: ({ nhsNumber }) => nhsNumber !== null },
      { column: 'UPRN', value: ({ uprn }) => uprn !== null },
      { column: 'Sex', value: ({ sex }) => sex !== 'U' },
    ],
  );
  watch('attendances', tables.attendances, [
    { column: 'PersonRef', value: ({ personRef }) => personRef },
    { column: 'SessionDate', value: ({ sessionDate }) => sessionDate },
  ]);
  watch(
    'family-support',
    tables.familySupport,
    [
      { column: 'PersonRef', value: ({ personRef }) => personRef },
      { column: 'OpenedDate', value: ({ openedDate }) => openedDate },
    ],
    [{ column: 'ClosedDate', value: ({ closedDate }) => closedDate !== null }],
  );
  watch('referrals', tables.referrals, [
    { column: 'PersonRef', value: ({ personRef }) => personRef },
    { column: 'ReferralDate', value: ({ date }) => date },
  ]);
  return shares;
}

/** Without these nobody can be found, or is anybody's: an export that never could be read in them is no export. */
const NEEDED = ['registrations.csv PersonRef', 'registrations.csv DOB', 'registrations.csv RegisteredDate'];

/** One faulty row is a fault of that row, told beside it, however few there are. */
const FEW = 1;

/**
 * Refuses an export in which a column can be read in a tenth fewer of the rows than in the last one, or is all empty where
 * it was not (without markers everybody would be open, without days of leaving everybody current), and a first export in
 * which half of the days of birth or of registration cannot: it is in another form, and would read as "nothing held".
 */
export function refuseUnreadable(last: Readable | null, next: Readable): void {
  for (const [name, now] of next) {
    const [file = '', column = ''] = name.split(' ');
    const before = last?.get(name);
    if (name.endsWith(AT_ALL)) {
      if (before !== undefined && before.read > FEW && now.read === 0)
        throw new BrokenExport(file, `is empty in ${column} for every row, as it was not before`);
      continue;
    }
    const unread = now.rows - now.read;
    const fell =
      before !== undefined && shareOf(now) < shareOf(before) * 0.9 && unread - (before.rows - before.read) > FEW;
    if (fell)
      throw new BrokenExport(
        file,
        `can be read in ${column} for ${percent(now)} of its rows, ${percent(before)} before`,
      );
    if (last === null && NEEDED.includes(name) && shareOf(now) < 0.5 && unread > FEW)
      throw new BrokenExport(file, `can be read in ${column} for ${percent(now)} of its rows only`);
  }
}

const shareOf = ({ read, rows }: { readonly read: number; readonly rows: number }): number => read / rows;
const percent = (one: { readonly read: number; readonly rows: number }): string =>
  `${Math.floor(shareOf(one) * 100)} %`;
