import { setMaxListeners } from 'node:events';
import { PartnerSystemFault } from '@family-view/kit';
import { PartnerAnswerFault, readAnswer } from '@family-view/kit/partner-http';
import { Pool } from 'undici';
import { type Abilities, PLAIN, readAbilities } from './fhir-abilities';
import { anyResource, batchAnswer, bundle, type Kind, type Page } from './format/fhir';
import type { Read } from './format/read-leniently';
import { readResource } from './format/read-resource';
import { isClosedAsWhole, saysNotAll } from './format/whole-answer';

export interface FhirSystem {
  /** Base of the FHIR R4 API: `https://fhir.trust.example/R4`. */
  readonly baseUrl: string;
  /** The whole `authorization` header. Read afresh for each call where it is a function, as tokens are short-lived. */
  readonly authorization?: string | (() => Promise<string>);
  /** Sent with each call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Origins that a next page may be on beside the server's own: one behind a proxy writes its inner address there. */
  readonly pagingHosts?: readonly string[];
  /** For one search with all its pages, in milliseconds. Default 4000. */
  readonly timeLimit?: number;
}

/** One search. A list in `parameters` means any of its values, and in `repeated` each of them by itself. */
export interface Search {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  readonly repeated?: Readonly<Record<string, readonly string[]>>;
  /** As many pages as hold so many resources. Default: all. */
  readonly most?: number;
  /** On one page. Default 50. */
  readonly pageSize?: number;
  /** For all its pages, in milliseconds, where it is longer than the system's own. */
  readonly timeLimit?: number;
}
export interface Entry {
  readonly type: string;
  /** Found by the search itself, not brought along by an include. */
  readonly matched: boolean;
  /** Closed by the label of the whole answer. */
  readonly closed: boolean;
  readonly resource: unknown;
}
/** All entries of an answer, and the server's own time of it (ISO instant). */
export interface Answer {
  readonly entries: readonly Entry[];
  readonly asOf: string;
}
/** What a search found of one kind. */
export interface Found<T> {
  readonly resources: readonly Read<T>[];
  readonly asOf: string;
}

const PAGE_SIZE = 50;
const MOST_PAGES = 400;
const MOST_BYTES = 16 * 1024 * 1024;
/** How long what a server states is believed, and how long after a failure to state it that it is asked again, in ms. */
const ABILITIES_FOR = { stated: 3_600_000, failed: 60_000 };
/** By these a server says that it takes no Bundle, or no such parameter, rather than that it is in trouble. */
const REFUSALS = ['HTTP_400', 'HTTP_404', 'HTTP_405', 'HTTP_415', 'HTTP_422', 'HTTP_501'];

/** Searches a FHIR R4 server over REST. Throws `PartnerSystemFault` for anything but a whole answer. */
export class FhirClient {
  readonly #base: URL;
  /** The base at each origin that the server writes its own addresses with. */
  readonly #bases: readonly string[];
  /** One for the server's own origin and each that it may page to; others are strangers. */
  readonly #pools: ReadonlyMap<string, Pool>;
  /** A reference that may be in full: it has an escape in it, or begins as the base does. */
  readonly #maybeInFull: RegExp;
  readonly #system: FhirSystem;
  #closed: Promise<void> | undefined;
  #abilities: { readonly stated: Promise<Abilities>; until: number } | undefined;
  /** What it stated and refused all the same. */
  readonly #refused = new Set<keyof Abilities>();
  /** This server has named a relative by an NHS number alone: from then on relatives are always looked for by it. */
  relatesByNumber = false;
  constructor(system: FhirSystem) {
    this.#system = system;
    this.#base = new URL(`${system.baseUrl.replace(/\/+$/, '')}/`);
    const origins = [this.#base.origin, ...(system.pagingHosts ?? []).map((host) => new URL(host).origin)];
    this.#bases = origins.map((origin) => origin + this.#base.pathname);
    const bases = this.#bases.map((base) => base.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    this.#maybeInFull = new RegExp(`"reference"\\s*:\\s*"(?:${bases}|[^"]*\\\\)`);
    this.#pools = new Map(
      origins.map((origin) => [origin, new Pool(origin, { connections: 8, keepAliveTimeout: 4_000 })]),
    );
  }

  close(): Promise<void> {
    this.#closed ??= Promise.all([...this.#pools.values()].map((pool) => pool.destroy())).then(() => undefined);
    return this.#closed;
  }

