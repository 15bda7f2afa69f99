/** The agency under audit: how it is asked, and whom it may be asked about. */
import { type ContractStream, contractStream, type GrantGroup, type GrantStatement } from '@family-view/schema';
import type { AgencyShape } from './describe-agency';
import { Broken, NotTried } from './expect-that';
import type { Forging, GrantForge } from './forge-grants';

/** The two endpoints of an agency. */
export type Endpoint = '/graphql' | '/contract';

/** A record that the agency closes (restricted, shielded, adopted), and what a searcher would know of that person. */
export interface ClosedPointer {
  readonly ref: string;
  readonly subject?: Readonly<Record<string, unknown>>;
}

/** Whom to ask about: people with records, records that the agency closes, an area with a roster. */
export interface Pointers {
  readonly open: readonly string[];
  readonly closed: readonly ClosedPointer[];
  readonly area: string | null;
}

/** One request. What is left out of the grant is not granted. */
export interface AuditRequest {
  readonly endpoint?: Endpoint;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly people?: readonly GrantGroup[];
  readonly families?: readonly GrantGroup[];
  readonly streams?: readonly string[];
  readonly stated?: Partial<GrantStatement>;
  readonly forging?: Forging;
  /** Sent in place of what was granted: another query, other variables, another `extensions`. */
  readonly sent?: Readonly<Record<string, unknown>>;
}

/** What came. `body` is undefined where it is no JSON. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly body: ReplyBody | undefined;
  readonly milliseconds: number;
  readonly endpoint: string;
}

export interface ReplyBody {
  // biome-ignore lint/suspicious/noExplicitAny: any server's answer, read piece by piece
  readonly data?: any;
  readonly errors?: readonly {
    readonly message?: unknown;
    readonly path?: unknown;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** A ref that no agency holds. */
export const NOBODY = 'no-such-person-1';

/** Longest time that the suite waits for any answer, in ms. */
export const PATIENCE_MS = 30_000;

/** An agency under audit. Every reply is kept in `seen`, for what must hold of all of them. */
export class Target {
  readonly seen: Reply[] = [];

  constructor(
    readonly url: string,
    readonly shape: AgencyShape,
    readonly forge: GrantForge,
    readonly pointers: Pointers,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Two people with records, the one who is asked about and another. */
  get two(): readonly [string, string] {
    const [one, other] = this.pointers.open;
    if (!one || !other)
      throw new NotTried(
        'it needs two people with records: name them under "open" in --pointers, or an --area with a roster',
      );
    return [one, other];
  }

  /** The first record that the agency closes. */
  get closed(): ClosedPointer {
    const [first] = this.pointers.closed;
    if (!first) throw new NotTried('it needs a closed record: name one under "closed" in --pointers');
    return first;
  }

  /** Every stream there is: those of the SDL and those of the contract. */
  get everything(): readonly string[] {
    return [...new Set([...this.shape.streams, ...CONTRACT_STREAMS.map((stream) => this.own(stream))])];
  }

  own(stream: ContractStream): string {
    return contractStream(this.shape.name, stream);
  }

  /** A grant group of every stream, but for those left out. */
  all(refs: readonly string[], but: readonly string[] = []): GrantGroup {
    return { refs, streams: this.everything.filter((stream) => !but.includes(stream)) };
  }

  /** Asks with a grant over exactly what is asked, but for what `forging` and `sent` change. */
  async ask(asking: AuditRequest): Promise<Reply> {
    const { query, variables, people = [], families = [], streams = [], stated, forging, sent } = asking;
    const statement = { agency: this.shape.name, people, families, streams, ...stated };
    const grant = await this.forge.grant(statement, query, variables, forging);
    return this.post(
      asking.endpoint ?? '/graphql',
      JSON.stringify({ query, variables, extensions: { grant }, ...sent }),
    );
  }

  /** Sends a body as it is. */
  async post(endpoint: string, body: string, init: RequestInit = {}): Promise<Reply> {
    const began = this.clock();
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.url}${endpoint}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json;q=0.9',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...init,
      });
      text = await response.text();
    } catch (cause) {
      const why =
        cause instanceof Error && cause.name === 'TimeoutError'
          ? `no answer in ${PATIENCE_MS / 1000} s`
          : 'no whole answer';
      throw new Broken(`expected an answer at ${endpoint}, came ${why}`);
    }
    const reply: Reply = {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text,
      body: readJson(text),
      milliseconds: this.clock() - began,
      endpoint,
    };
    this.seen.push(reply);
    return reply;
  }

  /** Asks about people at /graphql, everything that the SDL has under Person; `key` too, where it is asked for. */
  askPeople(
    refs: readonly string[],
    people: readonly GrantGroup[],
    more: Partial<AuditRequest> & { readonly key?: boolean } = {},
  ): Promise<Reply> {
    const { key, ...asking } = more;
    return this.ask({
      query: `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Person { ${key ? this.shape.personKey : ''} ${this.shape.person.selection} } } }`,
      variables: { of: refs.map((ref) => this.represent(ref)) },
      people,
      ...asking,
    });
  }

  represent(ref: string | null): Readonly<Record<string, unknown>> {
    return { __typename: 'Person', [this.shape.personKey]: ref };
  }
}

const CONTRACT_STREAMS: readonly ContractStream[] = [
  'existence',
  'contact',
  'identity',
  'address',
  'identifiers',
  'family',
  'household',
  'facts',
  'roster',
  'figures',
];

function readJson(text: string): ReplyBody | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
