/** Two gateways as processes over the same five agencies, with a PostgreSQL, a Redis and a sign-in of their own. */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import type { Purpose } from '@family-view/gateway/identity/types';
import type { PrivatePostgres } from '@family-view/gateway/shared/start-private-postgres';
import type { PrivateRedis } from '@family-view/gateway/shared/start-private-redis';
import { endProcess } from '../end-process';
import { startGatewayProcess } from '../faults/gateway-process';
import { freePort } from '../stack';
import { startSurroundings } from './surroundings';

export { canRunTwo, LINKAGE_KEY } from './surroundings';

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
  const ports = [await freePort(), await freePort()] as const;
  const adminPorts = [await freePort(), await freePort()] as const;
  const url = (which: Which): string => `http://127.0.0.1:${ports[which]}`;
  const around = await startSurroundings(() => jwksOfEither([url(0), url(1)]));
  const dataDirectory = (which: Which): string => join(around.directory, `gateway-${which}`);
  const processes: ChildProcess[] = [];
  const start = async (which: Which): Promise<void> => {
    processes[which] = await startGatewayProcess({
      port: ports[which],
      dataDirectory: dataDirectory(which),
      ports: around.ports,
      file,
      environment: { ...around.environment, ADMIN_PORT: String(adminPorts[which]), ...environment },
    });
  };
  const end = async (which: Which, signal: NodeJS.Signals): Promise<void> => {
    const child = processes[which];
    if (child) await endProcess(child, signal);
  };
  await Promise.all([start(0), start(1)]);

  return {
    postgres: around.postgres,
    redis: around.redis,
    url,
    adminUrl: (which) => `http://127.0.0.1:${adminPorts[which]}`,
    dataDirectory,
    process: (which) => processes[which]!,
    start,
    kill: (which) => end(which, 'SIGKILL'),
    async ask(which, persona, query, { purpose, variables, headers, extensions, at = url(which) } = {}) {
      const token = await around.token(persona, purpose);
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
      await around.close();
    },
  };
}

/** As a load balancer: whichever answers, one or the other. */
async function jwksOfEither(urls: readonly string[]): Promise<string> {
  const first = Math.round(Math.random());
  const read = async (at: number): Promise<string> => (await fetch(`${urls[at]}/.well-known/jwks.json`)).text();
  return read(first).catch(() => read(1 - first));
}
