import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { NarrowingWalk, type NarrowOptions } from './narrowing-walk';
import { isAsked, selectionSet, variablesIn } from './selections';
import type { NarrowedOperation } from './types';

/** Removes what is withheld, and the parents it leaves empty; rewrites every response key and variable to ours. */
export function narrow(options: NarrowOptions): NarrowedOperation {
  const { schema, operation } = options;
  const walk = new NarrowingWalk(options);
  const root = schema.getRootType(operation.operation)!;
  const kept = walk.object(root, [operation.selectionSet], '');
  const withheld = [...walk.withheld.values()];
  const { emptied, leftOut, asked, keyOf } = walk;
  const common = { emptied, withheld, leftOut, asked, keyOf };
  if (!kept?.some(isAsked)) return { ...common, document: null, hash: '', variables: [] };

  const definitions = new Map(
    (operation.variableDefinitions ?? []).map((definition) => [definition.variable.name.value, definition]),
  );
  const used = variablesIn(kept);
  const variables = walk.names.entries().filter(([, canonical]) => used.has(canonical));
  const variableDefinitions = variables.map(([client, canonical]): VariableDefinitionNode => {
    const definition = definitions.get(client)!;
    return {
      kind: Kind.VARIABLE_DEFINITION,
      type: definition.type,
      defaultValue: definition.defaultValue,
      variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: canonical } },
    };
  });
  const narrowed: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: operation.operation,
    variableDefinitions,
    selectionSet: selectionSet(kept),
  };
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [narrowed] };
  return { ...common, variables, document, hash: createHash('sha256').update(print(document)).digest('hex') };
}

/** The variables whose values decide what is selected at all: part of a narrowed operation's cache key. */
export function selectingVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const read = (selection: SelectionNode): void => {
    for (const directive of selection.directives ?? []) {
      for (const argument of directive.arguments ?? [])
        if (argument.value.kind === Kind.VARIABLE) names.add(argument.value.name.value);
    }
    if ('selectionSet' in selection) selection.selectionSet?.selections.forEach(read);
  };
  for (const definition of document.definitions)
    if ('selectionSet' in definition) definition.selectionSet.selections.forEach(read);
  return [...names].sort();
}
