import { familyKey, personKey } from '@family-view/schema';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { CacheSection } from '../shared/cache-budget';
import { heapBytes } from '../shared/heap-bytes';
import { selectionsOf } from './check-shape';
import type { LeftOut } from './types';

/** A plan step's text as it goes out: with types and keys asked for again, the keys under an alias of ours. */
export interface PreparedStep {
  readonly query: string;
  readonly document: DocumentNode;
  readonly onEntities: boolean;
  /** Names of the variables that it takes. */
  readonly variables: readonly string[];
  /** What is asked: of entities, where it is about them. */
  readonly asked: SelectionSetNode;
}

export const KEY_ALIAS = 'k_key';

/** A step cut to what some people's records may show. */
export interface PrunedFetch {
  /** Null where nothing is left to ask. */
  readonly step: PreparedStep | null;
  /** Null where nothing is. */
  readonly leftOut: LeftOut | null;
}

/** What of a step some people's records may show. */
export interface FieldAccess {
  isOpen(coordinate: string): boolean;
  /** Told as recorded or not: of what an object holds nothing is asked. */
  isToldAsRecorded(coordinate: string): boolean;
}

/** The steps of one version, made ready once: what is open in a step is decided by that version's supergraph and protocol. */
export interface Steps {
  readonly schema: GraphQLSchema;
  prepare(agency: string, query: string): PreparedStep;
  /**
   * Cuts a step on entities to the coordinates that are open.
   * @param name names what `openness` answers under this version: equal names, equal answers.
   */
  cut(step: PreparedStep, name: string, openness: FieldAccess): PrunedFetch;
}

export function createSteps(schema: GraphQLSchema, caches: CacheSection): Steps {
  const prepared = caches.open<PreparedStep>('agency-steps', { bytesOf: ({ query }) => STEP_BYTES * query.length });
  const cuts = caches.open<PrunedFetch>('cut-steps', {
    bytesOf: ({ step, leftOut }) => STEP_BYTES * (step?.query.length ?? 0) + heapBytes(leftOut),
  });
  return {
    schema,
    prepare: (agency, query) => prepared.memo(`${agency}|${query}`, () => withKeys(agency, query)),
    cut: (step, name, openness) => cuts.memo(`${name}|${step.query}`, () => cutStep(step, schema, openness)),
  };
}

/** A step's document, and the checks that its answers are held to, for each character of its text. */
const STEP_BYTES = 40;

interface Growing {
  readonly closed: Set<string>;
  readonly emptied: Set<string>;
}
const nothingLeftOut = (): Growing => ({ closed: new Set(), emptied: new Set() });

function cutStep(step: PreparedStep, schema: GraphQLSchema, openness: FieldAccess): PrunedFetch {
  const found = nothingLeftOut();
  const document = visit(step.document, {
    Field(node): FieldNode | null | undefined {
      if (node.name.value !== '_entities') return undefined;
      const selections = node.selectionSet!.selections.flatMap((selection): SelectionNode[] => {
        if (selection.kind !== Kind.INLINE_FRAGMENT) return [selection];
        const type = schema.getType(selection.typeCondition?.name.value ?? '');
        const kept = isObjectType(type) ? cutSelections(schema, [type], selection.selectionSet, openness, found) : null;
        return kept ? [{ ...selection, selectionSet: kept }] : [];
      });
      return selections.some((one) => one.kind === Kind.INLINE_FRAGMENT)
        ? { ...node, selectionSet: { ...node.selectionSet!, selections } }
        : null;
    },
  });
  const leftOut = found.closed.size + found.emptied.size > 0 ? found : null;
  if (selectionsOf(document).selections.length === 0) return { leftOut, step: null };
  const kept = withoutUnusedVariables(document);
  return { leftOut, step: toStep(print(kept), kept, true) };
}

