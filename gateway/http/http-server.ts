import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { FamilyViewError } from '../errors';
import type { AnsweredOperation, SignIn } from '../identity/types';
import { nameOf } from '../shared/requester-name';
import { inSpan, type Span } from '../shared/span';
import { type Admission, admitRequest } from './admit-request';
import { hasLeft } from './answer-in-parts';
import type { ConcurrencyLimiter } from './concurrency-limiter';
import type { CrossOrigin } from './cross-origin';
import { firstHeader } from './first-header';
import type { GraphqlEndpoint } from './graphql-endpoint';
import { ALWAYS, NO_PAGE, shedLoadFrom } from './load-shedding';
import { type AskedOperation, readAsked } from './operation-manifest';
import { checkEncoded, readJsonOnly } from './read-json';
import type { ReadingQueue } from './reading-queue';
import { openRegistryRoutes } from './registry-routes';
import { type EndedRequest, endOf, RequestNote, requestIdOf } from './request-notes';
import { openSchemaDownload, type SchemaTeller } from './schema-download';
import { codeOf, sendError } from './send-error';
import { ANSWERING_TO_THE_END } from './shut-down';

export interface HttpParts extends Admission {
  /** The version that a request is answered by from here to its end. */
  readonly enter: () => {
    readonly version: SchemaTeller & { readonly graphql: GraphqlEndpoint };
    leave(): void;
  };
  /** Those of what is tried before it is published, at `/staging/graphql`; none where nothing is. */
  readonly staging: HttpParts['enter'] | null;
  readonly measure: (text: string) => void;
  /** Turns at reading operations that are not known. */
  readonly reading: ReadingQueue;
  /** Refuses operations that are not of the manifest, where nothing else is answered. */
  readonly allow: ((asked: AskedOperation) => void) | null;
  /** Refuses with `Overloaded` what cannot be carried. */
  readonly limiter: ConcurrencyLimiter;
  readonly jwks: () => object;
  /** Pages of which other origins may ask. */
  readonly crossOrigin: CrossOrigin;
  /** Whether `/schema.graphql` is served. */
  readonly schemaDownload: boolean;
  /** Whether new requests should be sent here. How the agencies are is for whoever runs the gateway: see `admin-server.ts`. */
  readonly isReady: () => boolean;
  /** Whether browsers come over TLS, and are to stay with it. */
  readonly production: boolean;
  /** Built pages: `index.html` at `/`, `ide/` at `/ide`. None where the portal was not built. */
  readonly pages: {
    readonly directory: string;
    readonly contentSecurityPolicy: (page: 'portal' | 'ide', signIn: string | null) => string;
  } | null;
  /** Where the portal's people sign in, by OpenID Connect; null where none is set up. */
  readonly signIn: SignIn | null;
  readonly development: DevelopmentApi | null;
  /** What the registry does for others, by the last part of its address; none where nothing can be published. */
  readonly registry: Readonly<Record<string, (body: unknown) => Promise<object>>> | null;
  readonly maxBodyBytes: number;
  /** The span of a question. */
  readonly trace: (traceparent: string | undefined) => Span;
  /** Names of operations that are told apart: those of the manifest. */
  readonly operationNames: ReadonlySet<string>;
  /** Told of each request when it has been answered, but of those that look whether the gateway is well. */
  readonly onEnded: (ended: EndedRequest) => void;
  /** Told of each that was sent away before it was read. */
  readonly onShed: (code: string) => void;
  readonly onFault: (fault: unknown) => void;
}

/** Served in development only: tokens without a sign-in. */
export interface DevelopmentApi {
  personas(): readonly object[];
  token(persona: unknown, purpose: unknown): Promise<string>;
}

/** Two years (RFC 6797). */
const HSTS = 'max-age=63072000; includeSubDomains';

/** Another process has the port. */
export class PortInUse extends FamilyViewError {
  constructor(port: number, cause: unknown, setting: string) {
    super(`Port ${port} is in use. Stop what listens there, or set ${setting} to another.`, {
      code: 'PORT_IN_USE',
      cause,
    });
  }
}

class NotFound extends FamilyViewError {
  constructor() {
    super('Not found.', { code: 'NOT_FOUND', httpStatus: 404 });
  }
}

