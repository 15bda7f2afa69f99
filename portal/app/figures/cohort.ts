import type { Dimension } from '../../operations/stored';
import { agencyName } from '../look/words';
import type { CatalogueMeasure } from './choice';

/** One condition of a cohort, as it is chosen. */
export interface ChosenCondition {
  readonly measure: string;
  /** Whom the measure does not count. */
  readonly not: boolean;
  /** A dimension and the one value of it that counts; null for all. */
  readonly only: { readonly dimension: Dimension; readonly value: string } | null;
}

export const FEWEST = 2;
export const MOST = 5;

/** Measures of people whom one agency counts: an average is of nobody. */
export const conditionsOf = (catalogue: readonly CatalogueMeasure[]): readonly CatalogueMeasure[] =>
  catalogue.filter(({ unit, numerator }) => unit !== 'EACH' && numerator.length === 1);

/** The agencies that a condition asks: of who is not counted, also the one that says of whom. */
export const agenciesOf = (
  { measure, not }: ChosenCondition,
  catalogue: readonly CatalogueMeasure[],
): readonly string[] => {
  const found = catalogue.find(({ id }) => id === measure);
  return (found ? [...found.numerator, ...(not ? found.denominator : [])] : []).map(({ agency }) => agency);
};

/** Why these conditions make no cohort; null where they do. */
export function faultOf(chosen: readonly ChosenCondition[], catalogue: readonly CatalogueMeasure[]): string | null {
  if (new Set(chosen.flatMap((one) => agenciesOf(one, catalogue))).size < FEWEST)
    return 'Choose conditions of at least two agencies. What one agency counts is told above.';
  if (chosen.every(({ not }) => not)) return 'Choose at least one condition that is met: a count is of somebody.';
  return null;
}

/** Whom a condition counts, in the catalogue's words. */
export function meansOf(measure: CatalogueMeasure, not: boolean): string {
  const [counted, of] = [measure.numerator[0]!, measure.denominator[0]];
  if (!not) return `${counted.means} (${agencyName(counted.agency)}).`;
  if (of === undefined) return `Everybody but: ${counted.means} (${agencyName(counted.agency)}).`;
  return `${of.means} (${agencyName(of.agency)}), but not: ${counted.means} (${agencyName(counted.agency)}).`;
}

/** What a condition can be narrowed to: each dimension but time and the area, which the whole question has. */
export const narrowedBy = (measure: CatalogueMeasure | undefined): CatalogueMeasure['dimensions'] =>
  (measure?.dimensions ?? []).filter(({ id }) => id !== 'QUARTER' && id !== 'AREA');

export const whereOf = (chosen: readonly ChosenCondition[]) =>
  chosen.map(({ measure, not, only }) => ({
    measure,
    not,
    values: only === null ? null : [{ dimension: only.dimension, values: [only.value] }],
  }));
