import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { addField } from '../shared/graphql-ast';

/** Selections that are looked at before a document is taken for one without end. */
const MOST_STEPS = 30_000;

/**
 * How many pairs of fields validation has to compare to know that those of one name in one place can be one, each as
 * dear as its arguments are long. Infinite where fragments write out to more than can be counted.
 */
export function overlappingFieldsCost(
  document: DocumentNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  let steps = 0;
  let comparisons = 0;

  const collect = (set: SelectionSetNode, inside: readonly string[], into: Map<string, FieldNode[]>): void => {
    for (const selection of set.selections) {
      if (++steps > MOST_STEPS) return;
      if (selection.kind === Kind.FIELD) addField(into, selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, inside, into);
      else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        if (fragment && !inside.includes(name)) collect(fragment.selectionSet, [...inside, name], into);
      }
    }
  };
  const compare = (sets: readonly SelectionSetNode[], depth: number): void => {
    const places = new Map<string, FieldNode[]>();
    for (const set of sets) collect(set, [], places);
    if (steps > MOST_STEPS || depth > MOST_STEPS) return;
    for (const fields of places.values()) {
      if (fields.length > 1) comparisons += ((fields.length - 1) * sum(fields.map(weight))) / 2;
      const below = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (below.length > 0) compare(below, depth + 1);
    }
  };
  for (const definition of document.definitions)
    if ('selectionSet' in definition) compare([definition.selectionSet], 0);
  return steps > MOST_STEPS ? Number.POSITIVE_INFINITY : Math.ceil(comparisons);
}

function weight(field: FieldNode): number {
  let nodes = 1;
  const enter = (): void => {
    nodes += 1;
  };
  for (const argument of field.arguments ?? []) visit(argument, { enter });
  return nodes;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
