/** What each agency is asked for a cohort: conditions in the words of the catalogue, as conditions on its own counts. */
import { createHash } from 'node:crypto';
import { type Catalogue, type CountedPart, dimensionsOfPart, type MeasureTerms } from '../catalogue/catalogue-document';
import { BadFiguresRequest } from './errors';
import { periodOf } from './periods';
import { enumOf, idOfEnum } from './write-table';

/** One condition, as it is asked for. Dimensions in the words of the schema's enum. */
export interface ConditionAsked {
  readonly measure: string;
  readonly values?: readonly { readonly dimension: string; readonly values: readonly string[] }[] | null;
  readonly not?: boolean | null;
}

export interface CohortAsked {
  readonly where: readonly ConditionAsked[];
  readonly area: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** As the contract has it. */
export interface CountedCondition {
  readonly count: string;
  readonly without: boolean;
  readonly values: readonly { readonly dimension: string; readonly values: readonly string[] }[];
  readonly from: string | null;
  readonly to: string | null;
}

/** One agency's set. `isWithin`: the cohort is of people in it; else of people who are not. */
export interface CohortSet {
  readonly agency: string;
  readonly conditions: readonly CountedCondition[];
  readonly isWithin: boolean;
  /** What it is, the same whoever asks for it. */
  readonly name: string;
}

export interface PlannedCohort {
  /** In the order of the agencies' names. */
  readonly sets: readonly CohortSet[];
  readonly conditions: readonly CohortCondition[];
}

/** In words, for whoever asked. */
export interface CohortCondition {
  readonly measure: MeasureTerms;
  readonly agencies: readonly string[];
  readonly means: string;
  readonly from: string | null;
  readonly to: string | null;
}

const AGENCIES = { least: 2, most: 5 } as const;
const MOST_CONDITIONS = 5;

/** @throws {BadFiguresRequest} with what may be asked for. */
export function planCohort(catalogue: Catalogue, asked: CohortAsked, today: string): PlannedCohort {
  if (asked.where.length < 2 || asked.where.length > MOST_CONDITIONS)
    throw new BadFiguresRequest(`A cohort has two to ${MOST_CONDITIONS} conditions; came ${asked.where.length}.`);
  if (asked.area !== null && !catalogue.areas.some(({ id }) => id === asked.area))
    throw new BadFiguresRequest(
      `There is no area "${asked.area}". There are ${catalogue.areas.map(({ id }) => id).join(', ')}.`,
    );
  const planned = asked.where.map((one) => planCondition(catalogue, one, asked, today));
  refuseNarrowedApart(planned);
  const byAgency = new Map<string, CountedCondition[]>();
  for (const { agency, condition } of planned.flatMap(({ counted }) => counted)) {
    const own = byAgency.get(agency) ?? [];
    byAgency.set(agency, own);
    if (!own.some((one) => JSON.stringify(one) === JSON.stringify(condition))) own.push(condition);
  }
  const sets = [...byAgency]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([agency, conditions]) => {
      const isWithin = conditions.some(({ without }) => !without);
      // Who is out of a set is told by the same table as who is in it.
      const set = isWithin ? conditions : conditions.map((one) => ({ ...one, without: false }));
      return {
        agency,
        conditions,
        isWithin,
        name: `${agency} ${digest(set.map((one) => JSON.stringify(one)).sort())}`,
      };
    });
  if (sets.length < AGENCIES.least || sets.length > AGENCIES.most)
    throw new BadFiguresRequest(
      `A cohort is of two to ${AGENCIES.most} agencies at once, and this one is of ${sets.length}: ${sets.map(({ agency }) => agency).join(', ')}. One agency's own people are told of by its measures.`,
    );
  if (!sets.some(({ isWithin }) => isWithin))
    throw new BadFiguresRequest('A cohort is of somebody: at least one condition is met, and not only others unmet.');
  return { sets, conditions: planned.map(({ told }) => told) };
}

