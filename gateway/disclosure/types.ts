/** What disclosure control works on: a table of counts over dimensions, each a small tree of values. */

/** A value of a dimension, or what several are summed into. `parent` is a place in the same list; null for the whole. */
export interface DimensionNode {
  readonly id: string | null;
  readonly parent: number | null;
  /** 0 for the whole. */
  readonly depth: number;
}

/** The whole stands first; each node stands after its parent. */
export interface TableDimension {
  readonly id: string;
  readonly nodes: readonly DimensionNode[];
}

/** One place for each dimension: a node of it. */
export type Coordinates = readonly number[];

/** The rules of a protocol's `aggregates`. */
export interface DisclosureTerms {
  /** The smallest count that may be told. */
  readonly minCell: number;
  /** Counts are told to the nearest. */
  readonly roundTo: number;
  /** Whether cells are kept back that would tell another. */
  readonly complementary: boolean;
}

/** How one cell may be told. TOO_FINE: no cell of this breakdown can be told. */
export type CellOutcome = 'TOLD' | 'SUPPRESSED' | 'TOO_FINE';

/** A table with every sum over its dimensions. */
export interface WholeTable {
  readonly dimensions: readonly TableDimension[];
  count(at: Coordinates): number;
}
