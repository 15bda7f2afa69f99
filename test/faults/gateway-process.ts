import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readAudit } from '@family-view/gateway/audit/read-audit';
import { openDevelopmentApi } from '@family-view/gateway/identity/development-api';
import { loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { AGENCIES, type AgencyName } from '@family-view/schema';

export const root = join(__dirname, '../..');

/** By which Node reads our TypeScript, and keeps what it compiled for the next process. */
export const KEEPING = ['--require', join(root, 'test/running/keep-compiled.cjs')] as const;

export interface GatewayPlace {
  readonly port: number;
  readonly dataDirectory: string;
  /** Of each agency. */
  readonly ports: ReadonlyMap<AgencyName, number>;
  /** In place of the settings of these tests. */
  readonly environment?: Readonly<Record<string, string>>;
  /** In place of what keeps what it compiled, which is the shortest to start. */
  readonly execArgv?: readonly string[];
  /** In place of the sources: of `dist/`. */
  readonly file?: string;
  /** Handed each line of its log. */
  readonly onLine?: (line: string) => void;
}

export const gatewaySettings = ({
  port,
  dataDirectory,
  ports,
  environment,
}: GatewayPlace): Readonly<Record<string, string>> => ({
  NODE_ENV: 'development',
  PORT: String(port),
  ADMIN_PORT: '0',
  DATA_DIRECTORY: dataDirectory,
  AGENCY_URLS: AGENCIES.map((agency) => `${agency}=http://127.0.0.1:${ports.get(agency)}`).join(','),
  AGENCY_TIMEOUT_MS: '15000',
  OPERATION_DEADLINE_MS: '30000',
  REQUESTS_PER_MINUTE: '1000000',
  LOG_LEVEL: 'silent',
  ...environment,
});

/** The gateway as a process of its own, that signals can be sent to; once it listens. */
export async function startGatewayProcess({
  port,
  dataDirectory,
  ports,
  environment,
  execArgv = KEEPING,
  file = join(root, 'cli/serve-gateway.ts'),
  onLine,
}: GatewayPlace): Promise<ChildProcess> {
  const child = fork(file, {
    cwd: root,
    execArgv: [...execArgv],
    stdio: ['ignore', onLine ? 'pipe' : 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...gatewaySettings({ port, dataDirectory, ports, environment }) },
  });
  if (onLine) createInterface({ input: child.stdout! }).on('line', onLine);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The gateway ended with ${code} before it was ready.`);
  });
  await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return child;
}

/** A token that a gateway on this directory takes. */
export const developmentToken = async (
  dataDirectory: string,
  persona: PersonaName = 'head-of-centre',
): Promise<string> =>
  openDevelopmentApi(await loadDevelopmentKey(dataDirectory), () => new Date()).token(persona, undefined);

/** Operations that the audit on disk has, by the kind of record. */
export async function recordedOperations(
  dataDirectory: string,
): Promise<Readonly<Record<'intents' | 'disclosures', ReadonlySet<string>>>> {
  const intents = new Set<string>();
  const disclosures = new Set<string>();
  for await (const { record } of readAudit(join(dataDirectory, 'audit'))) {
    const { eventName, correlationId } = JSON.parse(record) as { eventName: string; correlationId: string };
    if (eventName === 'FAMILY_VIEW_INTENT') intents.add(correlationId);
    if (eventName === 'FAMILY_VIEW_DISCLOSURE') disclosures.add(correlationId);
  }
  return { intents, disclosures };
}
