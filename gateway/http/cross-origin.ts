import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** What a front end of another origin may read beside the answer. */
const EXPOSED = ['retry-after', 'www-authenticate'];
/** What it may send: whose token, why, of which case, and what Apollo Client adds. */
const ACCEPTED = [
  'authorization',
  'content-type',
  'x-purpose',
  'x-case-reference',
  'x-break-glass',
  'x-explain',
  'x-apollo-operation-name',
  'apollo-require-preflight',
];
const PREFLIGHT_SECONDS = 600;
/** Where front ends ask. Nothing else is told to another origin: not the registry, not development's tokens. */
const PATHS: ReadonlySet<string> = new Set(['/graphql', '/staging/graphql', '/schema.graphql']);

/** Which other origins' pages may ask, by exact name. Without credentials: the gateway knows nobody by a cookie. */
export interface CrossOrigin {
  register(app: FastifyInstance): Promise<void>;
  /** Of an answer that is given before anything is read: header names and values, in turn. */
  headersFor(origin: string | undefined): readonly string[];
}

/** @param origins `https://portal.example`, as browsers name them; none: no page of another origin may ask. */
export function createCrossOrigin(origins: ReadonlySet<string>): CrossOrigin {
  return {
    async register(app) {
      if (origins.size === 0) return;
      await app.register(fastifyCors, {
        delegator: (request, settle) => {
          const [path = ''] = request.url.split('?', 1);
          const { origin = '' } = request.headers;
          if (!PATHS.has(path) || !origins.has(origin)) return settle(null, { origin: false });
          settle(null, {
            origin: [origin],
            methods: ['GET', 'POST'],
            allowedHeaders: ACCEPTED,
            exposedHeaders: EXPOSED,
            maxAge: PREFLIGHT_SECONDS,
          });
        },
      });
    },
    headersFor(origin) {
      if (origins.size === 0) return [];
      const vary = ['vary', 'Origin'];
      if (origin === undefined || !origins.has(origin)) return vary;
      return [...vary, 'access-control-allow-origin', origin, 'access-control-expose-headers', EXPOSED.join(', ')];
    },
  };
}
