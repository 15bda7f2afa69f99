/** Counts, over the whole of this agency's records. Small numbers are suppressed by the gateway, over all agencies. */
import type { CountedAsk, MeasureAsk, MeasureCells } from '@family-view/kit';
import {
  type AreaFinder,
  addDays,
  addMonths,
  ageBandOf,
  type Counts,
  countRows,
  peopleCounted,
  type Span,
} from '@family-view/kit/figures';
import { type CountedChild, childrenBorn, childrenOf } from './counted-children';
import type { FhirReading } from './fhir-reading';
import { BREASTFEEDING, MANDATED_CONTACT_KINDS, type MandatedContactKind, SYSTEMS, token } from './format/codes';
import { byPerson, idIn } from './format/elements';
import { KINDS } from './format/fhir';
import { isImmunised, MILESTONES } from './format/immunisation-schedule';
import { openValues } from './format/read-leniently';
import {
  type MandatedContact,
  readBreastfeeding,
  readEmergencyAttendances,
  readImmunisations,
  readMandatedContacts,
  readMissedAppointments,
} from './format/record';

export interface Counting {
  readonly fhir: FhirReading;
  readonly today: string;
  readonly areas: AreaFinder;
}

const PLACES = ['area', 'ward', 'sex'] as const;
const AGED = [...PLACES, 'ageBand'] as const;
const GROUPED = [...PLACES, 'ethnicGroup'] as const;

/** Throws `UnknownMeasure` for a count, or a dimension of it, that health does not keep. */
export function countCells(counting: Counting, ask: MeasureAsk): Promise<MeasureCells> {
  return countRows(countsOf(counting), ask, counting.today);
}

/** References of the children whom a count is of. Throws as `countCells`. */
export const countedChildren = (counting: Counting, ask: CountedAsk): Promise<readonly string[]> =>
  peopleCounted(countsOf(counting), ask, counting.today);

function countsOf(counting: Counting): Counts {
  const { today } = counting;
  return {
    'children-under-five': {
      kind: 'STOOD',
      dimensions: [...AGED, 'ethnicGroup'],
      rows: async (day, first) => agedOn(day, await childrenBorn(counting, addMonths(first, -60)), [0, 4]),
    },
    'children-aged-two-to-four': {
      kind: 'STANDS',
      dimensions: AGED,
      rows: async () => agedOn(today, await childrenBorn(counting, addMonths(today, -60)), [2, 4]),
    },
    'mandated-contacts-due': {
      kind: 'HAPPENED',
      dimensions: [...GROUPED, 'contact'],
      rows: (span) => contactsDue(counting, span, () => true),
    },
    'mandated-contacts-in-time': {
      kind: 'HAPPENED',
      dimensions: [...GROUPED, 'contact'],
      rows: (span) =>
        contactsDue(counting, span, ({ contact, deadline }) => isDone(contact) && isInTime(contact, deadline)),
    },
    'children-turned-two-and-a-half': {
      kind: 'HAPPENED',
      dimensions: GROUPED,
      rows: async (span) => turned(await bornFor(counting, span, 30), 30),
    },
    'two-year-reviews-in-time': {
      kind: 'HAPPENED',
      dimensions: GROUPED,
      rows: async (span) => turned(await reviewed(counting, span), 30),
    },
    'babies-turned-8-weeks': {
      kind: 'HAPPENED',
      dimensions: GROUPED,
      rows: async (span) => turnedEightWeeks(await bornFor(counting, span, 2)),
    },
    'breastfed-at-6-to-8-weeks': {
      kind: 'HAPPENED',
      dimensions: GROUPED,
      rows: async (span) => turnedEightWeeks(await breastfed(counting, span)),
    },
    'children-with-birthday': {
      kind: 'HAPPENED',
      dimensions: [...GROUPED, 'milestone'],
      rows: async (span) => (await birthdays(counting, span)).map(({ row }) => row),
    },
    'immunised-by-birthday': {
      kind: 'HAPPENED',
      dimensions: [...GROUPED, 'milestone'],
      rows: (span) => immunised(counting, span),
    },
    'missed-appointments': { kind: 'HAPPENED', dimensions: AGED, rows: () => missed(counting) },
    'emergency-attendances': { kind: 'HAPPENED', dimensions: AGED, rows: () => emergencies(counting) },
  };
}

