import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Agency, type RunningAgency, STAND_IN_TIME_LIMIT, type StartOptions, serveAgency } from '@family-view/kit';
import { writeLog } from '@family-view/kit/http/write-log';
import { readPartnerSettings } from '@family-view/kit/partner-settings';
import { reportEmptyFields } from '@family-view/kit/report-empty-fields';
import { personKey, sharedSdl } from '@family-view/schema';
import { connectSampleAgency, type SampleAgencyConnector } from './connector';
import { resolvers } from './resolvers';
import { startStandIn } from './stand-in';

export { connectSampleAgency, type SampleAgencyConnector } from './connector';

export const sampleAgencyAgency = (connector: SampleAgencyConnector): Agency<SampleAgencyConnector> => ({
  name: 'sample-agency',
  sdl: `${readFileSync(join(__dirname, 'schema.graphql'), 'utf8')}\n${sharedSdl()}`,
  personKey: personKey('sample-agency'),
  connector,
  resolvers,
});

/** The sample-agency agency, over its own system or a stand-in of one. */
export async function start(options: StartOptions): Promise<RunningAgency> {
  const own = options.partnerSystem === undefined ? null : readPartnerSettings('sample-agency', options.partnerSystem);
  const standIn = options.partnerSystem === undefined ? await startStandIn(options.borough) : undefined;
  const connector = connectSampleAgency({
    baseUrl: own?.where ?? standIn!.url,
    authorization: own?.authorization,
    headers: own?.headers,
    today: standIn && (() => standIn.today),
    timeLimit: standIn ? STAND_IN_TIME_LIMIT : own?.timeLimit,
  });
  if (own) void reportEmptyFields('sample-agency', () => connector.firstPeople(1_000), options.log ?? writeLog());
  return serveAgency({ ...sampleAgencyAgency(connector), standIn }, options);
}
