import { type Agency, type RunningAgency, STAND_IN_TIME_LIMIT, type StartOptions, serveAgency } from '@family-view/kit';
import { agencySdl, familyKey, personKey } from '@family-view/schema';
import { connectHousing, type HousingConnector } from './connector';
import { resolvers } from './resolvers';
import { startStandIn } from './stand-in';

export { connectHousing, type HousingConnector } from './connector';

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
  const standIn = options.partnerSystem === undefined ? await startStandIn(options.borough) : undefined;
  const connector = connectHousing({
    baseUrl: options.partnerSystem ?? standIn!.url,
    authorization: process.env.HOUSING_AUTHORIZATION,
    today: standIn && (() => standIn.today),
    timeLimit: standIn ? STAND_IN_TIME_LIMIT : undefined,
  });
  return serveAgency({ ...housingAgency(connector), standIn }, options);
}
