import { readFileSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { FamilyViewError } from '../errors';
import type { Authenticate, RolePurposes } from '../identity/authenticate';
import type { Entry } from '../identity/types';
import { nameOf } from '../shared/requester-name';
import type { ConcurrencyLimiter } from './concurrency-limiter';
import type { GraphqlEndpoint } from './graphql-endpoint';
import { ALWAYS, NO_PAGE, shedLoadFrom } from './load-shedding';
import { type AskedOperation, readAsked } from './operation-manifest';
import type { LimitRate } from './rate-limit';
import { checkEncoded, readJsonOnly } from './read-json';
import type { ReadingQueue } from './reading-queue';
import { openRegistryRoutes } from './registry-routes';
import { sendError, TooMany } from './send-error';

export interface HttpParts {
  /** The version that a request is answered by from here to its end. */
  readonly enter: () => {
    readonly version: { readonly graphql: GraphqlEndpoint; readonly roles: RolePurposes };
    leave(): void;
  };
  /** Those of what is tried before it is published, at `/staging/graphql`; none where nothing is. */
  readonly staging: HttpParts['enter'] | null;
  readonly authenticate: Authenticate;
  readonly limitRate: LimitRate;
  /** Told of a refusal of somebody known. */
  readonly onRefused: (entry: Entry, fault: unknown) => Promise<void>;
  readonly measure: (text: string) => void;
  /** Turns at reading operations that are not known. */
  readonly reading: ReadingQueue;
  /** Refuses operations that are not of the manifest, where nothing else is answered. */
  readonly allow: ((asked: AskedOperation) => void) | null;
  /** Refuses with `Overloaded` what cannot be carried. */
  readonly limiter: ConcurrencyLimiter;
  readonly jwks: () => object;
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
  readonly signIn: { readonly issuer: string; readonly clientId: string; readonly audience: string } | null;
  readonly development: DevelopmentApi | null;
  /** What the registry does for others, by the last part of its address; none where nothing can be published. */
  readonly registry: Readonly<Record<string, (body: unknown) => Promise<object>>> | null;
  readonly maxBodyBytes: number;
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

/** Whoever stands before the gateway may have looked at the other. */
class TwoTokens extends FamilyViewError {
  constructor() {
    super('The request has more than one "authorization" line. Send one.', { code: 'BAD_REQUEST', httpStatus: 400 });
  }
}

export async function openHttp(parts: HttpParts): Promise<FastifyInstance> {
  const questions = new Set(['/graphql', ...(parts.staging ? ['/staging/graphql'] : [])]);
  const app = fastify({
    bodyLimit: parts.maxBodyBytes,
    // What is under way is answered.
    forceCloseConnections: 'idle',
    serverFactory: shedLoadFrom(parts.limiter, (path) => questions.has(path)),
  });
  readJsonOnly(app);
  app.addHook('onSend', (_request, reply, _payload, next) => {
    reply.headers(ALWAYS);
    if (parts.production) reply.header('strict-transport-security', HSTS);
    // Whoever keeps a connection finds another gateway with the next.
    if (!parts.isReady()) reply.header('connection', 'close');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', NO_PAGE);
    next();
  });
  app.setErrorHandler((error, _request, reply) => sendError(reply, error, parts.onFault));
  app.setNotFoundHandler((_request, reply) => sendError(reply, new NotFound(), parts.onFault));

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
        parts.limiter.carry(() => answerGraphql(enter, parts, request, reply), request.headers.authorization),
      errorHandler: (error, request, reply) => sendError(reply, error, parts.onFault, request.headers.accept),
    });
  answerAt('/graphql', parts.enter);
  if (parts.staging) answerAt('/staging/graphql', parts.staging);
  if (parts.development) openDevelopmentApi(app, parts.development);
  if (parts.registry) openRegistryRoutes(app, parts.registry);
  app.get('/sign-in', async (_request, reply) => reply.type('application/json').send(JSON.stringify(parts.signIn)));
  if (parts.pages) await openPages(app, parts.pages, parts.signIn && new URL(parts.signIn.issuer).origin);
  return app;
}

async function answerGraphql(
  enter: HttpParts['enter'],
  parts: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { version, leave } = enter();
  try {
    return await answerUnder(version, parts, request, reply);
  } finally {
    leave();
  }
}

async function answerUnder(
  { graphql, roles }: ReturnType<HttpParts['enter']>['version'],
  parts: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (countOf(request, 'authorization') > 1) throw new TwoTokens();
  const entry = await parts.authenticate(
    {
      authorization: request.headers.authorization,
      'x-purpose': one(request.headers['x-purpose']),
      'x-case-reference': one(request.headers['x-case-reference']),
      'x-break-glass': one(request.headers['x-break-glass']),
    },
    roles,
  );
  const rate = await parts.limitRate(entry.requester);
  if (!rate.allowed) {
    const refused = new TooMany(rate.retryAfterSeconds);
    await parts.onRefused(entry, refused);
    throw refused;
  }
  const search = request.url.includes('?') ? new URL(request.url, 'http://gateway').search : '';
  checkEncoded(search);
  const asked = readAsked(request.body, request.method === 'GET' ? new URLSearchParams(search) : null);
  parts.allow?.(asked);
  const answer = await graphql.serve(
    { method: request.method, headers: request.headers, search, body: request.body },
    request.headers['x-explain'] === 'true' ? { ...entry, explain: true } : entry,
    async () => {
      await parts.reading.turn(nameOf(entry.requester));
      if (asked.text !== null) parts.measure(asked.text);
    },
  );
  for (const [name, value] of answer.headers) reply.header(name, value);
  return reply.code(answer.status).header('cache-control', 'no-store').send(answer.body);
}

/** How many lines of a header came: Node keeps the first of some, and says nothing of the others. */
const countOf = ({ raw: { rawHeaders } }: FastifyRequest, name: string): number =>
  rawHeaders.filter((header, at) => at % 2 === 0 && header.toLowerCase() === name).length;

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

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
    return await app.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortInUse(port, cause, setting);
    throw cause;
  }
}
