import { type DocumentNode, type GraphQLSchema, isNonNullType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { BadVariables } from '../errors';

/**
 * Variables of a valid document that stand where none may be null. They may be declared nullable, where a default stands in
 * for one that is not given; a null that is given is the client's own mistake, and told before anybody is asked.
 */
export function neverNullIn(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      Variable({ name }) {
        if (isNonNullType(types.getInputType())) names.add(name.value);
      },
    }),
  );
  return names;
}

export function refuseNulls(variables: Readonly<Record<string, unknown>>, neverNull: ReadonlySet<string>): void {
  const nulls = [...neverNull].filter((name) => variables[name] === null);
  if (nulls.length > 0)
    throw new BadVariables(nulls.map((name) => ({ message: `Variable "$${name}" is null where null may not stand.` })));
}
