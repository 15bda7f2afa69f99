import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GatewayOptions, readConfig, startGateway } from '@family-view/gateway';
import { openDevelopmentApi } from '@family-view/gateway/identity/development-api';
import { loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { PROPOSAL_LIMITS } from '@family-view/gateway/schema-registry/schema-check-client';
import { freePort } from '@family-view/gateway/shared/free-port';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { serveSubgraphs } from '../cli/serve-subgraphs';
import { WIDE_LIMITS } from './wide-limits';

/** An address on this machine at which nobody answers. */
const NOBODY = 'http://127.0.0.1:9';

/** A busy machine is not an agency in trouble: only tests of the faults keep the deadlines of real use. */
const PATIENT = {
  AGENCY_TIMEOUT_MS: '30000',
  OPERATION_DEADLINE_MS: '60000',
  PLANNING_TIME_LIMIT_MS: '30000',
  AUDIT_WRITE_TIMEOUT_MS: '60000',
  OPERATIONS_IN_FLIGHT: '1000',
  OPERATIONS_IN_FLIGHT_BUSY: '1000',
  OPERATIONS_IN_FLIGHT_EACH: '1000',
  OPERATIONS_IN_FLIGHT_EACH_BUSY: '1000',
  OPERATIONS_BURST_EACH: '1000000',
};
const PATIENT_LIMITS = { ...PROPOSAL_LIMITS, milliseconds: 60_000 };

export interface Answer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  readonly body: any;
  readonly milliseconds: number;
}

export interface Asking {
  readonly purpose?: string;
  readonly caseReference?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where a stack is, and where it keeps what it keeps. */
export interface StackAddress {
  readonly url: string;
  readonly dataDirectory: string;
}

export interface SharedStack extends StackAddress {
  token(persona: PersonaName, purpose?: string): Promise<string>;
  ask(persona: PersonaName, query: string, asking?: Asking): Promise<Answer>;
}

export interface RunningStack extends SharedStack {
  countersign(): Promise<void>;
  /** As SIGHUP does. */
  reloadFiles(): Promise<void>;
  /** Where metrics and the agencies' states are told. */
  readonly adminUrl: string;
  /** As SIGTERM does. */
  shutDown(): Promise<void>;
  close(): Promise<void>;
}

export interface StackOptions extends GatewayOptions {
  readonly families?: number;
  /** Another borough. */
  readonly seed?: number;
  readonly without?: readonly AgencyName[];
  /** Agencies of the test's own, by origin, in place of the five. They are started with the gateway's key address. */
  readonly agencies?: (
    jwksUrl: string,
  ) => Promise<{ readonly origins: ReadonlyMap<string, string>; close(): Promise<void> }>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Kept when the stack closes, so that another can be opened on it. */
  readonly dataDirectory?: string;
  readonly port?: number;
}

/** The whole stack in this process: five agencies over the invented borough, and the gateway, over real HTTP. */
export async function startStack(options: StackOptions = {}): Promise<RunningStack> {
  const kept = options.dataDirectory !== undefined;
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'family-view-'));
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const jwksUrl = `${url}/.well-known/jwks.json`;
  const subgraphs = options.agencies ? await options.agencies(jwksUrl) : await five(jwksUrl, dataDirectory, options);
  const urls = AGENCIES.map((agency) => `${agency}=${subgraphs.origins.get(agency) ?? NOBODY}`).join(',');
  const config = readConfig(
    {
      NODE_ENV: 'test',
      PORT: String(port),
      ADMIN_PORT: '0',
      DATA_DIRECTORY: join(dataDirectory, 'gateway'),
      AGENCY_URLS: urls,
      LOG_LEVEL: 'silent',
      REQUESTS_PER_MINUTE: '1000000',
      AUDIT_COUNTERSIGN_SECONDS: '0',
      ...PATIENT,
      ...options.environment,
    },
    AGENCIES,
  );
  const gateway = await startGateway(config, { limitTerms: WIDE_LIMITS, proposalLimits: PATIENT_LIMITS, ...options });
  return {
    ...(await asker({ url, dataDirectory }, options.now)),
    reloadFiles: gateway.reloadFiles,
    countersign: gateway.countersign,
    adminUrl: gateway.adminUrl,
    shutDown: gateway.shutDown,
    async close() {
      await gateway.close();
      await subgraphs.close();
      if (!kept) rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/**
 * The stack that all suites of this worker share: the five agencies and the gateway as `startStack()` opens them, in a
 * process of their own. For suites that change nothing in it: what changes a setting, a file, a clock or what agencies hold
 * starts a stack of its own.
 */
export async function sharedStack(): Promise<SharedStack> {
  const { stackOfThisWorker } = globalThis as unknown as { readonly stackOfThisWorker: () => Promise<StackAddress> };
  return asker(await stackOfThisWorker());
}

async function asker({ url, dataDirectory }: StackAddress, now = () => new Date()): Promise<SharedStack> {
  const key = await loadDevelopmentKey(join(dataDirectory, 'gateway'));
  const api = openDevelopmentApi(key, now);
  const tokens = new Map<string, Promise<string>>();

  const token = (persona: PersonaName, purpose?: string): Promise<string> => {
    // Another day has another token: clocks are moved.
    const name = `${persona} ${purpose} ${now().toDateString()}`;
    const found = tokens.get(name) ?? api.token(persona, purpose);
    tokens.set(name, found);
    return found;
  };
  return {
    url,
    dataDirectory,
    token,
    async ask(persona, query, { purpose, caseReference, variables, operationName, headers } = {}) {
      const began = performance.now();
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await token(persona, purpose)}`,
          ...(needsCase(purpose) || caseReference ? { 'x-case-reference': caseReference ?? 'CASE-1' } : {}),
          ...headers,
        },
        body: JSON.stringify({ query, variables, operationName }),
      });
      const text = await response.text();
      return { status: response.status, text, body: JSON.parse(text), milliseconds: performance.now() - began };
    },
  };
}

const needsCase = (purpose: string | undefined): boolean => purpose === 'SAFEGUARDING' || purpose === 'TRIAGE';

async function five(jwksUrl: string, dataDirectory: string, { families, seed, without = [] }: StackOptions) {
  const running = await serveSubgraphs({
    firstPort: 0,
    jwksUrl,
    dataDirectory: join(dataDirectory, 'subgraphs'),
    timeLimitMs: 30_000,
    without,
    families,
    seed,
  });
  const origins = new Map<string, string>(
    [...running.ports].map(([agency, port]) => [agency, `http://127.0.0.1:${port}`]),
  );
  return { origins, close: running.close };
}

export { freePort };
