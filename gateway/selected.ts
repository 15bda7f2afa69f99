import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';

/** What the rooms that read selections have in common: a document's fragments, by name. */
export function fragmentsIn(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return fragments;
}

/** The first operation of a document. */
export const operationIn = (document: DocumentNode): OperationDefinitionNode | undefined =>
  document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION);

/** The key under which a field is answered. */
export const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** Puts a field beside those that are answered under its key. */
export function addField(found: Map<string, FieldNode[]>, field: FieldNode): void {
  const key = responseKey(field);
  const beside = found.get(key);
  if (beside) beside.push(field);
  else found.set(key, [field]);
}

/** Whether a fragment with this type condition, or with none, says something of an object of this type. */
export function appliesTo(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const named = schema.getType(condition);
  return isAbstractType(named) && schema.isSubType(named, type);
}

/** By @skip and @include. `variables`: coerced; only those that these name are read. */
export function isIncluded(selection: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  if (!selection.directives?.length) return true;
  const values = variables as Record<string, unknown>;
  if (getDirectiveValues(GraphQLSkipDirective, selection, values)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, values)?.if !== false;
}

/** Whether a field's arguments depend on what is asked with. */
export const takesVariables = ({ arguments: given = [] }: FieldNode): boolean =>
  given.some((argument) => holds(argument, Kind.VARIABLE));

/** Whether a node of this kind stands anywhere in another. */
export function holds(node: ASTNode, kind: Kind): boolean {
  let found = false;
  visit(node, {
    enter(one) {
      if (one.kind !== kind) return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}