  /** What the server states that it can do; asked once an hour. Never throws: a server that says nothing is a plain one. */
  async abilities(): Promise<Abilities> {
    if (this.#abilities === undefined || this.#abilities.until < Date.now()) {
      const kept = { stated: this.#readAbilities(), until: Date.now() + ABILITIES_FOR.stated };
      this.#abilities = kept;
      void kept.stated.then((stated) => {
        if (stated === PLAIN) kept.until = Date.now() + ABILITIES_FOR.failed;
      });
    }
    const stated = await this.#abilities.stated;
    return {
      batch: stated.batch && !this.#refused.has('batch'),
      families: stated.families && !this.#refused.has('families'),
      focus: stated.focus,
    };
  }

  async #readAbilities(): Promise<Abilities> {
    try {
      return readAbilities(await this.#get(new URL('metadata', this.#base), this.#deadline()));
    } catch {
      return PLAIN;
    }
  }

  /** True where the fault says that the server cannot do this: it is then not asked for it again. */
  refuses(ability: keyof Abilities, fault: unknown): boolean {
    const cause = fault instanceof PartnerSystemFault ? fault.cause : fault;
    if (!(cause instanceof PartnerAnswerFault) || !REFUSALS.includes(cause.code)) return false;
    this.#refused.add(ability);
    return true;
  }

  /** One search for one kind; what it brings along is left. */
  async search<T>(kind: Kind<T>, parameters: Search['parameters'], most?: number): Promise<Found<T>> {
    return readFound(kind, await this.ask({ type: kind.type, parameters, most }));
  }

  /** One search, all its pages. */
  ask(search: Search): Promise<Answer> {
    const signal = this.#deadline(search);
    return orFault(search.type, async () => {
      const first = this.#urlOf(search);
      return this.#readOn(search, first, await this.#readPage(first, signal), signal);
    });
  }

  /** Many searches in one batch Bundle: an answer or a fault for each, in their order. Throws where the whole of it failed. */
  async askTogether(searches: readonly Search[]): Promise<readonly (() => Promise<Answer>)[]> {
    const signal = this.#deadline(...searches);
    const urls = searches.map((search) => this.#urlOf(search));
    const entry = urls.map(({ pathname, search }) => ({
      request: { method: 'GET', url: pathname.slice(this.#base.pathname.length) + search },
    }));
    const body = JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry });
    const answers = await orFault('a batch', async () => {
      const { entry: read = [] } = batchAnswer.parse(await this.#get(this.#base, signal, body));
      if (read.length !== searches.length)
        throw new PartnerAnswerFault('NOT_WHOLE', `${searches.length} answers, got ${read.length}`);
      return read;
    });
    return searches.map(
      (search, place) => () =>
        orFault(search.type, async () => {
          const { response, resource } = answers[place] ?? {};
          const status = Number.parseInt(response?.status ?? '', 10);
          if (status !== 200) throw new PartnerAnswerFault(`HTTP_${status}`, `status 200, got ${response?.status}`);
          return this.#readOn(search, urls[place] ?? this.#base, bundle.parse(resource), signal);
        }),
    );
  }

  #deadline(...searches: readonly Search[]): AbortSignal {
    const own = this.#system.timeLimit ?? 4000;
    const signal = AbortSignal.timeout(Math.max(own, ...searches.map(({ timeLimit = 0 }) => timeLimit)));
    // The next pages of many searches of one batch listen to it, each until it has come.
    setMaxListeners(0, signal);
    return signal;
  }

  #urlOf({ type, parameters, repeated = {}, pageSize }: Search): URL {
    const url = new URL(type, this.#base);
    for (const [name, value] of Object.entries(parameters))
      url.searchParams.set(name, typeof value === 'string' ? value : value.map(escapeComma).join(','));
    for (const [name, values] of Object.entries(repeated))
      for (const value of values) url.searchParams.append(name, value);
    url.searchParams.set('_count', String(pageSize ?? PAGE_SIZE));
    return url;
  }

  /** From a first page to the end. */
  async #readOn(
    { most = Number.POSITIVE_INFINITY }: Search,
    from: URL,
    first: Page,
    signal: AbortSignal,
  ): Promise<Answer> {
    const entries: Entry[] = [];
    let matches = 0;
    const seen = new Set([from.href]);
    for (let [page, at] = [first, from]; ; ) {
      const closed = isClosedAsWhole(page);
      for (const { resource, search } of page.entry ?? []) {
        const { resourceType, issue } = anyResource.parse(resource);
        // An outcome may ride along as a warning; it may also say that some of the answer is missing.
        if (resourceType === 'OperationOutcome' && issue?.some(saysNotAll))
          throw new PartnerAnswerFault('NOT_WHOLE', 'a whole answer');
        if (search?.mode !== 'include' && search?.mode !== 'outcome') matches += 1;
        entries.push({ type: resourceType, matched: search?.mode !== 'include', closed, resource });
      }
      if (entries.length >= most) break;
      const next = this.#follow(page.link?.find(({ relation }) => relation === 'next')?.url, at);
      // A server that stops at its own limit, and gives no next page, has more than it gave.
      if (next === null && matches < (first.total ?? 0))
        throw new PartnerAnswerFault('NOT_WHOLE', `${first.total} resources, got ${matches}`);
      if (next === null) break;
      if (seen.has(next.href) || seen.size >= MOST_PAGES)
        throw new PartnerAnswerFault('PAGES_WITHOUT_END', 'pages that end');
      seen.add(next.href);
      [page, at] = [await this.#readPage(next, signal), next];
    }
    return { entries, asOf: instant(first.meta?.lastUpdated) ?? new Date().toISOString() };
  }

  #readPage = async (url: URL, signal: AbortSignal): Promise<Page> => bundle.parse(await this.#get(url, signal));

  /** A next page on another server would carry our token, and this agency's identifiers, there. */
  #follow(link: string | undefined, from: URL): URL | null {
    if (link === undefined) return null;
    const next = new URL(link, from);
    this.#poolOf(next);
    return next;
  }

  #poolOf({ origin }: URL): Pool {
    const pool = this.#pools.get(origin);
    if (pool === undefined) throw new PartnerAnswerFault('FOREIGN_NEXT_LINK', 'the next page on the same server');
    return pool;
  }

