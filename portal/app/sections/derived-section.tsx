import type { ReactNode } from 'react';
import { Facts, type Line, Records, Worker } from '../look/records';
import { day, humanised, listed, word, yesNo } from '../look/words';
import type { Section } from './section';

/** One value of a record, as the gateway tells of it. */
export interface Leaf {
  readonly path: readonly string[];
  readonly lists: readonly boolean[];
  readonly type: string;
  readonly label: string | null;
}
type Value = Readonly<Record<string, unknown>>;

/**
 * A section of a record that the portal was not written for: rows of a list as a table, an object as facts, a value as it
 * is. Headings are the protocol's label, where it is this section's alone, and the fields' own names as words.
 */
export function derivedSection(leaves: readonly Leaf[], label: string | null): Section {
  const [first] = leaves;
  const path = (first?.path ?? []).slice(0, 2);
  const below = leaves.filter((leaf) => leaf.path.length > 2);
  const title = label === null ? humanised(path.at(-1) ?? '') : label.charAt(0).toUpperCase() + label.slice(1);
  const isList = first?.lists[1] ?? false;
  const show = (value: unknown): ReactNode => {
    if (below.length === 0) return <p className="govuk-body">{shown(value, first?.type ?? 'String')}</p>;
    const columns = columnsOf(below);
    if (isList)
      return (
        <Records
          caption={title}
          rows={value as readonly Value[]}
          columns={columns.map(([heading, cell]) => [heading, cell] as const)}
        />
      );
    return <Facts lines={columns.map(([heading, cell]): Line => [heading, cell(value as Value)])} />;
  };
  return { title, path, show, dates: isList ? datesOf(below, title) : undefined };
}

type Column = readonly [heading: string, cell: (row: Value) => ReactNode];

/** One for each field of a row; a worker, who has a name and a telephone, in one. */
function columnsOf(leaves: readonly Leaf[]): readonly Column[] {
  const byField = new Map<string, Leaf[]>();
  for (const leaf of leaves) byField.set(leaf.path[2]!, [...(byField.get(leaf.path[2]!) ?? []), leaf]);
  return [...byField].map(([field, all]): Column => {
    const names = new Set(all.map(({ path }) => path.at(-1)));
    if (all[0]!.path.length > 3 && names.has('name') && names.has('phone'))
      return [
        humanised(field),
        (row) => <Worker worker={(row[field] ?? null) as Parameters<typeof Worker>[0]['worker']} />,
      ];
    return [humanised(field), (row) => listed(all.map((leaf) => text(at(row, leaf.path.slice(2)), leaf.type)))];
  });
}

const at = (row: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => {
    if (Array.isArray(value)) return value.flatMap((one) => (one as Value | null)?.[name] ?? []);
    return (value as Value | null)?.[name];
  }, row);

const shown = (value: unknown, type: string): ReactNode => text(value, type) ?? '–';

function text(value: unknown, type: string): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return listed(value.map((one) => text(one, type)));
  if (typeof value === 'boolean') return yesNo(value);
  if (type === 'Date' || type === 'DateTime') return day(String(value));
  return word(String(value));
}

/** Of each row of a list its first date, and its first words: what happened, for the timeline. */
function datesOf(leaves: readonly Leaf[], title: string) {
  const dated = leaves.find(({ type, path }) => (type === 'Date' || type === 'DateTime') && path.length === 3);
  const worded = leaves.find(({ type, path }) => type === 'String' && path.length === 3);
  if (dated === undefined) return undefined;
  return (rows: unknown) =>
    (rows as readonly Value[]).map((row) => ({
      date: typeof at(row, dated.path.slice(2)) === 'string' ? (at(row, dated.path.slice(2)) as string) : null,
      what: listed([title, worded ? text(at(row, worded.path.slice(2)), 'String') : null], ': '),
    }));
}
