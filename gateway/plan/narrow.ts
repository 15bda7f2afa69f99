import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { FamilyViewError } from '../errors';
import { HIDDEN_AGENCY, HIDDEN_ID, HIDDEN_TYPENAME } from '../hidden-keys';
import type { FieldDecision } from '../protocol/field-decisions';
import type { Stream } from '../types';
import { canonicalKey, renameVariables, VariableNames } from './canonical-keys';

export type Withheld = Extract<FieldDecision, { kind: 'withheld' }> & { readonly coordinate: string };

/** An operation as this entry may have it: what is withheld is not in it, nor any client's name for anything. */
export interface NarrowedOperation {
  /** Null where nothing is left to ask. */
  readonly document: DocumentNode | null;
  /** Names the narrowed text; the plan cache is keyed by it, never by the client's text. */
  readonly hash: string;
  /** The client's variables that the narrowed text still uses, each with our name for it. */
  readonly variables: readonly (readonly [client: string, canonical: string])[];
  /** Where a field's value stands in the engine's tree. */
  keyOf(node: FieldNode, field: GraphQLField<unknown, unknown>, type: GraphQLObjectType): string;
  /** Response paths (`/Person.health`: client's keys by concrete type, no list positions) whose object was not asked for, because nothing in it is left. */
  readonly emptied: ReadonlyMap<string, readonly Withheld[]>;
  readonly withheld: readonly Withheld[];
  /** Coordinates that are asked for, with the streams that open them. */
  readonly asked: ReadonlyMap<string, readonly Stream[]>;
}

export class OperationTooLarge extends FamilyViewError {
  constructor(limit: number) {
    super(
      `The operation selects more than ${limit} fields once its fragments are written out. Ask for less at a time.`,
      { code: 'OPERATION_TOO_LARGE', httpStatus: 400 },
    );
  }
}

export interface NarrowOptions {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced variables: only those that @skip and @include name are read. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly decide: (coordinate: string) => FieldDecision;
  readonly maxSelections: number;
}

/** Removes what is withheld, and the parents it leaves empty; rewrites every response key and variable to ours. */
export function narrow(options: NarrowOptions): NarrowedOperation {
  const { schema, operation } = options;
  const walk = new Walk(options);
  const root = schema.getRootType(operation.operation)!;
  const kept = walk.object(root, [operation.selectionSet], '');
  const withheld = [...walk.withheld.values()];
  const common = { emptied: walk.emptied, withheld, asked: walk.asked, keyOf: walk.keyOf };
  if (!kept?.some(isAsked)) return { ...common, document: null, hash: '', variables: [] };

  const definitions = new Map(
    (operation.variableDefinitions ?? []).map((definition) => [definition.variable.name.value, definition]),
  );
  const used = variablesIn(kept);
  const variables = walk.names.entries().filter(([, canonical]) => used.has(canonical));
  const variableDefinitions = variables.map(([client, canonical]): VariableDefinitionNode => {
    const definition = definitions.get(client)!;
    return {
      kind: Kind.VARIABLE_DEFINITION,
      type: definition.type,
      defaultValue: definition.defaultValue,
      variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: canonical } },
    };
  });
  const narrowed: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: operation.operation,
    variableDefinitions,
    selectionSet: selectionSet(kept),
  };
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [narrowed] };
  return { ...common, variables, document, hash: createHash('sha256').update(print(document)).digest('hex') };
}

function variablesIn(selections: readonly SelectionNode[]): ReadonlySet<string> {
  const used = new Set<string>();
  visit(selectionSet(selections), { Variable: ({ name }) => void used.add(name.value) });
  return used;
}

/** The variables whose values decide what is selected at all: part of a narrowed operation's cache key. */
export function selectingVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const read = (selection: SelectionNode): void => {
    for (const directive of selection.directives ?? []) {
      for (const argument of directive.arguments ?? [])
        if (argument.value.kind === Kind.VARIABLE) names.add(argument.value.name.value);
    }
    if ('selectionSet' in selection) selection.selectionSet?.selections.forEach(read);
  };
  for (const definition of document.definitions)
    if ('selectionSet' in definition) definition.selectionSet.selections.forEach(read);
  return [...names].sort();
}

class Walk {
  readonly names = new VariableNames();
  readonly withheld = new Map<string, Withheld>();
  readonly emptied = new Map<string, readonly Withheld[]>();
  readonly asked = new Map<string, readonly Stream[]>();
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly meeting: ReadonlySet<string>;
  private selections = 0;

