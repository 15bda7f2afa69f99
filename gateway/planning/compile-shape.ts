import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import type { NarrowedOperation, Withheld } from '../authorize/types';
import type { FieldDecision } from '../policy/decide/field-decisions';
import { NodeCollector } from '../shared/collect-nodes';
import { standsForItself, takesVariables, type WithFields } from '../shared/graphql-ast';
import {
  type AskedKey,
  type AskedSet,
  DeferCollector,
  type DeferUsage,
  isIncremental,
  type StreamUsage,
} from './defer-usages';

export interface ShapeParts {
  readonly schema: GraphQLSchema;
  /** The client's own document: the answer has its shape and its aliases. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced. A shape is of those that `@skip` and `@include` name, and of no other value. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly narrowed: Pick<NarrowedOperation, 'emptied' | 'keyOf'>;
  readonly decide: (coordinate: string) => FieldDecision;
  readonly owners: ReadonlyMap<string, readonly string[]>;
  /** Coordinates that a field is made from: where one is missing, its agency was told of nobody. */
  readonly inputs?: ReadonlyMap<string, readonly string[]>;
}

/** What a client asked of one concrete type at one place. It holds names and rules, no value of anybody's. */
export interface ObjectShape {
  readonly fields: readonly FieldShape[];
  /** Makes an object that inherits nothing: a client may call a field `__proto__`. */
  readonly make: () => Record<string, unknown>;
}

export type FieldShape = ConstantShape | ReadShape;

/** `__typename`; and null where `answerIntrospection` is to tell. */
interface ConstantShape {
  readonly kind: 'constant';
  readonly key: string;
  readonly value: string | null;
  readonly usages: readonly DeferUsage[] | null;
}

export interface ReadShape {
  readonly kind: 'read';
  /** The client's. */
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly coordinate: string;
  readonly decision: FieldDecision;
  /** It was not asked for: withheld, or nothing was left in it. What was refused, each at its own place in it. */
  readonly refused: (() => readonly RefusedField[]) | null;
  /** Where its value stands in the engine's tree. */
  readonly from: string;
  readonly owners: readonly string[];
  /** Agencies whose records it is made from. */
  readonly madeFrom: readonly string[];
  /** An agency's part begins here: a null is the whole of what it would have said. */
  readonly isEntry: boolean;
  readonly isStatus: boolean;
  /** Its arguments depend on variables, of which one may be null where none may be. */
  readonly checkArguments: ((variables: Readonly<Record<string, unknown>>) => void) | null;
  readonly mayBeNull: boolean;
  readonly type: TypeShape;
  /** The deferred fragments that ask for it; null: it comes with the object that it is of. */
  readonly usages: readonly DeferUsage[] | null;
  /** Its list is streamed. */
  readonly stream: StreamUsage | null;
}

/** A field that is not shown, where it stands in what is null for it: client's keys, without places in lists. */
export interface RefusedField {
  readonly path: readonly string[];
  readonly nodes: readonly FieldNode[];
  readonly withheld: readonly Withheld[];
}

/** Null is settled before: each of these is about a value. */
export type TypeShape =
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType }
  | { readonly kind: 'list'; readonly item: TypeShape; readonly itemMayBeNull: boolean }
  | { readonly kind: 'object'; readonly shape: () => ObjectShape }
  /** By the name of a concrete type; undefined for what cannot stand here. */
  | {
      readonly kind: 'abstract';
      readonly shapeOf: (type: unknown) => ObjectShape | undefined;
      /** Types of which no object is shown, nor that there is one. */
      readonly closed: ReadonlySet<unknown>;
      readonly shapes: () => readonly ObjectShape[];
    };

/** Compiles how the engine's tree is shaped to a client's document, for whoever has the same rights to it. */
export function compileShape(parts: ShapeParts): ObjectShape {
  return new ShapeCompiler(parts).root();
}

class ShapeCompiler {
  private readonly nodes: NodeCollector;
  /** Null where nothing is deferred or streamed. */
  private readonly deferring: DeferCollector | null;

  constructor(private readonly parts: ShapeParts) {
    const { schema, document, variables } = parts;
    this.nodes = new NodeCollector(schema, document, variables);
    this.deferring = isIncremental(document) ? new DeferCollector(schema, document, variables) : null;
  }

  root(): ObjectShape {
    const { schema, operation } = this.parts;
    return this.object(schema.getRootType(operation.operation)!, [{ set: operation.selectionSet, usage: null }], '');
  }

  private object(type: WithFields, sets: readonly AskedSet[], path: string): ObjectShape {
    const fields: FieldShape[] = [];
    for (const [key, asked] of this.collect(type, sets, path)) {
      const { nodes, usages } = asked;
      const name = nodes[0]!.name.value;
      const field = type.getFields()[name];
      if (name === '__typename') fields.push({ kind: 'constant', key, value: type.name, usages });
      else if (field) fields.push(this.field(type, field, key, asked, `${path}/${type.name}.${key}`));
      else if (name.startsWith('__')) fields.push({ kind: 'constant', key, value: null, usages: null });
    }
    return { fields, make: makerOfObjects() };
  }

