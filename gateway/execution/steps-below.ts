import type { FieldNode } from 'graphql';
import { type ReadShape, shapesIn, type TypeShape } from '../planning/compile-shape';
import type { Steps } from '../shared/faulty-null';

/** An agency says at which item it failed: a number beyond any list of ours would only carry something of its own. */
const MOST_ITEMS = 10_000;

/**
 * Where a field that failed stands below a null, in the client's own keys. What the client has no name for ends it: the
 * null is told of as far down as it was asked.
 */
export function stepsBelow(
  type: TypeShape,
  path: Steps,
  nodes: readonly FieldNode[],
): { readonly steps: Steps; readonly nodes: readonly FieldNode[] } {
  const steps: (string | number)[] = [];
  let at = type;
  let last = nodes;
  for (const step of path) {
    if (typeof step === 'number') {
      if (at.kind !== 'list' || !Number.isInteger(step) || step < 0 || step >= MOST_ITEMS) break;
      steps.push(step);
      at = at.item;
      continue;
    }
    const field = at.kind === 'list' ? undefined : fieldAt(at, step);
    if (!field) break;
    steps.push(field.key);
    at = field.type;
    last = field.nodes;
  }
  return { steps, nodes: last };
}

function fieldAt(type: TypeShape, key: string): ReadShape | undefined {
  for (const { fields } of shapesIn(type))
    for (const field of fields) if (field.kind === 'read' && field.from === key && !field.refused) return field;
  return undefined;
}
