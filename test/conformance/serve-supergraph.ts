import { createServer, type IncomingMessage } from 'node:http';
import { startEngine } from '@family-view/gateway/execution/engine';
import { createPersistedQueries } from '@family-view/gateway/http/persisted-queries';
import { serveGraphql } from '@family-view/gateway/http/serve-graphql';
import { requireFields } from '@family-view/gateway/policy/decide/field-decisions';
import { byFederation } from '@family-view/gateway/policy/decide/rule-reading';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { createCacheBudget } from '@family-view/gateway/shared/cache-budget';
import { answerOperation, type Mode, type OpenGraph } from './answer-operation';
import { askOverHttp } from './ask-over-http';
import { type Bearer, readBearer, TokenRefused } from './read-bearer';
import { readUrls } from './read-urls';

export interface SupergraphToServe {
  readonly supergraphSdl: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly jwtSecret: string;
  readonly mode?: Mode;
  readonly onFault?: (fault: unknown) => void;
}

/** Any federation supergraph behind the gateway's own stages: what its security directives close is not asked for. */
export async function serveSupergraph({
  supergraphSdl,
  port,
  jwtSecret,
  mode = 'filter',
  onFault = () => {},
}: SupergraphToServe): Promise<{ readonly url: string; close(): Promise<void> }> {
  const urls = readUrls(supergraphSdl);
  const rules = readRules(supergraphSdl);
  const engine = await startEngine(rules.sdl);
  const graph: OpenGraph = {
    engine,
    ask: (answers) => (subgraph, step) => askOverHttp(subgraph, urls.get(subgraph) ?? '', step, answers),
    requirements: requireFields(engine.schema, rules, () => undefined, byFederation),
    owners: rules.owners,
    mode,
  };
  const graphql = await serveGraphql<Bearer>({
    apiSdl: engine.apiSdl,
    supergraphSdl,
    answer: (request, bearer) => answerOperation(graph, request, bearer),
    persistedQueries: createPersistedQueries(),
    introspection: true,
    caches: createCacheBudget().section(),
    maxTokens: 15_000,
    onFault,
  });

  const server = createServer(async (request, response) => {
    const send = (status: number, headers: Iterable<readonly [string, string]>, body: string): void => {
      for (const [name, value] of headers) response.setHeader(name, value);
      response.writeHead(status).end(body);
    };
    const refuse = (status: number, message: string, code: string): void =>
      send(
        status,
        [['content-type', 'application/json']],
        JSON.stringify({ errors: [{ message, extensions: { code } }] }),
      );
    try {
      const bearer = await readBearer(request.headers.authorization, jwtSecret);
      const answer = await graphql.serve(
        {
          method: request.method ?? 'GET',
          headers: request.headers,
          search: new URL(request.url ?? '/', 'http://gateway').search,
          body: await readBody(request),
        },
        bearer,
      );
      send(answer.status, answer.headers, String(answer.body));
    } catch (fault) {
      if (fault instanceof TokenRefused) return refuse(401, fault.message, 'UNAUTHENTICATED');
      if (fault instanceof SyntaxError) return refuse(400, 'The body is not JSON.', 'BAD_REQUEST');
      onFault(fault);
      refuse(500, 'The gateway could not answer.', 'OUR_FAULT');
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}/graphql`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await graphql.stop();
      await engine.stop();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