export async function openHttp(parts: HttpParts): Promise<FastifyInstance> {
  const questions = new Set(['/graphql', ...(parts.staging ? ['/staging/graphql'] : [])]);
  const app = fastify({
    ...ANSWERING_TO_THE_END,
    bodyLimit: parts.maxBodyBytes,
    // An address that cannot be read is answered as anything else is, and not repeated.
    frameworkErrors: (error, _request, reply) => void sendError(reply, error, parts.onFault),
    serverFactory: shedLoadFrom(
      parts.limiter,
      (path) => questions.has(path),
      parts.crossOrigin.headersFor,
      ({ code }) => parts.onShed(code),
    ),
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']) ?? randomUUID(),
  });
  const notes = new WeakMap<FastifyRequest, RequestNote>();
  const noteOf = (request: FastifyRequest): RequestNote => {
    const note = notes.get(request) ?? new RequestNote();
    notes.set(request, note);
    return note;
  };
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown, accept?: string): FastifyReply => {
    noteOf(request).code = codeOf(error);
    return sendError(reply, error, parts.onFault, accept);
  };
  readJsonOnly(app);
  await parts.crossOrigin.register(app);
  app.addHook('onSend', (request, reply, _payload, next) => {
    reply.headers(ALWAYS);
    reply.header('x-request-id', request.id);
    if (parts.production) reply.header('strict-transport-security', HSTS);
    // Whoever keeps a connection finds another gateway with the next.
    if (!parts.isReady()) reply.header('connection', 'close');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', NO_PAGE);
    next();
  });
  app.addHook('onResponse', (request, reply, next) => {
    const route = request.routeOptions.url ?? '';
    if (!route.startsWith('/health/')) {
      const asked = { isQuestion: questions.has(route), names: parts.operationNames };
      parts.onEnded(endOf(request, reply, noteOf(request), asked));
    }
    next();
  });
  app.setErrorHandler((error, request, reply) => refuse(request, reply, error));
  app.setNotFoundHandler((request, reply) => refuse(request, reply, new NotFound()));

  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const ready = parts.isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=60').send(parts.jwks()),
  );
  const answerAt = (url: string, enter: HttpParts['enter']): void =>
    void app.route({
      method: ['GET', 'POST'],
      url,
      // Who it is has yet to be read from the token: until then each token is somebody.
      handler: (request, reply) =>
        parts.limiter.carry(
          (spend) =>
            answerGraphql(enter, parts, request, reply, noteOf(request)).finally(() =>
              spend(costOf(noteOf(request).agencyCalls)),
            ),
          request.headers.authorization,
        ),
      errorHandler: (error, request, reply) => refuse(request, reply, error, request.headers.accept),
    });
  answerAt('/graphql', parts.enter);
  if (parts.staging) answerAt('/staging/graphql', parts.staging);
  if (parts.schemaDownload) openSchemaDownload(app, parts);
  if (parts.development) openDevelopmentApi(app, parts.development);
  if (parts.registry) openRegistryRoutes(app, parts.registry);
  app.get('/sign-in', async (_request, reply) => reply.type('application/json').send(JSON.stringify(parts.signIn)));
  if (parts.pages) await openPages(app, parts.pages, parts.signIn && new URL(parts.signIn.issuer).origin);
  return app;
}

/** Agency calls of a family whose people are known: a request of so many costs 1, and one that asks no agency next to nothing. */
const USUAL_CALLS = 12;
const LEAST_COST = 0.05;
const costOf = (calls: number): number => Math.max(LEAST_COST, calls / USUAL_CALLS);

async function answerGraphql(
  enter: HttpParts['enter'],
  parts: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  note: RequestNote,
): Promise<FastifyReply> {
  const { version, leave } = enter();
  const span = parts.trace(firstHeader(request.headers.traceparent));
  try {
    return await answerUnder(version, parts, request, reply, { note, span });
  } finally {
    leave();
    const { agencyCalls, name, code } = note;
    const operation = name !== null && parts.operationNames.has(name) ? name : 'other';
    span.set({ operation, agencyCalls, outcome: code ?? 'answered', status: reply.statusCode });
    span.end(reply.statusCode >= 500);
  }
}

async function answerUnder(
  { graphql, roles }: ReturnType<HttpParts['enter']>['version'],
  parts: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { note, span }: { readonly note: RequestNote; readonly span: Span },
): Promise<FastifyReply> {
  const entry = await inSpan(span, 'identity', () => admitRequest(parts, request, roles));
  span.set({ purpose: entry.purpose });
  const tell = (about: AnsweredOperation): unknown => Object.assign(note, about);
  const search = request.url.includes('?') ? new URL(request.url, 'http://gateway').search : '';
  checkEncoded(search);
  const asked = readAsked(request.body, request.method === 'GET' ? new URLSearchParams(search) : null);
  parts.allow?.(asked);
  const answer = await graphql.serve(
    { method: request.method, headers: request.headers, search, body: request.body, gone: () => goneOf(reply) },
    { ...entry, tell, span, ...(request.headers['x-explain'] === 'true' ? { explain: true } : {}) },
    async () => {
      await parts.reading.turn(nameOf(entry.requester));
      if (asked.text !== null) parts.measure(asked.text);
    },
  );
  note.code = answer.code;
  for (const [name, value] of answer.headers) reply.header(name, value);
  reply.code(answer.status).header('cache-control', 'no-store');
  if (typeof answer.body === 'string') return reply.send(answer.body);
  // Each part is sent when it is taken, and none is made before: it is recorded as shown.
  const body = Readable.from(answer.body, { highWaterMark: 1 });
  const left = hasLeft(body);
  reply.send(body);
  await left;
  return reply;
}

/** Aborted when the client goes away. */
function goneOf({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  if (raw.destroyed) gone.abort();
  else raw.once('close', () => gone.abort());
  return gone.signal;
}

function openDevelopmentApi(app: FastifyInstance, api: DevelopmentApi): void {
  app.get('/development/personas', async () => api.personas());
  app.post('/development/token', async (request) => {
    const { persona, purpose } = (request.body ?? {}) as { readonly persona?: unknown; readonly purpose?: unknown };
    return { token: await api.token(persona, purpose) };
  });
}

async function openPages(
  app: FastifyInstance,
  { directory, contentSecurityPolicy }: NonNullable<HttpParts['pages']>,
  signIn: string | null,
): Promise<void> {
  const page = (name: 'portal' | 'ide', file: string) => async (_request: FastifyRequest, reply: FastifyReply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy(name, signIn))
      .send(readFileSync(`${directory}/${file}`));
  app.get('/', page('portal', 'index.html'));
  app.get('/ide', page('ide', 'ide/index.html'));
  await app.register(fastifyStatic, {
    root: directory,
    index: false,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      response.setHeader('cache-control', 'no-cache');
      response.setHeader(
        'content-security-policy',
        contentSecurityPolicy(path.includes('/ide/') ? 'ide' : 'portal', signIn),
      );
    },
  });
}

export async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
  setting: 'PORT' | 'ADMIN_PORT' = 'PORT',
): Promise<string> {
  try {
    // Workers share PORT, and each has an admin side of its own.
    return await app.listen({ host, port, exclusive: setting === 'ADMIN_PORT' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortInUse(port, cause, setting);
    throw cause;
  }
}
