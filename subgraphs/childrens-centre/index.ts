import { type Agency, type RunningAgency, type StartOptions, serveAgency } from '@family-view/kit';
import { takingReferrals } from '@family-view/kit/acts/taking-referrals';
import { writeLog } from '@family-view/kit/http/write-log';
import { readPartnerSettings } from '@family-view/kit/partner-settings';
import { reportEmptyFields } from '@family-view/kit/report-empty-fields';
import { agencySdl, personKey } from '@family-view/schema';
import { type CentreConnector, openConnector } from './connector';
import { resolvers } from './resolvers';

export const childrensCentreAgency = (connector: CentreConnector): Agency<CentreConnector> => ({
  name: 'childrens-centre',
  sdl: agencySdl('childrens-centre'),
  personKey: personKey('childrens-centre'),
  connector,
  resolvers,
  acts: takingReferrals(['CHILDRENS_CENTRE'], "Children's centre: referral received"),
});

/** The children's centres, over the folder they export to or a stand-in of one. */
export async function start(options: StartOptions): Promise<RunningAgency> {
  return serveAgency(childrensCentreAgency(await openPartnerSystem(options)), options);
}

async function openPartnerSystem(options: StartOptions): Promise<CentreConnector> {
  const { partnerSystem, dataDirectory, borough, log = writeLog() } = options;
  if (partnerSystem !== undefined) {
    const { where } = readPartnerSettings('childrens-centre', partnerSystem);
    const connector = await openConnector(where, {
      tell: (event) => log({ level: 'warn', agency: 'childrens-centre', event }),
    });
    void reportEmptyFields('childrens-centre', async () => connector.firstPeople(1_000), log);
    return connector;
  }
  // Loaded only here: an agency with a system of its own has no use for an invented borough.
  const { writeStandIn } = await import('./stand-in');
  const standIn = await writeStandIn(dataDirectory, borough);
  return openConnector(standIn.folder, { today: () => standIn.today });
}
