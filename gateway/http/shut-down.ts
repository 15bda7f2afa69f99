import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/**
 * How servers end. What is under way is answered, and so is what still comes on a connection that somebody kept: Fastify's
 * own refusal of it has no form that a GraphQL client reads.
 */
export const ANSWERING_TO_THE_END = { forceCloseConnections: 'idle', return503OnClosing: false } as const;

export interface ShutDown {
  /** False from the moment on at which the gateway is to end: no new requests should be sent here. */
  isReady(): boolean;
  /** For so many milliseconds it says that it is not ready, and answers all the same. */
  giveNotice(milliseconds: number): Promise<void>;
  /** Takes nothing new, and ends what is under way within so many milliseconds; what is not ended then is cut. */
  drain(app: FastifyInstance, milliseconds: number): Promise<void>;
}

export function createShutDown(): ShutDown {
  let ready = true;
  return {
    isReady: () => ready,
    async giveNotice(milliseconds) {
      ready = false;
      await wait(milliseconds);
    },
    async drain(app, milliseconds) {
      ready = false;
      const cut = setTimeout(() => app.server.closeAllConnections(), milliseconds);
      await app.close().finally(() => clearTimeout(cut));
    },
  };
}
