import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join, normalize } from 'node:path';
import { buildSchema, graphql } from 'graphql';
import { contentSecurityPolicy } from './content-security-policy';

/** For tests: the built pages under the portal's own policy, and as much of a gateway as the IDE speaks to. */
export interface ServedPortal {
  readonly url: string;
  /** Headers of each request to /graphql, the latest last. */
  readonly asked: readonly IncomingMessage['headers'][];
  close(): Promise<void>;
}

const KINDS: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  woff: 'font/woff',
  woff2: 'font/woff2',
};

const PERSONAS = [
  {
    persona: 'head-of-centre',
    role: 'HEAD_OF_CENTRE',
    title: 'Head of Centre',
    organisation: 'centres',
    purposes: ['EARLY_HELP'],
  },
  {
    persona: 'social-worker',
    role: 'SOCIAL_WORKER',
    title: 'Social Worker',
    organisation: 'services',
    purposes: ['EARLY_HELP', 'SAFEGUARDING'],
  },
];

export async function serveBuilt(folder: string, gateway: { readonly inDevelopment: boolean }): Promise<ServedPortal> {
  const asked: IncomingMessage['headers'][] = [];
  const schema = buildSchema(
    'type Query { "Who asks." me: String, findPeople(by: PersonSearch): String } input PersonSearch { givenName: String familyName: String dateOfBirth: String postcode: String }',
  );

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://portal.invalid');
    if (pathname.startsWith('/development/'))
      return gateway.inDevelopment ? develop(pathname, request, response) : refuse(response);
    if (pathname === '/graphql') {
      asked.push(request.headers);
      const { query, variables } = JSON.parse(await bodyOf(request));
      return sendJson(
        response,
        await graphql({ schema, source: query, variableValues: variables, rootValue: { me: 'Ruth Adeleke' } }),
      );
    }
    const path = { '/': 'index.html', '/ide': 'ide/index.html' }[pathname] ?? normalize(pathname).slice(1);
    const bytes = await readFile(join(folder, path)).catch(() => null);
    if (bytes === null) return refuse(response);
    response.setHeader('content-type', KINDS[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
    response.setHeader('content-security-policy', contentSecurityPolicy(path.startsWith('ide/') ? 'ide' : 'portal'));
    response.setHeader('x-content-type-options', 'nosniff');
    response.end(bytes);
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function develop(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (pathname === '/development/personas') return sendJson(response, PERSONAS);
  const { persona, purpose } = JSON.parse(await bodyOf(request));
  return sendJson(response, { token: `token-of-${persona}-for-${purpose}` });
}

const sendJson = (response: ServerResponse, value: unknown): void => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
};

const refuse = (response: ServerResponse): void => {
  response.statusCode = 404;
  response.end();
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
