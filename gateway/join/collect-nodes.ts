import {
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
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Collects what a client's document asks of a concrete type, by response key, in the order that its answer has. */
export class NodeCollector {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();

  /** @param variables coerced: only those that @skip and @include name are read. */
  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
  }

  collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): ReadonlyMap<string, readonly FieldNode[]> {
    const found = new Map<string, FieldNode[]>();
    const met = new Set<string>();
    for (const set of sets) this.collectInto(found, met, type, set);
    return found;
  }

  private collectInto(
    found: Map<string, FieldNode[]>,
    met: Set<string>,
    type: GraphQLObjectType,
    set: SelectionSetNode,
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && met.has(selection.name.value)) continue;
      if (!this.included(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = found.get(key);
        if (nodes) nodes.push(selection);
        else found.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) met.add(selection.name.value);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      if (fragment && this.applies(fragment.typeCondition?.name.value, type))
        this.collectInto(found, met, type, fragment.selectionSet);
    }
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.schema.getType(condition);
    return isAbstractType(named) && this.schema.isSubType(named, type);
  }

  private included(selection: SelectionNode): boolean {
    if (!selection.directives?.length) return true;
    const variables = this.variables as Record<string, unknown>;
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false;
  }
}
