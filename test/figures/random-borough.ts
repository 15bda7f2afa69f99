import { type Catalogue, dimensionsOfPart, type MeasureTerms } from '@family-view/gateway/catalogue/catalogue-document';
import type { AskContract } from '@family-view/gateway/figures/ask-counts';

/** Somebody counted: a value of each dimension, and whether they are in the numerator. */
export interface Person {
  readonly values: Readonly<Record<string, string>>;
  readonly counted: boolean;
}

/** @param next a number from 0 to 1. */
export function inventPeople(
  catalogue: Catalogue,
  measure: MeasureTerms,
  quarters: readonly string[],
  many: number,
  next: () => number,
  evenness = 0,
  oneRare = false,
): readonly Person[] {
  const lists = measure.dimensions.map((id) => ({
    id,
    values: id === 'quarter' ? quarters : catalogue.values(measure, id).map((one) => one.id),
  }));
  // Some values are common and some rare, as in life.
  const weights = new Map(
    lists.map(({ id, values }) => [
      id,
      values.map((_, at) => (oneRare ? (at === 0 ? 0.25 : 0.8 + 0.4 * next()) : next() ** 2 + 0.02 + evenness)),
    ]),
  );
  const draw = ({ id, values }: (typeof lists)[number]): string => {
    const weight = weights.get(id)!;
    let left = next() * weight.reduce((sum, one) => sum + one, 0);
    for (const [at, value] of values.entries()) {
      left -= weight[at]!;
      if (left <= 0) return value;
    }
    return values.at(-1)!;
  };
  const share = 0.2 + 0.6 * next();
  return Array.from({ length: many }, () => {
    const values: Record<string, string> = {};
    for (const list of lists) {
      // A ward says its area.
      if (list.id === 'area') continue;
      values[list.id] = draw(list);
    }
    if (measure.dimensions.includes('area'))
      values.area =
        catalogue.areas.find(({ wards }) => wards.some(({ id }) => id === values.ward))?.id ?? 'NOT_RECORDED';
    return { values, counted: measure.denominator === undefined || next() < share };
  });
}

/** An agency that counts these people, as its contract's aggregate would. */
export function countPeople(measure: MeasureTerms, people: readonly Person[]): AskContract {
  return async (_agency, { variables }) => {
    const reply: Record<string, unknown> = {};
    for (let at = 0; variables[`m${at}`] !== undefined; at += 1) {
      const isNumerator = measure.numerator.some(({ count }) => count === variables[`m${at}`]);
      const tally = (by: readonly string[]) => {
        const cells = new Map<string, { readonly key: readonly string[]; count: number }>();
        for (const { values, counted } of people) {
          if (isNumerator && !counted) continue;
          const key = by.map((one) => values[one]!);
          const cell = cells.get(key.join()) ?? { key, count: 0 };
          cells.set(key.join(), cell);
          cell.count += 1;
        }
        return [...cells.values()];
      };
      reply[`cells${at}`] = tally(variables[`by${at}`] as readonly string[]);
      reply[`sums${at}`] = tally(variables[`sum${at}`] as readonly string[]);
    }
    return reply;
  };
}

export const partDimensions = dimensionsOfPart;
