import {
  type FieldNode,
  type GraphQLSchema,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { responseKey, type WithFields } from '../shared/graphql-ast';
import { HIDDEN_AGENCY, HIDDEN_ID, HIDDEN_TYPENAME } from '../shared/hidden-keys';

export const named = (name: string, alias: string): FieldNode => ({
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: name },
  alias: { kind: Kind.NAME, value: alias },
});
export const selectionSet = (selections: readonly SelectionNode[]): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections,
});

/** `__typename`, or what we ask for ourselves, keeps nothing alive: that an object exists is information. */
export const isAsked = (selection: SelectionNode): boolean => {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections.some(isAsked);
  return selection.kind !== Kind.FIELD || !(selection.name.value === '__typename' || OURS.has(selection.alias?.value));
};
const OURS: ReadonlySet<string | undefined> = new Set([HIDDEN_ID, HIDDEN_AGENCY, HIDDEN_TYPENAME]);

/** Two client aliases of one field are one canonical field; their selections below are merged. */
export function mergeSelections(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const byKey = new Map<string, SelectionNode>();
  for (const selection of selections) {
    const key = selection.kind === Kind.FIELD ? responseKey(selection) : print(selection);
    const before = byKey.get(key);
    if (before?.kind === Kind.FIELD && selection.kind === Kind.FIELD && before.selectionSet && selection.selectionSet) {
      byKey.set(key, {
        ...before,
        selectionSet: selectionSet(
          mergeSelections([...before.selectionSet.selections, ...selection.selectionSet.selections]),
        ),
      });
    } else byKey.set(key, selection);
  }
  return [...byKey.values()];
}

export function variablesIn(selections: readonly SelectionNode[]): ReadonlySet<string> {
  const used = new Set<string>();
  visit(selectionSet(selections), { Variable: ({ name }) => void used.add(name.value) });
  return used;
}

/** What the join needs to know of an object, whatever the client asks: who a person is, and which agency an answer is of. */
export function hiddenFields(type: WithFields, schema: GraphQLSchema): readonly FieldNode[] {
  if (isRoot(schema, type)) return [];
  const fields = type.getFields();
  if (fields.id && ENTITY_ID.test(String(fields.id.type))) return [named('id', HIDDEN_ID)];
  return type.name === 'AgencyAnswer' ? [named('agency', HIDDEN_AGENCY)] : [];
}

const ENTITY_ID = /^(Person|Family)ID!$/;
const isRoot = (schema: GraphQLSchema, type: WithFields): boolean =>
  type === schema.getQueryType() || type === schema.getMutationType();
