import { type AgencyContext, type DataQuality, NotGranted, type Resolvers } from '@family-view/kit';
import { myReferrals, referralForms } from '@family-view/kit/acts/referral-fields';
import { isReferred } from '@family-view/kit/acts/referred-people';
import DataLoader from 'dataloader';
import type { HealthConnector } from './connector';
import type { MandatedContact } from './format/record';

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

/** A contact by whose due date nobody can reckon when a child is due, who may not know it. */
interface ToldContact extends MandatedContact {
  readonly tellsDueDate?: true;
}

/** Of an unborn child, and of a mother's own antenatal contact, the day it is due is the child's due date less some weeks. */
async function resolveContacts(
  { ref }: HeldRecord,
  _: unknown,
  context: Context,
): Promise<readonly ToldContact[] | null> {
  const [person, { value }] = await Promise.all([
    people(context).load(ref),
    part(context, 'mandatedContacts').load(ref),
  ]);
  const contacts = value as readonly MandatedContact[] | null;
  if (contacts === null || context.isGranted(ref, 'health:maternity')) return contacts;
  const born = person?.lifeState === 'UNBORN' ? null : (person?.dateOfBirth ?? null);
  const isBefore = ({ kind, dueDate }: MandatedContact): boolean =>
    born === null || ((kind === 'ANTENATAL' || kind === null) && dueDate !== null && dueDate > born);
  return contacts.map((contact) => (isBefore(contact) ? { ...contact, tellsDueDate: true } : contact));
}

export const resolvers: Resolvers<HealthConnector> = {
  Person: {
    __resolveReference: (reference) => reference,
    health: async ({ healthRef }: { healthRef: string }, _, context) =>
      isReferred(healthRef) || (await held(context).load(healthRef)) ? { ref: healthRef } : null,
  },
  HealthRecord: {
    ...Object.fromEntries(PART_NAMES.map((name) => [name, resolvePart(name)])),
    mandatedContacts: resolveContacts,
    dataQuality: resolveDataQuality,
    referralForms: ({ ref }: HeldRecord, _, context) => referralForms(ref, context),
    myReferrals: ({ ref }: HeldRecord, _, context) => myReferrals(ref, context),
  },
  MandatedContact: {
    dueDate: ({ dueDate, tellsDueDate }: ToldContact) => {
      if (tellsDueDate && dueDate !== null) throw new NotGranted();
      return dueDate;
    },
  },
};
