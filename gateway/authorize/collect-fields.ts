import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { FamilyViewError } from '../errors';
import { addField, appliesTo, fragmentsIn, isIncluded, type WithFields } from '../shared/graphql-ast';

export class OperationTooLarge extends FamilyViewError {
  constructor(limit: number) {
    super(`The operation selects more than ${limit} fields once its fragments are expanded. Ask for less at a time.`, {
      code: 'OPERATION_TOO_LARGE',
      httpStatus: 400,
    });
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
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private selections = 0;

  constructor(private readonly options: CollectOptions) {
    this.fragments = fragmentsIn(options.document);
  }

  /** Fragments written out, @skip and @include settled, one entry for each response key. */
  collect(
    type: WithFields,
    sets: readonly SelectionSetNode[],
    into = new Map<string, FieldNode[]>(),
    inside: readonly string[] = [],
  ): Map<string, FieldNode[]> {
    for (const set of sets) {
      for (const selection of set.selections) {
        if (++this.selections > this.options.maxSelections) throw new OperationTooLarge(this.options.maxSelections);
        if (!isIncluded(selection, this.options.variables)) continue;
        if (selection.kind === Kind.FIELD) {
          addField(into, selection);
          continue;
        }
        const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined;
        if (name !== undefined && inside.includes(name)) continue;
        const fragment = name === undefined ? selection : this.fragments.get(name);
        if (
          !fragment ||
          !('selectionSet' in fragment) ||
          !appliesTo(this.options.schema, fragment.typeCondition?.name.value, type)
        )
          continue;
        this.collect(type, [fragment.selectionSet], into, name === undefined ? inside : [...inside, name]);
      }
    }
    return into;
  }
}
