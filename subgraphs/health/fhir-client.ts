import { PartnerSystemFault } from '@family-view/kit';
import { PartnerAnswerFault, readAnswer } from '@family-view/kit/partner-http';
import { Pool } from 'undici';
import { isFhirId } from './format/elements';
import { anyResource, bundle, type Kind } from './format/fhir';
import type { Read } from './format/read-leniently';
import { readResource } from './format/read-resource';

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

/** What a search found, and the server's own time of it (ISO instant). */
export interface Found<T> {
  readonly resources: readonly Read<T>[];
  readonly asOf: string;
}
type SearchParameters = Readonly<Record<string, string | readonly string[]>>;

const PAGE_SIZE = 50;
const MOST_PAGES = 400;
const MOST_BYTES = 16 * 1024 * 1024;
/** Values in one search: keeps the address well under the 8 kB that servers allow. */
const VALUES_AT_ONCE = 60;

/** Searches a FHIR R4 server over REST. Throws `PartnerSystemFault` for anything but a whole answer. */
export class FhirClient {
  readonly #base: URL;
  /** One for the server's own origin and each that it may page to; others are strangers. */
  readonly #pools: ReadonlyMap<string, Pool>;
  readonly #system: FhirSystem;
  #closed: Promise<void> | undefined;
  constructor(system: FhirSystem) {
    this.#system = system;
    this.#base = new URL(`${system.baseUrl.replace(/\/+$/, '')}/`);
    const origins = [this.#base.origin, ...(system.pagingHosts ?? []).map((host) => new URL(host).origin)];
    this.#pools = new Map(
      origins.map((origin) => [origin, new Pool(origin, { connections: 8, keepAliveTimeout: 4_000 })]),
    );
  }

  close(): Promise<void> {
    this.#closed ??= Promise.all([...this.#pools.values()].map((pool) => pool.destroy())).then(() => undefined);
    return this.#closed;
  }

  /** Searches for any of `values` in parameter `by`, in as few calls as addresses allow. */
  async searchFor<T>(
    kind: Kind<T>,
    by: string,
    values: readonly string[],
    more: SearchParameters = {},
  ): Promise<Found<T>> {
    // A ref that is no FHIR id is nobody here, and a strict server would refuse the whole search for it.
    const isValue = (value: string): boolean => by === 'identifier' || isFhirId(value.slice(value.indexOf('/') + 1));
    const asked = [...new Set(values)].filter(isValue);
    const chunks = Array.from({ length: Math.ceil(asked.length / VALUES_AT_ONCE) }, (_, index) =>
      asked.slice(index * VALUES_AT_ONCE, (index + 1) * VALUES_AT_ONCE),
    );
    const found = await Promise.all(chunks.map((chunk) => this.search(kind, { ...more, [by]: chunk })));
    return {
      resources: found.flatMap(({ resources }) => resources),
      asOf: found.map(({ asOf }) => asOf).sort()[0] ?? new Date().toISOString(),
    };
  }

  /** One search, all pages, or as many as hold `most`. A list in `parameters` means any of its values. */
  async search<T>(kind: Kind<T>, parameters: SearchParameters, most = Number.POSITIVE_INFINITY): Promise<Found<T>> {
    const doing = `searching ${kind.type}`;
    try {
      return await this.#readPages(kind, parameters, most);
    } catch (cause) {
      throw cause instanceof PartnerSystemFault ? cause : new PartnerSystemFault('health', doing, { cause });
    }
  }

  async #readPages<T>(kind: Kind<T>, parameters: SearchParameters, most: number): Promise<Found<T>> {
    const signal = AbortSignal.timeout(this.#system.timeLimit ?? 4000);
    const first = new URL(kind.type, this.#base);
    for (const [name, value] of Object.entries(parameters)) {
      first.searchParams.set(name, typeof value === 'string' ? value : value.map(escapeComma).join(','));
    }
    first.searchParams.set('_count', String(PAGE_SIZE));
    const resources: Read<T>[] = [];
    const seen = new Set<string>();
    let asOf: string | undefined;
    let next: URL | null = first;
    while (next !== null) {
      if (seen.has(next.href) || seen.size >= MOST_PAGES)
        throw new PartnerAnswerFault('PAGES_WITHOUT_END', 'pages that end');
      seen.add(next.href);
      const page = bundle.parse(await this.#get(next, signal));
      asOf ??= instant(page.meta?.lastUpdated);
      for (const { resource } of page.entry ?? []) {
        const { resourceType, issue } = anyResource.parse(resource);
        // An outcome may ride along as a warning; as an error it says that some of the answer is missing.
        if (resourceType === 'OperationOutcome' && issue?.some(isGrave))
          throw new PartnerAnswerFault('NOT_WHOLE', 'a whole answer');
        if (resourceType !== kind.type) continue;
        const read = readResource(kind, resource);
        if (read !== null) resources.push(read);
      }
      if (resources.length >= most) break;
      next = this.#follow(page.link?.find(({ relation }) => relation === 'next')?.url, next);
    }
    return { resources, asOf: asOf ?? new Date().toISOString() };
  }

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

  async #get(url: URL, signal: AbortSignal): Promise<unknown> {
    const { authorization, headers: more } = this.#system;
    const value = typeof authorization === 'function' ? await authorization() : authorization;
    const headers = {
      ...more,
      accept: 'application/fhir+json',
      // Without it a server may leave out a parameter it does not know, and answer about everybody.
      prefer: 'handling=strict',
      ...(value === undefined ? {} : { authorization: value }),
    };
    const path = url.pathname + url.search;
    return readAnswer(this.#poolOf(url), { path, headers, signal, byteLimit: MOST_BYTES }, this.#makeRelative);
  }

  /** References to the own server, written in full, become relative, so that any other absolute one is a stranger's. */
  readonly #makeRelative = (key: string, value: unknown): unknown =>
    key === 'reference' && typeof value === 'string' && value.startsWith(this.#base.href)
      ? value.slice(this.#base.href.length)
      : value;
}

const isGrave = ({ severity }: { readonly severity?: string }): boolean => severity === 'error' || severity === 'fatal';

/** A comma in a value would make it two (FHIR R4, search, escaping). */
const escapeComma = (value: string): string => value.replace(/[\\,$]/g, '\\$&');

const instant = (text: string | undefined): string | undefined => {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};
