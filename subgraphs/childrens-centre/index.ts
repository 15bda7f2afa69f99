import { type Agency, type RunningAgency, type StartOptions, serveAgency } from '@family-view/kit';
import { writeLog } from '@family-view/kit/http/write-log';
import { londonDay } from '@family-view/kit/london-day';
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
  if (partnerSystem !== undefined) {
    const log = writeLog();
    return openConnector(partnerSystem, {
      today: () => londonDay(new Date()),
      tell: (event) => log({ level: 'warn', agency: 'childrens-centre', event }),
    });
  }
  // Loaded only here: an agency with a system of its own has no use for an invented borough.
  const { writeStandIn } = await import('./stand-in');
  const standIn = await writeStandIn(dataDirectory, borough);
  return openConnector(standIn.folder, { today: () => standIn.today });
}
