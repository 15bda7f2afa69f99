/** Boxes of cells that can move together: up at every other corner, down at the ones between, and no sum is another. */
import type { Coordinates, TableDimension } from './types';
import { combine, nameAt } from './whole-table';

export interface Corner {
  readonly at: Coordinates;
  /** Moves against the first corner. */
  readonly against: boolean;
}
export type Box = readonly Corner[];

/** How far a cell could be from its count without a told number being another. */
export interface Rooms {
  down(at: Coordinates): number;
  up(at: Coordinates): number;
}

export interface Look {
  readonly dimensions: readonly TableDimension[];
  readonly rooms: Rooms;
  /** Whether a cell is told to nobody. */
  isKept(at: Coordinates): boolean;
  count(at: Coordinates): number;
  /** How wide a cell's range must be. */
  readonly need: number;
}

/** A box at the level at which it was found, and as it is carried by each finer one. */
export interface BoxMove {
  readonly level: readonly number[];
  /** Dimensions in which the corners differ, each with the depth at which they part. */
  readonly parting: ReadonlyMap<number, number>;
  readonly carried: Map<string, readonly Box[]>;
}

export const levelOf = (at: Coordinates, dimensions: readonly TableDimension[]): readonly number[] =>
  at.map((place, of) => dimensions[of]!.nodes[place]!.depth);

/** How many values every corner can take, less one: as far as the tightest corner goes, both ways. */
export function widthOf(box: Box, { down, up }: Rooms): number {
  let [forth, back] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { at, against } of box) {
    forth = Math.min(forth, against ? down(at) : up(at));
    back = Math.min(back, against ? up(at) : down(at));
  }
  return forth + back;
}

/** The corners of a box: `at`, with each parting dimension at one node or the other. */
export function cornersOf(at: Coordinates, other: ReadonlyMap<number, number>): Box {
  const dimensions = [...other.keys()];
  return combine(dimensions.map(() => [false, true])).map((switched) => {
    const corner = [...at];
    for (const [of, is] of switched.entries()) if (is) corner[dimensions[of]!] = other.get(dimensions[of]!)!;
    return { at: corner, against: switched.filter(Boolean).length % 2 === 1 };
  });
}

/**
 * Whether the box, moved at its own level, changes no coarser number that is told. A coarser number changes where its
 * level still tells the corners apart in every dimension in which they part.
 */
export function changesNothingTold(
  box: Box,
  level: readonly number[],
  parting: ReadonlyMap<number, number>,
  { dimensions, isKept }: Pick<Look, 'dimensions' | 'isKept'>,
): boolean {
  const depths = level.map((depth, of) => {
    const from = parting.get(of) ?? 0;
    return Array.from({ length: depth - from + 1 }, (_, step) => from + step);
  });
  return combine(depths).every(
    (coarser) =>
      nameAt(coarser) === nameAt(level) ||
      box.every(({ at }) => isKept(at.map((place, of) => upTo(dimensions[of]!, place, coarser[of]!)))),
  );
}

/** What a node is summed into at a depth. */
export function upTo({ nodes }: TableDimension, place: number, depth: number): number {
  let at = place;
  while (nodes[at]!.depth > depth) at = nodes[at]!.parent!;
  return at;
}
