import { type AreaFinder, ethnicGroupOf, sexOf } from '@family-view/kit/figures';
import type { FhirReading } from './fhir-reading';
import { EXTENSIONS, SYSTEMS } from './format/codes';
import { codeIn } from './format/elements';
import { KINDS, type Patient } from './format/fhir';
import { readPatientAlone } from './format/person';
import type { Read } from './format/read-leniently';

/** A living person with a date of birth, as far as counting goes. */
export interface CountedChild {
  readonly ref: string;
  readonly dateOfBirth: string;
  readonly area: string | null;
  readonly ward: string | null;
  readonly sex: string | null;
  readonly ethnicGroup: string | null;
}

interface Sources {
  readonly fhir: FhirReading;
  readonly today: string;
  readonly areas: AreaFinder;
}

const born = new WeakMap<FhirReading, Map<string, Promise<readonly CountedChild[]>>>();

/** Everybody born after a day; read once for one request. */
export function childrenBorn(sources: Sources, after: string): Promise<readonly CountedChild[]> {
  const known = born.get(sources.fhir) ?? new Map<string, Promise<readonly CountedChild[]>>();
  born.set(sources.fhir, known);
  const found = known.get(after) ?? readBorn(sources, after);
  known.set(after, found);
  return found;
}

/** Year by year of birth, side by side: the pages of one search come one after another. */
async function readBorn(sources: Sources, after: string): Promise<readonly CountedChild[]> {
  const [first, last] = [Number(after.slice(0, 4)), Number(sources.today.slice(0, 4))];
  const years = Array.from({ length: Math.max(1, last - first + 1) }, (_, at) => first + at);
  const { resources, asOf } = await sources.fhir.searchEach(
    KINDS.Patient,
    years.map((year, at) => ({
      parameters: {},
      repeated: {
        birthdate: [`gt${at === 0 ? after : `${year - 1}-12-31`}`, ...(year < last ? [`le${year}-12-31`] : [])],
      },
    })),
  );
  return resources.flatMap((patient) => readChild(patient, asOf, sources));
}

export async function childrenOf(sources: Sources, refs: readonly string[]): Promise<readonly CountedChild[]> {
  const asked = new Set(refs);
  const { resources, asOf } = await sources.fhir.searchFor(KINDS.Patient, '_id', refs);
  return resources.filter(({ value }) => asked.has(value.id)).flatMap((patient) => readChild(patient, asOf, sources));
}

function readChild(patient: Read<Patient>, asOf: string, { today, areas }: Sources): readonly CountedChild[] {
  const { ref, lifeState, dateOfBirth, postcode, sex } = readPatientAlone(patient, asOf, today);
  if (lifeState !== 'BORN' || dateOfBirth === null) return [];
  const category = patient.value.extension?.find(({ url }) => url === EXTENSIONS.ethnicCategory)?.valueCodeableConcept;
  return [
    {
      ref,
      dateOfBirth,
      ...areas.placeOf(postcode),
      sex: sexOf(sex),
      ethnicGroup: ethnicGroupOf(codeIn(category, SYSTEMS.ethnicCategory)),
    },
  ];
}