/** A short name of several texts, the same for the same. */
export const digest = (texts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('base64url').slice(0, 16);

function planCondition(catalogue: Catalogue, asked: ConditionAsked, { area, from, to }: CohortAsked, today: string) {
  const measure = catalogue.measure(asked.measure);
  if (!measure)
    throw new BadFiguresRequest(
      `There is no measure "${asked.measure}". There are ${catalogue.measures.map(({ id }) => id).join(', ')}.`,
    );
  if (measure.unit === 'EACH' || measure.numerator.length !== 1 || (measure.denominator?.length ?? 1) !== 1)
    throw new BadFiguresRequest(`"${measure.id}" is not a condition that one agency's people meet.`);
  if (area !== null && !measure.dimensions.includes('area'))
    throw new BadFiguresRequest(`"${measure.id}" is told of the whole borough alone: leave out the area.`);
  const values = (asked.values ?? []).map((one) => readValues(catalogue, measure, one));
  if (area !== null) values.push({ dimension: 'area', values: [area] });
  if (new Set(values.map(({ dimension }) => dimension)).size !== values.length)
    throw new BadFiguresRequest(`"${measure.id}" has a dimension twice: name each once, with all its values.`);
  const span = spanOf(measure, from, to, today);
  const condition = (of: CountedPart, part: 'numerator' | 'denominator', without: boolean) => ({
    agency: of.agency,
    condition: {
      count: of.count,
      without,
      values: values.filter(({ dimension }) => dimensionsOfPart(measure, part).includes(dimension)),
      ...span,
    },
  });
  const [numerator] = measure.numerator;
  const [denominator] = measure.denominator ?? [];
  const isNot = asked.not ?? false;
  const counted = [
    ...(isNot && denominator ? [condition(denominator, 'denominator', false)] : []),
    condition(numerator!, 'numerator', isNot),
  ];
  const agencies = [...new Set(counted.map(({ agency }) => agency))];
  const told: CohortCondition = { measure, agencies, means: inWords(catalogue, measure, values, isNot), ...span };
  return { measure, values, counted, told };
}

type Narrowing = Pick<ReturnType<typeof planCondition>, 'measure' | 'values'>;

/**
 * Of one condition in an area and another anywhere, the cohort lies in the area; what an agency tells of its own people there
 * lies beside it, and the two differ by few. So a dimension that both have narrows both alike, or neither.
 */
function refuseNarrowedApart(planned: readonly Narrowing[]): void {
  const valuesOf = ({ values }: Narrowing, dimension: string): string =>
    values
      .filter((one) => one.dimension === dimension)
      .map((one) => one.values.join(', '))
      .join();
  for (const one of planned)
    for (const { dimension } of one.values) {
      const apart = planned.find(
        (other) =>
          other.measure.dimensions.includes(dimension) && valuesOf(other, dimension) !== valuesOf(one, dimension),
      );
      if (apart)
        throw new BadFiguresRequest(
          `"${one.measure.id}" is narrowed to ${enumOf(dimension)} ${valuesOf(one, dimension)}, and "${apart.measure.id}" to ${valuesOf(apart, dimension) || 'none'}: one cohort and one measure would differ by few people. Narrow every condition that has ${enumOf(dimension)} to the same values${dimension === 'area' ? ', or give the cohort an area' : ''}.`,
        );
    }
}

function readValues(
  catalogue: Catalogue,
  measure: MeasureTerms,
  given: { readonly dimension: string; readonly values: readonly string[] },
) {
  const dimension = idOfEnum(given.dimension);
  if (!measure.dimensions.includes(dimension) || dimension === 'quarter')
    throw new BadFiguresRequest(
      `"${measure.id}" has no dimension ${given.dimension}. It has ${measure.dimensions
        .filter((one) => one !== 'quarter')
        .map(enumOf)
        .join(', ')}.`,
    );
  const known = catalogue.values(measure, dimension).map(({ id }) => id);
  const strange = given.values.find((one) => !known.includes(one));
  if (strange !== undefined || given.values.length === 0)
    throw new BadFiguresRequest(`Values of ${given.dimension} in "${measure.id}" are ${known.join(', ')}.`);
  return { dimension, values: [...new Set(given.values)].sort() };
}

/** Whole quarters that have ended; nulls for a measure that keeps no past. */
function spanOf({ period }: MeasureTerms, from: string | null, to: string | null, today: string) {
  if (period === 'TODAY') return { from: null, to: null };
  if (period === 'QUARTER_END') {
    const span = periodOf(period, { from: null, to, byQuarter: false }, today);
    return { from: span.from, to: span.to };
  }
  const span = periodOf(period, { from, to, byQuarter: from !== null }, today);
  return { from: span.from, to: span.to };
}

function inWords(
  catalogue: Catalogue,
  measure: MeasureTerms,
  values: readonly { readonly dimension: string; readonly values: readonly string[] }[],
  isNot: boolean,
): string {
  const [part] = isNot && measure.denominator ? measure.denominator : measure.numerator;
  const narrowed = values.map(({ dimension, values: ids }) => {
    const titles = catalogue.values(measure, dimension).filter(({ id }) => ids.includes(id));
    return `${catalogue.dimension(dimension)?.title ?? dimension}: ${titles.map(({ title }) => title).join(' or ')}`;
  });
  const base = isNot
    ? measure.denominator
      ? `${part!.means}, but not: ${measure.numerator[0]!.means}`
      : `Not: ${part!.means}`
    : part!.means;
  return [base, ...narrowed].join('; ');
}
