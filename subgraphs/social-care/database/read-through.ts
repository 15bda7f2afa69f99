/**
 * Reads a Standard Safeguarding Dataset as its publisher lays it out (data-to-insight/ssd-data-model, PostgreSQL and SQL
 * Server flavours) under the columns that we read. Each statement is given common table expressions of our tables' names
 * over the partner's: nothing is created there, so a right to read is enough.
 */
import type { PartnerColumn, PartnerSchema } from './partner-schema';
import { type ColumnKind, TABLES, type TableName } from './tables';

/** The two databases' ways to say the same. A column comes quoted. */
export interface Dialect {
  readonly today: string;
  /** The day that so many days ago was. */
  daysAgo(days: number): string;
  readonly now: string;
  /** A day, whatever the column's type: a date, a timestamp with or without zone, or text that begins with one. */
  asDay(column: string, type: string): string;
  /** The UPRN inside the JSON of an address. */
  uprn(column: string): string;
  readonly inlined: string;
}

export const POSTGRES: Dialect = {
  today: 'current_date',
  daysAgo: (days) => `(current_date - ${days})`,
  now: `to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"')`,
  asDay: (column, type) => {
    if (/^timestamptz|with time zone/.test(type)) return `cast(${column} at time zone 'Europe/London' as date)`;
    return /^(date|timestamp)/.test(type) ? `cast(${column} as date)` : `substr(btrim(cast(${column} as text)), 1, 10)`;
  },
  uprn: (column) => `substring(cast(${column} as text) from '"[Uu][Pp][Rr][Nn]"\\s*:\\s*"?([0-9]+)')`,
  inlined: 'not materialized',
};

export const SQLITE: Dialect = {
  today: "date('now')",
  daysAgo: (days) => `date('now', '-${days} days')`,
  now: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
  asDay: (column) => `substr(trim(${column}), 1, 10)`,
  uprn: (column) => `case when json_valid(${column}) then json_extract(${column}, '$.UPRN') end`,
  inlined: '',
};

/** Puts in front of a statement the tables that it names. */
export function readThrough(schema: PartnerSchema, dialect: Dialect): (statement: string) => string {
  const names = Object.keys(TABLES) as readonly TableName[];
  const views = new Map(
    names.map((name) => [name, `"${name}" as ${dialect.inlined} (${viewOf(name, schema, dialect)})`]),
  );
  return (statement) => {
    if (!/^\s*select\b/i.test(statement)) return statement;
    const named = [...views].filter(([name]) => new RegExp(`\\b${name}\\b`).test(statement));
    return named.length === 0 ? statement : `with ${named.map(([, view]) => view).join(', ')} ${statement}`;
  };
}

function viewOf(table: TableName, schema: PartnerSchema, dialect: Dialect): string {
  const theirs = schema.get(table);
  const columns = Object.entries<ColumnKind>(TABLES[table]).map(([name, kind]) => {
    const derived = theirs === undefined ? undefined : derive(name, theirs.columns, schema, dialect);
    const column = theirs?.columns.get(name);
    const value = derived ?? (column ? read(column, kind, dialect) : `cast(null as ${NULL_TYPE[kind]})`);
    return `${value} as "${name}"`;
  });
  if (theirs === undefined) return `select ${columns.join(', ')} where 1 = 0`;
  const all = `select ${columns.join(', ')} from ${placeOf(theirs)} as theirs`;
  const type = theirs.columns.get('addr_address_type');
  // Where a child is placed is never told: only the family's own addresses are read.
  return table === 'ssd_address' && type
    ? `${all} where ${quoted(type)} is null or lower(${quoted(type)}) not like '%plac%' and lower(${quoted(type)}) not like '%foster%'`
    : all;
}

const NULL_TYPE = { key: 'text', text: 'text', date: 'date', integer: 'integer' } as const satisfies Record<
  ColumnKind,
  string
>;
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quoted = ({ name }: PartnerColumn): string => `theirs.${quote(name)}`;
const placeOf = ({ schema, name }: { readonly schema: string | undefined; readonly name: string }): string =>
  // SQLite names no schema; unqualified, the table would be the expression of its own name.
  `${quote(schema ?? 'main')}.${quote(name)}`;

