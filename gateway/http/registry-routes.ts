import type { FastifyInstance } from 'fastify';

/** An SDL of half a megabyte, written as JSON. */
const MAX_BODY_BYTES = 1_048_576;

/** `POST /registry/<action>`: JSON in, JSON out. What is refused is 422, with every reason. */
export function openRegistryRoutes(
  app: FastifyInstance,
  actions: Readonly<Record<string, (body: unknown) => Promise<object>>>,
): void {
  for (const [name, act] of Object.entries(actions))
    app.post(`/registry/${name}`, { bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
      const answer = await act(request.body);
      const isRefused = 'outcome' in answer && answer.outcome === 'REFUSED';
      return reply.code(isRefused ? 422 : 200).send(answer);
    });
}
