import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  specifiedScalarTypes,
  type TypeNode,
} from 'graphql';
import { FamilyViewError } from '../errors';
import { fragmentsIn } from '../shared/graphql-ast';

const BUILT_IN = new Set(specifiedScalarTypes.map(({ name }) => name));
const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));

interface Introspecting {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Puts, in place of what an answer tells of the whole schema, what it may tell of the schema that the requester could ever
 * be shown: the name of a field is an agency's business, too.
 */
export async function answerIntrospection(
  answer: ExecutionResult,
  { document, operation, variables }: Introspecting,
  visible: () => GraphQLSchema,
): Promise<ExecutionResult> {
  const fragments = fragmentsIn(document);
  const asked = introspectionOf(operation.selectionSet, fragments);
  if (asked.length === 0 || !answer.data) return answer;
  const only: OperationDefinitionNode = {
    ...operation,
    directives: [],
    // Those of types that are not visible have no part in this.
    variableDefinitions: operation.variableDefinitions?.filter(({ type }) => BUILT_IN.has(named(type))),
    selectionSet: { kind: Kind.SELECTION_SET, selections: asked },
  };
  const told = await execute({
    schema: visible(),
    document: { kind: Kind.DOCUMENT, definitions: [only, ...fragments.values()] },
    variableValues: { ...variables },
  });
  if (!told.data || told.errors)
    throw new FamilyViewError('The schema could not be told.', { code: 'OUR_FAULT', cause: told.errors?.[0] });
  return { ...answer, data: { ...answer.data, ...told.data } };
}

/** The selections of a root that ask about the schema, with the fragments that lead to them written out. */
function introspectionOf(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly SelectionNode[] {
  return set.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return /^__(schema|type)$/.test(selection.name.value) ? [selection] : [];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const below = fragment ? introspectionOf(fragment.selectionSet, fragments) : [];
    if (below.length === 0) return [];
    const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: below };
    return [{ kind: Kind.INLINE_FRAGMENT, directives: selection.directives, selectionSet }];
  });
}
