import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { FaultyNull, type Steps } from '../shared/faulty-null';
import { fragmentsIn, operationIn, responseKey } from '../shared/graphql-ast';
import { EngineFault } from './engine-fault';
import type { Rewrite } from './query-plan';

export type Tree = Record<string, unknown>;
export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof FaultyNull);

/** What one fetch asked for, whatever the concrete types: the only keys that its answer may write. */
export interface AskedShape {
  /** By the key in the answer. */
  readonly keys: ReadonlyMap<string, AskedKey>;
  /** Whether an answer stands in the tree as it came: no key below has another name there. */
  readonly isPlain: boolean;
}

export interface AskedKey {
  /** Where it stands in the tree: the planner asks under names of its own where two types disagree. */
  readonly to: string;
  readonly isType: boolean;
  /** Null for a leaf. */
  readonly below: AskedShape | null;
}

interface Growing {
  readonly keys: Map<string, { to: string; isType: boolean; below: Growing | null }>;
  isPlain: boolean;
}
const nothing = (): Growing => ({ keys: new Map(), isPlain: true });

/** The shape of a fetch's answer; of an entity fetch, that of one entity. */
export function readAskedShape(document: DocumentNode, rewrites: readonly Rewrite[] = []): AskedShape {
  const fragments = fragmentsIn(document);

  const collect = (set: SelectionSetNode, into: Growing): Growing => {
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD) {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (inner) collect(inner.selectionSet, into);
        continue;
      }
      const key = responseKey(selection);
      // Assigned, it would not be a value of the object but what the object inherits from.
      if (key === '__proto__') throw new EngineFault('A plan asks under a key that no object may have.');
      const known = into.keys.get(key) ?? { to: key, isType: selection.name.value === '__typename', below: null };
      if (selection.selectionSet) known.below = collect(selection.selectionSet, known.below ?? nothing());
      into.keys.set(key, known);
    }
    return into;
  };

  const shape = collect(operationOf(document).selectionSet, nothing());
  const entity = shape.keys.get('_entities')?.below ?? shape;
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'KeyRenamer') throw new EngineFault('A plan sets a value in an answer.');
    const keys = rewrite.path.filter((step) => !step.startsWith('... on '));
    let at: Growing | null = entity;
    for (const key of keys.slice(0, -1)) at = at?.keys.get(key)?.below ?? null;
    const renamed = at?.keys.get(keys.at(-1)!);
    if (renamed) renamed.to = rewrite.renameKeyTo;
  }
  markPlain(entity);
  return entity;
}

function markPlain(shape: Growing): boolean {
  for (const [key, { to, below }] of shape.keys) {
    const isPlain = below === null || markPlain(below);
    if (to !== key || !isPlain) shape.isPlain = false;
  }
  return shape.isPlain;
}

export function operationOf(document: DocumentNode): OperationDefinitionNode {
  const found = operationIn(document);
  if (!found) throw new EngineFault('A document holds no operation.');
  return found;
}

/**
 * Writes what was asked into the tree, and nothing else that an answer holds.
 *
 * One answer may stand in several places, and what another agency says of one of them is not true of the others: it is
 * copied, unless it is the tree's `own`, which stands in this place alone and holds nothing below that was not asked. A null
 * beside an object takes nothing away that somebody else has said. Where the whole answer is a faulty null, so is each part.
 */
export function mergeAnswer(
  into: Tree,
  answered: Tree | FaultyNull,
  shape: AskedShape,
  concrete: ReadonlySet<string>,
  own = false,
): void {
  if (answered instanceof FaultyNull) {
    spreadFaulty(into, answered, shape);
    return;
  }
  for (const [from, { to, isType, below }] of shape.keys) {
    if (!Object.hasOwn(answered, from)) continue;
    const value = answered[from];
    if (value === undefined) continue;
    const before = into[to];
    if (value instanceof FaultyNull) into[to] = mergeFaulty(before, value, below);
    else if (isType) {
      // An agency that knows only the interface says its name: a concrete type that is known stays.
      if (typeof before !== 'string' || !concrete.has(before)) into[to] = value;
    } else if (below === null || (own && below.isPlain && before === undefined)) into[to] = value ?? before ?? null;
    else into[to] = mergeBelow(before, value, below, concrete);
  }
}

function mergeBelow(before: unknown, value: unknown, shape: AskedShape, concrete: ReadonlySet<string>): unknown {
  if (value === null) return before ?? null;
  if (value instanceof FaultyNull) return mergeFaulty(before, value, shape);
  if (Array.isArray(value)) {
    const places: readonly unknown[] = Array.isArray(before) && before.length === value.length ? before : [];
    return value.map((one, at) => mergeBelow(places[at], one, shape, concrete));
  }
  if (typeof value !== 'object') return value;
  const into = isTree(before) ? before : {};
  mergeAnswer(into, value as Tree, shape, concrete);
  // What the one who failed was asked for here is not known still, though another knows the rest.
  if (before instanceof FaultyPart && before.shape) spreadFaulty(into, before, before.shape);
  return into;
}

/** A faulty null in the tree, with what was asked for there. */
class FaultyPart extends FaultyNull {
  constructor(
    causes: FaultyNull['causes'],
    readonly shape: AskedShape | null,
  ) {
    super(causes);
  }
}

function mergeFaulty(before: unknown, faulty: FaultyNull, shape: AskedShape | null): unknown {
  if (before === undefined || before === null)
    return new FaultyPart(
      faulty.causes.map(({ path, why }) => ({ path: renamed(path, shape), why })),
      shape,
    );
  if (shape)
    for (const one of [before].flat(Number.POSITIVE_INFINITY)) if (isTree(one)) spreadFaulty(one, faulty, shape);
  return before;
}

function spreadFaulty(into: Tree, faulty: FaultyNull, shape: AskedShape): void {
  for (const [from, { to, isType, below }] of shape.keys)
    if (!isType) into[to] = mergeFaulty(into[to], faulty.at(from), below);
}

/** Steps of an answer as the tree names them. */
function renamed(path: Steps, shape: AskedShape | null): Steps {
  let at = shape;
  return path.map((step) => {
    if (typeof step === 'number') return step;
    const key = at?.keys.get(step);
    at = key?.below ?? null;
    return key?.to ?? step;
  });
}
