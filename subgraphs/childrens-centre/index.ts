import { type Agency, type RunningAgency, type StartOptions, serveAgency } from '@family-view/kit';
import { agencySdl, personKey } from '@family-view/schema';
import { type CentreConnector, openConnector } from './connector';
import { resolvers } from './resolvers';

export const childrensCentreAgency = (connector: CentreConnector): Agency<CentreConnector> => ({
  name: 'childrens-centre',
  sdl: agencySdl('childrens-centre'),
  personKey: personKey('childrens-centre'),
  connector,
  resolvers,
});

/** The children's centres, over the folder they export to or a stand-in of one. */
export async function start(options: StartOptions): Promise<RunningAgency> {
  return serveAgency(childrensCentreAgency(await openPartnerSystem(options)), options);
}

async function openPartnerSystem({ partnerSystem, dataDirectory, borough }: StartOptions): Promise<CentreConnector> {
  if (partnerSystem !== undefined) return openConnector(partnerSystem);
  // Loaded only here: an agency with a system of its own has no use for an invented borough.
  const { writeStandIn } = await import('./stand-in');
  const standIn = await writeStandIn(dataDirectory, borough);
  return openConnector(standIn.folder, { today: () => standIn.today });
}
