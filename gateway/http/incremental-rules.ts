import {
  type ASTVisitor,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  isListType,
  isWrappingType,
  Kind,
  print,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
  visit,
} from 'graphql';
import { addField, fragmentsIn } from '../shared/graphql-ast';
import { DEFER, STREAM } from '../shared/incremental-directives';

const isIncremental = ({ name }: DirectiveNode): boolean => name.value === DEFER.name || name.value === STREAM.name;

/** `DeferStreamDirectiveLabelRule` of graphql-js 17. */
function staticUniqueLabels(context: ValidationContext): ASTVisitor {
  const known = new Map<string, DirectiveNode>();
  return {
    Directive(node) {
      const label = node.arguments?.find(({ name }) => name.value === 'label')?.value;
      if (!isIncremental(node) || !label || label.kind === Kind.NULL) return;
      if (label.kind !== Kind.STRING) {
        const message = `Directive "${node.name.value}"'s label argument must be a static string.`;
        context.reportError(new GraphQLError(message, { nodes: node }));
        return;
      }
      const before = known.get(label.value);
      known.set(label.value, node);
      if (before)
        context.reportError(
          new GraphQLError('Value for arguments "defer(label:)" and "stream(label:)" must be unique.', {
            nodes: [before, node],
          }),
        );
    },
  };
}

/** `DeferStreamDirectiveOnRootFieldRule`: what changes something is done in turn, and told whole. */
function notOnRootsInTurn(context: ValidationContext): ASTVisitor {
  return {
    Directive(node) {
      const parent = context.getParentType();
      if (!isIncremental(node) || !parent) return;
      const schema = context.getSchema();
      const kind =
        parent === schema.getMutationType()
          ? 'mutation'
          : parent === schema.getSubscriptionType()
            ? 'subscription'
            : null;
      if (kind === null) return;
      const what = node.name.value === DEFER.name ? 'Defer' : 'Stream';
      const message = `${what} directive cannot be used on root ${kind} type "${parent.name}".`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

/** `StreamDirectiveOnListFieldRule`. */
function streamOnLists(context: ValidationContext): ASTVisitor {
  return {
    Directive(node) {
      const field = context.getFieldDef();
      const parent = context.getParentType();
      if (node.name.value !== STREAM.name || !field || !parent) return;
      const { type } = field;
      if (isListType(type) || (isWrappingType(type) && isListType(type.ofType))) return;
      const message = `Directive "@stream" cannot be used on non-list field "${parent.name}.${field.name}".`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

/** What graphql-js 17 adds to `OverlappingFieldsCanBeMergedRule`: fields of one key are streamed alike. */
function sameStreams(context: ValidationContext): ASTVisitor {
  const fragments = fragmentsIn(context.getDocument());
  const streamOf = ({ directives = [] }: FieldNode): string => {
    const stream = directives.find(({ name }) => name.value === STREAM.name);
    return (stream ? [stream.name, ...(stream.arguments ?? [])] : []).map(print).toSorted().join();
  };
  const collect = (set: SelectionSetNode, into: Map<string, FieldNode[]>): void => {
    for (const selection of set.selections)
      if (selection.kind === Kind.FIELD) addField(into, selection);
      else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet, into);
      }
  };
  const check = (sets: readonly SelectionSetNode[]): void => {
    const fields = new Map<string, FieldNode[]>();
    for (const set of sets) collect(set, fields);
    for (const [key, nodes] of fields) {
      const other = nodes.find((node) => streamOf(node) !== streamOf(nodes[0]!));
      if (other) {
        const message = `Fields "${key}" conflict because they have differing stream directives. Use different aliases on the fields to fetch both if this was intentional.`;
        context.reportError(new GraphQLError(message, { nodes: [nodes[0]!, other] }));
        continue;
      }
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (below.length > 0) check(below);
    }
  };
  // A fragment that spreads itself has no end, and is refused by a rule of its own.
  const isChecked = holdsStream(context.getDocument()) && !spreadsItself(fragments);
  return isChecked ? { OperationDefinition: ({ selectionSet }) => check([selectionSet]) } : {};
}

function holdsStream(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive({ name }) {
      found ||= name.value === STREAM.name;
    },
  });
  return found;
}

function spreadsItself(fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean {
  const spreads = new Map(
    [...fragments].map(([name, fragment]) => {
      const spread = new Set<string>();
      visit(fragment, { FragmentSpread: (one) => void spread.add(one.name.value) });
      return [name, spread] as const;
    }),
  );
  // What spreads nothing that is left is taken away until only circles are.
  for (let before = -1; before !== spreads.size; ) {
    before = spreads.size;
    for (const [name, spread] of spreads) if (![...spread].some((one) => spreads.has(one))) spreads.delete(name);
  }
  return spreads.size > 0;
}

/** How `@defer` and `@stream` may be used, as graphql-js 17 checks it. The version that reads operations here knows neither. */
export const INCREMENTAL_RULES: readonly ValidationRule[] = [
  staticUniqueLabels,
  notOnRootsInTurn,
  streamOnLists,
  sameStreams,
];
