/** Children's social care, with early help: the agency over its case-management database. */
import { join } from 'node:path';
import { type Agency, type RunningAgency, type StartOptions, serveAgency } from '@family-view/kit';
import { readOutcomeTools } from '@family-view/kit/acts/outcome-tools';
import { addDays } from '@family-view/kit/figures';
import { writeLog } from '@family-view/kit/http/write-log';
import { londonDay } from '@family-view/kit/london-day';
import { readPartnerSettings } from '@family-view/kit/partner-settings';
import { reportEmptyFields } from '@family-view/kit/report-empty-fields';
import { agencySdl, familyKey, personKey } from '@family-view/schema';
import { SocialCareConnector } from './connector';
import { openToRead } from './database/open-database';
import { whatIsAbsent } from './database/what-is-absent';
import { earlyHelpActs } from './early-help/acts';
import { resolvers } from './resolvers';
import { openStandIn } from './stand-in';

export { SocialCareConnector } from './connector';
export { openCaseDatabase } from './database/open-database';

/** A number that Ofcom keeps for drama: it rings nowhere. */
const STAND_IN_DUTY_LINE = '01632 960200';

export const databaseFile = (dataDirectory: string): string => join(dataDirectory, 'social-care.sqlite');

export const socialCareAgency = (connector: SocialCareConnector): Agency<SocialCareConnector> => ({
  name: 'social-care',
  sdl: agencySdl('social-care'),
  personKey: personKey('social-care'),
  familyKey: familyKey('social-care'),
  connector,
  resolvers,
  acts: earlyHelpActs(readOutcomeTools()),
});

/** The social-care agency, over its case-management database or a stand-in of one. */
export async function start(options: StartOptions): Promise<RunningAgency> {
  return serveAgency(socialCareAgency(await connect(options)), options);
}

async function connect({
  partnerSystem,
  dataDirectory,
  borough,
  log = writeLog(),
}: StartOptions): Promise<SocialCareConnector> {
  if (partnerSystem === undefined) {
    const { database, today } = await openStandIn(databaseFile(dataDirectory), borough);
    // Its records stand still in time; what is done to them falls due, day by day.
    const began = Date.now();
    const now = (): string => addDays(today, Math.floor((Date.now() - began) / 86_400_000));
    return new SocialCareConnector(database, { today: now, dutyLine: STAND_IN_DUTY_LINE });
  }
  const dutyLine = process.env.SOCIAL_CARE_DUTY_LINE || null;
  const { where } = readPartnerSettings('social-care', partnerSystem);
  const { database, partner } = await openToRead(where);
  for (const event of whatIsAbsent(partner)) log({ level: 'warn', agency: 'social-care', event });
  const known = partner === null ? undefined : new Set(partner.keys());
  const connector = new SocialCareConnector(database, { today: () => londonDay(new Date()), dutyLine, known });
  void reportEmptyFields('social-care', () => connector.firstPeople(1_000), log);
  return connector;
}
