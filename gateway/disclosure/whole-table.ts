import type { Coordinates, DimensionNode, TableDimension, WholeTable } from './types';

/** A dimension without levels: the whole, and its values. */
export function flatDimension(id: string, values: readonly string[]): TableDimension {
  return nestedDimension(id, [values.map((value) => ({ id: value, within: null }))]);
}

/** Levels from the coarsest: each value of a level lies within one of the level above. */
export function nestedDimension(
  id: string,
  levels: readonly (readonly { readonly id: string; readonly within: string | null }[])[],
): TableDimension {
  const nodes: DimensionNode[] = [{ id: null, parent: null, depth: 0 }];
  for (const [at, level] of levels.entries())
    for (const { id: value, within } of level) {
      const parent = nodes.findIndex((node) => node.depth === at && node.id === within);
      if (parent < 0)
        throw new RangeError(`${id}: ${value} lies within ${within}, which the level above does not have`);
      nodes.push({ id: value, parent, depth: at + 1 });
    }
  return { id, nodes };
}

/** The places of a dimension at one depth. */
export const nodesAt = ({ nodes }: TableDimension, depth: number): readonly number[] =>
  nodes.flatMap((node, at) => (node.depth === depth ? [at] : []));

export const deepest = ({ nodes }: TableDimension): number => Math.max(...nodes.map(({ depth }) => depth));

/** Every combination of one of each. */
export function combine<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (found, list) => found.flatMap((one) => list.map((next) => [...one, next])),
    [[]],
  );
}

export const nameAt = (at: Coordinates): string => at.join(',');

/** Adds counts of the finest cells up to every sum. @param key values of the dimensions' deepest levels. */
export function sumUp(
  dimensions: readonly TableDimension[],
  cells: Iterable<{ readonly key: readonly string[]; readonly count: number }>,
): WholeTable {
  const places = dimensions.map(({ nodes }, at) => {
    const depth = deepest(dimensions[at]!);
    return new Map(nodes.flatMap((node, place) => (node.depth === depth ? [[node.id, place] as const] : [])));
  });
  const counts = new Map<string, number>();
  for (const { key, count } of cells) {
    const leaf = key.map((value, at) => places[at]!.get(value));
    if (leaf.some((place) => place === undefined)) throw new RangeError(`no such cell: ${key.join(', ')}`);
    const lines = leaf.map((place, at) => lineUp(dimensions[at]!, place!));
    for (const at of combine(lines)) counts.set(nameAt(at), (counts.get(nameAt(at)) ?? 0) + count);
  }
  return { dimensions, count: (at) => counts.get(nameAt(at)) ?? 0 };
}

/** A node and what it is summed into, up to the whole. */
function lineUp({ nodes }: TableDimension, place: number): readonly number[] {
  const line: number[] = [];
  for (let at: number | null = place; at !== null; at = nodes[at]!.parent) line.push(at);
  return line;
}
