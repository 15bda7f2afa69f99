/**
 * Cohorts of almost the same people. Of one set, and of a part of it, what is told twice differs by the rest of the set: by few,
 * where the rest is small. No table has both, so one requester is told of one of them: what one agency counts is a set of its own
 * in the window, and another set of the same counts is the same one, has nobody in common with it, or is of another time.
 */
import type { AskedTable } from '../disclosure/budget-store';
import type { CohortSet, CountedCondition } from './plan-cohort';

const MARK = '~';
type Set = Pick<CohortSet, 'agency' | 'conditions'>;

/** A set, as the budget keeps it: names of counts, dimensions and their values, and time. */
export function partOfSet({ agency, conditions, isWithin }: CohortSet): string {
  const said = conditions
    .map((one) => ({ ...one, without: isWithin && one.without }))
    .map((one) => JSON.stringify(one))
    .sort();
  return `${MARK}${JSON.stringify({ agency, conditions: said.map((one) => JSON.parse(one) as unknown) })}`;
}

/** Why a cohort cannot be told beside those asked for before; null: it can. */
export function whyTooNear(sets: readonly CohortSet[], before: readonly AskedTable[]): string | null {
  const known = new Set(before.flatMap(({ parts }) => parts.filter((part) => part.startsWith(MARK))));
  for (const part of sets.map(partOfSet)) {
    if (known.has(part)) continue;
    const set = read(part);
    const near = [...known].map(read).find((other) => isNear(set, other));
    if (near)
      return `You asked for other people of the same counts of ${set.agency} (${countsOf(near).join(', ')}): ask with the same conditions of this agency, narrowed as before, or with such as have nobody in common with them.`;
  }
  return null;
}

const read = (part: string): Set => JSON.parse(part.slice(MARK.length)) as Set;
const countsOf = ({ conditions }: Set): readonly string[] => conditions.map(({ count }) => count);

/** Whether two sets of one agency may have people in common, and are not the same. */
function isNear(one: Set, other: Set): boolean {
  if (one.agency !== other.agency) return false;
  const pairs = one.conditions.flatMap((condition) =>
    other.conditions.filter(({ count }) => count === condition.count).map((same) => [condition, same] as const),
  );
  return (
    pairs.length > 0 && !pairs.some(([a, b]) => isOfAnotherTime(a, b) || (!a.without && !b.without && isApart(a, b)))
  );
}

const isOfAnotherTime = (one: CountedCondition, other: CountedCondition): boolean => {
  if (one.from === null || one.to === null || other.from === null || other.to === null) return one.to !== other.to;
  return one.to < other.from || other.to < one.from;
};

/** Of a dimension that both are narrowed by, they have no value in common. */
const isApart = ({ values }: CountedCondition, other: CountedCondition): boolean =>
  values.some((own) =>
    other.values.some(
      (same) => same.dimension === own.dimension && !same.values.some((value) => own.values.includes(value)),
    ),
  );