  constructor(private readonly options: NarrowOptions) {
    for (const definition of options.document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    this.meeting = typesThatMeetOthers(options.schema);
  }

  keyOf = (node: FieldNode, field: GraphQLField<unknown, unknown>, type: GraphQLObjectType): string =>
    canonicalKey(node, field, this.names, this.meeting.has(type.name));

  /** The selections left on an object, or null where something was withheld and nothing that matters is left. */
  object(type: GraphQLObjectType, sets: readonly SelectionSetNode[], path: string): readonly SelectionNode[] | null {
    const kept: SelectionNode[] = [];
    const refused: Withheld[] = [];
    for (const [responseKey, nodes] of this.collect(type, sets)) {
      const first = nodes[0]!;
      const name = first.name.value;
      if (name === '__typename' || name.startsWith('__')) {
        if (name === '__typename') kept.push(named('__typename', HIDDEN_TYPENAME));
        continue;
      }
      const coordinate = `${type.name}.${name}`;
      const decision = this.options.decide(coordinate);
      if (decision.kind === 'withheld') {
        const one = { ...decision, coordinate };
        this.withheld.set(coordinate, one);
        refused.push(one);
        continue;
      }
      const below = this.field(type, nodes, `${path}/${type.name}.${responseKey}`);
      if (below.kind === 'emptied') refused.push(...below.withheld);
      else {
        const typeAlone = below.node.selectionSet !== undefined && !below.node.selectionSet.selections.some(isAsked);
        const { streams = [], opening = streams } =
          decision.kind === 'granted' || decision.kind === 'conditional' ? { opening: undefined, ...decision } : {};
        this.asked.set(coordinate, typeAlone ? opening : streams);
        kept.push(below.node);
      }
    }
    if (refused.length > 0 && !kept.some(isAsked)) {
      this.emptied.set(path, distinct(refused));
      return null;
    }
    const all = [...hiddenFields(type, this.options.schema), ...distinctKeys(kept)];
    // Everything may be skipped: an object without a selection is not GraphQL.
    return all.length > 0 ? all : [named('__typename', HIDDEN_TYPENAME)];
  }

  private field(
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    path: string,
  ): { kind: 'kept'; node: FieldNode } | { kind: 'emptied'; withheld: readonly Withheld[] } {
    const first = nodes[0]!;
    const definition = type.getFields()[first.name.value]!;
    const returned = getNamedType(definition.type);
    const key = this.keyOf(first, definition, type);
    const node = {
      ...named(first.name.value, key),
      arguments: (first.arguments ?? []).map((argument) => renameVariables(argument, this.names)),
    };
    if (!isCompositeType(returned)) return { kind: 'kept', node };
    const sets = nodes.map((one) => one.selectionSet!);
    const below = isObjectType(returned)
      ? this.object(returned, sets, path)
      : this.abstract(this.options.schema.getPossibleTypes(returned), sets, path);
    if (!below) return { kind: 'emptied', withheld: this.emptied.get(path) ?? [] };
    return { kind: 'kept', node: { ...node, selectionSet: selectionSet(below) } };
  }

  /** One fragment for each concrete type, so that each is judged by its own rules. */
  private abstract(
    types: readonly GraphQLObjectType[],
    sets: readonly SelectionSetNode[],
    path: string,
  ): readonly SelectionNode[] | null {
    const kept: SelectionNode[] = [named('__typename', HIDDEN_TYPENAME)];
    const refused: Withheld[] = [];
    let selected = false;
    for (const type of types) {
      const below = this.object(type, sets, path);
      if (!below) refused.push(...(this.emptied.get(path) ?? []));
      else if (below.length > 0) {
        selected ||= below.some(isAsked);
        kept.push({
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
          selectionSet: selectionSet(below),
        });
      }
      this.emptied.delete(path);
    }
    if (refused.length > 0 && !selected) {
      this.emptied.set(path, distinct(refused));
      return null;
    }
    return kept;
  }

  /** As GraphQL collects fields: fragments written out, @skip and @include settled, one entry for each response key. */
  private collect(
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

const named = (name: string, alias: string): FieldNode => ({
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: name },
  alias: { kind: Kind.NAME, value: alias },
});
const selectionSet = (selections: readonly SelectionNode[]): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections,
});

/** `__typename` alone keeps nothing alive: that an object exists is information. */
const isAsked = (selection: SelectionNode): boolean =>
  selection.kind === Kind.INLINE_FRAGMENT
    ? selection.selectionSet.selections.some(isAsked)
    : selection.kind !== Kind.FIELD || selection.name.value !== '__typename';

function distinct(withheld: readonly Withheld[]): readonly Withheld[] {
  return [...new Map(withheld.map((one) => [`${one.stream}|${one.reason}`, one])).values()];
}

/** Two client aliases of one field are one canonical field; their selections below are merged. */
function distinctKeys(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const byKey = new Map<string, SelectionNode>();
  for (const selection of selections) {
    const key = selection.kind === Kind.FIELD ? (selection.alias?.value ?? selection.name.value) : print(selection);
    const before = byKey.get(key);
    if (before?.kind === Kind.FIELD && selection.kind === Kind.FIELD && before.selectionSet && selection.selectionSet) {
      byKey.set(key, {
        ...before,
        selectionSet: selectionSet(
          distinctKeys([...before.selectionSet.selections, ...selection.selectionSet.selections]),
        ),
      });
    } else byKey.set(key, selection);
  }
  return [...byKey.values()];
}

/** What the join needs to know of an object, whatever the client asks: who a person is, and which agency an answer is of. */
function hiddenFields(type: GraphQLObjectType, schema: GraphQLSchema): readonly FieldNode[] {
  if (isRoot(schema, type)) return [];
  const fields = type.getFields();
  if (fields.id && ENTITY_ID.test(String(fields.id.type))) return [named('id', HIDDEN_ID)];
  return type.name === 'AgencyAnswer' ? [named('agency', HIDDEN_AGENCY)] : [];
}

const ENTITY_ID = /^(Person|Family)ID!$/;
const isRoot = (schema: GraphQLSchema, type: GraphQLObjectType): boolean =>
  type === schema.getQueryType() || type === schema.getMutationType();

/** Object types that can stand beside another in one selection; there, equal names may have unequal types. */
function typesThatMeetOthers(schema: GraphQLSchema): ReadonlySet<string> {
  return meetings.get(schema) ?? keep(schema);
}
const meetings = new WeakMap<GraphQLSchema, ReadonlySet<string>>();
function keep(schema: GraphQLSchema): ReadonlySet<string> {
  const found = new Set<string>();
  for (const type of Object.values(schema.getTypeMap()))
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) found.add(possible.name);
  meetings.set(schema, found);
  return found;
}
