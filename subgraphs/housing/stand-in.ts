/** The borough's landlord as one small system: what the housing agency holds, served as JSON with HACT and tenure names. */
import { type BoroughOptions, inventBorough, onlyListed, type RunningSystem, serveRows } from '@family-view/population';
import { type HousingHoldings, writeTenures } from './stand-in-tenures';

/** `today` is the borough's own day, by which its records run or have ended. */
export async function startStandIn(options?: BoroughOptions): Promise<RunningSystem & { readonly today: string }> {
  const borough = inventBorough(options);
  return { ...(await startHousingSystem(borough)), today: borough.today };
}

/** Starts the landlord's system over the borough's holdings. Truth about people is never written. */
export function startHousingSystem(borough: HousingHoldings): Promise<RunningSystem> {
  const { housing } = borough;
  const { tenures } = housing;
  const writer = writeTenures(borough);
  const people = [...housing.people].sort((a, b) => (a.ref < b.ref ? -1 : 1));
  const tables = {
    '/persons': { rows: people.map(writer.person), where: PERSON_FILTERS },
    '/tenures': { rows: tenures.map(writer.tenure), where: TENURE_FILTERS },
    '/accounts': { rows: tenures.map(writer.account), where: { tenureIds: onlyListed('tenureId') } },
    '/notices': { rows: tenures.flatMap(writer.notices), where: { tenureIds: onlyListed('tenureId') } },
    '/homelessness': { rows: tenures.flatMap(writer.homelessness), where: { personIds: onlyListed('personIds') } },
    '/person-alerts': { rows: tenures.flatMap(writer.alerts), where: { personIds: onlyListed('personIds') } },
    '/cases': { rows: housing.involvements.map(writer.case), where: { personIds: onlyListed('personId') } },
  };
  return serveRows(tables, ({ path, rows, total }) => ({ results: { [listName(path)]: rows }, total }));
}

/** `/person-alerts` lists `personAlerts`. */
const listName = (path: string): string => path.slice(1).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const PERSON_FILTERS = {
  ids: onlyListed('id'),
  name: onlyListed('surname', 'firstName'),
  surname: onlyListed('surname'),
  firstName: onlyListed('firstName'),
  dateOfBirth: onlyListed('dateOfBirth'),
  postcode: onlyListed('postcode'),
  uprn: onlyListed('uprn'),
  areaId: onlyListed('areaId'),
  officerId: onlyListed('officerId'),
  markers: onlyListed('markers'),
};

const TENURE_FILTERS = {
  ids: onlyListed('id'),
  personIds: onlyListed('personIds'),
  uprn: onlyListed('uprn'),
  isActive: onlyListed('isActive'),
};
