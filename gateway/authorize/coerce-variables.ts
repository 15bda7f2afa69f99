import { type DocumentNode, type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { BadVariables } from '../errors';
import { neverNullIn, refuseNulls } from './variable-nulls';

/** Coerces the variables of valid operations. What a document says of them is found out once. @throws {BadVariables} */
export function createVariableCoercion(schema: GraphQLSchema) {
  const neverNull = new WeakMap<DocumentNode, ReadonlySet<string>>();
  return ({
    document,
    operation,
    variables,
  }: {
    readonly document: DocumentNode;
    readonly operation: OperationDefinitionNode;
    readonly variables: Readonly<Record<string, unknown>>;
  }): Readonly<Record<string, unknown>> => {
    const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    if (!coerced) throw new BadVariables(errors);
    // A variable may be called like what every object has by birth.
    const given: Record<string, unknown> = Object.assign(Object.create(null), coerced);
    const names = neverNull.get(document) ?? neverNullIn(schema, document);
    neverNull.set(document, names);
    refuseNulls(given, names);
    return given;
  };
}
