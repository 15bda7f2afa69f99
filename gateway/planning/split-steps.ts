import { type FieldNode, Kind, print, type SelectionNode, valueFromASTUntyped } from 'graphql';
import { responseKey } from '../shared/graphql-ast';
import type { EntitiesStep, FieldsStep, Step } from './compile-plan';
import { type AskedShape, operationOf } from './merge-entities';
import { mergeEntityFetches } from './merge-entity-fetches';

/**
 * A plan whose steps at one subgraph are asked for in several, by what is given to their fields: what one of them waits for
 * holds up none of the others. Only for a subgraph that is asked in process.
 */
export function splitSteps(step: Step, subgraph: string): Step {
  switch (step.kind) {
    case 'sequence':
      return { ...step, steps: step.steps.map((one) => splitSteps(one, subgraph)) };
    case 'parallel':
      return { ...step, steps: step.steps.map((one) => splitSteps(one, subgraph)) };
    case 'when':
      return {
        ...step,
        yes: step.yes && splitSteps(step.yes, subgraph),
        no: step.no && splitSteps(step.no, subgraph),
      };
    case 'entities': {
      const steps = step.subgraph === subgraph ? splitEntities(step) : [step];
      return steps.length > 1 ? { kind: 'parallel', steps } : step;
    }
    default:
      return step;
  }
}

function splitEntities(step: EntitiesStep): readonly EntitiesStep[] {
  const [request, ...others] = step.requests.all;
  const operation = operationOf(request!.document);
  const [entities] = operation.selectionSet.selections as readonly FieldNode[];
  const [fragment, ...more] = entities?.selectionSet?.selections ?? [];
  if (others.length > 0 || more.length > 0 || fragment?.kind !== Kind.INLINE_FRAGMENT) return [step];
  const groups = new Map<string, FieldNode[]>();
  for (const selection of fragment.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD || selection.directives?.length) return [step];
    const given = (selection.arguments ?? []).map((one) => print(one)).join();
    groups.set(given, [...(groups.get(given) ?? []), selection]);
  }
  return [...groups.values()].map((fields) => {
    const of = (selections: readonly SelectionNode[]) => ({ kind: Kind.SELECTION_SET, selections }) as const;
    const document = {
      ...request!.document,
      definitions: [
        {
          ...operation,
          selectionSet: of([{ ...entities!, selectionSet: of([{ ...fragment, selectionSet: of(fields) }]) }]),
        },
      ],
    };
    const keys = new Set(fields.map(responseKey));
    return {
      ...step,
      requests: mergeEntityFetches([{ ...request!, document, query: print(document) }]),
      places: step.places.map((place) => ({ ...place, shape: only(place.shape, keys) })),
    };
  });
}

/** What a step that was split gives to its fields for `agencies`: they ask nobody else. Null: that is not said. */
export function agenciesAskedBy(
  step: FieldsStep | EntitiesStep,
  variables: Readonly<Record<string, unknown>>,
): readonly string[] | null {
  if (step.kind !== 'entities') return null;
  const agencies: string[] = [];
  for (const request of step.requests.all) {
    const [entities] = operationOf(request.document).selectionSet.selections as readonly FieldNode[];
    for (const field of (entities?.selectionSet?.selections ?? []).flatMap(fieldsOf)) {
      const value = field.arguments?.find(({ name }) => name.value === 'agencies')?.value;
      const given: unknown = value && valueFromASTUntyped(value, { ...variables });
      if (!Array.isArray(given)) return null;
      agencies.push(...given.map(String));
    }
  }
  return agencies;
}

const fieldsOf = (selection: SelectionNode): readonly FieldNode[] =>
  selection.kind === Kind.FIELD
    ? [selection]
    : selection.kind === Kind.INLINE_FRAGMENT
      ? selection.selectionSet.selections.flatMap(fieldsOf)
      : [];

const only = ({ keys, isPlain }: AskedShape, wanted: ReadonlySet<string>): AskedShape => ({
  keys: new Map([...keys].filter(([key]) => wanted.has(key))),
  isPlain,
});
