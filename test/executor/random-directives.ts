import {
  type DocumentNode,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Random } from '../random';

const named = (name: string) => ({ kind: Kind.NAME, value: name }) as const;

function directive(random: Random, name: 'defer' | 'stream', label: string) {
  const given = [
    ...(random.chance(0.7) ? [['label', { kind: Kind.STRING, value: label }] as const] : []),
    ...(random.chance(0.15) ? [['if', { kind: Kind.BOOLEAN, value: random.chance(0.5) }] as const] : []),
    ...(name === 'stream' && random.chance(0.7)
      ? [['initialCount', { kind: Kind.INT, value: String(random.int(3)) }] as const]
      : []),
  ];
  return {
    kind: Kind.DIRECTIVE,
    name: named(name),
    arguments: given.map(([key, value]) => ({ kind: Kind.ARGUMENT, name: named(key), value }) as const),
  } as const;
}

/** Puts `@defer` on fragments, around some of what is selected, and `@stream` on lists, here and there. */
export function deferHereAndThere(schema: GraphQLSchema, document: DocumentNode, random: Random): DocumentNode {
  let labels = 0;
  const types = new TypeInfo(schema);
  const isRoot = () => types.getParentType() === schema.getMutationType();
  const fragment = {
    leave: <Node extends SelectionNode>(node: Node): Node | undefined =>
      random.chance(0.3) && !isRoot()
        ? { ...node, directives: [...(node.directives ?? []), directive(random, 'defer', `d${labels++}`)] }
        : undefined,
  };
  return visit(
    document,
    visitWithTypeInfo(types, {
      InlineFragment: fragment,
      FragmentSpread: fragment,
      Field: {
        leave(node) {
          const type = types.getFieldDef()?.type;
          const isList = type && (isListType(type) || (isNonNullType(type) && isListType(type.ofType)));
          if (!isList || !random.chance(0.4)) return undefined;
          return { ...node, directives: [...(node.directives ?? []), directive(random, 'stream', `s${labels++}`)] };
        },
      },
      SelectionSet: {
        leave(node): SelectionSetNode | undefined {
          if (!random.chance(0.35) || isRoot()) return undefined;
          const inside = random.some(node.selections, 0.6);
          if (inside.length === 0) return undefined;
          const deferred: SelectionNode = {
            kind: Kind.INLINE_FRAGMENT,
            directives: [directive(random, 'defer', `d${labels++}`)],
            selectionSet: { kind: Kind.SELECTION_SET, selections: inside },
          };
          const beside = node.selections.filter((one) => !inside.includes(one) || random.chance(0.15));
          return { ...node, selections: random.shuffle([...beside, deferred]) };
        },
      },
    }),
  );
}

/** The same document without them. */
export const withoutDirectives = (document: DocumentNode): DocumentNode =>
  visit(document, {
    Directive: ({ name }) => (name.value === 'defer' || name.value === 'stream' ? null : undefined),
  });
