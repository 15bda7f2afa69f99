import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Agency, type RunningAgency, STAND_IN_TIME_LIMIT, type StartOptions, serveAgency } from '@family-view/kit';
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
  const standIn = options.partnerSystem === undefined ? await startStandIn(options.borough) : undefined;
  const connector = connectSampleAgency({
    baseUrl: options.partnerSystem ?? standIn!.url,
    authorization: process.env.SAMPLE_AGENCY_AUTHORIZATION,
    today: standIn && (() => standIn.today),
    timeLimit: standIn ? STAND_IN_TIME_LIMIT : undefined,
  });
  return serveAgency({ ...sampleAgencyAgency(connector), standIn }, options);
}
