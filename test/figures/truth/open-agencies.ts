/** The five agencies' own connectors over the stand-ins of one borough: what counts, without the gateway. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEducation } from '@family-view/education';
import { HealthConnector } from '@family-view/health';
import { connectHousing } from '@family-view/housing';
import type { Connector } from '@family-view/kit';
import type { BoroughOptions } from '@family-view/population';
import type { AgencyName } from '@family-view/schema';
import { SocialCareConnector } from '@family-view/social-care';
import { openConnector as openCentres } from '../../../subgraphs/childrens-centre/connector';
import { writeStandIn as exportCentres } from '../../../subgraphs/childrens-centre/stand-in';
import { startStandIn as startSchools } from '../../../subgraphs/education/stand-in';
import { startStandIn as startHealth } from '../../../subgraphs/health/stand-in';
import { startStandIn as startLandlord } from '../../../subgraphs/housing/stand-in';
import { openStandIn as openCases } from '../../../subgraphs/social-care/stand-in';

export interface CountingAgencies {
  readonly connectors: Readonly<Record<AgencyName, Pick<Connector, 'count'>>>;
  close(): Promise<void>;
}

export async function openAgencies(options: BoroughOptions): Promise<CountingAgencies> {
  const folder = mkdtempSync(join(tmpdir(), 'family-view-figures-'));
  const [trust, schools, landlord, cases, centres] = await Promise.all([
    startHealth(options),
    startSchools(options),
    startLandlord(options),
    openCases(':memory:', options),
    exportCentres(folder, options),
  ]);
  const connectors = {
    health: new HealthConnector({
      baseUrl: trust.url,
      today: () => trust.today,
      reachAreas: trust.reachAreas,
      coverage: { from: null, to: null, area: null, notCovered: [] },
      timeLimit: 120_000,
    }),
    education: connectEducation({ baseUrl: schools.url, today: () => schools.today, timeLimit: 120_000 }),
    housing: connectHousing({ baseUrl: landlord.url, today: () => landlord.today, timeLimit: 120_000 }),
    'social-care': new SocialCareConnector(cases.database, { today: () => cases.today, dutyLine: null }),
    'childrens-centre': await openCentres(centres.folder, { today: () => centres.today }),
  };
  return {
    connectors,
    async close() {
      await Promise.all(Object.values(connectors).map((one) => one.close()));
      await Promise.all([trust.close(), schools.close(), landlord.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
