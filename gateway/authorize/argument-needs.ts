import {
  type ArgumentNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type ValueNode,
} from 'graphql';

/**
 * Coordinates by which an argument picks or orders what a field returns: to filter a list by what one may not see is to
 * see it. No directive says which argument looks at which field, so names do: an argument, a field of its input object, or
 * an enum value (DATE_OF_BIRTH for dateOfBirth) that is called like a field of what is returned, or of a connection's nodes.
 * A variable may hold whatever its type allows.
 */
export function argumentNeeds(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  given: readonly ArgumentNode[],
): readonly string[] {
  const returned = elementsOf(schema, getNamedType(field.type));
  const names = given.flatMap((argument) => {
    const definition = field.args.find(({ name }) => name === argument.name.value);
    return [argument.name.value, ...(definition ? namesIn(definition.type, argument.value, new Set()) : [])];
  });
  return [
    ...new Set(
      returned.flatMap((type) =>
        names.filter((name) => name in type.getFields()).map((name) => `${type.name}.${name}`),
      ),
    ),
  ];
}

/** What a field returns, and what its nodes are where it returns a connection. */
function elementsOf(schema: GraphQLSchema, named: GraphQLNamedType) {
  const objects = isInterfaceType(named) ? schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
  const below = objects.flatMap((type) => {
    const { nodes, edges } = type.getFields();
    const edge = edges && getNamedType(edges.type);
    const node = isObjectType(edge) ? edge.getFields().node : undefined;
    return [nodes, node].flatMap((one) => (one ? [getNamedType(one.type)] : [])).filter(isObjectType);
  });
  return [...objects, ...below];
}

function namesIn(type: GraphQLInputType, value: ValueNode, seen: Set<string>): readonly string[] {
  const named = getNamedType(type);
  if (isEnumType(named)) {
    const values = enumValuesIn(value) ?? named.getValues().map(({ name }) => name);
    return values.map(camelCase);
  }
  if (!isInputObjectType(named) || seen.has(named.name)) return [];
  const fields = Object.values(named.getFields());
  const literals = objectsIn(value);
  if (literals)
    return literals.flatMap((literal) =>
      literal.fields.flatMap(({ name, value: below }) => {
        const definition = fields.find((one) => one.name === name.value);
        return [name.value, ...(definition ? namesIn(definition.type, below, seen) : [])];
      }),
    );
  const inside = new Set(seen).add(named.name);
  return fields.flatMap(({ name, type: below }) => [name, ...namesIn(below, value, inside)]);
}

function objectsIn(value: ValueNode) {
  if (value.kind === Kind.OBJECT) return [value];
  if (value.kind !== Kind.LIST) return null;
  const found = value.values.filter((one) => one.kind === Kind.OBJECT);
  return found.length === value.values.length ? found : null;
}

function enumValuesIn(value: ValueNode): readonly string[] | null {
  if (value.kind === Kind.ENUM) return [value.value];
  if (value.kind !== Kind.LIST) return null;
  const found = value.values.flatMap((one) => (one.kind === Kind.ENUM ? [one.value] : []));
  return found.length === value.values.length ? found : null;
}

const camelCase = (name: string): string =>
  name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
