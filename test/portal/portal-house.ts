import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portalManifest } from '@family-view/portal';
import { builtPages } from '../../cli/built-pages';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { type House, openHouse } from '../house';
import { type ProxiedAgency, standBefore } from '../weather/agency-behind-a-proxy';

export interface PortalHouse extends House {
  /** Between the gateway and the landlord: can be slow, or down. */
  readonly housing: ProxiedAgency;
  /** Moves the gateway's clock on. */
  later(milliseconds: number): void;
}

/** A house that serves the portal and answers no operation but the portal's own. */
export async function openPortalHouse(): Promise<PortalHouse> {
  let ahead = 0;
  let housing: ProxiedAgency | undefined;
  const house = await openHouse({
    pages: await builtPages(),
    now: () => new Date(Date.now() + ahead),
    environment: { OPERATIONS_MANIFEST: portalManifest(), OPERATIONS_ANSWERED: 'MANIFEST' },
    agencies: async (jwksUrl) => {
      const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-portal-'));
      const running = await serveSubgraphs({ firstPort: 0, jwksUrl, dataDirectory, without: [] });
      const origins = new Map<string, string>(
        [...running.ports].map(([agency, port]) => [agency, `http://127.0.0.1:${port}`]),
      );
      housing = await standBefore(origins.get('housing')!);
      origins.set('housing', housing.origin);
      return {
        origins,
        close: async () => {
          await housing?.stop();
          await running.close();
          rmSync(dataDirectory, { recursive: true, force: true });
        },
      };
    },
  });
  return { ...house, housing: housing!, later: (milliseconds) => (ahead += milliseconds) };
}
