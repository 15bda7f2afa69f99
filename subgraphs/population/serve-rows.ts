/** Serves a stand-in's rows as JSON over HTTP, with filters, paging and a count of the calls. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

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

/** An index for each parameter, made when it is first asked for: a borough of twenty thousand families has many rows. */
function searchOf({ rows, where }: Table): (asked: URLSearchParams) => readonly Row[] {
  const indexes = new Map<string, ReadonlyMap<string, readonly Row[]>>();
  const indexFor = (name: string, filter: Filter): ReadonlyMap<string, readonly Row[]> => {
    const known = indexes.get(name);
    if (known !== undefined) return known;
    const made = indexBy(rows, filter.fields);
    indexes.set(name, made);
    return made;
  };
  return (asked) => {
    let found: readonly Row[] | null = null;
    for (const [name, filter] of Object.entries(where)) {
      const wanted = asked.get(name);
      if (wanted === null) continue;
      const hits = new Set(wanted.split(',').flatMap((value) => indexFor(name, filter).get(keyOf(value)) ?? []));
      found = found === null ? [...hits] : found.filter((row) => hits.has(row));
    }
    return found ?? rows;
  };
}

function indexBy(rows: readonly Row[], fields: readonly string[]): ReadonlyMap<string, readonly Row[]> {
  const index = new Map<string, Row[]>();
  for (const row of rows) {
    for (const value of fields.flatMap((field) => row[field] ?? [])) {
      const key = keyOf(String(value));
      const rowsOfKey = index.get(key);
      if (rowsOfKey) rowsOfKey.push(row);
      else index.set(key, [row]);
    }
  }
  return index;
}

const keyOf = (value: string): string => value.replace(/\s/g, '').toUpperCase();

function pageOf(path: string, rows: readonly Row[], asked: URLSearchParams): Page {
  const after = asked.get('afterId');
  const rest = after === null ? rows : rows.filter((row) => String(row.id) > after);
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
