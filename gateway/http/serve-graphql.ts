import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { buildSchema, type ExecutionResult } from 'graphql';
import type { Entry as OurEntry } from '../identity/types';
import type { OperationRequest } from '../operation-context';
import type { CacheSection } from '../shared/cache-budget';
import { answerCached } from './answer-cached';
import { apolloGateway } from './apollo-gateway';
import { createDocumentCache } from './document-cache';
import type { GraphqlEndpoint } from './graphql-endpoint';
import { formatError } from './graphql-errors';
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
  const server = new ApolloServer<{ readonly entry: Entry }>({
    gateway: apolloGateway(copy, known, options),
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
  server.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();
  return {
    async serve(request, entry, beforeReading) {
      const again = known.find(request);
      const { method, headers, search, body } = request;
      if (again) return answerCached(again, (one) => options.answer(one, entry), options.onFault);
      await beforeReading?.();
      const map = new HeaderMap();
      for (const [name, value] of Object.entries(headers))
        if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : (value as string));
      const answer = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method, headers: map, search, body },
        context: async () => ({ entry }),
      });
      const text = answer.body.kind === 'complete' ? answer.body.string : '';
      if (answer.status === undefined) known.learnType(map.get('accept'), answer.headers.get('content-type'));
      const status = statusOf(map.get('accept'), answer.status ?? 200, answer.status === 400 ? firstCode(text) : null);
      return { status, headers: answer.headers, body: text };
    },
    stop: () => server.stop(),
  };
}

/** The code of a refusal that Apollo Server has already written out. */
function firstCode(text: string): unknown {
  const { errors } = JSON.parse(text) as {
    readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[];
  };
  return errors?.[0]?.extensions?.code;
}
