import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, type IssuedCertificate } from '@family-view/gateway/fixtures/certificates';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { freePort, type RunningStack, type StackOptions, startStack } from '../stack';
import { type ProxiedAgency, standBefore } from './agency-behind-a-proxy';

/**
 * A proof holds to the times that are promised. Elsewhere a machine that is busy with other things must not look like an
 * agency that is down: there the tests show that each time limit ends what it limits, not how soon.
 */
const PROOF = process.env.PROOF === '1';
export const AGENCY_TIMEOUT_MS = PROOF ? 2_500 : 3_000;
export const OPERATION_DEADLINE_MS = PROOF ? 8_000 : 16_000;
/** Longest that an answer may take, and the way back to whole answers. */
export const MOST_ANSWER_MS = OPERATION_DEADLINE_MS + 500;
export const MOST_RECOVERY_MS = 10_000;

/** The five real agencies, each behind a way of our own, and stacks that are opened on them one after another. */
export interface FaultStack {
  readonly ways: Readonly<Record<AgencyName, ProxiedAgency>>;
  readonly dataDirectory: string;
  /** A gateway at the one port whose keys the agencies trust. */
  startStack(options?: Pick<StackOptions, 'environment' | 'logDestination'>): Promise<RunningStack>;
  /** Health alone is reached over TLS, and wants to see the gateway's certificate: another one for it. */
  issue(hosts: readonly string[], validity?: { readonly from: Date; readonly until: Date }): IssuedCertificate;
  readonly port: number;
  close(): Promise<void>;
}

export async function startFaultStack(): Promise<FaultStack> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-faults-'));
  const port = await freePort();
  const running = await serveSubgraphs({
    firstPort: 0,
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    dataDirectory: join(dataDirectory, 'subgraphs'),
    without: [],
  });
  const authority = createAuthority();
  const tls = {
    ...authority.issue(['127.0.0.1']),
    ca: authority.ca,
    requestCert: true,
    rejectUnauthorized: true,
  };
  const put = (name: string, text: string): string => {
    const file = join(dataDirectory, name);
    writeFileSync(file, text);
    return `health=${file}`;
  };
  const own = authority.issue(['gateway.example']);
  const tlsFiles = {
    AGENCY_CA_FILES: put('ca.pem', authority.ca),
    AGENCY_CERTIFICATE_FILES: put('own.pem', own.cert),
    AGENCY_KEY_FILES: put('own.key', own.key),
  };
  const ways = Object.fromEntries(
    await Promise.all(
      AGENCIES.map(
        async (agency) =>
          [
            agency,
            await standBefore(`http://127.0.0.1:${running.ports.get(agency)}`, agency === 'health' ? tls : undefined),
          ] as const,
      ),
    ),
  ) as Record<AgencyName, ProxiedAgency>;
  const origins = new Map(AGENCIES.map((agency): [string, string] => [agency, ways[agency].origin]));
  return {
    ways,
    dataDirectory,
    port,
    issue: authority.issue,
    startStack: ({ environment = {}, ...options } = {}) =>
      startStack({
        ...options,
        port,
        dataDirectory,
        agencies: async () => ({ origins, close: async () => {} }),
        environment: {
          AGENCY_TIMEOUT_MS: String(AGENCY_TIMEOUT_MS),
          OPERATION_DEADLINE_MS: String(OPERATION_DEADLINE_MS),
          ...tlsFiles,
          ...environment,
        },
      }),
    async close() {
      await Promise.all(AGENCIES.map((agency) => ways[agency].stop()));
      await running.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
