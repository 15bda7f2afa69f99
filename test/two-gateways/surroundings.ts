/** What several gateways stand in: the five agencies, a PostgreSQL, a Redis and a sign-in of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareForGateways } from '@family-view/gateway/fixtures/gateway-role';
import { DEVELOPMENT_ISSUER, loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { signDevelopmentToken } from '@family-view/gateway/identity/sign-development-token';
import type { Purpose } from '@family-view/gateway/identity/types';
import {
  hasPostgres,
  type PrivatePostgres,
  startPrivatePostgres,
} from '@family-view/gateway/shared/start-private-postgres';
import { hasRedis, type PrivateRedis, startPrivateRedis } from '@family-view/gateway/shared/start-private-redis';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import type { GatewayPlace } from '../faults/gateway-process';

/** False where this machine lacks one of them: suites are then skipped, except in CI, where they fail. */
export const canRunTwo = hasPostgres && hasRedis;

export const LINKAGE_KEY = 'a7'.repeat(64);

export interface Surroundings {
  readonly postgres: PrivatePostgres;
  readonly redis: PrivateRedis;
  /** Empty, and removed in the end. */
  readonly directory: string;
  readonly ports: GatewayPlace['ports'];
  /** What each gateway is set to. */
  readonly environment: Readonly<Record<string, string>>;
  token(persona: PersonaName, purpose?: Purpose): Promise<string>;
  close(): Promise<void>;
}

/** @param grantKeys as agencies read them, from whichever gateway. */
export async function startSurroundings(grantKeys: () => Promise<string>): Promise<Surroundings> {
  const directory = mkdtempSync(join(tmpdir(), 'family-view-two-'));
  const [postgres, redis] = await Promise.all([startPrivatePostgres(), startPrivateRedis()]);
  const databaseUrl = await prepareForGateways(postgres.url);
  const key = await loadDevelopmentKey(join(directory, 'sign-in'));
  const signIn = await serve(async () => JSON.stringify({ keys: [key.publicJwk] }));
  const front = await serve(grantKeys);
  const agencies = await serveSubgraphs({
    firstPort: 0,
    jwksUrl: `${originOf(front)}/.well-known/jwks.json`,
    dataDirectory: join(directory, 'subgraphs'),
    without: [],
  });
  return {
    postgres,
    redis,
    directory,
    ports: agencies.ports,
    environment: {
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      LINKAGE_KEY,
      JWKS_URI: `${originOf(signIn)}/jwks.json`,
      ISSUER: DEVELOPMENT_ISSUER,
      GRANT_KEYS_LOOK_SECONDS: '1',
    },
    token: (persona, purpose) => signDevelopmentToken(key, persona, { purpose }),
    async close() {
      await agencies.close();
      for (const server of [front, signIn]) {
        server.close();
        server.closeAllConnections();
      }
      await Promise.all([postgres.close(), redis.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const serve = (text: () => Promise<string>): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((_, response) => {
      text().then(
        (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
        () => response.writeHead(502).end(),
      );
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
