import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { freePort, type House, openHouse } from '../house';
import { type ProxiedAgency, standBefore } from './agency-behind-a-proxy';

export const AGENCY_TIMEOUT_MS = 2_500;
export const OPERATION_DEADLINE_MS = 8_000;

/** The five real agencies, each behind a way of our own, and houses that are opened on them one after another. */
export interface WeatherStation {
  readonly ways: Readonly<Record<AgencyName, ProxiedAgency>>;
  readonly dataDirectory: string;
  /** A gateway at the one port whose keys the agencies trust. */
  openHouse(environment?: Readonly<Record<string, string>>): Promise<House>;
  readonly port: number;
  close(): Promise<void>;
}

export async function openWeatherStation(): Promise<WeatherStation> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-weather-'));
  const port = await freePort();
  const running = await serveSubgraphs({
    firstPort: 0,
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    dataDirectory: join(dataDirectory, 'subgraphs'),
    without: [],
  });
  const ways = Object.fromEntries(
    await Promise.all(
      AGENCIES.map(
        async (agency) => [agency, await standBefore(`http://127.0.0.1:${running.ports.get(agency)}`)] as const,
      ),
    ),
  ) as Record<AgencyName, ProxiedAgency>;
  const origins = new Map(AGENCIES.map((agency): [string, string] => [agency, ways[agency].origin]));
  return {
    ways,
    dataDirectory,
    port,
    openHouse: (environment = {}) =>
      openHouse({
        port,
        dataDirectory,
        agencies: async () => ({ origins, close: async () => {} }),
        environment: {
          AGENCY_TIMEOUT_MS: String(AGENCY_TIMEOUT_MS),
          OPERATION_DEADLINE_MS: String(OPERATION_DEADLINE_MS),
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