  private collect(type: WithFields, sets: readonly AskedSet[], path: string): Iterable<readonly [string, AskedKey]> {
    if (this.deferring) return this.deferring.collect(type, sets, path);
    const found = this.nodes.collect(
      type,
      sets.map(({ set }) => set),
    );
    return [...found].map(([key, nodes]) => {
      const below = nodes.flatMap(({ selectionSet: set }) => (set ? [{ set, usage: null }] : []));
      return [key, { nodes, usages: null, below }] as const;
    });
  }

  /** @param path as `NarrowedOperation.emptied` is keyed */
  private field(
    type: WithFields,
    field: GraphQLField<unknown, unknown>,
    key: string,
    { nodes, usages, below }: AskedKey,
    path: string,
  ): ReadShape {
    const { decide, inputs, narrowed, owners, schema } = this.parts;
    const coordinate = `${type.name}.${field.name}`;
    const decision = decide(coordinate);
    const mayBeNull = !isNonNullType(field.type);
    const refused = decision.kind === 'withheld' ? [{ ...decision, coordinate }] : (narrowed.emptied.get(path) ?? null);
    const shape = this.type(isNonNullType(field.type) ? field.type.ofType : field.type, below, path);
    return {
      kind: 'read',
      key,
      nodes,
      coordinate,
      decision,
      refused: refused && lazily(() => refusedIn(shape, refused, nodes, coordinate)),
      // Narrowing has no name for what it does not ask.
      from: refused ? '' : narrowed.keyOf(nodes[0]!, field, type),
      owners: owners.get(coordinate) ?? [],
      madeFrom: (inputs?.get(coordinate) ?? []).flatMap((input) => owners.get(input) ?? []),
      isEntry: type.name === 'Person' || type.name === 'Family' || type === schema.getQueryType(),
      isStatus: coordinate === 'AgencyAnswer.status',
      checkArguments: checkOf(field, nodes[0]!),
      mayBeNull,
      type: shape,
      usages,
      stream: (shape.kind === 'list' && this.deferring?.streamOf(nodes[0]!, path)) || null,
    };
  }

  private type(type: GraphQLOutputType, sets: readonly AskedSet[], path: string): TypeShape {
    if (isNonNullType(type)) return this.type(type.ofType, sets, path);
    if (isListType(type))
      return { kind: 'list', item: this.type(type.ofType, sets, path), itemMayBeNull: !isNonNullType(type.ofType) };
    if (isLeafType(type)) return { kind: 'leaf', type };
    // Compiled where it is first met: of what is withheld or never answered, nothing.
    const shapes = new Map<unknown, ObjectShape | undefined>();
    const shapeOf = (named: WithFields): ObjectShape => {
      const known = shapes.get(named.name) ?? this.object(named, sets, path);
      shapes.set(named.name, known);
      return known;
    };
    if (isObjectType(type) || standsForItself(this.parts.schema, type))
      return { kind: 'object', shape: () => shapeOf(type) };
    const possible = new Map(this.parts.schema.getPossibleTypes(type).map((one) => [one.name, one]));
    return {
      kind: 'abstract',
      shapes: () => [...possible.values()].map(shapeOf),
      closed: new Set([...possible.keys()].filter((name) => this.parts.decide(name).kind === 'withheld')),
      shapeOf: (name) => {
        const one = typeof name === 'string' ? possible.get(name) : undefined;
        return one && shapeOf(one);
      },
    };
  }
}

/** The shapes of what can stand in a place, below its lists. */
export function shapesIn(type: TypeShape): readonly ObjectShape[] {
  if (type.kind === 'list') return shapesIn(type.item);
  if (type.kind === 'object') return [type.shape()];
  return type.kind === 'abstract' ? type.shapes() : [];
}

/** What is refused in a field: itself, by its own rule or its arguments'; or what it was emptied of. */
function refusedIn(
  type: TypeShape,
  refused: readonly Withheld[],
  nodes: readonly FieldNode[],
  coordinate: string,
): readonly RefusedField[] {
  const itself = { path: [], nodes, withheld: refused };
  if (refused.some((one) => one.coordinate === coordinate)) return [itself];
  const below = refusedBelow(type, ({ refused: of }) => of?.() ?? []);
  return below.length > 0 ? below : [itself];
}

/** Each once, though several types hold it. */
export function refusedBelow(
  type: TypeShape,
  refusedOf: (field: ReadShape) => readonly RefusedField[],
): readonly RefusedField[] {
  const found = new Map<string, RefusedField>();
  for (const { fields } of shapesIn(type))
    for (const field of fields)
      if (field.kind === 'read')
        for (const one of refusedOf(field)) {
          const path = [field.key, ...one.path];
          const name = path.join('/');
          if (!found.has(name)) found.set(name, { ...one, path });
        }
  return [...found.values()];
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function checkOf(field: GraphQLField<unknown, unknown>, node: FieldNode): ReadShape['checkArguments'] {
  return takesVariables(node)
    ? (variables) => void getArgumentValues(field, node, variables as Record<string, unknown>)
    : null;
}

/** One class for each shape, so that all its objects are laid out alike. */
function makerOfObjects(): ObjectShape['make'] {
  class Shaped {
    readonly [key: string]: unknown;
  }
  Object.setPrototypeOf(Shaped.prototype, null);
  Reflect.deleteProperty(Shaped.prototype, 'constructor');
  return () => new Shaped() as Record<string, unknown>;
}
