import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { buildSchema, type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { CacheSection } from '../cache-budget';
import { FamilyViewError } from '../errors';
import type { OperationRequest } from '../operation-request';
import type { Entry as OurEntry } from '../types';
import type { GraphqlEndpoint, GraphqlHttpAnswer } from './graphql-endpoint';
import { createKnownOperations, type KnownRequest, requestOf } from './known-operations';
import { statusOf } from './negotiate';
import type { StoredOperations } from './stored-operations';

/** Errors that GraphQL itself words for a client's own mistake; with suggestions hidden they name nothing hidden. */
const CLIENT_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_HASH_MISMATCH',
]);

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
  readonly storedOperations: StoredOperations;
  readonly introspection: boolean;
  readonly maxTokens: number;
  /** Those of the version that it serves. */
  readonly caches: CacheSection;
  readonly onFault: (fault: unknown) => void;
}): Promise<GraphqlEndpoint<Entry>> {
  // Apollo Server puts resolvers of its own on the schema it is given; the join needs one without.
  const copy = buildSchema(options.apiSdl, { assumeValidSDL: true });
  const known = createKnownOperations(copy, options.caches);
  const server = new ApolloServer<{ readonly entry: Entry }>({
    gateway: {
      load: async () => ({
        executor: async ({
          document,
          operation,
          operationName,
          queryHash,
          source,
          request,
          contextValue,
          context,
        }: ExecutorRequest) => {
          const { entry } = (contextValue ?? context) as { readonly entry: Entry };
          try {
            if (!operation || !copy.getRootType(operation.operation)) throw new OperationUnresolved();
            const found = { document, operation, operationName: operationName ?? null, hash: queryHash };
            const learned = known.learnOperation(source, request.operationName ?? null, found);
            return await options.answer(requestOf(learned, request.variables ?? {}), entry);
          } catch (fault) {
            throw toGraphqlError(fault, options.onFault);
          }
        },
      }),
      onSchemaLoadOrUpdate: (listen: (loaded: object) => void) => {
        listen({ apiSchema: copy, coreSupergraphSdl: options.supergraphSdl });
        return () => {};
      },
      stop: async () => {},
    } as never,
    introspection: options.introspection,
    // Headers that a page of another site cannot send without leave; a purpose stated in one is enough of one.
    csrfPrevention: { requestHeaders: ['x-purpose', 'x-apollo-operation-name', 'apollo-require-preflight'] },
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    persistedQueries: { cache: options.storedOperations as never },
    parseOptions: { maxTokens: options.maxTokens },
    // What was read once is among the known operations, within the budget of all.
    documentStore: null,
    plugins: [ApolloServerPluginLandingPageDisabled()],
    logger: { debug() {}, info() {}, warn() {}, error: options.onFault },
    formatError,
  });
  server.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();
  return {
    async serve(request, entry) {
      const again = known.find(request);
      const { method, headers, search, body } = request;
      if (again) return answerKnown(again, (one) => options.answer(one, entry), options.onFault);
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

/** As Apollo Server would: its order of fields, its line's end, and an error's status for the whole. */
async function answerKnown(
  { request, accept, contentType }: KnownRequest,
  answer: (request: OperationRequest) => Promise<ExecutionResult>,
  onFault: (fault: unknown) => void,
): Promise<GraphqlHttpAnswer> {
  const headers = new Map([['content-type', contentType]]);
  try {
    const { errors, data, extensions } = await answer(request);
    // Without data the request itself failed, known or not (GraphQL over HTTP, section 6.4).
    const status = data === undefined ? statusOf(accept, 400, errors?.[0]?.extensions.code) : 200;
    return { status, headers, body: written({ errors: errors?.map(tellError), data, extensions }) };
  } catch (fault) {
    const error = toGraphqlError(fault, onFault);
    const { status, headers: more } = error.extensions.http as ErrorHead;
    for (const [name, value] of more ?? []) headers.set(name, value);
    return {
      status: statusOf(accept, status, error.extensions.code),
      headers,
      body: written({ errors: [tellError(error)] }),
    };
  }
}

const written = (answer: object): string => `${JSON.stringify(answer)}\n`;

interface ErrorHead {
  readonly status: number;
  readonly headers?: ReadonlyMap<string, string>;
}

function tellError(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  return formatError({ ...error.toJSON(), extensions });
}

/** The code of a refusal that Apollo Server has already written out. */
function firstCode(text: string): unknown {
  const { errors } = JSON.parse(text) as {
    readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[];
  };
  return errors?.[0]?.extensions?.code;
}

/** Several operations and none named, a name that is not there, or a kind (a subscription) that is not served. */
class OperationUnresolved extends FamilyViewError {
  constructor() {
    super(
      'The request names none of the operations in its document, or one of a kind that is not served. With several, send "operationName".',
      { code: 'OPERATION_RESOLUTION_FAILURE', httpStatus: 400 },
    );
  }
}

interface ExecutorRequest {
  readonly document: OperationRequest['document'];
  /** Apollo Server leaves this to the executor to check. */
  readonly operation: OperationRequest['operation'] | undefined;
  readonly operationName?: string | null;
  readonly queryHash: string;
  /** The text as it was sent. */
  readonly source: string;
  readonly request: {
    readonly operationName?: string | null;
    readonly variables?: Readonly<Record<string, unknown>>;
  };
  readonly contextValue?: unknown;
  readonly context?: unknown;
}

/** Ours pass as they are; anything else is our fault, in a fixed sentence. */
function toGraphqlError(fault: unknown, onFault: (fault: unknown) => void): GraphQLError {
  if (fault instanceof FamilyViewError) {
    if (fault.httpStatus >= 500) onFault(fault);
    const after = fault.retryAfterSeconds ?? (fault.httpStatus === 503 ? 1 : null);
    const headers = after === null ? undefined : new HeaderMap([['retry-after', String(after)]]);
    return new GraphQLError(fault.message, {
      extensions: { code: fault.code, http: { status: fault.httpStatus, ...(headers && { headers }) } },
    });
  }
  onFault(fault);
  return new GraphQLError(OUR_FAULT, { extensions: { code: 'OUR_FAULT', http: { status: 500 } } });
}

const OUR_FAULT =
  'The gateway could not answer. It is our fault, not a refusal; nothing has been shown. Try again, and tell us the time if it stays so.';

/** Apollo Server gives these no code of their own. */
const PERSISTED_QUERY_FAULTS: ReadonlyMap<string, string> = new Map([
  ['provided sha does not match query', 'PERSISTED_QUERY_HASH_MISMATCH'],
  ['Unsupported persisted query version', 'PERSISTED_QUERY_NOT_SUPPORTED'],
]);

/** The last door: an error without a code that we know leaves as a fixed sentence. */
function formatError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { message, path, locations, extensions } = formatted;
  const persisted = PERSISTED_QUERY_FAULTS.get(message);
  if (persisted !== undefined) return { message, extensions: { code: persisted } };
  const code = extensions?.code;
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') {
    const { stacktrace: _, ...kept } = extensions as Record<string, unknown>;
    return {
      message,
      ...(locations && CLIENT_CODES.has(code) ? { locations } : {}),
      ...(path ? { path } : {}),
      extensions: kept,
    };
  }
  return { message: OUR_FAULT, ...(path ? { path } : {}), extensions: { code: 'OUR_FAULT' } };
}
