import fastify, { type FastifyInstance } from 'fastify';
import { ALWAYS, NO_PAGE } from './load-shedding';
import type { NotReady } from './readiness';
import { openRegistryRoutes } from './registry-routes';
import { sendError } from './send-error';
import { ANSWERING_TO_THE_END } from './shut-down';

/** What is for whoever runs the gateway, and for nobody else: on a listener of its own, on loopback unless told otherwise. */
export interface AdminParts {
  readonly metrics: () => Promise<string>;
  /** Of each agency, whether it answers. */
  readonly agencies: () => Readonly<Record<string, string>>;
  /** Every reason for which no new requests should be sent here. */
  readonly whyNotReady: () => readonly NotReady[];
  /** What can be read of the registry; none where there is none. */
  readonly registry: Readonly<Record<string, (body: unknown) => Promise<object>>> | null;
  readonly onFault: (fault: unknown) => void;
}

export function openAdmin({ metrics, agencies, whyNotReady, registry, onFault }: AdminParts): FastifyInstance {
  const app = fastify(ANSWERING_TO_THE_END);
  app.addHook('onSend', (_request, reply, _payload, next) => {
    reply.headers({ ...ALWAYS, 'cache-control': 'no-store', 'content-security-policy': NO_PAGE });
    next();
  });
  app.setErrorHandler((error, _request, reply) => sendError(reply, error, onFault));
  if (registry) openRegistryRoutes(app, registry);
  app.get('/metrics', async (_request, reply) => reply.type('text/plain; version=0.0.4').send(await metrics()));
  app.get('/health/ready', async (_request, reply) => {
    const reasons = whyNotReady();
    const status = reasons.length === 0 ? 'ready' : 'not ready';
    return reply.code(reasons.length === 0 ? 200 : 503).send({ status, reasons });
  });
  app.get('/health/agencies', async () => ({ agencies: agencies() }));
  return app;
}
