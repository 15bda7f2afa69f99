import { type Agency, type RunningAgency, STAND_IN_TIME_LIMIT, type StartOptions, serveAgency } from '@family-view/kit';
import { agencySdl, personKey } from '@family-view/schema';
import { HealthConnector, type HealthSystem } from './connector';
import { readReachAreas } from './reach-areas';
import { resolvers } from './resolvers';
import { startStandIn } from './stand-in';

export { HealthConnector, type HealthSystem } from './connector';

export interface HealthStartOptions extends StartOptions {
  /** Sent to `partnerSystem` as a bearer token. */
  readonly partnerToken?: string;
}

export const healthAgency = (connector: HealthConnector): Agency<HealthConnector> => ({
  name: 'health',
  sdl: agencySdl('health'),
  personKey: personKey('health'),
  connector,
  resolvers,
});

const coverage: HealthSystem['coverage'] = {
  from: null,
  to: null,
  area: null,
  notCovered: ['private health care', 'care given outside England', 'adult mental health services'],
};

/** The health agency, over its FHIR server or a stand-in of one. */
export async function start(options: HealthStartOptions): Promise<RunningAgency> {
  const standIn = options.partnerSystem === undefined ? await startStandIn(options.borough) : undefined;
  const connector = new HealthConnector({
    baseUrl: standIn?.url ?? options.partnerSystem ?? '',
    bearer: options.partnerToken,
    today: () => standIn?.today ?? new Date().toISOString().slice(0, 10),
    reachAreas: standIn?.reachAreas ?? readReachAreas(options.dataDirectory),
    coverage,
    timeLimit: standIn ? STAND_IN_TIME_LIMIT : undefined,
  });
  return serveAgency({ ...healthAgency(connector), standIn }, options);
}
