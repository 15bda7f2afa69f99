import { foldName } from '@family-view/kit/match/names';
import type { Attendance, CentreReferral, FamilySupportCase } from '../format/activity';
import { areaFinder, type Centre, type ReachArea } from '../format/places';
import { fileOf, type TableName } from '../format/tables';
import type { ExportTables } from './export-tables';
import { joinRegistrations, type RegisteredPerson } from './join-registrations';
import { type ChildLists, listChildren } from './list-children';
import { type Readable, readableShares } from './readable-shares';

/** One export, ready to be asked. Never changed: a newer export is a new index. */
export interface ExportIndex {
  readonly exportedAt: string;
  /** The first registration in the export; before it nothing is known. */
  readonly from: string | null;
  readonly people: ReadonlyMap<string, RegisteredPerson>;
  /** Everybody with a marker that is not of a death alone. */
  readonly marked: readonly RegisteredPerson[];
  readonly find: (by: IndexedField, value: string) => readonly RegisteredPerson[];
  /** Everybody of this family and given name, however it is accented or hyphenated. */
  readonly named: (familyName: string, givenName: string) => readonly RegisteredPerson[];
  readonly family: (familyRef: string) => readonly RegisteredPerson[];
  readonly children: ChildLists;
  readonly centres: ReadonlyMap<string, Centre>;
  readonly reachAreas: ReadonlyMap<string, ReachArea>;
  readonly areaOf: (postcode: string | null) => string | null;
  readonly activityOf: (sessionId: string) => string | null;
  /** Latest first; null where the export has no such file. */
  readonly attendances: ((ref: string) => readonly Attendance[]) | null;
  readonly familySupport: ((ref: string) => readonly FamilySupportCase[]) | null;
  readonly referrals: ((ref: string) => readonly CentreReferral[]) | null;
  /** How many each table has. */
  readonly rows: Readonly<Record<TableName, number>>;
  /** In how many rows each column can be read that people are found and judged by. */
  readonly readable: Readable;
  /** Tables that are not there, and rows that belong to nobody. */
  readonly gaps: readonly string[];
}

export type IndexedField = 'nhsNumber' | 'dateOfBirth' | 'expectedDateOfBirth' | 'postcode' | 'uprn' | 'mother';
const INDEXED: readonly IndexedField[] = [
  'nhsNumber',
  'dateOfBirth',
  'expectedDateOfBirth',
  'postcode',
  'uprn',
  'mother',
];

export function buildIndex(tables: ExportTables): ExportIndex {
  const named = tables.registrations.filter(({ personRef }) => personRef !== '');
  const people = joinRegistrations(named);
  const lists = new Map(INDEXED.map((field) => [field, groupBy(people.values(), (person) => person[field])]));
  const names = groupBy(people.values(), ({ surname, forename }) => nameKey(surname, forename));
  const families = new Map<string, RegisteredPerson[]>();
  for (const person of people.values()) {
    for (const familyRef of person.familyRefs) families.set(familyRef, [...(families.get(familyRef) ?? []), person]);
  }
  const reachAreas = new Map(
    tables.centres.flatMap(({ reachArea }) => (reachArea === null ? [] : [[reachArea.id, reachArea] as const])),
  );
  const areaOf = areaFinder(reachAreas.values());
  const familySupport = byPerson(tables.familySupport, ({ openedDate }) => openedDate);
  const activities = new Map(tables.sessions.map(({ sessionId, activity }) => [sessionId, activity]));
  return {
    exportedAt: tables.exportedAt,
    from: earliest(named.map(({ registeredDate }) => registeredDate)),
    people,
    marked: [...people.values()].filter(({ markers }) => markers.some((marker) => marker !== 'DECEASED')),
    find: (by, value) => lists.get(by)?.get(value) ?? [],
    named: (familyName, givenName) => names.get(nameKey(familyName, givenName) ?? '') ?? [],
    family: (familyRef) => families.get(familyRef) ?? [],
    children: listChildren(people.values(), areaOf, (ref) => familySupport?.(ref) ?? []),
    centres: new Map(tables.centres.map((centre) => [centre.urn, centre])),
    reachAreas,
    areaOf,
    activityOf: (sessionId) => activities.get(sessionId) ?? null,
    attendances: byPerson(tables.attendances, ({ sessionDate }) => sessionDate),
    familySupport,
    referrals: byPerson(tables.referrals, ({ date }) => date),
    rows: {
      registrations: tables.registrations.length,
      centres: tables.centres.length,
      sessions: tables.sessions.length,
      attendances: tables.attendances?.length ?? 0,
      'family-support': tables.familySupport?.length ?? 0,
      referrals: tables.referrals?.length ?? 0,
    },
    readable: readableShares(tables),
    gaps: [...missing(tables), ...orphans(tables.registrations.length - named.length)],
  };
}

const nameKey = (surname: string | null, forename: string | null): string | null =>
  surname && forename ? `${foldName(surname)}, ${foldName(forename)}` : null;

function byPerson<Entry extends { readonly personRef: string }>(
  entries: readonly Entry[] | null,
  date: (entry: Entry) => string | null,
): ((ref: string) => readonly Entry[]) | null {
  if (entries === null) return null;
  const lists = groupBy(entries, ({ personRef }) => personRef);
  for (const list of lists.values()) list.sort((a, b) => (date(b) ?? '').localeCompare(date(a) ?? ''));
  return (ref) => lists.get(ref) ?? [];
}

function groupBy<Entry>(entries: Iterable<Entry>, key: (entry: Entry) => string | null): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const value = key(entry);
    if (value === null) continue;
    const group = groups.get(value);
    if (group) group.push(entry);
    else groups.set(value, [entry]);
  }
  return groups;
}

function missing(tables: ExportTables): readonly string[] {
  const optional: readonly (readonly [TableName, unknown])[] = [
    ['attendances', tables.attendances],
    ['family-support', tables.familySupport],
    ['referrals', tables.referrals],
  ];
  return optional.filter(([, rows]) => rows === null).map(([table]) => `the export has no ${fileOf(table)}`);
}

const orphans = (rows: number): readonly string[] =>
  rows === 0 ? [] : [`${rows} rows of registrations.csv have no PersonRef and can be found by nobody`];

const earliest = (dates: readonly (string | null)[]): string | null =>
  dates.reduce<string | null>(
    (first, date) => (date !== null && (first === null || date < first) ? date : first),
    null,
  );