function read(column: PartnerColumn, kind: ColumnKind, dialect: Dialect): string {
  const at = quoted(column);
  if (kind === 'date') return written(dialect.asDay(at, column.type));
  if (kind === 'integer') return /int|num|dec/.test(column.type) ? `cast(${at} as integer)` : 'cast(null as integer)';
  // Fixed-width columns come padded, and an empty text is nothing written. So is the placeholder of the published extracts.
  return `nullif(nullif(trim(cast(${at} as text)), ''), '${PLACEHOLDER}')`;
}

/** What data-to-insight's extracts write into a column for which the source has nothing. */
const PLACEHOLDER = 'SSD_PH';
/** An empty text is this day in a SQL Server `datetime`, and the extracts' placeholder for a day. */
const written = (day: string): string =>
  `case when cast(${day} as text) in ('1900-01-01', '1900/01/01') then null else ${day} end`;

/** A pregnancy lasts at most some two weeks longer than expected; as much again for a birth not yet recorded. */
const LATEST_BIRTH_DAYS = 28;

/** What the published layout says otherwise than a column of ours. Undefined where the column is read as it is. */
function derive(
  name: string,
  columns: ReadonlyMap<string, PartnerColumn>,
  schema: PartnerSchema,
  dialect: Dialect,
): string | undefined {
  const text = (column: string): string => {
    const found = columns.get(column);
    return found ? read(found, 'text', dialect) : 'cast(null as text)';
  };
  const day = (column: string): string => {
    const found = columns.get(column);
    return found ? read(found, 'date', dialect) : 'cast(null as date)';
  };
  const textDay = (column: string): string => `cast(${day(column)} as text)`;
  const today = `cast(${dialect.today} as text)`;
  // Some loaders put the day a birth is expected into the day of birth.
  const toCome = `coalesce(${textDay('pers_dob')} > ${today}, false)`;
  // Others put an estimated day of birth, years ago, where the day it is expected stands: that child is born.
  const isLate = `coalesce(${textDay('pers_expected_dob')} < cast(${dialect.daysAgo(LATEST_BIRTH_DAYS)} as text), false)`;
  switch (name) {
    case 'pers_source':
      return "'case-management'";
    case 'pers_la_child_id':
      return columns.has(name) ? undefined : `coalesce(${text('pers_legacy_id')}, ${text('pers_person_id')})`;
    case 'pers_sex':
      return `coalesce(${text('pers_sex')}, ${text('pers_gender')})`;
    case 'pers_dob':
      return `case when ${toCome} then null else ${day('pers_dob')} end`;
    case 'pers_expected_dob':
      return `case when ${toCome} then ${day('pers_dob')} when ${isLate} then null else ${day('pers_expected_dob')} end`;
    case 'pers_life_state':
      return `case when ${day('pers_death_date')} is not null then 'DIED'
        when ${toCome} or (${day('pers_dob')} is null and ${day('pers_expected_dob')} is not null and not ${isLate}) then 'UNBORN' else 'BORN' end`;
    // The name of this column in earlier versions of the layout: the NHS number, where there is one.
    case 'pers_single_unique_id':
      return columns.has(name) ? undefined : text('pers_common_child_id');
    case 'pers_social_care_record':
      return schema.has('ssd_cin_episodes') ? "'Y'" : undefined;
    case 'pers_early_help_record':
      return schema.has('ssd_early_help_episodes') ? "'Y'" : undefined;
    case 'pers_looked_after_record':
      return schema.has('ssd_cla_episodes') ? "'Y'" : undefined;
    // Read live: as current as the reading. The dataset has no column that says more.
    case 'pers_as_of':
      return dialect.now;
    case 'addr_uprn':
      return columns.has('addr_address_json') && !columns.has(name)
        ? dialect.uprn(quoted(columns.get('addr_address_json')!))
        : undefined;
    default:
      return undefined;
  }
}
