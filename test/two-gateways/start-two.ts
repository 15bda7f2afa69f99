/** Two gateways as processes over the same five agencies, with a PostgreSQL, a Redis and a sign-in of their own. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
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
import { startGatewayProcess } from '../faults/gateway-process';
import { freePort } from '../stack';

/** False where this machine lacks one of them: suites are then skipped, except in CI, where they fail. */
export const canRunTwo = hasPostgres && hasRedis;

export const LINKAGE_KEY = 'a7'.repeat(64);

export type Which = 0 | 1;

export interface Asked {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  readonly body: any;
}

export interface Asking {
  readonly purpose?: Purpose;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** In place of the gateway's own address. */
  readonly at?: string;
}

export interface TwoGateways {
  readonly postgres: PrivatePostgres;
  readonly redis: PrivateRedis;
  url(which: Which): string;
  adminUrl(which: Which): string;
  dataDirectory(which: Which): string;
  process(which: Which): ChildProcess;
  /** In place of one that has ended. */
  start(which: Which): Promise<void>;
  /** `SIGKILL`, and until it has ended. */
  kill(which: Which): Promise<void>;
  ask(which: Which, persona: PersonaName, query: string, asking?: Asking): Promise<Asked>;
  close(): Promise<void>;
}

/**
 * @param environment of both, beside what they need.
 * @param file that starts each, in place of the usual one.
 */
export async function startTwo(
  environment: Readonly<Record<string, string>> = {},
  file?: string,
): Promise<TwoGateways> {
  const directory = mkdtempSync(join(tmpdir(), 'family-view-two-'));
  const [postgres, redis] = await Promise.all([startPrivatePostgres(), startPrivateRedis()]);
  const databaseUrl = await prepareForGateways(postgres.url);
  const key = await loadDevelopmentKey(join(directory, 'sign-in'));
  const signIn = await serve(async () => JSON.stringify({ keys: [key.publicJwk] }));
  const ports = [await freePort(), await freePort()] as const;
  const adminPorts = [await freePort(), await freePort()] as const;
  const url = (which: Which): string => `http://127.0.0.1:${ports[which]}`;
  const front = await serve(() => jwksOfEither([url(0), url(1)]));
  const agencies = await serveSubgraphs({
    firstPort: 0,
    jwksUrl: `${originOf(front)}/.well-known/jwks.json`,
    dataDirectory: join(directory, 'subgraphs'),
    without: [],
  });
  const dataDirectory = (which: Which): string => join(directory, `gateway-${which}`);
  const processes: ChildProcess[] = [];
  const start = async (which: Which): Promise<void> => {
    processes[which] = await startGatewayProcess({
      port: ports[which],
      dataDirectory: dataDirectory(which),
      ports: agencies.ports,
      file,
      environment: {
        NODE_ENV: 'production',
        ADMIN_PORT: String(adminPorts[which]),
        DATABASE_URL: databaseUrl,
        REDIS_URL: redis.url,
        LINKAGE_KEY,
        JWKS_URI: `${originOf(signIn)}/jwks.json`,
        ISSUER: DEVELOPMENT_ISSUER,
        GRANT_KEYS_LOOK_SECONDS: '1',
        ...environment,
      },
    });
  };
  const end = async (which: Which, signal: NodeJS.Signals): Promise<void> => {
    const child = processes[which];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  await Promise.all([start(0), start(1)]);

  return {
    postgres,
    redis,
    url,
    adminUrl: (which) => `http://127.0.0.1:${adminPorts[which]}`,
    dataDirectory,
    process: (which) => processes[which]!,
    start,
    kill: (which) => end(which, 'SIGKILL'),
    async ask(which, persona, query, { purpose, variables, headers, extensions, at = url(which) } = {}) {
      const token = await signDevelopmentToken(key, persona, { purpose });
      const response = await fetch(`${at}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'x-case-reference': 'CASE-1',
          ...headers,
        },
        body: JSON.stringify({ query, variables, extensions }),
      });
      return { status: response.status, body: JSON.parse(await response.text()) };
    },
    async close() {
      await Promise.all([end(0, 'SIGTERM'), end(1, 'SIGTERM')]);
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

/** As a load balancer: whichever answers, one or the other. */
async function jwksOfEither(urls: readonly string[]): Promise<string> {
  const first = Math.round(Math.random());
  const read = async (at: number): Promise<string> => (await fetch(`${urls[at]}/.well-known/jwks.json`)).text();
  return read(first).catch(() => read(1 - first));
}
