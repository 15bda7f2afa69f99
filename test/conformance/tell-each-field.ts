import { REFUSED } from '@family-view/gateway/join/join-answer';
import type { NarrowedOperation } from '@family-view/gateway/plan/narrow';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

interface Telling {
  readonly schema: GraphQLSchema;
  readonly narrowed: Pick<NarrowedOperation, 'emptied'>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly isDenied: (coordinate: string) => boolean;
}

/**
 * Other routers name each denied field, also where its parent is null because nothing else was asked of it; this house
 * tells such a parent once. For those who compare: one error for each denied field, at its own path.
 */
export function tellEachField(errors: readonly GraphQLError[], telling: Telling): readonly GraphQLError[] {
  const emptied = new Map([...telling.narrowed.emptied.keys()].map((path) => [withoutTypes(path), path]));
  return errors.flatMap((error) => {
    const path = error.path ?? [];
    const place = emptied.get(path.filter((step) => typeof step === 'string').join('/'));
    const { nodes, extensions, message } = error;
    if (place === undefined || extensions.code !== REFUSED || !nodes) return [error];
    const parent = telling.schema.getType(/([^/.]+)\.[^/.]+$/.exec(place)?.[1] ?? '');
    const below = deniedBelow(parent?.name ?? '', nodes as readonly FieldNode[], telling);
    if (below.length === 0) return [error];
    return below.map((keys) => new GraphQLError(message, { nodes, extensions, path: [...path, ...keys] }));
  });
}

/** `/Query.me/User.desk` as it stands in an answer: `me/desk`. */
const withoutTypes = (path: string): string => path.replaceAll(/(^|\/)[^/.]+\./g, '$1').replace(/^\//, '');

function deniedBelow(type: string, nodes: readonly FieldNode[], telling: Telling): readonly (readonly string[])[] {
  const { schema } = telling;
  const on = schema.getType(type);
  const field = isObjectType(on) ? on.getFields()[nodes[0]!.name.value] : undefined;
  if (!field) return [];
  const returned = getNamedType(field.type);
  const possible = isAbstractType(returned)
    ? schema.getPossibleTypes(returned).map(({ name }) => name)
    : [returned.name];
  const found = new Map<string, readonly string[]>();
  for (const one of possible) {
    for (const node of nodes.flatMap(({ selectionSet }) => fieldsOf(one, selectionSet, telling))) {
      const key = node.alias?.value ?? node.name.value;
      const paths = telling.isDenied(`${one}.${node.name.value}`)
        ? [[key]]
        : deniedBelow(one, [node], telling).map((keys) => [key, ...keys]);
      for (const keys of paths) found.set(keys.join('/'), keys);
    }
  }
  return [...found.values()];
}

function fieldsOf(
  type: string,
  set: SelectionSetNode | undefined,
  { schema, fragments }: Telling,
): readonly FieldNode[] {
  const applies = (condition: string | undefined): boolean => {
    if (condition === undefined || condition === type) return true;
    const [named, concrete] = [schema.getType(condition), schema.getType(type)];
    return isAbstractType(named) && isObjectType(concrete) && schema.isSubType(named, concrete);
  };
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment || !applies(fragment.typeCondition?.name.value)) return [];
    return fieldsOf(type, fragment.selectionSet, { schema, fragments } as Telling);
  });
}
