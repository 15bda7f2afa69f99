import fastify, { type FastifyInstance } from 'fastify';
import { ALWAYS, NO_PAGE } from './send-away';

/** What is for whoever runs the gateway, and for nobody else: on a listener of its own, on loopback unless told otherwise. */
export interface AdminParts {
  readonly metrics: () => Promise<string>;
  /** Of each agency, whether it answers. */
  readonly agencies: () => Readonly<Record<string, string>>;
}

export function openAdmin({ metrics, agencies }: AdminParts): FastifyInstance {
  const app = fastify({ forceCloseConnections: 'idle' });
  app.addHook('onSend', (_request, reply, _payload, next) => {
    reply.headers({ ...ALWAYS, 'cache-control': 'no-store', 'content-security-policy': NO_PAGE });
    next();
  });
  app.get('/metrics', async (_request, reply) => reply.type('text/plain; version=0.0.4').send(await metrics()));
  app.get('/health/agencies', async () => ({ agencies: agencies() }));
  return app;
}
