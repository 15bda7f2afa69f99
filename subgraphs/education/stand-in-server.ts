import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Row = Readonly<Record<string, unknown>>;

/** A parameter that keeps the rows whose `fields` hold one of the values it lists, commas between. */
export interface Filter {
  readonly fields: readonly string[];
}
export const onlyListed = (...fields: readonly string[]): Filter => ({ fields });

interface Table {
  readonly rows: readonly Row[];
  readonly where: Readonly<Record<string, Filter>>;
}

export interface RunningSystem {
  readonly url: string;
  /** How often each path was asked, for whoever counts the calls. */
  readonly calls: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Serves each table at its path as `{ value, nextPage }`, on a free port of 127.0.0.1. */
export async function serveRows(tables: Readonly<Record<string, Table>>): Promise<RunningSystem> {
  const calls = new Map<string, number>();
  const searches = new Map(Object.entries(tables).map(([path, table]) => [path, searchOf(table)]));
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://stand-in');
    const search = request.method === 'GET' ? searches.get(asked.pathname) : undefined;
    calls.set(asked.pathname, (calls.get(asked.pathname) ?? 0) + 1);
    response.writeHead(search ? 200 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(search ? pageOf(search(asked.searchParams), asked.searchParams) : { error: 'no such path' }),
    );
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

function pageOf(
  rows: readonly Row[],
  asked: URLSearchParams,
): { readonly value: readonly Row[]; readonly nextPage: number | null } {
  const after = asked.get('afterId');
  const rest = after === null ? rows : rows.filter((row) => String(row.id) > after);
  const page = Math.max(1, Number(asked.get('page') ?? 1));
  const size = Math.min(500, Math.max(1, Number(asked.get('pageSize') ?? 50)));
  const value = rest.slice((page - 1) * size, page * size);
  return { value, nextPage: page * size < rest.length ? page + 1 : null };
}
