/**
 * Which cells of a table, and of all its sums, are kept back.
 *
 * Small cells (and, of a part of a whole, cells that are nearly all of it) are kept back first: minimum frequency rule, ONS
 * and GSS guidance on tables. Then, for each of them, others are kept back by the hypercube method (Repsilber; GHMITER of
 * tau-ARGUS): a cell and its neighbours in every dimension form the corners of a box, and with all of them kept back the
 * cell could be any of `minCell` and more values, and no sum and no cell that is told would differ. A
 * box of a sum is carried down into each finer table, where the same must hold for the cells that it is made of.
 *
 * Tables are worked from the coarsest down, and a finer one never changes what a coarser one tells: so that what is told of
 * one breakdown does not depend on which others were asked for. Where no box is wide enough the whole breakdown, and every
 * finer one, is TOO_FINE.
 */
import { type BoxMove, levelOf, type Rooms } from './box-moves';
import { carryDown } from './carry-down';
import { findBoxes } from './find-box';
import { leastTold } from './round-counts';
import type { CellOutcome, Coordinates, DisclosureTerms, WholeTable } from './types';
import { combine, deepest, nameAt, nodesAt } from './whole-table';

export interface ProtectedTable {
  outcome(at: Coordinates): CellOutcome;
  /** Names of all that is kept back, but for what is too fine: `area=thornwick sex=F`. */
  readonly keptBack: readonly string[];
}

/** @param whole of which the counts are a part: a cell's complement is protected as the cell is. */
export function protectTable(
  table: WholeTable,
  terms: DisclosureTerms,
  whole: { readonly count: WholeTable['count']; readonly outcome: ProtectedTable['outcome'] } | null = null,
  /** Kept back before, by name: what is told of a stretch changes as records come late, and what is kept back stays so. */
  before: Pick<ReadonlySet<string>, 'has' | 'size'> = new Set(),
): ProtectedTable {
  const { dimensions } = table;
  const least = leastTold(terms);
  const restOf = (at: Coordinates): number => (whole ? whole.count(at) - table.count(at) : Number.POSITIVE_INFINITY);
  const isSmall = (at: Coordinates): boolean => table.count(at) < least;
  const isNearlyAll = (at: Coordinates): boolean => restOf(at) < least;
  const suppressed = new Set<string>();
  const tooFine = new Set<string>();
  const moves: BoxMove[] = [];
  const rooms: Rooms = {
    down: table.count,
    up: (at) => (whole && whole.outcome(at) === 'TOLD' ? restOf(at) : Number.POSITIVE_INFINITY),
  };
  const isKept = (at: Coordinates): boolean =>
    suppressed.has(nameAt(at)) || tooFine.has(nameAt(levelOf(at, dimensions)));

  const levels = [
    ...combine(dimensions.map((one) => Array.from({ length: deepest(one) + 1 }, (_, depth) => depth))),
  ].sort((one, other) => sum(one) - sum(other) || (nameAt(one) < nameAt(other) ? -1 : 1));
  for (const level of levels) {
    if (levelsAbove(level).some((above) => tooFine.has(nameAt(above)))) {
      tooFine.add(nameAt(level));
      continue;
    }
    const cells = combine(dimensions.map((one, at) => nodesAt(one, level[at]!)));
    const small = cells.filter((at) => isSmall(at) || isNearlyAll(at));
    for (const at of small) suppressed.add(nameAt(at));
    if (before.size > 0) for (const at of cells) if (before.has(cellName(dimensions, at))) suppressed.add(nameAt(at));
    if (!terms.complementary) continue;
    if (!protectLevel(level, small)) tooFine.add(nameAt(level));
  }

  function protectLevel(level: readonly number[], small: readonly Coordinates[]): boolean {
    const look = { dimensions, rooms, isKept, need: terms.minCell, count: table.count };
    for (const move of moves) {
      const carried = carryDown(move, level, look);
      if (carried === 'TOO_FINE') return false;
      for (const at of carried) suppressed.add(nameAt(at));
    }
    for (const at of small) {
      // The whole of everything has no neighbour: nothing is told that it could be worked out from.
      if (level.every((depth) => depth === 0)) continue;
      const found = findBoxes(at, moves, look);
      if (found === null) return false;
      for (const move of found) {
        for (const corner of move.carried.get(nameAt(level))!.flat()) suppressed.add(nameAt(corner.at));
        moves.push(move);
      }
    }
    return true;
  }

  return {
    keptBack: [...suppressed].map((name) => cellName(dimensions, name.split(',').map(Number))),
    outcome: (at) =>
      tooFine.has(nameAt(levelOf(at, dimensions))) ? 'TOO_FINE' : suppressed.has(nameAt(at)) ? 'SUPPRESSED' : 'TOLD',
  };
}

/** A cell by what it is broken down by, the same in every table: what is summed over is not named. */
const cellName = (dimensions: WholeTable['dimensions'], at: Coordinates): string =>
  dimensions
    .flatMap(({ id, nodes }, of) => {
      const { id: value, depth } = nodes[at[of]!]!;
      return depth === 0 ? [] : [`${id}${depth > 1 ? depth : ''}=${value}`];
    })
    .sort()
    .join(' ');

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const levelsAbove = (level: readonly number[]): readonly (readonly number[])[] =>
  level.flatMap((depth, at) => (depth > 0 ? [level.with(at, depth - 1)] : []));
