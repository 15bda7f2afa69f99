import { type Box, type BoxMove, changesNothingTold, type Look, widthOf } from './box-moves';
import type { Coordinates } from './types';
import { combine, nameAt } from './whole-table';

/**
 * Cells of a finer table that must be kept back, so that a box of a coarser one could move in it too: one child, or several,
 * of every corner. TOO_FINE where they could not move as far as the box must. [] for a table that is not finer.
 */
export function carryDown(move: BoxMove, level: readonly number[], look: Look): readonly Coordinates[] | 'TOO_FINE' {
  const finer = level.findIndex((depth, of) => depth > move.level[of]!);
  if (finer < 0 || level.some((depth, of) => depth < move.level[of]!)) return [];
  const above = move.carried.get(nameAt(level.with(finer, level[finer]! - 1))) ?? [];
  const options = above
    .flatMap((box) => extensionsOf(box, finer, look))
    .filter((box) => changesNothingTold(box, level, move.parting, look))
    .map((box) => ({ box, width: widthOf(box, look.rooms), cost: costOf(box, look) }))
    .filter(({ width }) => width > 0)
    .sort((one, other) => Number(other.width >= look.need) - Number(one.width >= look.need) || order(one, other, look));
  const chosen: Box[] = [];
  let width = 0;
  for (const option of options) {
    if (width >= look.need) break;
    chosen.push(option.box);
    width += option.width;
  }
  if (width < look.need) return 'TOO_FINE';
  move.carried.set(nameAt(level), chosen);
  return chosen.flatMap((box) => box.map(({ at }) => at));
}

interface Option {
  readonly width: number;
  readonly cost: number;
}

/** Of boxes that are wide enough the one that costs least; of others the widest. */
const order = (one: Option, other: Option, { need }: Look): number =>
  one.width >= need ? one.cost - other.cost : other.width - one.width;

export const costOf = (box: Box, { isKept, count }: Look): number =>
  box.reduce((cost, { at }) => cost + (isKept(at) ? 0 : 1 + count(at)), 0);

/** The box one step finer in one dimension: each node of the corners stands for one of its children. */
function extensionsOf(box: Box, of: number, { dimensions }: Look): readonly Box[] {
  const { nodes } = dimensions[of]!;
  const standing = [...new Set(box.map(({ at }) => at[of]!))];
  const children = standing.map((parent) => nodes.flatMap((node, at) => (node.parent === parent ? [at] : [])));
  return combine(children).map((chosen) =>
    box.map(({ at, against }) => ({ at: at.with(of, chosen[standing.indexOf(at[of]!)]!), against })),
  );
}
