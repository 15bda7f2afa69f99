import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { buildSchema, type ExecutionResult } from 'graphql';
import type { Entry as OurEntry } from '../identity/types';
import type { OperationRequest } from '../operation-context';
import { isIncremental } from '../planning/defer-usages';
import type { CacheSection } from '../shared/cache-budget';
import { answerCached } from './answer-cached';
import { answerInParts, type PartsBegun } from './answer-in-parts';
import { apolloGateway } from './apollo-gateway';
import { createDocumentCache } from './document-cache';
import type { GraphqlEndpoint } from './graphql-endpoint';
import { formatError } from './graphql-errors';
import { formatOf } from './incremental-format';
import { INCREMENTAL_RULES } from './incremental-rules';
import { statusOf } from './negotiate';
import type { PersistedQueries } from './persisted-queries';

/**
 * Apollo Server, with everything after validation handed to `answer`. It reads every operation that comes for the first
 * time, and whatever is not a plain request; an operation that it has found valid goes to `answer` at once from then on,
 * and is answered in the same bytes.
 */
export async function serveGraphql<Entry = OurEntry>(options: {
  /** What clients see. */
  readonly apiSdl: string;
  readonly supergraphSdl: string;
  readonly answer: (request: OperationRequest, entry: Entry) => Promise<ExecutionResult>;
  /** Begins an answer in parts; none: every answer is whole. */
  readonly answerInParts?: (request: OperationRequest, entry: Entry, gone: AbortSignal) => Promise<PartsBegun>;
  readonly persistedQueries: PersistedQueries;
  readonly introspection: boolean;
  readonly maxTokens: number;
  /** Those of the version that it serves. */
  readonly caches: CacheSection;
  readonly onFault: (fault: unknown) => void;
}): Promise<GraphqlEndpoint<Entry>> {
  // Apollo Server puts resolvers of its own on the schema it is given; the join needs one without.
  const copy = buildSchema(options.apiSdl, { assumeValidSDL: true });
  const known = createDocumentCache(copy, options.caches);
  const server = new ApolloServer<Asked<Entry>>({
    gateway: apolloGateway(copy, known, { ...options, answer: answerAsAsked }),
    validationRules: [...INCREMENTAL_RULES],
    introspection: options.introspection,
    // Headers that a page of another site cannot send without leave; a purpose stated in one is enough of one.
    csrfPrevention: { requestHeaders: ['x-purpose', 'x-apollo-operation-name', 'apollo-require-preflight'] },
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    persistedQueries: { cache: options.persistedQueries },
    parseOptions: { maxTokens: options.maxTokens },
    // What was read once is among the known operations, within the budget of all.
    documentStore: null,
    plugins: [ApolloServerPluginLandingPageDisabled()],
    logger: { debug() {}, info() {}, warn() {}, error: options.onFault },
    formatError,
  });
  async function answerAsAsked(request: OperationRequest, { entry, inParts }: Asked<Entry>): Promise<ExecutionResult> {
    const begin = options.answerInParts;
    if (!inParts || !begin || !isIncremental(request.document)) return options.answer(request, entry);
    inParts.begun = await begin(request, entry, inParts.gone);
    return NOTHING_YET;
  }

  server.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();
  return {
    async serve(request, entry, beforeReading) {
      const again = known.find(request);
      const { method, headers, search, body, gone } = request;
      const format = options.answerInParts ? formatOf(one(headers.accept)) : null;
      const asked: Asked<Entry> = { entry, inParts: format && { gone: gone?.() ?? NEVER, begun: null } };
      if (again && asked.inParts && isIncremental(again.request.document)) {
        const whole = await answerCached(again, (read) => answerAsAsked(read, asked), options.onFault);
        return asked.inParts.begun ? answerInParts(asked.inParts.begun, format!, options.onFault) : whole;
      }
      if (again) return answerCached(again, (one) => options.answer(one, entry), options.onFault);
      await beforeReading?.();
      const map = new HeaderMap();
      for (const [name, value] of Object.entries(headers))
        if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : (value as string));
      // An answer of which nothing is deferred, and a refusal, are whole.
      if (format) map.set('accept', `${map.get('accept')}, application/json;q=0.1`);
      const answer = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method, headers: map, search, body },
        context: async () => asked,
      });
      if (asked.inParts?.begun) return answerInParts(asked.inParts.begun, format!, options.onFault);
      const text = answer.body.kind === 'complete' ? answer.body.string : '';
      if (answer.status === undefined) known.learnType(one(headers.accept), answer.headers.get('content-type'));
      const isRefused = (answer.status ?? 200) >= 400;
      const code = isRefused ? String(firstCode(text) ?? 'OUR_FAULT') : null;
      const status = statusOf(map.get('accept'), answer.status ?? 200, answer.status === 400 ? code : null);
      return { status, headers: answer.headers, body: text, code };
    },
    stop: () => server.stop(),
  };
}

/** A request on its way through Apollo Server, which knows of whole answers alone. */
interface Asked<Entry> {
  readonly entry: Entry;
  /** Where the client takes an answer in parts. */
  readonly inParts: { readonly gone: AbortSignal; begun: PartsBegun | null } | null;
}
const NEVER = new AbortController().signal;
const NOTHING_YET: ExecutionResult = { data: null };

const one = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' || header === undefined ? header : header.join(', ');

/** The code of a refusal that Apollo Server has already written out. */
function firstCode(text: string): unknown {
  if (!text.startsWith('{')) return null;
  const { errors } = JSON.parse(text) as {
    readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[];
  };
  return errors?.[0]?.extensions?.code;
}
