import type { AgencyContext, DataQuality, Resolvers } from '@family-view/kit';
import DataLoader from 'dataloader';
import type { HealthConnector } from './connector';

type Context = AgencyContext<HealthConnector>;
interface Part<T> {
  readonly value: T;
  readonly faults: readonly DataQuality[];
}
/** What `Person.health` resolves to: the ref, and each part is read when its field is asked for. */
interface HeldRecord {
  readonly ref: string;
}

/** The parts of a record: which of the connector's readings each field is. */
const PARTS = {
  registration: 'registrations',
  mandatedContacts: 'mandatedContacts',
  developmentReviews: 'developmentReviews',
  immunisations: 'immunisations',
  missedAppointments: 'missedAppointments',
  emergencyAttendances: 'emergencyAttendances',
  breastfeedingStatus: 'breastfeeding',
  maternity: 'maternity',
} as const;
/** Read for its faults only: involvements are told through the contract. */
const SERVICES = 'services';
type PartName = keyof typeof PARTS;
const PART_NAMES: readonly PartName[] = [
  'registration',
  'mandatedContacts',
  'developmentReviews',
  'immunisations',
  'missedAppointments',
  'emergencyAttendances',
  'breastfeedingStatus',
  'maternity',
];

const held = (context: Context): DataLoader<string, boolean> =>
  context.load('health:held', () => new DataLoader<string, boolean>((refs) => context.connector.holds(refs)));

const people = (context: Context) =>
  context.load('health:people', () => new DataLoader((refs: readonly string[]) => context.connector.people(refs)));

const part = (context: Context, name: PartName | typeof SERVICES): DataLoader<string, Part<unknown>> =>
  context.load(
    `health:${name}`,
    () =>
      new DataLoader<string, Part<unknown>>((refs) =>
        name === SERVICES ? context.connector.services(refs) : context.connector[PARTS[name]](refs),
      ),
  );

const resolvePart = (name: PartName) => async (record: HeldRecord, _: unknown, context: Context) =>
  (await part(context, name).load(record.ref)).value;

/**
 * The faults of the person's own details and registration, in full. Of the rest of the record only that there are some:
 * whoever may see the registration may not know that there is, say, an emergency attendance with a date that is no date.
 */
async function resolveDataQuality({ ref }: HeldRecord, _: unknown, context: Context): Promise<readonly DataQuality[]> {
  const [person, ...parts] = await Promise.all([
    people(context).load(ref),
    ...PART_NAMES.map((name) => part(context, name).load(ref)),
    part(context, SERVICES).load(ref),
  ]);
  const [registration, ...rest] = parts;
  const elsewhere = rest.flatMap(({ faults }) => faults).length;
  return [
    ...(person?.dataQuality ?? []),
    ...(registration?.faults ?? []),
    ...(elsewhere === 0
      ? []
      : [{ field: 'HealthRecord', fault: 'other parts of this record have faults: ask the agency' }]),
  ];
}

export const resolvers: Resolvers<HealthConnector> = {
  Person: {
    __resolveReference: (reference) => reference,
    health: async ({ healthRef }: { healthRef: string }, _, context) =>
      (await held(context).load(healthRef)) ? { ref: healthRef } : null,
  },
  HealthRecord: {
    ...Object.fromEntries(PART_NAMES.map((name) => [name, resolvePart(name)])),
    dataQuality: resolveDataQuality,
  },
};
