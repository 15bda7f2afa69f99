import { type Catalogue, NOT_RECORDED } from '../catalogue/catalogue-document';
import { type ProtectedTable, protectTable } from '../disclosure/protect-table';
import { percentOf, roundCount } from '../disclosure/round-counts';
import type { DisclosureTerms, TableDimension, WholeTable } from '../disclosure/types';
import { flatDimension, sumUp } from '../disclosure/whole-table';
import type { CountedCell } from './ask-counts';
import type { Stratum } from './periods';
import { type PlannedTable, treeOf } from './plan-table';

/** A place in a table by dimension: a value of it, at a level; whatever is not named is summed over. */
export type Place = ReadonlyMap<string, { readonly id: string; readonly depth: number }>;

export type Told = { readonly value: number } | { readonly reason: 'SUPPRESSED' | 'TOO_FINE' };

/** One stretch of time, protected: what may be told of any place in it. */
export interface ProtectedStratum {
  numerator(at: Place): Told;
  denominator(at: Place): Told;
  readonly keptBack: Readonly<Record<'numerator' | 'denominator', readonly string[]>>;
}

/** Counts of both parts, without the agencies' names; null where a part has none, or was not answered. */
export interface StratumCounts {
  readonly numerator: readonly CountedCell[] | null;
  readonly denominator: readonly CountedCell[] | null;
}

/** Cells kept back before, by name. */
type KeptCells = Pick<ReadonlySet<string>, 'has' | 'size'>;

const NOTHING: Told = { reason: 'SUPPRESSED' };

/** Protects what the agencies counted in one stretch. @param counts keyed by the part's dimensions, the quarter last where it was asked. */
export function protectStratum(
  catalogue: Catalogue,
  plan: PlannedTable,
  stratum: Stratum,
  counts: StratumCounts,
  terms: DisclosureTerms,
  before: Readonly<Record<'numerator' | 'denominator', KeptCells>>,
): ProtectedStratum {
  const byQuarter = plan.period.ask?.byQuarter === true;
  const isSummedOverTime = byQuarter && plan.measure.period === 'QUARTER';
  const own = (cells: readonly CountedCell[] | null): readonly CountedCell[] | null =>
    cells === null || !byQuarter
      ? cells
      : cells
          .filter(({ key }) => stratum.allQuarters.includes(key.at(-1)!))
          .map((cell) => (isSummedOverTime ? cell : { ...cell, key: cell.key.slice(0, -1) }));
  const [numerator, denominator] = [own(counts.numerator), own(counts.denominator)];
  const treesOf = (dimensions: readonly string[], unrecorded: (dimension: string) => boolean) => [
    ...dimensions.map((one) => treeOf(catalogue, plan.measure, one, unrecorded(one))),
    ...(isSummedOverTime ? [flatDimension('quarter', stratum.allQuarters)] : []),
  ];
  const hasUnrecorded = (cells: readonly CountedCell[] | null, dimensions: readonly string[], one: string): boolean =>
    (cells ?? []).some(({ key, count }) => count > 0 && key[dimensions.indexOf(one)] === NOT_RECORDED.id);
  const inNumerator = (one: string): boolean => hasUnrecorded(numerator, plan.dimensions, one);
  const inDenominator = (one: string): boolean => hasUnrecorded(denominator, plan.denominatorDimensions, one);
  const inEither = (one: string): boolean => inNumerator(one) || inDenominator(one);

  const whole =
    denominator && open(treesOf(plan.denominatorDimensions, plan.isPart ? inEither : inDenominator), denominator);
  const part = numerator && open(treesOf(plan.dimensions, plan.isPart ? inEither : inNumerator), numerator);
  const protectedWhole = whole && protectTable(whole.table, terms, null, before.denominator);
  const inWhole = (at: readonly number[]): readonly number[] =>
    whole!.trees.map((tree) => {
      const of = part!.trees.findIndex(({ id }) => id === tree.id);
      const node = part!.trees[of]!.nodes[at[of]!]!;
      return tree.nodes.findIndex(({ id, depth }) => id === node.id && depth === node.depth);
    });
  const protectedPart =
    part &&
    protectTable(
      part.table,
      terms,
      plan.isPart && whole && protectedWhole
        ? {
            count: (at) => whole.table.count(inWhole(at)),
            outcome: (at) => protectedWhole.outcome(inWhole(at)),
          }
        : null,
      before.numerator,
    );
  return {
    numerator: (at) => (part && protectedPart ? tell(part, protectedPart, at) : NOTHING),
    denominator: (at) => (whole && protectedWhole ? tell(whole, protectedWhole, at) : NOTHING),
    keptBack: { numerator: protectedPart?.keptBack ?? [], denominator: protectedWhole?.keptBack ?? [] },
  };

  function tell({ trees, table }: Opened, of: ProtectedTable, place: Place): Told {
    const at = trees.map((tree) => {
      const wanted = place.get(tree.id);
      return wanted ? tree.nodes.findIndex(({ id, depth }) => id === wanted.id && depth === wanted.depth) : 0;
    });
    // Nobody is there: it was left out of the tree.
    if (at.includes(-1)) return { value: 0 };
    const outcome = of.outcome(at);
    return outcome === 'TOLD' ? { value: roundCount(table.count(at), terms.roundTo) } : { reason: outcome };
  }
}

interface Opened {
  readonly trees: readonly TableDimension[];
  readonly table: WholeTable;
}

const open = (trees: readonly TableDimension[], cells: readonly CountedCell[]): Opened => {
  const ids = trees.map(({ nodes }) => new Set(nodes.map(({ id }) => id)));
  // An empty "not recorded" may have been told, and has no place.
  const kept = cells.filter(({ key }) => key.every((value, of) => ids[of]!.has(value)));
  return { trees, table: sumUp(trees, kept) };
};

/** Per cent, or for each: from the rounded numbers alone. */
export function rateOf(unit: 'COUNT' | 'PER_CENT' | 'EACH', value: Told, of: Told): number | null {
  if (unit === 'COUNT' || !('value' in value) || !('value' in of)) return null;
  if (unit === 'PER_CENT') return percentOf(value.value, of.value);
  return of.value === 0 ? null : Math.round(value.value / of.value);
}
