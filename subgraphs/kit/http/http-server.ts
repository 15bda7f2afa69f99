import { isUtf8 } from 'node:buffer';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Response } from 'graphql-http';
import { PortTaken } from '../errors';
import type { HttpRequest } from './answer-graphql';

/** Where the server listens, and what answers on each path. */
export interface ServerRules {
  readonly host: string;
  readonly port: number;
  /** Longest time for one request from its first byte to its answer, in ms. */
  readonly timeLimitMs: number;
  readonly paths: Readonly<Record<string, (request: HttpRequest) => Promise<Response>>>;
  readonly reportFault: (fault: unknown) => void;
}

const MOST_BYTES = 2_000_000;

/** Starts a server that takes `POST` on each path and `GET /health`. Throws `PortTaken` where the port is in use. */
export async function startHttpServer(rules: ServerRules): Promise<Server> {
  const server = createServer((request, response) => {
    answer(rules, request, response).catch((fault: unknown) => {
      rules.reportFault(fault);
      if (!response.headersSent) tell(response, 500, 'INTERNAL', 'The agency could not answer');
      response.end();
    });
  });
  server.requestTimeout = rules.timeLimitMs;
  server.headersTimeout = rules.timeLimitMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRINUSE' ? new PortTaken(rules.port, { cause }) : cause),
    );
    server.listen(rules.port, rules.host, resolve);
  });
  return server;
}

async function answer(rules: ServerRules, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '/';
  const path = url.split('?')[0] ?? '/';
  if (path === '/health' && request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('{"status":"up"}');
    return;
  }
  const handle = Object.hasOwn(rules.paths, path) ? rules.paths[path] : undefined;
  if (!handle) return tell(response, 404, 'NOT_FOUND', 'Nothing is served here');
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return tell(response, 405, 'METHOD_NOT_ALLOWED', 'Ask with POST');
  }
  const { 'content-type': contentType = '', 'content-encoding': coding = 'identity' } = request.headers;
  if (isOtherCharset(contentType)) return tell(response, 415, 'BAD_REQUEST', 'Ask in UTF-8');
  if (!/^\s*(identity)?\s*$/i.test(coding))
    return tell(response, 415, 'BAD_REQUEST', 'Ask with a body that is not packed');
  const body = await readBody(request);
  if (body === null) return tell(response, 400, 'BAD_REQUEST', 'The request is not UTF-8');
  if (body === undefined) {
    response.setHeader('connection', 'close');
    return tell(response, 413, 'TOO_LARGE', 'The request is larger than two megabytes');
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), rules.timeLimitMs);
  });
  try {
    const answered = await Promise.race([
      late,
      handle({
        method: 'POST',
        url,
        accept: request.headers.accept,
        // Its parameters are read: the charset may be quoted, and need not stand first (RFC 9110, section 8.3.2).
        contentType: contentType.split(';')[0],
        body,
      }),
    ]);
    if (!answered) return tell(response, 503, 'AGENCY_TOO_SLOW', 'The agency took too long to answer');
    const [text, init] = answered;
    response.writeHead(init.status, init.statusText, { ...init.headers, 'cache-control': 'no-store' }).end(text);
  } finally {
    clearTimeout(timer);
  }
}

/** One that is named, quoted or not, and is not UTF-8. */
const isOtherCharset = (type: string): boolean =>
  [...type.matchAll(/;\s*charset\s*=\s*("[^"]*"|[^;\s]*)/gi)].some(([, charset]) => !/^"?utf-?8"?$/i.test(charset!));

/** Undefined where it is too large; null where it is not UTF-8: read as such, a name in it would be another. */
async function readBody(request: IncomingMessage): Promise<string | null | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return undefined;
  // Left whole, so that the refusal can still be written to the same socket.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(bytes);
  }
  const all = Buffer.concat(chunks);
  return isUtf8(all) ? all.toString('utf8') : null;
}

function tell(response: ServerResponse, status: number, code: string, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}
