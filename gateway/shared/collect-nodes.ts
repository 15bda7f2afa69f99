import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { addField, appliesTo, fragmentsIn, isIncluded, type WithFields } from './graphql-ast';

/** Collects what a client's document asks of a concrete type, by response key, in the order that its answer has. */
export class NodeCollector {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  /** @param variables coerced: only those that @skip and @include name are read. */
  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    this.fragments = fragmentsIn(document);
  }

  collect(type: WithFields, sets: readonly SelectionSetNode[]): ReadonlyMap<string, readonly FieldNode[]> {
    const found = new Map<string, FieldNode[]>();
    const met = new Set<string>();
    for (const set of sets) this.collectInto(found, met, type, set);
    return found;
  }

  private collectInto(
    found: Map<string, FieldNode[]>,
    met: Set<string>,
    type: WithFields,
    set: SelectionSetNode,
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && met.has(selection.name.value)) continue;
      if (!isIncluded(selection, this.variables)) continue;
      if (selection.kind === Kind.FIELD) {
        addField(found, selection);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) met.add(selection.name.value);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      if (fragment && appliesTo(this.schema, fragment.typeCondition?.name.value, type))
        this.collectInto(found, met, type, fragment.selectionSet);
    }
  }
}
