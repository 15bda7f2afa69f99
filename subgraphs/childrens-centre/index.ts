import { type Agency, type RunningAgency, type StartOptions, serveAgency } from '@family-view/kit';
import { agencySdl } from '@family-view/schema';
import { type CentreConnector, openConnector } from './connector';
import { resolvers } from './resolvers';

export const describeAgency = (connector: CentreConnector): Agency<CentreConnector> => ({
  name: 'childrens-centre',
  sdl: agencySdl('childrens-centre'),
  personKey: 'childrensCentreRef',
  connector,
  resolvers,
});

export async function start(options: StartOptions): Promise<RunningAgency> {
  const connector = await openPartnerSystem(options);
  try {
    return await serveAgency(describeAgency(connector), options);
  } catch (fault) {
    await connector.close();
    throw fault;
  }
}

async function openPartnerSystem({ partnerSystem, dataDirectory, borough }: StartOptions): Promise<CentreConnector> {
  if (partnerSystem !== undefined) return openConnector(partnerSystem);
  // Loaded only here: an agency with a system of its own has no use for an invented borough.
  const { writeStandIn } = await import('./stand-in');
  const standIn = await writeStandIn(dataDirectory, borough);
  return openConnector(standIn.folder, { today: () => standIn.today });
}
