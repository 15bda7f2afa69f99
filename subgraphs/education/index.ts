import { type Agency, type RunningAgency, STAND_IN_TIME_LIMIT, type StartOptions, serveAgency } from '@family-view/kit';
import { writeLog } from '@family-view/kit/http/write-log';
import { readPartnerSettings } from '@family-view/kit/partner-settings';
import { reportEmptyFields } from '@family-view/kit/report-empty-fields';
import { agencySdl, personKey } from '@family-view/schema';
import { connectEducation, type EducationConnector } from './connector';
import { resolvers } from './resolvers';
import { startStandIn } from './stand-in';

export { connectEducation, type EducationConnector } from './connector';

export const educationAgency = (connector: EducationConnector): Agency<EducationConnector> => ({
  name: 'education',
  sdl: agencySdl('education'),
  personKey: personKey('education'),
  connector,
  openConnector: connector.forRequest,
  resolvers,
});

/** The education agency, over its own MIS or a stand-in of one. */
export async function start(options: StartOptions): Promise<RunningAgency> {
  const own = options.partnerSystem === undefined ? null : readPartnerSettings('education', options.partnerSystem);
  const standIn = options.partnerSystem === undefined ? await startStandIn(options.borough) : undefined;
  const connector = connectEducation({
    baseUrl: own?.where ?? standIn!.url,
    authorization: own?.authorization,
    headers: own?.headers,
    today: standIn && (() => standIn.today),
    timeLimit: standIn ? STAND_IN_TIME_LIMIT : own?.timeLimit,
  });
  if (own) void reportEmptyFields('education', () => connector.firstPeople(1_000), options.log ?? writeLog());
  return serveAgency({ ...educationAgency(connector), standIn }, options);
}
