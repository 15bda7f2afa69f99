import type { AnswerError, Answered, Notice } from './answer';

/** Why and about which case a request is made, and under which emergency access. */
export interface RequestContext {
  /** `EARLY_HELP`: one that the token's role may state. */
  readonly purpose: string;
  /** SAFEGUARDING and TRIAGE need one. */
  readonly caseReference?: string;
  /** The `key` of a `breakGlass`, for requests about that family. */
  readonly breakGlassKey?: string;
}

export interface FamilyViewOptions extends RequestContext {
  /** The gateway, as `https://family-view.example`. */
  readonly url: string;
  /** Asked before each request: renew it there. */
  readonly token: () => string | Promise<string>;
  /** In place of the platform's. */
  readonly fetch?: typeof fetch;
}

/** An answer, and under which versions it was made. */
export interface GatewayAnswer<Data> extends Answered<Data> {
  /** Null where nothing was answered. `operation` is the reference to give to a service desk. */
  readonly madeUnder: {
    readonly operation: string;
    readonly protocolVersion: string;
    readonly supergraphVersion: string;
  } | null;
  /** HTTP: 200, 401 (sign in again), 403, 429 and 503 (wait). */
  readonly status: number;
  /** Seconds to wait before asking again; null where it is not said. */
  readonly retryAfter: number | null;
}

/** Something answered that is no Family View gateway, or a proxy before it. */
export class NotAGateway extends Error {
  override readonly name = 'NotAGateway';
  readonly code = 'NOT_A_GATEWAY';
  constructor(
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(`Expected a GraphQL answer in JSON; status ${status} came without one.`, options);
  }
}

export type BreakGlassReason = 'IMMEDIATE_HARM' | 'SECTION_47' | 'MISSING_CHILD' | 'MEDICAL_EMERGENCY';

/** Emergency access to one family, until it ends. It is told to the agencies, and reviewed. */
export interface EmergencyAccess {
  readonly key: string;
  readonly reference: string;
  /** The family's id under the wider rights. */
  readonly family: string;
  /** ISO 8601, UTC. */
  readonly until: string;
  readonly streams: readonly string[];
  readonly told: readonly string[];
  readonly notTold: readonly string[];
}

/** Asks one gateway as one requester, for one purpose. Nothing is cached: rights are of a request. */
export interface FamilyViewClient {
  /**
   * Never rejects for what an agency, the protocol or the gateway says: that is in the answer.
   * @throws {NotAGateway} and what `fetch` throws where nothing answers, or `signal` aborts.
   */
  ask<Data = Record<string, unknown>>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<GatewayAnswer<Data>>;
  /** The same requester otherwise: about a case, for another purpose, under emergency access. */
  as(context: Partial<RequestContext>): FamilyViewClient;
  /** Opens a family in an emergency: `null` and why where it is refused. Ask on with `as({ breakGlassKey: glass.key })`. */
  breakGlass(given: {
    readonly family: string;
    readonly reason: BreakGlassReason;
    /** In the requester's own words, for whoever reviews it. */
    readonly statement: string;
  }): Promise<{ readonly glass: EmergencyAccess | null; readonly answer: GatewayAnswer<unknown> }>;
}

const BREAK_GLASS = `mutation BreakGlass($family: FamilyID!, $reason: BreakGlassReason!, $statement: String!) {
  breakGlass(family: $family, reason: $reason, statement: $statement) { key reference family until streams told notTold }
}`;

export function createFamilyView(options: FamilyViewOptions): FamilyViewClient {
  const send = options.fetch ?? fetch;
  const address = `${options.url.replace(/\/$/, '')}/graphql`;
  const client: FamilyViewClient = {
    async ask<Data>(query: string, variables = {}, { signal }: { readonly signal?: AbortSignal } = {}) {
      const response = await send(address, {
        method: 'POST',
        headers: await headersOf(options),
        body: JSON.stringify({ query, variables }),
        // Nobody is known by a cookie.
        credentials: 'omit',
        signal,
      });
      return (await readAnswer(response)) as GatewayAnswer<Data>;
    },
    as: (context) => createFamilyView({ ...options, ...context }),
    async breakGlass(given) {
      const answer = await client.ask<{ readonly breakGlass: EmergencyAccess | null }>(BREAK_GLASS, given);
      return { glass: answer.data?.breakGlass ?? null, answer };
    },
  };
  return client;
}

async function headersOf({ token, purpose, caseReference, breakGlassKey }: FamilyViewOptions) {
  return {
    authorization: `Bearer ${await token()}`,
    accept: 'application/graphql-response+json',
    'content-type': 'application/json',
    'x-purpose': purpose,
    ...(caseReference ? { 'x-case-reference': caseReference } : {}),
    ...(breakGlassKey ? { 'x-break-glass': breakGlassKey } : {}),
  };
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly AnswerError[];
  readonly extensions?: {
    readonly familyView?: GatewayAnswer<unknown>['madeUnder'];
    readonly notices?: readonly Notice[];
  };
}

async function readAnswer(response: Response): Promise<GatewayAnswer<unknown>> {
  let body: Body | null;
  try {
    body = (await response.json()) as Body | null;
  } catch (cause) {
    throw new NotAGateway(response.status, { cause });
  }
  if (typeof body !== 'object' || body === null || !('data' in body || 'errors' in body))
    throw new NotAGateway(response.status);
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    data: body.data ?? null,
    errors: body.errors ?? [],
    notices: body.extensions?.notices ?? [],
    madeUnder: body.extensions?.familyView ?? null,
    status: response.status,
    retryAfter: Number.isFinite(seconds) ? seconds : null,
  };
}
