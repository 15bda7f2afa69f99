/** Children's social care, with early help: the agency over its case-management database. */
import { join } from 'node:path';
import { type Agency, type RunningAgency, serveAgency } from '@family-view/kit';
import { agencySdl, familyKey, personKey } from '@family-view/schema';
import { SocialCareConnector } from './connector';
import { openCaseDatabase } from './database/open-database';
import { resolvers } from './resolvers';
import { openStandIn } from './stand-in';

export { SocialCareConnector } from './connector';
export { openCaseDatabase } from './database/open-database';

export interface StartOptions {
  readonly port: number;
  /** 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  readonly jwksUrl: string;
  /** Folder for what the agency itself keeps; the stand-in's database, `social-care.sqlite`, is in it too. */
  readonly dataDirectory: string;
  readonly borough?: { readonly families?: number; readonly seed?: number; readonly today?: string };
  /** A `postgres://` URL (or the path of an SQLite file) of a real case-management database; without it the stand-in's. */
  readonly partnerSystem?: string;
}

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
});

export async function start(options: StartOptions): Promise<RunningAgency> {
  const connector = await connect(options);
  try {
    return await serveAgency(socialCareAgency(connector), options);
  } catch (fault) {
    await connector.close();
    throw fault;
  }
}

async function connect({ partnerSystem, dataDirectory, borough }: StartOptions): Promise<SocialCareConnector> {
  if (partnerSystem === undefined) {
    const { database, today } = await openStandIn(databaseFile(dataDirectory), borough);
    return new SocialCareConnector(database, { today: () => today, dutyLine: STAND_IN_DUTY_LINE });
  }
  const dutyLine = process.env.SOCIAL_CARE_DUTY_LINE ?? null;
  return new SocialCareConnector(await openCaseDatabase(partnerSystem), {
    today: () => new Date().toISOString().slice(0, 10),
    dutyLine,
  });
}