/** What is left for objects of any of these types; a field stays only where it is open on each. */
function cutSelections(
  schema: GraphQLSchema,
  types: readonly GraphQLObjectType[],
  set: SelectionSetNode,
  openness: FieldAccess,
  leftOut: Growing,
): SelectionSetNode | null {
  let asks = false;
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    // Steps have no named fragments: what is in one cannot be seen from here, so it is not sent.
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const named = types.filter((type) => condition === undefined || objectsOf(schema, condition).includes(type));
      const kept = named.length > 0 ? cutSelections(schema, named, selection.selectionSet, openness, leftOut) : null;
      asks ||= kept !== null;
      return kept ? [{ ...selection, selectionSet: kept }] : [];
    }
    const fields = types.map((type) => ({ type, field: type.getFields()[selection.name.value] }));
    // Keys and __typename are not in what clients see: they stay, and alone they ask for nothing.
    if (fields.every(({ field }) => field === undefined)) return [selection];
    const coordinates = fields.map(({ type }) => `${type.name}.${selection.name.value}`);
    const closed = coordinates.filter((coordinate) => !openness.isOpen(coordinate));
    for (const coordinate of closed) leftOut.closed.add(coordinate);
    if (closed.length > 0) {
      // Of the other types it is not asked either: a null of theirs is not "nothing held".
      for (const coordinate of coordinates) if (!closed.includes(coordinate)) leftOut.emptied.add(coordinate);
      return [];
    }
    if (!selection.selectionSet) {
      asks = true;
      return [selection];
    }
    const told = coordinates.some((coordinate) => openness.isToldAsRecorded(coordinate));
    for (const { field } of fields)
      for (const name of closedIn(schema, getNamedType(field!.type), openness)) leftOut.closed.add(name);
    const returned = [...new Set(fields.map(({ field }) => getNamedType(field!.type).name))];
    const kept = cutSelections(
      schema,
      returned.flatMap((name) => objectsOf(schema, name)),
      selection.selectionSet,
      openness,
      told ? nothingLeftOut() : leftOut,
    );
    if (!kept) for (const coordinate of coordinates) leftOut.emptied.add(coordinate);
    asks ||= kept !== null;
    return kept ? [{ ...selection, selectionSet: told ? TYPE_ALONE : kept }] : [];
  });
  const typeAlone = set.selections.every(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === '__typename',
  );
  return asks || typeAlone ? { ...set, selections } : null;
}

/** Types that may stand behind an abstract one, and are closed by rules of their own. */
function closedIn(schema: GraphQLSchema, type: GraphQLNamedType, openness: FieldAccess): readonly string[] {
  if (!isAbstractType(type)) return [];
  return schema.getPossibleTypes(type).flatMap(({ name }) => (openness.isOpen(name) ? [] : [name]));
}

const TYPE_NAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
const TYPE_ALONE: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [TYPE_NAME] };

/** The concrete types that a name stands for. */
function objectsOf(schema: GraphQLSchema, name: string): readonly GraphQLObjectType[] {
  const type = schema.getType(name);
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}

function withoutUnusedVariables(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(selectionsOf(document), { Variable: ({ name }) => void used.add(name.value) });
  return visit(document, { VariableDefinition: (node) => (used.has(node.variable.name.value) ? undefined : null) });
}

function toStep(query: string, document: DocumentNode, onEntities: boolean): PreparedStep {
  const { variableDefinitions = [] } = document.definitions[0] as OperationDefinitionNode;
  const root = selectionsOf(document);
  const entities = root.selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD && selection.name.value === '_entities',
  );
  return {
    query,
    document,
    onEntities,
    variables: variableDefinitions.map(({ variable }) => variable.name.value),
    asked: onEntities ? entities!.selectionSet! : root,
  };
}

function withKeys(agency: string, query: string): PreparedStep {
  const document = parse(query, { noLocation: true });
  const operation = document.definitions[0] as OperationDefinitionNode;
  const onEntities = operation.selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === '_entities',
  );
  if (!onEntities) return toStep(query, document, onEntities);
  const keys = new Map([
    ['Person', personKey(agency)],
    ['Family', familyKey(agency)],
  ]);
  const asked = visit(document, {
    Field(node): FieldNode | undefined {
      if (node.name.value !== '_entities') return undefined;
      const selections = node.selectionSet!.selections.map((selection): SelectionNode => {
        const field =
          selection.kind === Kind.INLINE_FRAGMENT ? keys.get(selection.typeCondition?.name.value ?? '') : undefined;
        if (selection.kind !== Kind.INLINE_FRAGMENT || field === undefined) return selection;
        const again: FieldNode = {
          kind: Kind.FIELD,
          alias: { kind: Kind.NAME, value: KEY_ALIAS },
          name: { kind: Kind.NAME, value: field },
        };
        const { selections } = selection.selectionSet;
        const named = selections.some((one) => one.kind === Kind.FIELD && one.name.value === '__typename');
        return {
          ...selection,
          selectionSet: {
            ...selection.selectionSet,
            selections: named ? [again, ...selections] : [TYPE_NAME, again, ...selections],
          },
        };
      });
      return { ...node, selectionSet: { ...node.selectionSet!, selections } };
    },
  });
  return toStep(print(asked), asked, onEntities);
}
