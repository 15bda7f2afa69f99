import type { AgencyContext, DataQuality, HeldPerson, Reference, Resolvers } from '@family-view/kit';
import DataLoader from 'dataloader';
import type { HousingConnector } from './connector';
import type { AccountRow, AlertRow, HomelessnessRecord, NoticeRow, TenureMember, TenureRecord } from './format';
import { isShielded } from './shielding';
import type { Housed } from './tenancy';

type Context = AgencyContext<HousingConnector>;
type Loader<T> = DataLoader<string, T>;

const housed = ({ load, connector }: Context): Loader<Housed | null> =>
  load('housed', () => new DataLoader((refs) => connector.housed(refs)));
const people = ({ load, connector }: Context): Loader<HeldPerson | null> =>
  load('people', () => new DataLoader((refs) => connector.people(refs)));
const tenures = ({ load, connector }: Context): Loader<TenureRecord | null> =>
  load('tenures', () => new DataLoader((refs) => connector.tenures(refs)));
const accounts = ({ load, connector }: Context): Loader<AccountRow | null> =>
  load('accounts', () => new DataLoader((refs) => connector.accounts(refs)));
const notices = ({ load, connector }: Context): Loader<readonly NoticeRow[]> =>
  load('notices', () => new DataLoader((refs) => connector.notices(refs)));
const alerts = ({ load, connector }: Context): Loader<readonly AlertRow[]> =>
  load('alerts', () => new DataLoader((refs) => connector.alerts(refs)));
const homelessness = ({ load, connector }: Context): Loader<readonly HomelessnessRecord[]> =>
  load('homelessness', () => new DataLoader((refs) => connector.homelessness(refs)));

/** A household that may be told of: the tenure, and who of its members is closed to everyone. */
interface Household {
  readonly tenure: TenureRecord;
  readonly open: readonly TenureMember[];
}

export const resolvers: Resolvers<HousingConnector> = {
  Person: {
    __resolveReference: (reference: Reference) => reference,
    housing: (person: Reference, _, context) => housed(context).load(person.housingRef!),
  },
  Family: {
    __resolveReference: (reference: Reference) => reference,
    household: async (family: Reference, _, context) => {
      const tenure = await tenures(context).load(family.housingGroupRef!);
      return tenure === null ? null : openHousehold(tenure, context);
    },
  },
  Household: {
    members: ({ open }: Household) => open,
    // Three children where two are listed would tell of the third: a household with a closed member keeps no count.
    numberOfChildrenInProperty: ({ tenure, open }: Household) =>
      open.length === tenure.members.length ? tenure.numberOfChildrenInProperty : null,
    tenancy: ({ tenure }: Household) => tenure,
  },
  HousingRecord: {
    tenancy: ({ tenure }: Housed) => tenure,
    arrearsBand: async ({ tenure }: Housed, _, context) =>
      tenure && ((await accounts(context).load(tenure.ref))?.arrearsBand ?? null),
    notices: async ({ tenure }: Housed, _, context) =>
      tenure && latestFirst(await notices(context).load(tenure.ref), (notice) => notice.servedDate),
    homelessness: async ({ person }: Housed, _, context) =>
      latestFirst(await homelessness(context).load(person.ref), (record) => record.assessmentDate),
    temporaryAccommodation: ({ tenure }: Housed) => tenure,
    alerts: async ({ person }: Housed, _, context) =>
      latestFirst(await alerts(context).load(person.ref), (alert) => alert.startDate),
    dataQuality: (record: Housed, _, context) => faultsOf(record, context),
  },
  Tenancy: { housingOfficer: (tenure: TenureRecord) => tenure.officer },
  TemporaryAccommodation: {
    kind: (tenure: TenureRecord) => tenure.temporaryKind,
    since: (tenure: TenureRecord) => tenure.temporarySince,
  },
};

/** Null where anybody who lives there is shielded: the household as a whole would tell where, or with whom, they live. */
async function openHousehold(tenure: TenureRecord, context: Context): Promise<Household | null> {
  const refs = tenure.members.flatMap((member) => member.ref ?? []);
  const members = await Promise.all(refs.map((ref) => people(context).load(ref)));
  if (members.some(isShielded)) return null;
  const closed = new Set<string>();
  await Promise.all(refs.map(async (ref) => (await context.isClosed(ref)) && closed.add(ref)));
  return { tenure, open: tenure.members.filter((member) => member.ref === null || !closed.has(member.ref)) };
}

const latestFirst = <Row>(rows: readonly Row[], dateOf: (row: Row) => string | null): readonly Row[] =>
  [...rows].sort((a, b) => (dateOf(b) ?? '').localeCompare(dateOf(a) ?? ''));

/**
 * Faults are told under the tenancy's stream. One in a part that another stream shares is told without its field, for
 * "the date of a homelessness case is garbled" says that there was one; other members' faults are not told here at all.
 */
async function faultsOf({ person, tenure }: Housed, context: Context): Promise<readonly DataQuality[]> {
  const rows = await Promise.all([
    homelessness(context).load(person.ref),
    alerts(context).load(person.ref),
    tenure === null ? [] : notices(context).load(tenure.ref),
    tenure === null ? null : accounts(context).load(tenure.ref),
  ]);
  const ownTenure = (tenure?.dataQuality ?? []).filter(
    (line) => !/^(householdMembers|tempAccommodationInfo)\b/.test(line.field),
  );
  const elsewhere = rows.flat().some((row) => row !== null && row.dataQuality.length > 0);
  return [
    ...person.dataQuality,
    ...ownTenure,
    ...(elsewhere
      ? [{ field: 'record', fault: 'a part of the record shared by another stream could not be read as it should be' }]
      : []),
  ];
}
