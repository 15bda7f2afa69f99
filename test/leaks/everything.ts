import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isAbstractType, isObjectType } from 'graphql';

/** Every field of a person and of their family, and of what stands below; other members, and other families, by name alone. */
export function everythingAboutPerson(schema: GraphQLSchema): string {
  const person = schema.getType('Person');
  if (!isObjectType(person)) throw new TypeError('the schema has no Person');
  return selectAll(schema, person, []);
}

function selectAll(schema: GraphQLSchema, type: GraphQLObjectType, above: readonly string[]): string {
  const inside = [...above, type.name];
  const fields = Object.values(type.getFields()).map((field) => {
    const returned = getNamedType(field.type);
    if (isAbstractType(returned)) {
      const each = schema
        .getPossibleTypes(returned)
        .map((one) => `... on ${one.name} { ${selectAll(schema, one, inside)} }`);
      return `${field.name} { __typename ${each.join(' ')} }`;
    }
    if (!isObjectType(returned)) return field.name;
    const isToldAbove = inside.includes(returned.name) || field.name === 'families';
    return `${field.name} { ${isToldAbove ? '__typename id' : selectAll(schema, returned, inside)} }`;
  });
  return fields.join(' ');
}
