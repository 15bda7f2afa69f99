import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';

/** Every field of a person and of their family, and of what stands below; other members by name alone. */
export function everythingAboutPerson(schema: GraphQLSchema): string {
  const person = schema.getType('Person');
  if (!isObjectType(person)) throw new TypeError('the schema has no Person');
  return selectAll(person, []);
}

function selectAll(type: GraphQLObjectType, above: readonly string[]): string {
  const inside = [...above, type.name];
  const fields = Object.values(type.getFields()).map((field) => {
    const returned = getNamedType(field.type);
    if (!isObjectType(returned)) return field.name;
    return `${field.name} { ${inside.includes(returned.name) ? '__typename id' : selectAll(returned, inside)} }`;
  });
  return fields.join(' ');
}
