import type { Catalogue, DimensionValue, MeasureTerms } from '../catalogue/catalogue-document';
import { combine } from '../disclosure/whole-table';
import { quarterTitle, type Stratum } from './periods';
import type { PlannedTable } from './plan-table';
import { type Place, type ProtectedStratum, rateOf, type Told } from './protect-strata';

export type NoFigureReason = 'SUPPRESSED' | 'TOO_FINE' | 'UNAVAILABLE' | 'INCONSISTENT' | 'WITHHELD';

export interface MeasureCell {
  readonly key: readonly (string | null)[];
  readonly labels: readonly string[];
  readonly value: number | null;
  readonly of: number | null;
  readonly rate: number | null;
  readonly reason: NoFigureReason | null;
  readonly ofReason: NoFigureReason | null;
}

/** Why a part is not told as a whole; null where it was answered. */
export interface PartReasons {
  readonly numerator: NoFigureReason | null;
  readonly denominator: NoFigureReason | null;
}

export interface WrittenTable {
  readonly cells: readonly MeasureCell[];
  readonly totals: readonly MeasureCell[];
}

/** Lays out cells and sums, in the order of the catalogue's values. */
export function writeTable(
  catalogue: Catalogue,
  plan: PlannedTable,
  strata: readonly { readonly stratum: Stratum; readonly told: ProtectedStratum }[],
  reasons: PartReasons,
): WrittenTable {
  const broken = plan.by.filter((one) => one !== 'quarter');
  const cells: MeasureCell[] = [];
  const totals: MeasureCell[] = [];
  for (const { stratum, told } of strata) {
    for (const quarter of stratum.quarters.length > 0 ? stratum.quarters : [null]) {
      // Of nothing broken down, the whole is the one cell.
      const summed = subsetsOf(broken.filter((one) => !(plan.area !== null && one === 'area')));
      for (const over of summed) {
        const axes = broken.map((one) => (over.includes(one) ? [null] : valuesIn(catalogue, plan, one)));
        for (const values of combine<DimensionValue | null>(axes)) {
          const cell = cellAt(values, quarter);
          if (!isEmptyUnrecorded(cell)) (over.length === 0 ? cells : totals).push(cell);
        }
      }

      function cellAt(values: readonly (DimensionValue | null)[], of: string | null): MeasureCell {
        const place: Place = placeOf(plan, broken, values, of);
        const value = orReason(reasons.numerator, () => told.numerator(place));
        const whole = plan.measure.denominator ? orReason(reasons.denominator, () => told.denominator(place)) : null;
        const named = new Map<string, DimensionValue | null>(broken.map((one, at) => [one, values[at]!]));
        if (of !== null) named.set('quarter', { id: of, title: quarterTitle(of) });
        return {
          key: plan.by.map((one) => named.get(one)?.id ?? null),
          labels: plan.by.map((one) => named.get(one)?.title ?? 'All'),
          value: numberOf(value),
          of: whole && numberOf(whole),
          rate: whole && rateOf(plan.measure.unit, asTold(value), asTold(whole)),
          reason: 'reason' in value ? value.reason : null,
          ofReason: whole && 'reason' in whole ? whole.reason : null,
        };
      }
    }
  }
  return { cells, totals };
}

type Shown = { readonly value: number } | { readonly reason: NoFigureReason };

const orReason = (reason: NoFigureReason | null, tell: () => Told): Shown => (reason === null ? tell() : { reason });
const numberOf = (shown: Shown): number | null => ('value' in shown ? shown.value : null);
const asTold = (shown: Shown): Told => ('value' in shown ? shown : { reason: 'SUPPRESSED' });

/** A row of people without a record of it, where there are none, is no row. */
const isEmptyUnrecorded = ({ key, value, of }: MeasureCell): boolean =>
  key.includes('NOT_RECORDED') && value === 0 && (of ?? 0) === 0;

function valuesIn(catalogue: Catalogue, { measure, area }: PlannedTable, dimension: string): readonly DimensionValue[] {
  const values = catalogue.values(measure, dimension);
  if (area === null) return values;
  if (dimension === 'area') return values.filter(({ id }) => id === area);
  if (dimension !== 'ward') return values;
  const wards = new Set(catalogue.areas.find(({ id }) => id === area)?.wards.map(({ id }) => id));
  return values.filter(({ id }) => wards.has(id));
}

function placeOf(
  { area, dimensions, measure, period }: PlannedTable,
  broken: readonly string[],
  values: readonly (DimensionValue | null)[],
  quarter: string | null,
): Place {
  const place = new Map<string, { readonly id: string; readonly depth: number }>();
  for (const [at, one] of broken.entries()) {
    const value = values[at];
    if (value) place.set(one, { id: value.id, depth: one === 'ward' ? 2 : 1 });
  }
  const places = dimensions.find((one) => one === 'ward' || one === 'area');
  if (area !== null && places && !place.has(places)) place.set(places, { id: area, depth: 1 });
  if (quarter !== null && measure.period === 'QUARTER' && period.ask?.byQuarter)
    place.set('quarter', { id: quarter, depth: 1 });
  return place;
}

function subsetsOf(list: readonly string[]): readonly (readonly string[])[] {
  return combine(list.map((one) => [[], [one]])).map((parts) => parts.flat());
}

/** As the schema tells a measure. */
export function tellMeasure(catalogue: Catalogue, measure: MeasureTerms): object {
  return {
    ...measure,
    denominator: measure.denominator ?? [],
    dimensions: measure.dimensions.map((id) => tellDimension(catalogue, measure, id, catalogue.values(measure, id))),
    source: measure.source.title,
    sourceUrl: measure.source.url ?? null,
  };
}

export const tellDimension = (
  catalogue: Catalogue,
  _measure: MeasureTerms,
  id: string,
  values: readonly DimensionValue[],
): object => ({ id: enumOf(id), title: catalogue.dimension(id)?.title ?? id, values });

/** `ageBand` is AGE_BAND of the schema's enum. */
export const enumOf = (id: string): string => id.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
export const idOfEnum = (value: string): string =>
  value.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
