import { type Agency, type RunningAgency, STAND_IN_TIME_LIMIT, type StartOptions, serveAgency } from '@family-view/kit';
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
  resolvers,
});

/** The education agency, over its own MIS or a stand-in of one. */
export async function start(options: StartOptions): Promise<RunningAgency> {
  const standIn = options.partnerSystem === undefined ? await startStandIn(options.borough) : undefined;
  const connector = connectEducation({
    baseUrl: options.partnerSystem ?? standIn!.url,
    authorization: process.env.EDUCATION_AUTHORIZATION,
    today: standIn && (() => standIn.today),
    timeLimit: standIn ? STAND_IN_TIME_LIMIT : undefined,
  });
  return serveAgency({ ...educationAgency(connector), standIn }, options);
}
