import { type Agency, type RunningAgency, serveAgency } from '@family-view/kit';
import { agencySdl, familyKey, personKey } from '@family-view/schema';
import { connectHousing, type HousingConnector } from './connector';
import { resolvers } from './resolvers';
import { startStandIn } from './stand-in';

export { connectHousing, type HousingConnector } from './connector';

export interface StartOptions {
  readonly port: number;
  /** 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  readonly jwksUrl: string;
  /** Folder for what the agency itself keeps. */
  readonly dataDirectory: string;
  readonly borough?: { readonly families?: number; readonly seed?: number; readonly today?: string };
  /** Where a real housing system answers; without it a stand-in is started in this process. */
  readonly partnerSystem?: string;
}

export const housingAgency = (connector: HousingConnector): Agency<HousingConnector> => ({
  name: 'housing',
  sdl: agencySdl('housing'),
  personKey: personKey('housing'),
  familyKey: familyKey('housing'),
  connector,
  resolvers,
});

/** The housing agency, over its landlord's system or a stand-in of one. */
export async function start(options: StartOptions): Promise<RunningAgency> {
  const standIn = options.partnerSystem === undefined ? await startStandIn(options.borough) : null;
  const connector = connectHousing({
    baseUrl: options.partnerSystem ?? standIn!.url,
    authorization: process.env.HOUSING_AUTHORIZATION,
    today: standIn ? () => standIn.today : undefined,
  });
  const closeSystem = async (): Promise<void> => {
    await connector.close();
    await standIn?.close();
  };
  try {
    const running = await serveAgency(housingAgency(connector), options);
    const close = async (): Promise<void> => {
      await running.close();
      await closeSystem();
    };
    return { port: running.port, url: running.url, close };
  } catch (fault) {
    await closeSystem();
    throw fault;
  }
}
