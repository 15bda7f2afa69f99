import type { MeasureTerms } from '../catalogue/catalogue-document';
import { FamilyViewError } from '../errors';
import type { OperationContext } from '../operation-context';
import { BadFiguresRequest } from './errors';
import { type FiguresParts, type MeasureTable, readMeasure } from './measures';
import { endOf, type Quarter, quarterBefore, quarterOf, quarterTitle, startOf } from './periods';
import { beyondChance, CHANGE_METHOD, type Change, changeOf } from './tell-changes';
import { tellMeasure } from './write-table';

const QUARTERS_BEFORE = 4;

interface Found extends Change {
  readonly measure: MeasureTerms;
  readonly area: { readonly id: string; readonly title: string };
}

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
  const notLookedAt: { readonly measure: string; readonly why: string }[] = [];
  const look = async (measure: MeasureTerms): Promise<void> => {
    const span = { from: startOf(first), to: endOf(last) };
    const table = await readMeasure(
      parts,
      { measure: measure.id, by: ['AREA', 'QUARTER'], area: asked.area, ...span },
      run,
    );
    if (!table.complete) notLookedAt.push({ measure: measure.id, why: 'An agency did not answer.' });
    else found.push(...changesIn(table, measure, terms.disclosure.roundTo));
  };
  await Promise.all(
    looked.map((measure) =>
      look(measure).catch((fault: unknown) => {
        if (!(fault instanceof FamilyViewError) || fault.httpStatus >= 500) throw fault;
        notLookedAt.push({ measure: measure.id, why: fault.message });
      }),
    ),
  );
  return {
    quarter: last,
    quarterTitle: quarterTitle(last),
    changes: beyondChance(found).map(({ measure, p, ...change }) => ({
      ...change,
      measure: tellMeasure(catalogue, measure),
      p: Number(p.toPrecision(2)),
    })),
    notLookedAt,
    method: CHANGE_METHOD,
  };
}

function changesIn({ cells }: MeasureTable, measure: MeasureTerms, roundTo: number): readonly Found[] {
  const areas = new Map(cells.map(({ key, labels }) => [key[0]!, labels[0]!]));
  areas.delete('NOT_RECORDED');
  return [...areas].flatMap(([id, title]) => {
    const own = cells.filter(({ key }) => key[0] === id).sort((one, other) => (one.key[1]! < other.key[1]! ? -1 : 1));
    const values = own.map(({ value }) => value);
    const change = changeOf({ values, wholes: measure.denominator ? own.map(({ of }) => of) : null }, roundTo);
    return change ? [{ ...change, measure, area: { id, title } }] : [];
  });
}
