import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';

interface ReadType {
  readonly name: string;
  readonly directives: readonly ConstDirectiveNode[];
  readonly interfaces: readonly string[];
  readonly fields: readonly FieldDefinitionNode[];
}

/**
 * What a field is made from (`@requires`, `@fromContext`): for each coordinate, the coordinates and types that its value
 * could tell of. Who may not see those may not see what is made from them.
 */
export function readInputs(supergraph: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const types = readTypes(supergraph);
  const direct = new Map<string, ReadonlySet<string>>();
  for (const type of types.values()) {
    for (const field of type.fields) {
      const places = new Set<string>();
      for (const join of argumentsOf(field.directives, 'join__field')) {
        if (typeof join.requires === 'string') walk(types, type.name, selectionOf(join.requires), places);
        const contexts = Array.isArray(join.contextArguments) ? (join.contextArguments as unknown[]) : [];
        for (const context of contexts) walkContext(types, context, places);
      }
      if (places.size > 0) direct.set(`${type.name}.${field.name.value}`, places);
    }
  }
  return new Map([...direct.keys()].map((coordinate) => [coordinate, [...reached(direct, coordinate)]]));
}

/** What is made from what is made from it, too. */
function reached(direct: ReadonlyMap<string, ReadonlySet<string>>, from: string): ReadonlySet<string> {
  const found = new Set<string>(direct.get(from));
  for (const place of found) for (const further of direct.get(place) ?? []) found.add(further);
  return found;
}

/** @param met which selections were followed on which types: through interfaces that lead to themselves there are many ways. */
function walk(
  types: ReadonlyMap<string, ReadType>,
  on: string,
  set: SelectionSetNode,
  places: Set<string>,
  met = new Map<SelectionSetNode, Set<string>>(),
): void {
  const followed = met.get(set) ?? new Set();
  if (followed.has(on)) return;
  met.set(set, followed.add(on));
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value ?? on;
      places.add(condition);
      walk(types, condition, selection.selectionSet, places, met);
      continue;
    }
    if (selection.kind !== Kind.FIELD) continue;
    const name = selection.name.value;
    for (const type of [on, ...implementorsOf(types, on)]) {
      const field = types.get(type)?.fields.find((one) => one.name.value === name);
      if (!field) continue;
      places.add(`${type}.${name}`);
      const returned = namedType(field.type);
      for (const one of [returned, ...implementorsOf(types, returned)]) if (types.has(one)) places.add(one);
      places.add(returned);
      if (selection.selectionSet) walk(types, returned, selection.selectionSet, places, met);
    }
  }
}

function walkContext(types: ReadonlyMap<string, ReadType>, given: unknown, places: Set<string>): void {
  if (typeof given !== 'object' || given === null) return;
  const { context, selection } = given as { readonly context?: unknown; readonly selection?: unknown };
  if (typeof selection !== 'string') return;
  for (const type of types.values()) {
    const sets = type.directives.some(({ arguments: given }) =>
      (given ?? []).some(({ name, value }) => name.value === 'name' && valueFromASTUntyped(value) === context),
    );
    if (sets) walk(types, type.name, selectionOf(selection), places);
  }
}

function selectionOf(fieldSet: string): SelectionSetNode {
  const text = fieldSet.trim().startsWith('{') ? fieldSet : `{ ${fieldSet} }`;
  return (parse(text, { noLocation: true }).definitions[0] as OperationDefinitionNode).selectionSet;
}

function implementorsOf(types: ReadonlyMap<string, ReadType>, name: string): readonly string[] {
  return [...types.values()].filter(({ interfaces }) => interfaces.includes(name)).map((type) => type.name);
}

const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType((type as Extract<TypeNode, { type: TypeNode }>).type);

function argumentsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) =>
      Object.fromEntries((directive.arguments ?? []).map((one) => [one.name.value, valueFromASTUntyped(one.value)])),
    );
}

function readTypes(supergraph: DocumentNode): ReadonlyMap<string, ReadType> {
  const types = new Map<string, ReadType>();
  for (const definition of supergraph.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      definition.kind !== Kind.UNION_TYPE_DEFINITION
    )
      continue;
    types.set(definition.name.value, {
      name: definition.name.value,
      directives: definition.directives ?? [],
      interfaces: 'interfaces' in definition ? (definition.interfaces ?? []).map((one) => one.name.value) : [],
      fields: 'fields' in definition ? (definition.fields ?? []) : [],
    });
  }
  return types;
}