const attributesOf = ({ ref, area, ward, sex, ethnicGroup }: CountedChild) => ({
  people: [ref],
  area,
  ward,
  sex,
  ethnicGroup,
});

/** Living children of these whole years on a day, both ends in. */
function agedOn(day: string, children: readonly CountedChild[], [from, to]: readonly [number, number]) {
  const [latest, earliest] = [addMonths(day, -12 * from), addMonths(day, -12 * (to + 1))];
  return children
    .filter(({ dateOfBirth }) => dateOfBirth <= latest && dateOfBirth > earliest)
    .map((child) => ({ ...attributesOf(child), ageBand: ageBandOf(child.dateOfBirth, day) }));
}

/** Children who reach an age, in months, within a span: born so long before it. */
const bornFor = (counting: Counting, { from }: Span, months: number): Promise<readonly CountedChild[]> =>
  childrenBorn(counting, from === null ? '1990-01-01' : addMonths(from, -months - 1));

const turned = (children: readonly CountedChild[], months: number) =>
  children.map((child) => ({ ...attributesOf(child), day: addMonths(child.dateOfBirth, months) }));

const turnedEightWeeks = (children: readonly CountedChild[]) =>
  children.map((child) => ({ ...attributesOf(child), day: addDays(child.dateOfBirth, 56) }));

/** Until when a contact is in time (OHID, health visitor service delivery metrics). */
function deadlineOf(kind: MandatedContact['kind'], born: string): string | null {
  switch (kind) {
    case 'ANTENATAL':
      return born;
    case 'NEW_BIRTH':
      return addDays(born, 14);
    case 'SIX_TO_EIGHT_WEEKS':
      return addDays(born, 56);
    case 'ONE_YEAR':
      return addMonths(born, 12);
    case 'TWO_TO_TWO_AND_A_HALF_YEARS':
      return addMonths(born, 30);
    default:
      return null;
  }
}

/** An antenatal contact is before birth; the others by the end of their last day. */
const isInTime = ({ kind, date }: MandatedContact, deadline: string): boolean =>
  kind === 'ANTENATAL' ? date! < deadline : date! <= deadline;

const isDone = ({ date, outcome }: MandatedContact): boolean => date !== null && outcome === 'Completed';

interface DueContact {
  readonly contact: MandatedContact;
  readonly child: CountedChild;
  readonly deadline: string;
}

/** Of one kind, by person. What was booked for a contact makes none of them done, and is not read. */
async function contactsOf({ fhir }: Counting, children: readonly CountedChild[], kind: MandatedContactKind) {
  const refs = children.map(({ ref }) => ref);
  const type = [token({ system: SYSTEMS.mandatedContact, code: kind })];
  const { resources } = await fhir.searchFor(KINDS.Encounter, 'patient', refs, { type });
  return byPerson(
    resources.map(({ value }) => ({
      ref: idIn(value.subject, 'Patient'),
      contacts: readMandatedContacts([value], [], new Map(), []),
    })),
    ({ ref }) => ref,
  );
}

const isWithin = (day: string, { from, to }: Span): boolean =>
  (from === null || day >= from) && (to === null || day <= to);

/** Contacts whose time ran out in the span: of the children who came to their age in it alone. */
async function contactsDue(counting: Counting, span: Span, isCounted: (one: DueContact) => boolean) {
  const born = await bornFor(counting, span, 30);
  const each = MANDATED_CONTACT_KINDS.map(async (kind) => {
    const children = born.flatMap((child) => {
      const deadline = deadlineOf(kind, child.dateOfBirth);
      return deadline !== null && isWithin(deadline, span) ? [{ ...child, deadline }] : [];
    });
    const contacts = await contactsOf(counting, children, kind);
    return children.flatMap((child) =>
      contacts(child.ref)
        .flatMap((one) => one.contacts)
        .filter((contact) => contact.kind === kind && isCounted({ contact, child, deadline: child.deadline }))
        .map(() => ({ ...attributesOf(child), contact: kind, day: child.deadline })),
    );
  });
  return (await Promise.all(each)).flat();
}

