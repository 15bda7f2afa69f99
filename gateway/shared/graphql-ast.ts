import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  isInterfaceType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';

/** What the stages that read selections have in common: a document's fragments, by name. */
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

/** What fields are asked of. */
export type WithFields = GraphQLObjectType | GraphQLInterfaceType;

/** Whether a fragment with this type condition, or with none, says something of an object of this type. */
export function appliesTo(schema: GraphQLSchema, condition: string | undefined, type: WithFields): boolean {
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

/** Object types that can stand beside another in one selection; there, equal names may have unequal types. */
export function typesThatMeetOthers(schema: GraphQLSchema): ReadonlySet<string> {
  return meetings.get(schema) ?? keep(schema);
}
const meetings = new WeakMap<GraphQLSchema, ReadonlySet<string>>();
function keep(schema: GraphQLSchema): ReadonlySet<string> {
  const found = new Set<string>();
  for (const type of Object.values(schema.getTypeMap()))
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) found.add(possible.name);
  meetings.set(schema, found);
  return found;
}

/** An interface of which no concrete type is known: only what it promises itself can be asked of what stands behind it. */
export const standsForItself = (schema: GraphQLSchema, type: GraphQLNamedType): type is GraphQLInterfaceType =>
  isInterfaceType(type) && schema.getPossibleTypes(type).length === 0;
