import {
  type Catalogue,
  type CountedPart,
  dimensionsOfPart,
  type MeasureTerms,
  NOT_RECORDED,
} from '../catalogue/catalogue-document';
import type { TableDimension } from '../disclosure/types';
import { flatDimension, nestedDimension } from '../disclosure/whole-table';
import type { CountsAsked } from './ask-counts';
import { BadFiguresRequest } from './errors';
import { type Period, type PeriodAsked, periodOf } from './periods';

/** One table, as it is asked for. Dimensions by their ids in the catalogue. */
export interface TableAsked {
  readonly measure: string;
  readonly by: readonly string[];
  readonly area: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export interface PlannedTable {
  readonly measure: MeasureTerms;
  /** As asked for, the quarter among them. */
  readonly by: readonly string[];
  readonly area: string | null;
  readonly period: Period;
  /** What the numerator is protected over, without the quarter: always with the area, where one area alone is told of. */
  readonly dimensions: readonly string[];
  readonly denominatorDimensions: readonly string[];
  /** The denominator is of the same agency's own people: the numerator is a part of it. */
  readonly isPart: boolean;
  readonly asks: readonly CountsAsked[];
}

/** @throws {BadFiguresRequest} with what may be asked for. */
export function planTable(catalogue: Catalogue, asked: TableAsked, today: string): PlannedTable {
  const measure = catalogue.measure(asked.measure);
  if (!measure)
    throw new BadFiguresRequest(
      `There is no measure "${asked.measure}". There are ${catalogue.measures.map(({ id }) => id).join(', ')}.`,
    );
  const by = [...new Set(asked.by)];
  const unknown = by.find((one) => !measure.dimensions.includes(one));
  if (unknown !== undefined)
    throw new BadFiguresRequest(
      `"${measure.id}" cannot be broken down by ${unknown}. It can by ${measure.dimensions.join(', ')}.`,
    );
  if (by.includes('area') && by.includes('ward'))
    throw new BadFiguresRequest('A ward lies in one area: ask by AREA or by WARD, not by both.');
  checkArea(catalogue, measure, asked.area);
  const period = periodOf(measure.period, periodAsked(asked, by), today);
  const broken = by.filter((one) => one !== 'quarter');
  const needsArea = asked.area !== null && !broken.includes('ward') && !broken.includes('area');
  const dimensions = needsArea ? [...broken, 'area'] : broken;
  const ofDenominator = dimensionsOfPart(measure, 'denominator');
  const denominatorDimensions = dimensions.filter((one) => ofDenominator.includes(one));
  const parts = (of: readonly CountedPart[], dimensionsAsked: readonly string[]): readonly CountsAsked[] =>
    of.map((part) => ({
      part,
      by: [
        ...dimensionsAsked.map((id) => ({ id, values: idsOf(catalogue, measure, id) })),
        ...(period.ask?.byQuarter ? [{ id: 'quarter', values: null }] : []),
      ],
      from: period.ask?.from ?? null,
      to: period.ask?.to ?? null,
    }));
  const { numerator, denominator = [] } = measure;
  const agencies = new Set([...numerator, ...denominator].map(({ agency }) => agency));
  return {
    measure,
    by,
    area: asked.area,
    period,
    dimensions,
    denominatorDimensions,
    isPart: denominator.length > 0 && agencies.size === 1 && measure.unit === 'PER_CENT',
    asks: [...parts(numerator, dimensions), ...parts(denominator, denominatorDimensions)],
  };
}

const periodAsked = ({ from, to }: TableAsked, by: readonly string[]): PeriodAsked => ({
  from,
  to,
  byQuarter: by.includes('quarter'),
});

const idsOf = (catalogue: Catalogue, measure: MeasureTerms, dimension: string): ReadonlySet<string> =>
  new Set(catalogue.values(measure, dimension).map(({ id }) => id));

function checkArea(catalogue: Catalogue, measure: MeasureTerms, area: string | null): void {
  if (area === null) return;
  if (!catalogue.areas.some(({ id }) => id === area))
    throw new BadFiguresRequest(
      `There is no area "${area}". There are ${catalogue.areas.map(({ id }) => id).join(', ')}.`,
    );
  if (!measure.dimensions.includes('area'))
    throw new BadFiguresRequest(`"${measure.id}" is told of the whole borough alone: leave out the area.`);
}

/** The dimension as a tree, without "not recorded" where nobody is. */
export function treeOf(
  catalogue: Catalogue,
  measure: MeasureTerms,
  dimension: string,
  hasUnrecorded: boolean,
): TableDimension {
  const kept = catalogue
    .values(measure, dimension)
    .map(({ id }) => id)
    .filter((id) => hasUnrecorded || id !== NOT_RECORDED.id);
  if (dimension !== 'ward') return flatDimension(dimension, kept);
  const unrecorded = hasUnrecorded ? [NOT_RECORDED.id] : [];
  const areas = [...catalogue.areas.map(({ id }) => id), ...unrecorded].map((id) => ({ id, within: null }));
  const wards = [
    ...catalogue.areas.flatMap(({ id: within, wards }) => wards.map(({ id }) => ({ id, within }))),
    ...unrecorded.map((id) => ({ id, within: NOT_RECORDED.id })),
  ];
  return nestedDimension(dimension, [areas, wards]);
}
