import { type DocumentNode, type FieldNode, Kind, print, type SelectionNode } from 'graphql';
import { EngineFault } from './engine-fault';
import { operationOf } from './merge-entities';

/** A text that is sent as it stands, and the operation's variables that it takes. */
export interface FetchRequest {
  readonly query: string;
  readonly variables: readonly string[];
}

export interface ParsedAsking extends FetchRequest {
  readonly document: DocumentNode;
}

/** Texts that ask one subgraph for entities, and the one text that asks for several of them at once. */
export interface MergedFetches {
  readonly all: readonly ParsedAsking[];
  /** Only of those that there is somebody to ask about: no other field is named. */
  textOf(used: ReadonlySet<number>): FetchRequest;
}

export function mergeEntityFetches(all: readonly ParsedAsking[]): MergedFetches {
  const made = new Map<string, FetchRequest>();
  return {
    all,
    textOf(used) {
      const places = [...used].sort((one, other) => one - other);
      if (places.length === 1) return all[places[0]!]!;
      const name = places.join(' ');
      const text = made.get(name) ?? combine(places.map((at) => all[at]!));
      made.set(name, text);
      return text;
    },
  };
}

/** The types that an asking names, or null where it cannot stand beside another. */
export function typesAsked({ document }: ParsedAsking): readonly string[] | null {
  if (document.definitions.length > 1 || operationOf(document).directives?.length) return null;
  const types = entitiesField(document).selectionSet!.selections.map((selection) =>
    selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined,
  );
  return types.includes(undefined) ? null : (types as readonly string[]);
}

function combine(requests: readonly ParsedAsking[]): FetchRequest {
  const operations = requests.map(({ document }) => operationOf(document));
  // All of them are parts of one operation: what has one name is one variable.
  const definitions = new Map(
    operations.flatMap(({ variableDefinitions = [] }) =>
      variableDefinitions.map((definition) => [definition.variable.name.value, definition] as const),
    ),
  );
  const selections: readonly SelectionNode[] = requests.flatMap(
    ({ document }) => entitiesField(document).selectionSet!.selections,
  );
  const entities: FieldNode = {
    ...entitiesField(requests[0]!.document),
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const query = print({
    ...operations[0]!,
    variableDefinitions: [...definitions.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [entities] },
  });
  return { query, variables: [...new Set(requests.flatMap(({ variables }) => variables))] };
}

function entitiesField(document: DocumentNode): FieldNode {
  const [field, ...others] = operationOf(document).selectionSet.selections;
  if (field?.kind !== Kind.FIELD || field.name.value !== '_entities' || others.length > 0)
    throw new EngineFault('A plan asks for entities beside something else.');
  return field;
}
