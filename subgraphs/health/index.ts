import { type Agency, type RunningAgency, STAND_IN_TIME_LIMIT, type StartOptions, serveAgency } from '@family-view/kit';
import { takingReferrals } from '@family-view/kit/acts/taking-referrals';
import { writeLog } from '@family-view/kit/http/write-log';
import { londonDay } from '@family-view/kit/london-day';
import { readPartnerSettings } from '@family-view/kit/partner-settings';
import { reportEmptyFields } from '@family-view/kit/report-empty-fields';
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
  openConnector: connector.forRequest,
  resolvers,
  acts: takingReferrals(['UNIVERSAL_HEALTH'], 'Health visiting: referral received'),
});

const coverage: HealthSystem['coverage'] = {
  from: null,
  to: null,
  area: null,
  notCovered: ['private health care', 'care given outside England', 'adult mental health services'],
};

/** The health agency, over its FHIR server or a stand-in of one. */
export async function start(options: HealthStartOptions): Promise<RunningAgency> {
  const own = options.partnerSystem === undefined ? null : readPartnerSettings('health', options.partnerSystem);
  const standIn = options.partnerSystem === undefined ? await startStandIn(options.borough) : undefined;
  const connector = new HealthConnector({
    baseUrl: standIn?.url ?? own?.where ?? '',
    authorization: options.partnerToken === undefined ? own?.authorization : `Bearer ${options.partnerToken}`,
    headers: own?.headers,
    pagingHosts: own?.pagingHosts,
    today: () => standIn?.today ?? londonDay(new Date()),
    reachAreas: standIn?.reachAreas ?? readReachAreas(options.dataDirectory),
    coverage,
    timeLimit: standIn ? STAND_IN_TIME_LIMIT : own?.timeLimit,
  });
  if (own) void reportEmptyFields('health', () => connector.firstPeople(1_000), options.log ?? writeLog());
  return serveAgency({ ...healthAgency(connector), standIn }, options);
}