const TWO_YEAR_REVIEW = 'TWO_TO_TWO_AND_A_HALF_YEARS';

async function reviewed(counting: Counting, span: Span): Promise<readonly CountedChild[]> {
  const born = await bornFor(counting, span, 30);
  const children = born.filter(({ dateOfBirth }) => isWithin(addMonths(dateOfBirth, 30), span));
  const contacts = await contactsOf(counting, children, TWO_YEAR_REVIEW);
  return children.filter(({ ref, dateOfBirth }) =>
    contacts(ref)
      .flatMap((one) => one.contacts)
      .some((one) => one.kind === TWO_YEAR_REVIEW && isDone(one) && one.date! <= addMonths(dateOfBirth, 30)),
  );
}

async function breastfed(counting: Counting, span: Span): Promise<readonly CountedChild[]> {
  const [children, { resources }] = await Promise.all([
    bornFor(counting, span, 2),
    counting.fhir.search(KINDS.Observation, { code: token(BREASTFEEDING) }),
  ]);
  const observed = byPerson(resources, ({ value }) => idIn(value.subject, 'Patient'));
  return children.filter(({ ref }) => {
    const status = readBreastfeeding(openValues(observed(ref)), []);
    return status === 'TOTALLY' || status === 'PARTIALLY';
  });
}

async function birthdays(counting: Counting, span: Span) {
  const children = await bornFor(counting, span, 60);
  return children.flatMap((child) =>
    MILESTONES.map(({ id, months }) => ({ id, child, day: addMonths(child.dateOfBirth, months) }))
      .filter(({ day }) => (span.from === null || day >= span.from) && (span.to === null || day <= span.to))
      .map(({ id, day }) => ({ child, id, row: { ...attributesOf(child), milestone: id, day } })),
  );
}

async function immunised(counting: Counting, span: Span) {
  const all = await birthdays(counting, span);
  const refs = [...new Set(all.map(({ child }) => child.ref))];
  const { resources } = await counting.fhir.searchFor(KINDS.Immunization, 'patient', refs);
  const given = byPerson(resources, ({ value }) => idIn(value.patient, 'Patient'));
  return all
    .filter(({ child, id, row }) =>
      isImmunised(readImmunisations(openValues(given(child.ref)), []), id, child.dateOfBirth, row.day),
    )
    .map(({ row }) => row);
}

async function missed(counting: Counting) {
  const { resources } = await counting.fhir.search(KINDS.Appointment, { status: 'noshow' });
  const appointments = byPerson(
    resources,
    ({ value }) => value.participant?.map(({ actor }) => idIn(actor, 'Patient')).find((ref) => ref !== null) ?? null,
  );
  const refs = [
    ...new Set(
      resources.flatMap(({ value }) => value.participant?.flatMap(({ actor }) => idIn(actor, 'Patient') ?? []) ?? []),
    ),
  ];
  const children = await childrenOf(counting, refs);
  return children.flatMap((child) =>
    happenedTo(child, readMissedAppointments(openValues(appointments(child.ref)), [])),
  );
}

async function emergencies(counting: Counting) {
  const { resources } = await counting.fhir.search(KINDS.Encounter, {
    class: token({ system: SYSTEMS.actCode, code: 'EMER' }),
  });
  const encounters = byPerson(resources, ({ value }) => idIn(value.subject, 'Patient'));
  const refs = [...new Set(resources.flatMap(({ value }) => idIn(value.subject, 'Patient') ?? []))];
  const children = await childrenOf(counting, refs);
  return children.flatMap((child) =>
    happenedTo(child, readEmergencyAttendances(openValues(encounters(child.ref)), [])),
  );
}

/** To a child, not to somebody of twenty and more. */
const happenedTo = (child: CountedChild, events: readonly { readonly date: string | null }[]) =>
  events.flatMap(({ date: day }) => {
    const ageBand = day === null ? null : ageBandOf(child.dateOfBirth, day);
    return ageBand === null ? [] : [{ ...attributesOf(child), ageBand, day }];
  });
