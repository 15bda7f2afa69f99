import { type Box, type BoxMove, changesNothingTold, cornersOf, type Look, levelOf, upTo, widthOf } from './box-moves';
import { costOf } from './carry-down';
import type { Coordinates } from './types';
import { combine, nameAt } from './whole-table';

/** Most boxes that one cell is protected by together. */
const MOST_BOXES = 6;

/**
 * Boxes that give a small cell a range as wide as it needs: none more than are there, where it stands at a corner of one
 * already; else the cheapest one; else several together. Null where there is no such range.
 */
export function findBoxes(at: Coordinates, moves: readonly BoxMove[], look: Look): readonly BoxMove[] | null {
  const level = levelOf(at, look.dimensions);
  const name = nameAt(level);
  const isAt = (box: Box): boolean => box.some((corner) => nameAt(corner.at) === nameAt(at));
  const standsIn = moves.some((move) =>
    move.carried.get(name)?.some((box) => isAt(box) && widthOf(box, look.rooms) >= look.need),
  );
  if (standsIn) return [];
  const options = [...ofCoarser(at, level, moves, look), ...ownBoxes(at, level, look)]
    .map((move) => {
      const box = move.carried.get(name)![0]!;
      return { move, box, width: widthOf(box, look.rooms), cost: costOf(box, look) };
    })
    .filter(({ width }) => width > 0);
  const wide = options.filter(({ width }) => width >= look.need);
  if (wide.length > 0) return [wide.reduce((best, one) => (one.cost < best.cost ? one : best)).move];
  return together(
    options.sort((one, other) => other.width - one.width),
    look,
  );
}

/** A coarser box that the cell's own sum stands in, at the cell's own place in all other dimensions. */
function ofCoarser(
  at: Coordinates,
  level: readonly number[],
  moves: readonly BoxMove[],
  look: Look,
): readonly BoxMove[] {
  const { dimensions } = look;
  const found = new Map<string, BoxMove>();
  for (const move of moves) {
    if (move.level.some((depth, of) => depth > level[of]!) || nameAt(move.level) === nameAt(level)) continue;
    const sum = at.map((place, of) => upTo(dimensions[of]!, place, move.level[of]!));
    for (const box of move.carried.get(nameAt(move.level)) ?? []) {
      const own = box.find((corner) => nameAt(corner.at) === nameAt(sum));
      if (!own) continue;
      const partners = [...move.parting.keys()].map((of) => {
        const other = box.find((corner) => corner.at[of] !== own.at[of])!.at[of]!;
        return descendants(of, other, level[of]!, look).map((place) => [of, place] as const);
      });
      for (const chosen of combine(partners)) {
        const corners = cornersOf(at, new Map(chosen));
        if (changesNothingTold(corners, level, move.parting, look)) keep(found, corners, level, move.parting);
      }
    }
  }
  return [...found.values()];
}

/** Boxes with a neighbour of the cell's own, under one sum, in some dimensions or all. */
function ownBoxes(at: Coordinates, level: readonly number[], look: Look): readonly BoxMove[] {
  const { dimensions } = look;
  const deep = level.flatMap((depth, of) => (depth > 0 ? [of] : []));
  const found = new Map<string, BoxMove>();
  for (const partingIn of subsets(deep)) {
    const parting = new Map(partingIn.map((of) => [of, level[of]!]));
    const neighbours = partingIn.map((of) => {
      const { nodes } = dimensions[of]!;
      const own = at[of]!;
      return nodes.flatMap((node, place) =>
        place !== own && node.depth === level[of] && node.parent === nodes[own]!.parent ? [[of, place] as const] : [],
      );
    });
    for (const chosen of combine(neighbours)) {
      const corners = cornersOf(at, new Map(chosen));
      if (changesNothingTold(corners, level, parting, look)) keep(found, corners, level, parting);
    }
  }
  return [...found.values()];
}

function keep(
  found: Map<string, BoxMove>,
  corners: Box,
  level: readonly number[],
  parting: ReadonlyMap<number, number>,
): void {
  const name = corners.map(({ at }) => nameAt(at)).join(' ');
  found.set(name, { level, parting, carried: new Map([[nameAt(level), [corners]]]) });
}

interface Option {
  readonly move: BoxMove;
  readonly box: Box;
}

/** Several boxes of one cell: what one takes of a cell's room, the next has no more. */
function together(options: readonly Option[], look: Look): readonly BoxMove[] | null {
  const [usedDown, usedUp] = [new Map<string, number>(), new Map<string, number>()];
  const left = {
    down: (cell: Coordinates) => look.rooms.down(cell) - (usedDown.get(nameAt(cell)) ?? 0),
    up: (cell: Coordinates) => look.rooms.up(cell) - (usedUp.get(nameAt(cell)) ?? 0),
  };
  const chosen: BoxMove[] = [];
  let width = 0;
  for (const { move, box } of options) {
    if (width >= look.need || chosen.length === MOST_BOXES) break;
    const forth = Math.min(...box.map((one) => (one.against ? left.down(one.at) : left.up(one.at))));
    const back = Math.min(...box.map((one) => (one.against ? left.up(one.at) : left.down(one.at))));
    if (forth + back <= 0) continue;
    for (const one of box) {
      const name = nameAt(one.at);
      usedDown.set(name, (usedDown.get(name) ?? 0) + (one.against ? forth : back));
      usedUp.set(name, (usedUp.get(name) ?? 0) + (one.against ? back : forth));
    }
    chosen.push(move);
    width += forth + back;
  }
  return width >= look.need ? chosen : null;
}

const descendants = (of: number, place: number, depth: number, { dimensions }: Look): readonly number[] =>
  dimensions[of]!.nodes.flatMap((node, at) =>
    node.depth === depth && upTo(dimensions[of]!, at, dimensions[of]!.nodes[place]!.depth) === place ? [at] : [],
  );

function subsets(list: readonly number[]): readonly (readonly number[])[] {
  return combine(list.map((one) => [[], [one]]))
    .map((parts) => parts.flat())
    .filter((one) => one.length > 0);
}
