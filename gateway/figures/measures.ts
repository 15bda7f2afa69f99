/** Tables of counts across agencies, from the governed catalogue, under disclosure control. For whoever has figures. */
import type { Catalogue } from '../catalogue/catalogue-document';
import type { OverlapBudget } from '../disclosure/overlap-budget';
import { leastTold } from '../disclosure/round-counts';
import type { OperationContext } from '../operation-context';
import { type AskContract, askCounts, type CountedCell, type CountsAnswer } from './ask-counts';
import { NotOwnArea } from './errors';
import { type PlannedTable, planTable, type TableAsked } from './plan-table';
import { protectStratum } from './protect-strata';
import type { FigureTerms } from './terms';
import { idOfEnum, type MeasureCell, type NoFigureReason, tellDimension, tellMeasure, writeTable } from './write-table';

export interface FiguresParts {
  readonly catalogue: Catalogue;
  readonly terms: FigureTerms;
  readonly budget: OverlapBudget;
  readonly agencies: readonly string[];
  /** Those whose contract is too early for cohorts. */
  readonly withoutCohorts: () => ReadonlySet<string>;
  readonly ask: AskContract;
  /** The ISO day on which figures stand. */
  readonly today: () => string;
}

export interface MeasureTable {
  readonly plan: PlannedTable;
  readonly cells: readonly MeasureCell[];
  readonly totals: readonly MeasureCell[];
  readonly complete: boolean;
  /** As the schema tells it. */
  readonly told: object;
}

/** `by` in the words of the schema's enum. */
export type MeasureArguments = Omit<TableAsked, 'by'> & { readonly by: readonly string[] };

/** @throws {BadFiguresRequest} {NotOwnArea} {FiguresBudgetSpent} before any agency is asked. */
export async function readMeasure(
  parts: FiguresParts,
  asked: MeasureArguments,
  run: OperationContext,
): Promise<MeasureTable> {
  const { catalogue, terms, budget } = parts;
  const today = parts.today();
  const area = areaOf(asked.area, terms, run);
  const plan = planTable(catalogue, { ...asked, by: asked.by.map(idOfEnum), area }, today);
  const { measure, period } = plan;
  const left = await budget.spend(
    run.entry.requester,
    {
      subject: measure.id,
      parts: [...plan.dimensions, ...(plan.by.includes('quarter') ? ['quarter'] : [])],
      strata: period.strata.map(({ id }) => id),
    },
    terms.budget,
  );
  const answers = await askCounts(plan.asks, parts.agencies, parts.ask, run);
  const ofNumerator = answers.slice(0, measure.numerator.length);
  const ofDenominator = answers.slice(measure.numerator.length);
  const counts = { numerator: together(ofNumerator), denominator: together(ofDenominator) };
  const strata = await Promise.all(
    period.strata.map(async (stratum) => {
      const [numerator, denominator] = await Promise.all(
        [measure.numerator, measure.denominator ?? []].map((of) =>
          budget.keptBefore(`${measure.id} ${of.map(({ count }) => count).join()} ${stratum.id}`, terms.budget),
        ),
      );
      const told = protectStratum(catalogue, plan, stratum, counts, terms.disclosure, {
        numerator: numerator!,
        denominator: denominator!,
      });
      await Promise.all([numerator!.add(told.keptBack.numerator), denominator!.add(told.keptBack.denominator)]);
      return { stratum, told };
    }),
  );
  const { cells, totals } = writeTable(catalogue, plan, strata, {
    numerator: whyNot(ofNumerator),
    denominator: whyNot(ofDenominator),
  });
  const complete = answers.every(({ status }) => status === 'ANSWERED');
  const told = {
    measure: tellMeasure(catalogue, measure),
    by: plan.by.map((id) => tellDimension(catalogue, measure, id, standingIn(catalogue, plan, id, cells))),
    area: area === null ? null : (catalogue.areas.find(({ id }) => id === area) ?? null),
    from: period.from,
    to: period.to,
    cells,
    totals,
    answers: [...measure.numerator, ...(measure.denominator ?? [])].map(({ agency, means }, at) => ({
      agency,
      means,
      part: at < measure.numerator.length ? 'NUMERATOR' : 'DENOMINATOR',
      status: answers[at]!.status,
    })),
    complete,
    disclosure: tellDisclosure([...cells, ...totals], terms),
    budget: { ...left, left: Math.max(0, left.of - left.used) },
    versions: {
      catalogue: catalogue.version,
      areas: catalogue.areasVersion,
      protocol: run.protocolVersion,
      supergraph: run.supergraphVersion,
    },
  };
  return { plan, cells, totals, complete, told };
}

/** The area that is told of: the requester's own, where their role has no other. */
export function areaOf(asked: string | null, { ownArea }: FigureTerms, run: OperationContext): string | null {
  const { role, area } = run.entry.requester;
  if (!ownArea.has(role)) return asked;
  if (area === null) throw new NotOwnArea('Your role is told of its own area alone, and your sign-in names none.');
  if (asked !== null && asked !== area)
    throw new NotOwnArea(`Your role is told of its own area alone: ${area}. Leave out the area.`);
  return area;
}

/** Several agencies' counts of one part as one; null where one of them is missing: a smaller number is not the whole. */
function together(answers: readonly CountsAnswer[]): readonly CountedCell[] | null {
  if (answers.length === 0) return null;
  const cells: CountedCell[] = [];
  for (const answer of answers) {
    if (answer.status !== 'ANSWERED') return null;
    cells.push(...answer.cells);
  }
  return cells;
}

const whyNot = (answers: readonly CountsAnswer[]): NoFigureReason | null => {
  const missing = answers.find(({ status }) => status !== 'ANSWERED');
  return missing === undefined ? null : (missing.status as NoFigureReason);
};

/** The values that a table has cells of, in words. */
function standingIn(catalogue: Catalogue, plan: PlannedTable, id: string, cells: readonly MeasureCell[]) {
  const at = plan.by.indexOf(id);
  const titles = new Map(cells.map(({ key, labels }) => [key[at]!, labels[at]!]));
  const order = id === 'quarter' ? [...titles.keys()].sort() : catalogue.values(plan.measure, id).map((one) => one.id);
  return order.flatMap((value) => (titles.has(value) ? [{ id: value, title: titles.get(value)! }] : []));
}

function tellDisclosure(cells: readonly MeasureCell[], { disclosure }: FigureTerms): object {
  const least = leastTold(disclosure);
  const of = (reason: NoFigureReason): number =>
    cells.filter((one) => one.reason === reason || one.ofReason === reason).length;
  const suppressed = of('SUPPRESSED');
  const explanation = [
    `Numbers are rounded to the nearest ${disclosure.roundTo}, and none below ${least} is told.`,
    suppressed > 0
      ? 'Where a number is kept back, it is too small, or a small one could be worked out from it. That it is kept back does not say which.'
      : '',
    of('TOO_FINE') > 0 ? 'Some breakdowns are too fine for the number of people: ask for fewer dimensions.' : '',
  ];
  return {
    leastTold: least,
    roundedTo: disclosure.roundTo,
    told: cells.filter(({ value }) => value !== null).length,
    suppressed,
    tooFine: of('TOO_FINE'),
    explanation: explanation.filter((one) => one !== '').join(' '),
  };
}
