/** A gateway of several workers as an operator starts it, in the surroundings of two gateways. Agencies take a moment to answer. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { type ProxiedAgency, standBefore } from '../faults/agency-behind-a-proxy';
import { gatewaySettings, KEEPING, root, startGatewayProcess } from '../faults/gateway-process';
import { freePort } from '../stack';
import { type Surroundings, startSurroundings } from './surroundings';

export interface LogLine {
  readonly msg: string;
  readonly worker?: number;
  readonly [about: string]: unknown;
}

export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  readonly body: any;
}

export interface Workers {
  readonly around: Surroundings;
  readonly port: number;
  readonly dataDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: ReadonlyMap<AgencyName, number>;
  /** Of the one that runs: the first of these lines that fits, as soon as there is one. */
  line(fits: (line: LogLine) => boolean): Promise<LogLine>;
  start(): Promise<ChildProcess>;
  /** With other settings, with which it is to end before it is ready: how, and what it says. */
  startInVain(
    changed: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number | null; readonly told: string }>;
  /** On a connection of its own: whoever keeps one keeps its worker. */
  get(path: string, at?: string): Promise<{ readonly status: number; readonly text: string }>;
  ask(query: string, variables?: object): Promise<Answered>;
  close(): Promise<void>;
}

/** Without pages. */
const file = join(__dirname, 'serve-gateway-over.ts');

/** @param slowMs how long an agency may take. */
export async function startSurroundingsOfWorkers(slowMs: number): Promise<Workers> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const around = await startSurroundings(async () => (await get('/.well-known/jwks.json')).text);
  const ways = new Map<AgencyName, ProxiedAgency>();
  for (const agency of AGENCIES) {
    const way = await standBefore(`http://127.0.0.1:${around.ports.get(agency)}`);
    way.turn(async ({ status, text }, response) => {
      await wait(slowMs * Math.random());
      response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(text);
    });
    ways.set(agency, way);
  }
  let lines: LogLine[] = [];
  const dataDirectory = join(around.directory, 'gateway');
  const environment = {
    ...around.environment,
    WORKERS: '2',
    ADMIN_PORT: '0',
    LOG_LEVEL: 'info',
    ACCESS_LOG: 'OFF',
    SHUTDOWN_NOTICE_MS: '500',
    // One requester stands for many here.
    OPERATIONS_IN_FLIGHT_EACH: '64',
    OPERATIONS_IN_FLIGHT_EACH_BUSY: '64',
    OPERATIONS_BURST_EACH: '1000000',
  };
  const ports = new Map([...ways].map(([agency, { origin }]) => [agency, Number(new URL(origin).port)]));
  const token = await around.token('head-of-centre');

  const send = (
    at: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string,
  ): Promise<{ readonly status: number; readonly text: string }> =>
    new Promise((resolve, reject) => {
      const agent = new Agent({ keepAlive: false });
      request(`${at}${path}`, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (bytes: Buffer) => parts.push(bytes)).on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(parts).toString() }));
      })
        .on('error', reject)
        .end(body);
    });
  const get: Workers['get'] = (path, at = url) => send(at, path);

  return {
    around,
    port,
    dataDirectory,
    environment,
    ports,
    async line(fits) {
      for (;;) {
        const found = lines.find(fits);
        if (found) return found;
        await wait(20);
      }
    },
    start() {
      lines = [];
      const onLine = (line: string): void => void lines.push(JSON.parse(line) as LogLine);
      return startGatewayProcess({ port, dataDirectory, ports, environment, file, onLine });
    },
    async startInVain(changed) {
      const child = spawn(process.execPath, [...KEEPING, file], {
        cwd: root,
        env: {
          ...process.env,
          ...gatewaySettings({ port, dataDirectory, ports, environment: { ...environment, ...changed } }),
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let told = '';
      child.stderr.on('data', (bytes: Buffer) => {
        told += bytes.toString();
      });
      const [code] = await once(child, 'close');
      return { code: code as number | null, told };
    },
    get,
    async ask(query, variables = {}) {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-case-reference': 'CASE-1',
      };
      const { status, text } = await send(url, '/graphql', headers, JSON.stringify({ query, variables }));
      return { status, body: JSON.parse(text) };
    },
    async close() {
      await Promise.all([...ways.values()].map((way) => way.stop()));
      await around.close();
    },
  };
}
