import type { MeasureTerms } from '../catalogue/catalogue-document';
import { FamilyViewError } from '../errors';
import type { OperationContext } from '../operation-context';
import { BadFiguresRequest } from './errors';
import { type FiguresParts, type MeasureTable, readMeasure } from './measures';
import { endOf, type Quarter, quarterBefore, quarterOf, quarterTitle, startOf } from './periods';
import { beyondChance, CHANGE_METHOD, type Change, changeOf } from './tell-changes';
import { tellMeasure } from './write-table';

const QUARTERS_BEFORE = 4;

interface Place {
  readonly id: string;
  readonly title: string;
}

interface Found extends Change {
  readonly measure: MeasureTerms;
  readonly area: Place;
}

interface NotLookedAt {
  readonly measure: string;
  /** Null: of no area. */
  readonly area: Place | null;
  readonly why: string;
}

const TOO_LITTLE = 'Too little is told of these quarters to compare them: the rest is kept back.';

/** Of the measures named, or of all that are told by area and quarter: what changed beyond chance, where. */
export async function readEmergingNeeds(
  parts: FiguresParts,
  asked: { readonly measures: readonly string[] | null; readonly area: string | null },
  run: OperationContext,
): Promise<object> {
  const { catalogue, terms } = parts;
  const strange = asked.measures?.find((id) => !catalogue.measure(id));
  if (strange !== undefined) throw new BadFiguresRequest(`There is no measure "${strange}".`);
  const last = quarterBefore(quarterOf(parts.today()));
  const first = Array.from({ length: QUARTERS_BEFORE }).reduce<Quarter>((at) => quarterBefore(at), last);
  const looked = catalogue.measures.filter(
    ({ id, dimensions }) =>
      (asked.measures?.includes(id) ?? true) && dimensions.includes('area') && dimensions.includes('quarter'),
  );
  const found: Found[] = [];
  const notLookedAt: NotLookedAt[] = (asked.measures ?? [])
    .filter((id) => !looked.some((one) => one.id === id))
    .map((measure) => ({ measure, area: null, why: 'It is not told by area and quarter.' }));
  const look = async (measure: MeasureTerms): Promise<void> => {
    const span = { from: startOf(first), to: endOf(last) };
    const table = await readMeasure(
      parts,
      { measure: measure.id, by: ['AREA', 'QUARTER'], area: asked.area, ...span },
      run,
    );
    if (!table.complete) {
      notLookedAt.push({ measure: measure.id, area: null, why: 'An agency did not answer.' });
      return;
    }
    for (const { area, change } of changesIn(table, measure, terms.disclosure.roundTo))
      if (change) found.push({ ...change, measure, area });
      else notLookedAt.push({ measure: measure.id, area, why: TOO_LITTLE });
  };
  const lookUnlessRefused = (measure: MeasureTerms): Promise<void> =>
    look(measure).catch((fault: unknown) => {
      if (!(fault instanceof FamilyViewError) || fault.httpStatus >= 500) throw fault;
      notLookedAt.push({ measure: measure.id, area: null, why: fault.message });
    });
  // An agency counts for one table at a time: each goes through all of its records.
  await Promise.all(
    [...byAgency(looked)].map(async (measures) => {
      for (const measure of measures) await lookUnlessRefused(measure);
    }),
  );
  const changes = beyondChance(found);
  const tell = ({ measure, p, ...change }: Found) => ({
    ...change,
    measure: tellMeasure(catalogue, measure),
    p: Number(p.toPrecision(2)),
  });
  return {
    quarter: last,
    quarterTitle: quarterTitle(last),
    changes: changes.map(tell),
    withinChance: found
      .filter((one) => !changes.includes(one))
      .sort((one, other) => one.p - other.p)
      .map(tell),
    notLookedAt,
    method: CHANGE_METHOD,
  };
}

/** Measures by the agency that counts them. */
function byAgency(measures: readonly MeasureTerms[]): Iterable<readonly MeasureTerms[]> {
  const found = new Map<string, MeasureTerms[]>();
  for (const one of measures) {
    const { agency } = one.numerator[0]!;
    found.set(agency, [...(found.get(agency) ?? []), one]);
  }
  return found.values();
}

/** Of each area; null where too little of it is told. */
function changesIn(
  { cells }: MeasureTable,
  measure: MeasureTerms,
  roundTo: number,
): readonly { readonly area: Place; readonly change: Change | null }[] {
  const areas = new Map(cells.map(({ key, labels }) => [key[0]!, labels[0]!]));
  areas.delete('NOT_RECORDED');
  return [...areas].map(([id, title]) => {
    const own = cells.filter(({ key }) => key[0] === id).sort((one, other) => (one.key[1]! < other.key[1]! ? -1 : 1));
    const values = own.map(({ value }) => value);
    const wholes = measure.denominator ? own.map(({ of }) => of) : null;
    return { area: { id, title }, change: changeOf({ values, wholes }, roundTo) };
  });
}
