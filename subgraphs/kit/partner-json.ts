/** Reading a partner system that speaks JSON over HTTP: time limit, byte limit, paging, and one way to fail. */
import { Pool } from 'undici';
import { PartnerSystemFault } from './errors';
import { readAnswer } from './partner-http';

/** Where a partner system answers, and how long and how much it may take. */
export interface PartnerAddress {
  /** The agency whose system this is; named in a `PartnerSystemFault`. */
  readonly agency: string;
  /** Where the system answers: `https://mis.example/api/v1`. */
  readonly baseUrl: string;
  /** The whole `authorization` header, where the system wants one; asked for with each call where it is a function. */
  readonly authorization?: string | (() => Promise<string>);
  /** Sent with each call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one call, headers and body together, in milliseconds. Default 2000. */
  readonly timeLimit?: number;
  /** For one answer, in bytes. Default 8 MiB. */
  readonly byteLimit?: number;
}

/** Parameters of one call. `undefined` is left out; a list is joined by commas. */
export type PartnerQuery = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** An open partner system. */
export interface PartnerJson {
  /** The parsed answer, unchecked. Throws `PartnerSystemFault` for anything but a whole, timely 200 with JSON in it. */
  get(path: string, query?: PartnerQuery): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Opens a pool of its own, so that a slow partner holds up nobody else's calls.
 *
 * @example
 * ```ts
 * const partner = connectToPartner({ agency: 'adult-learning', baseUrl: 'https://records.example/api' });
 * const page = await partner.get('/learners', { page: 1, ids: ['L-17', 'L-18'] });
 * ```
 */
export function connectToPartner(address: PartnerAddress): PartnerJson {
  const base = new URL(address.baseUrl);
  const pool = new Pool(base.origin, { connections: 16 });
  const headersOf = async (): Promise<Readonly<Record<string, string>>> => {
    const { authorization, headers } = address;
    const value = typeof authorization === 'function' ? await authorization() : authorization;
    return { ...headers, accept: 'application/json', ...(value && { authorization: value }) };
  };
  const byteLimit = address.byteLimit ?? 8 * 1024 * 1024;
  const root = base.pathname.replace(/\/$/, '');
  let closed: Promise<void> | undefined;

  return {
    async get(path, query = {}) {
      try {
        const signal = AbortSignal.timeout(address.timeLimit ?? 2000);
        const headers = await headersOf();
        return await readAnswer(pool, { path: `${root}${path}${writeQuery(query)}`, headers, signal, byteLimit });
      } catch (cause) {
        throw new PartnerSystemFault(address.agency, `reading ${path}`, { cause });
      }
    },
    close: () => {
      closed ??= pool.destroy();
      return closed;
    },
  };
}

function writeQuery(query: PartnerQuery): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) written.set(name, String(value));
  return written.size === 0 ? '' : `?${written}`;
}

/** A row without its id belongs to nobody we could name: to leave it out would be to say that nothing is held. Throws. */
export function readRow<Row>(agency: string, path: string, value: unknown, read: (value: unknown) => Row | null): Row {
  const row = read(value);
  if (row !== null) return row;
  throw new PartnerSystemFault(agency, `reading ${path}`, { cause: new Error('expected a row with an id, got none') });
}

/** A listing that goes on past this is a partner in a loop, not a borough. */
const MOST_PAGES = 2000;

/**
 * Every row of a paged listing, pages counted from 1. A listing that cannot be read to its end throws: half of it
 * would pass for "nothing held" about the rest.
 */
export async function readEveryPage<Row>(
  agency: string,
  doing: string,
  readPage: (page: number, soFar: number) => Promise<{ readonly rows: readonly Row[]; readonly more: boolean }>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const read = await readPage(page, rows.length);
    rows.push(...read.rows);
    if (!read.more) return rows;
    if (read.rows.length === 0)
      throw new PartnerSystemFault(agency, doing, { cause: new Error('expected rows on a further page, got none') });
  }
  throw new PartnerSystemFault(agency, doing, { cause: new Error(`expected at most ${MOST_PAGES} pages`) });
}

/** Asks about many references in calls of at most `size`, all at once; a reference asked twice is sent once. */
export async function readInChunks<Row>(
  refs: readonly string[],
  size: number,
  read: (chunk: readonly string[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const wanted = [...new Set(refs)];
  const chunks: string[][] = [];
  for (let at = 0; at < wanted.length; at += size) chunks.push(wanted.slice(at, at + size));
  return (await Promise.all(chunks.map(read))).flat();
}
