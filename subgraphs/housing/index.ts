import { type Agency, type RunningAgency, STAND_IN_TIME_LIMIT, type StartOptions, serveAgency } from '@family-view/kit';
import { writeLog } from '@family-view/kit/http/write-log';
import { readPartnerSettings } from '@family-view/kit/partner-settings';
import { reportEmptyFields } from '@family-view/kit/report-empty-fields';
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
  openConnector: connector.forRequest,
  resolvers,
});

/** The housing agency, over its landlord's system or a stand-in of one. */
export async function start(options: StartOptions): Promise<RunningAgency> {
  const own = options.partnerSystem === undefined ? null : readPartnerSettings('housing', options.partnerSystem);
  const standIn = options.partnerSystem === undefined ? await startStandIn(options.borough) : undefined;
  const connector = connectHousing({
    baseUrl: own?.where ?? standIn!.url,
    authorization: own?.authorization,
    headers: own?.headers,
    today: standIn && (() => standIn.today),
    timeLimit: standIn ? STAND_IN_TIME_LIMIT : own?.timeLimit,
  });
  if (own) void reportEmptyFields('housing', () => connector.firstPeople(1_000), options.log ?? writeLog());
  return serveAgency({ ...housingAgency(connector), standIn }, options);
}
