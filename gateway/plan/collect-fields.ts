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
import { FamilyViewError } from '../errors';

export class OperationTooLarge extends FamilyViewError {
  constructor(limit: number) {
    super(
      `The operation selects more than ${limit} fields once its fragments are written out. Ask for less at a time.`,
      { code: 'OPERATION_TOO_LARGE', httpStatus: 400 },
    );
  }
}

export interface CollectOptions {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** Coerced variables: only those that @skip and @include name are read. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly maxSelections: number;
}

/** Collects fields as GraphQL does, and counts what it meets over the whole operation. */
export class FieldCollector {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private selections = 0;

  constructor(private readonly options: CollectOptions) {
    for (const definition of options.document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
  }

  /** Fragments written out, @skip and @include settled, one entry for each response key. */
  collect(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    into = new Map<string, FieldNode[]>(),
    inside: readonly string[] = [],
  ): Map<string, FieldNode[]> {
    for (const set of sets) {
      for (const selection of set.selections) {
        if (++this.selections > this.options.maxSelections) throw new OperationTooLarge(this.options.maxSelections);
        if (!this.included(selection)) continue;
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          const nodes = into.get(key);
          if (nodes) nodes.push(selection);
          else into.set(key, [selection]);
          continue;
        }
        const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined;
        if (name !== undefined && inside.includes(name)) continue;
        const fragment = name === undefined ? selection : this.fragments.get(name);
        if (!fragment || !('selectionSet' in fragment) || !this.applies(fragment.typeCondition?.name.value, type))
          continue;
        this.collect(type, [fragment.selectionSet], into, name === undefined ? inside : [...inside, name]);
      }
    }
    return into;
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.options.schema.getType(condition);
    return isAbstractType(named) && this.options.schema.isSubType(named, type);
  }

  private included(selection: SelectionNode): boolean {
    const variables = this.options.variables as Record<string, unknown>;
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false;
  }
}