  async #get(url: URL, signal: AbortSignal, body?: string): Promise<unknown> {
    const { authorization, headers: more } = this.#system;
    const value = typeof authorization === 'function' ? await authorization() : authorization;
    const headers = {
      ...more,
      accept: 'application/fhir+json',
      // Without it a server may leave out a parameter it does not know, and answer about everybody.
      prefer: 'handling=strict',
      ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      ...(value === undefined ? {} : { authorization: value }),
    };
    // The base itself is posted to without the slash that makes it a base.
    const path = body === undefined ? url.pathname + url.search : url.pathname.replace(/\/$/, '') || '/';
    return readAnswer(this.#poolOf(url), { path, headers, signal, byteLimit: MOST_BYTES, body }, this.#parse);
  }

  /** Few servers write references in full: going through every value takes longer than all the rest of reading it. */
  readonly #parse = (text: string): unknown =>
    this.#maybeInFull.test(text) ? JSON.parse(text, this.#makeRelative) : JSON.parse(text);

  /** References to the own server, written in full, become relative, so that any other absolute one is a stranger's. */
  readonly #makeRelative = (key: string, value: unknown): unknown => {
    if (key !== 'reference' || typeof value !== 'string') return value;
    const base = this.#bases.find((one) => value.startsWith(one));
    return base === undefined ? value : value.slice(base.length);
  };
}

/** The resources of one kind that an answer has; those found by the search itself unless told otherwise. */
export function readFound<T>(kind: Kind<T>, { entries, asOf }: Answer, included = false): Found<T> {
  const own = entries.filter(({ type, matched }) => type === kind.type && (matched || included));
  return orFaultNow(kind.type, () => ({
    resources: own.flatMap(({ resource, closed }) => readResource(kind, resource, closed) ?? []),
    asOf,
  }));
}

async function orFault<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw asFault(what, cause);
  }
}
function orFaultNow<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw asFault(what, cause);
  }
}
const asFault = (what: string, cause: unknown): PartnerSystemFault =>
  cause instanceof PartnerSystemFault ? cause : new PartnerSystemFault('health', `searching ${what}`, { cause });

/** A comma in a value would make it two (FHIR R4, search, escaping). */
const escapeComma = (value: string): string => value.replace(/[\\,$]/g, '\\$&');

const instant = (text: string | undefined): string | undefined => {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};
