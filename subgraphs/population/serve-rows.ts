/** Serves a stand-in's rows as JSON over HTTP, with filters, paging and a count of the calls. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { firstAt } from './first-at';

export type Row = Readonly<Record<string, unknown>>;

/** A parameter that keeps the rows whose `fields` hold one of the values it lists, commas between. */
export interface Filter {
  readonly fields: readonly string[];
}
export const onlyListed = (...fields: readonly string[]): Filter => ({ fields });

export interface Table {
  readonly rows: readonly Row[];
  readonly where: Readonly<Record<string, Filter>>;
}

export interface RunningSystem {
  readonly url: string;
  /** How often each path was asked, for whoever counts the calls. */
  readonly calls: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** One page of what was asked of a path, before it is dressed as the system in question dresses it. */
export interface Page {
  readonly path: string;
  readonly rows: readonly Row[];
  readonly total: number;
  readonly nextPage: number | null;
}

/** Serves each table at its path on a free port of 127.0.0.1, each page in the system's own envelope. */
export async function serveRows(
  tables: Readonly<Record<string, Table>>,
  envelope: (page: Page) => unknown,
): Promise<RunningSystem> {
  const calls = new Map<string, number>();
  const searches = new Map(Object.entries(tables).map(([path, table]) => [path, searchOf(table)]));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
    const search = request.method === 'GET' ? searches.get(pathname) : undefined;
    calls.set(pathname, (calls.get(pathname) ?? 0) + 1);
    response.writeHead(search ? 200 : 404, { 'content-type': 'application/json' });
    const answer = search ? envelope(pageOf(pathname, search(searchParams), searchParams)) : { error: 'no such path' };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * With an index for each parameter: a borough of twenty thousand families has many rows. Of several parameters the one that
 * brings up fewest rows is read, and each of these is held to the others.
 */
export function searchOf({ rows, where }: Table): (asked: URLSearchParams) => readonly Row[] {
  const indexes = new Map(Object.entries(where).map(([name, { fields }]) => [name, indexBy(rows, fields)]));
  const places = new Map(rows.map((row, place) => [row, place]));
  return (asked) => {
    const hits = Object.entries(where)
      .flatMap(([name, filter]) => {
        const wanted = asked.get(name)?.split(',').map(keyOf);
        const lists = wanted?.map((key) => indexes.get(name)?.get(key) ?? []);
        return wanted && lists
          ? [{ filter, wanted, lists, size: lists.reduce((sum, { length }) => sum + length, 0) }]
          : [];
      })
      .toSorted((one, other) => one.size - other.size);
    const [fewest, ...others] = hits;
    if (fewest === undefined) return rows;
    const [only] = fewest.lists;
    if (others.length === 0 && fewest.lists.length === 1) return only!;
    return [...new Set(fewest.lists.flat())]
      .filter((row) =>
        others.every(({ filter, wanted }) => keysOf(row, filter.fields).some((key) => wanted.includes(key))),
      )
      .sort((one, other) => places.get(one)! - places.get(other)!);
  };
}

const keysOf = (row: Row, fields: readonly string[]): readonly string[] =>
  fields.flatMap((field) => row[field] ?? []).map((value) => keyOf(String(value)));

function indexBy(rows: readonly Row[], fields: readonly string[]): ReadonlyMap<string, readonly Row[]> {
  const index = new Map<string, Row[]>();
  for (const row of rows) {
    for (const key of new Set(keysOf(row, fields))) {
      const rowsOfKey = index.get(key);
      if (rowsOfKey) rowsOfKey.push(row);
      else index.set(key, [row]);
    }
  }
  return index;
}

const keyOf = (value: string): string => value.replace(/\s/g, '').toUpperCase();

export function pageOf(path: string, rows: readonly Row[], asked: URLSearchParams): Page {
  const after = asked.get('afterId');
  // Rows of a list that is read on from an id are in the order of their ids.
  const rest = after === null ? rows : rows.slice(firstAt(rows, ({ id }) => String(id) > after));
  const page = Math.max(1, Number(asked.get('page') ?? 1));
  const size = Math.min(500, Math.max(1, Number(asked.get('pageSize') ?? 50)));
  const more = page * size < rest.length;
  return {
    path,
    rows: rest.slice((page - 1) * size, page * size),
    total: rest.length,
    nextPage: more ? page + 1 : null,
  };
}
