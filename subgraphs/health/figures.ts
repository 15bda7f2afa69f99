/** Counts, over the whole of this agency's records. Small numbers are suppressed by the gateway, over all agencies. */
import { type MeasureAsk, type MeasureCells, UnknownMeasure } from '@family-view/kit';
import { MANDATED_CONTACTS } from './care';
import type { FhirReading } from './fhir-reading';
import { byPerson, idIn } from './format/elements';
import { KINDS } from './format/fhir';
import { readPatientAlone } from './format/person';
import { readMandatedContacts } from './format/record';
import { type ReachAreaSectors, reachAreaOf } from './reach-areas';

interface Counting {
  readonly fhir: FhirReading;
  readonly today: string;
  readonly reachAreas: readonly ReachAreaSectors[];
}

const MEASURES: Readonly<Record<string, { readonly dimensions: readonly string[]; readonly list: Lister }>> = {
  'children-under-five': { dimensions: ['area', 'ageBand'], list: listChildrenUnderFive },
  'mandated-contacts': { dimensions: ['kind', 'outcome', 'area'], list: listMandatedContacts },
};
type Row = Readonly<Record<string, string>> & { readonly area: string };
type Lister = (counting: Counting, ask: MeasureAsk) => Promise<readonly Row[]>;

/** What is not on the record is counted under this key, never left out. */
const NOT_KNOWN = 'NOT_KNOWN';

/** Throws `UnknownMeasure` for a measure, or a dimension of it, that health does not keep. */
export async function countCells(counting: Counting, ask: MeasureAsk): Promise<MeasureCells> {
  const measure = MEASURES[ask.measure];
  if (measure === undefined) throw new UnknownMeasure(ask.measure, Object.keys(MEASURES));
  const strange = ask.by.find((dimension) => !measure.dimensions.includes(dimension));
  if (strange !== undefined) throw new UnknownMeasure(`${ask.measure} by ${strange}`, measure.dimensions);
  const rows = (await measure.list(counting, ask)).filter(({ area }) => ask.area === null || area === ask.area);
  const counts = new Map<string, { key: readonly string[]; count: number }>();
  for (const row of rows) {
    const key = ask.by.map((dimension) => row[dimension] ?? NOT_KNOWN);
    const cell = counts.get(JSON.stringify(key)) ?? { key, count: 0 };
    counts.set(JSON.stringify(key), { key, count: cell.count + 1 });
  }
  return [...counts.values()].sort((one, other) => one.key.join().localeCompare(other.key.join()));
}

/** Whole years between two ISO dates. */
export const ageOn = (born: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - (day.slice(5) < born.slice(5) ? 1 : 0);

/** Living children who are not yet five on the last day asked for, or today. */
async function listChildrenUnderFive(
  { fhir, today, reachAreas }: Counting,
  { to }: MeasureAsk,
): Promise<readonly Row[]> {
  const day = to ?? today;
  const fifthBirthday = `${Number(day.slice(0, 4)) - 5}${day.slice(4)}`;
  const { resources, asOf } = await fhir.search(KINDS.Patient, { birthdate: `gt${fifthBirthday}` });
  return resources.flatMap((patient) => {
    const child = readPatientAlone(patient, asOf, today);
    if (child.lifeState !== 'BORN' || child.dateOfBirth === null || child.dateOfBirth > day) return [];
    const age = ageOn(child.dateOfBirth, day);
    return age > 4
      ? []
      : [{ ageBand: age === 0 ? 'under 1' : String(age), area: reachAreaOf(child.postcode, reachAreas) ?? NOT_KNOWN }];
  });
}

/** Contacts by the day they took place, or fell due where they did not. */
async function listMandatedContacts({ fhir, today, reachAreas }: Counting, ask: MeasureAsk): Promise<readonly Row[]> {
  const wantsArea = ask.area !== null || ask.by.includes('area');
  const [encounters, appointments] = await Promise.all([
    fhir.search(KINDS.Encounter, { type: MANDATED_CONTACTS }),
    fhir.search(KINDS.Appointment, { 'service-type': MANDATED_CONTACTS }),
  ]);
  const contactsOf = byPerson(encounters.resources, ({ value }) => idIn(value.subject, 'Patient'));
  const refs = [...new Set(encounters.resources.flatMap(({ value }) => idIn(value.subject, 'Patient') ?? []))];
  const patients = wantsArea ? await fhir.searchFor(KINDS.Patient, '_id', refs) : { resources: [], asOf: '' };
  const areaOf = new Map(
    patients.resources.map((patient) => {
      const held = readPatientAlone(patient, patients.asOf, today);
      return [held.ref, reachAreaOf(held.postcode, reachAreas) ?? NOT_KNOWN];
    }),
  );
  const bookings = appointments.resources.map(({ value }) => value);
  return refs.flatMap((ref) =>
    readMandatedContacts(
      contactsOf(ref).map(({ value }) => value),
      bookings,
      new Map(),
      [],
    )
      .filter(({ date, dueDate }) => isWithin(date ?? dueDate, ask))
      .map(({ kind, outcome }) => ({
        kind: kind ?? NOT_KNOWN,
        outcome: outcome ?? NOT_KNOWN,
        area: areaOf.get(ref) ?? NOT_KNOWN,
      })),
  );
}

const isWithin = (day: string | null, { from, to }: MeasureAsk): boolean =>
  (from === null || (day !== null && day >= from)) && (to === null || (day !== null && day <= to));
