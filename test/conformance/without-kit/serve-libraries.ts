/** The libraries on Apollo Server: two endpoints, each behind the grant. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { contractSdl } from '@family-view/schema';
import { parse } from 'graphql';
import { type Context, contractResolvers } from './answer-contract';
import { subgraphResolvers } from './answer-subgraph';
import { grantKeys, type Statement, takeApart } from './check-grant';
import { allDefences, type Defences } from './defences';
import { LIBRARIES_SDL } from './schema';

export interface RunningLibraries {
  readonly url: string;
  close(): Promise<void>;
}

/** `without` takes defences away, for a test to see that it is noticed. */
export async function serveLibraries(
  options: { readonly jwksUrl: string; readonly port?: number },
  without: Partial<Defences> = {},
): Promise<RunningLibraries> {
  const defences = { ...allDefences(), ...without };
  const keyOf = grantKeys(options.jwksUrl);
  const shared = {
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginInlineTraceDisabled()],
    introspection: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: 20_000 },
    formatError: defences.tellError,
  };
  const subgraph = buildSubgraphSchema([
    { typeDefs: parse(defences.sdl(LIBRARIES_SDL)), resolvers: subgraphResolvers(defences) as never },
  ]);
  const endpoints: Readonly<Record<string, ApolloServer<Context>>> = {
    '/graphql': new ApolloServer<Context>({ ...shared, schema: defences.finish(subgraph) }),
    '/contract': new ApolloServer<Context>({
      ...shared,
      typeDefs: contractSdl(),
      resolvers: contractResolvers(defences) as never,
    }),
  };
  for (const endpoint of Object.values(endpoints)) await endpoint.start();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?')[0] ?? '/';
    if (path === '/health') return void response.end('{}');
    const endpoint = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
    if (!endpoint) return refuse(response, 404, 'NOT_FOUND');
    if (request.method !== 'POST') return refuse(response, 405, 'METHOD_NOT_ALLOWED');
    const text = await readBody(request, defences.mostBytes);
    if (text === null) return refuse(response, 413, 'TOO_LARGE');
    const body = readJson(text);
    if (typeof body?.query !== 'string') return refuse(response, 400, 'BAD_REQUEST');
    const checked = await checkGrant(body.query, body.variables, body.extensions);
    const sdlAlone =
      path === '/graphql' && 'code' in checked && checked.code === 'GRANT_MISSING' && defences.isSdlAlone(body.query);
    if ('code' in checked && !sdlAlone) return refuse(response, checked.status, checked.code);
    if (defences.oneOperationOnly && countOperations(body.query) > 1) return refuse(response, 400, 'BAD_REQUEST');
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers))
      if (typeof value === 'string') headers.set(name, value);
    const answered = await endpoint.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers, search: '', body },
      context: async () => ({ statement: 'code' in checked ? NOBODY : checked.statement }),
    });
    for (const [name, value] of answered.headers) response.setHeader(name, value);
    response.statusCode = answered.status ?? 200;
    response.end(answered.body.kind === 'complete' ? answered.body.string : '');
  };

  async function checkGrant(
    query: string,
    variables: unknown,
    extensions: unknown,
  ): Promise<Refusal | { readonly statement: Statement }> {
    if ((extensions as { grant?: unknown } | undefined)?.grant == null) return { code: 'GRANT_MISSING', status: 401 };
    const parts = takeApart(extensions);
    if (!parts) return { code: 'GRANT_MALFORMED', status: 401 };
    const key = await keyOf(parts.header.kid).catch(() => null);
    if (key === null) return { code: 'GRANT_KEYS_UNREACHABLE', status: 401 };
    const presented = { ...parts, query, variables, key, seconds: Date.now() / 1000 };
    const broken = defences.grantRules.find((rule) => rule.isBroken(presented));
    return broken ?? { statement: parts.statement };
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => refuse(response, 500, 'INTERNAL'));
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      for (const endpoint of Object.values(endpoints)) await endpoint.stop();
    },
  };
}

interface Refusal {
  readonly code: string;
  readonly status: number;
}
const NOBODY: Statement = { agency: '', requester: { id: '' }, people: [], streams: [], body: '' };

function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/graphql-response+json; charset=utf-8', connection: 'close' })
    .end(JSON.stringify({ errors: [{ message: 'This request is refused', extensions: { code } }] }));
}

/** Null where it is longer than `most`; what is too much is read to its end and thrown away. */
async function readBody(request: IncomingMessage, most: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= most) chunks.push(chunk as Buffer);
  }
  return size > most ? null : Buffer.concat(chunks).toString('utf8');
}

function readJson(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    return null;
  }
}

function countOperations(query: string): number {
  try {
    return parse(query, { maxTokens: 20_000 }).definitions.filter(({ kind }) => kind === 'OperationDefinition').length;
  } catch {
    return 0;
  }
}
