import {
  type DocumentNode,
  defaultFieldResolver,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { NodeCollector } from '../shared/collect-nodes';
import { holds, operationIn, takesVariables } from '../shared/graphql-ast';
import { HIDDEN_ID } from '../shared/hidden-keys';

type Source = Readonly<Record<string, unknown>>;
type Tree = Record<string, unknown>;
type MaybePromise<T> = T | Promise<T>;

/** What one operation came to. Each fault is what a resolver threw, and where. */
export interface OwnResult {
  readonly data: Tree | null;
  readonly faults: readonly OwnFault[];
}
interface OwnFault {
  readonly path: readonly (string | number)[];
  readonly fault: unknown;
}

export type OwnOperation<Context> = (variables: Source, context: Context) => Promise<OwnResult>;

/**
 * Compiles an operation on a schema that holds its resolvers, to be run for whoever asks the same: as GraphQL's own
 * execution would answer, without reading the document again, and without a promise where nothing is waited for.
 *
 * Of a person who is asked for by `k_id` alone, which the join uses to tell people apart, no id is sealed: there stands a
 * handle of this operation's.
 */
export function compileOwn<Context>(schema: GraphQLSchema, document: DocumentNode): OwnOperation<Context> {
  const operation = operationIn(document)!;
  const rootType = schema.getRootType(operation.operation)!;
  const inTurn = operation.operation === OperationTypeNode.MUTATION;
  const compile = (variables: Source): readonly OwnField[] =>
    new OwnCompiler(schema, new NodeCollector(schema, document, variables)).fields(rootType, [operation.selectionSet]);
  // Only a directive has a document mean something else with other variables.
  const always = holds(document, Kind.DIRECTIVE) ? null : compile({});
  return async (given, context) => {
    const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], { ...given });
    if (errors) return { data: null, faults: errors.map((fault) => ({ path: [], fault })) };
    const run: OwnRun = { variables: coerced, context, faults: [] };
    try {
      const fields = always ?? compile(coerced);
      const data = inTurn ? await runInTurn(fields, run) : await runFields(fields, undefined, run, null);
      return { data, faults: run.faults };
    } catch (thrown) {
      return { data: null, faults: [...run.faults, asFault(thrown, null)] };
    }
  };
}

interface OwnRun {
  readonly variables: Source;
  readonly context: unknown;
  readonly faults: OwnFault[];
}

interface Path {
  readonly before: Path | null;
  readonly key: string | number;
}

interface OwnField {
  readonly key: string;
  readonly mayBeNull: boolean;
  readonly resolve: (source: unknown, run: OwnRun) => unknown;
  readonly complete: Complete;
}

/** Of a value that is there. */
type Complete = (value: unknown, run: OwnRun, path: Path) => unknown;

type WorkedOut = (this: unknown, args: object, context: unknown) => unknown;

class OwnCompiler {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly nodes: NodeCollector,
  ) {}

  fields(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): readonly OwnField[] {
    const asked = [...this.nodes.collect(type, sets)];
    const asksId = asked.some(([key, nodes]) => key !== HIDDEN_ID && nodes[0]!.name.value === 'id');
    return asked.flatMap(([key, nodes]): readonly OwnField[] => {
      const name = nodes[0]!.name.value;
      if (name === '__typename') return [{ key, mayBeNull: false, resolve: () => type.name, complete: asItIs }];
      const field = type.getFields()[name];
      if (!field) return [];
      const { type: of } = field;
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const byHandle = key === HIDDEN_ID && name === 'id' && !asksId;
      const resolve = this.resolver(type, field, nodes);
      return [
        {
          key,
          mayBeNull: !isNonNullType(of),
          // An entity that was only just met has no id yet; any other is told apart by its id.
          resolve: byHandle ? (source, run) => (source as Source).handle ?? resolve(source, run) : resolve,
          complete: this.complete(of, below),
        },
      ];
    });
  }

  private resolver(
    parentType: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    fieldNodes: readonly FieldNode[],
  ): OwnField['resolve'] {
    const { schema } = this;
    const [node] = fieldNodes;
    const { name: fieldName, type: returnType, resolve = defaultFieldResolver } = field;
    // What has no resolver is passed through: read where it stands, unless it is to be worked out.
    if (!field.resolve && field.args.length === 0)
      return (source, run) => {
        const given = typeof source === 'object' && source !== null ? (source as Source)[fieldName] : undefined;
        return typeof given === 'function' ? (given as WorkedOut).call(source, {}, run.context) : given;
      };
    // What our resolvers, and the federation's own, look at.
    const info = { schema, fieldName, fieldNodes, returnType, parentType } as unknown as GraphQLResolveInfo;
    const fixed = takesVariables(node!) ? null : getArgumentValues(field, node!);
    return (source, { variables, context }) =>
      resolve(source, fixed ?? getArgumentValues(field, node!, variables), context, info);
  }

  /** Of a value that is there: whether it may be null is settled before. */
  private complete(type: GraphQLOutputType, below: readonly SelectionSetNode[]): Complete {
    if (isNonNullType(type)) return this.complete(type.ofType, below);
    if (isListType(type)) return this.list(type.ofType, below);
    if (isLeafType(type))
      return (value) => {
        const serialized = type.serialize(value);
        if (serialized === undefined || serialized === null) throw new TypeError(`${type.name} has no such value`);
        return serialized;
      };
    const known = new Map<string, readonly OwnField[]>();
    const fieldsOf = (concrete: GraphQLObjectType): readonly OwnField[] => {
      const fields = known.get(concrete.name) ?? this.fields(concrete, below);
      known.set(concrete.name, fields);
      return fields;
    };
    if (isObjectType(type)) return (value, run, path) => runFields(fieldsOf(type), value, run, path);
    return (value, run, path) => {
      const name: unknown = (value as Source).__typename;
      const concrete = typeof name === 'string' ? this.schema.getType(name) : undefined;
      if (!isObjectType(concrete) || !this.schema.isSubType(type, concrete))
        throw new GraphQLError(`${type.name} is of no type that stands under it`);
      return runFields(fieldsOf(concrete), value, run, path);
    };
  }

  private list(item: GraphQLOutputType, below: readonly SelectionSetNode[]): Complete {
    const complete = this.complete(item, below);
    const mayBeNull = !isNonNullType(item);
    return (values, run, before) => {
      if (!Array.isArray(values)) throw new GraphQLError('a list was expected');
      const waiting: Promise<unknown>[] = [];
      const made: unknown[] = [];
      try {
        for (const [at, value] of values.entries()) {
          const one = settle(value, complete, mayBeNull, run, { before, key: at });
          if (one instanceof Promise) waiting.push(one);
          made.push(one);
        }
      } catch (thrown) {
        const unseen = values.slice(made.length + 1).filter((value) => value instanceof Promise);
        return failed(thrown, [...waiting, ...unseen]);
      }
      return waiting.length > 0 ? Promise.all(made) : made;
    };
  }
}

const asItIs: Complete = (value) => value;

function runFields(fields: readonly OwnField[], source: unknown, run: OwnRun, path: Path | null): MaybePromise<Tree> {
  const made: Tree = {};
  const waiting: Promise<unknown>[] = [];
  try {
    for (const field of fields) {
      const value = runField(field, source, run, path);
      made[field.key] = value;
      if (value instanceof Promise) waiting.push(value.then((settled) => (made[field.key] = settled)));
    }
  } catch (thrown) {
    return failed(thrown, waiting);
  }
  return waiting.length > 0 ? Promise.all(waiting).then(() => made) : made;
}

/** What is under way beside a fault is heard to its end, so that nothing of it is told of later. */
function failed(thrown: unknown, waiting: readonly Promise<unknown>[]): Promise<never> {
  if (waiting.length === 0) throw thrown;
  return Promise.allSettled(waiting).then(() => Promise.reject(thrown));
}

async function runInTurn(fields: readonly OwnField[], run: OwnRun): Promise<Tree> {
  const made: Tree = {};
  for (const field of fields) made[field.key] = await runField(field, undefined, run, null);
  return made;
}

function runField(field: OwnField, source: unknown, run: OwnRun, before: Path | null): unknown {
  const path = { before, key: field.key };
  let value: unknown;
  try {
    value = field.resolve(source, run);
  } catch (thrown) {
    return broken(thrown, field.mayBeNull, run, path);
  }
  return settle(value, field.complete, field.mayBeNull, run, path);
}

/** A value as its type has it: null, with its fault kept, where it fails and may be null; thrown where it may not. */
function settle(value: unknown, complete: Complete, mayBeNull: boolean, run: OwnRun, path: Path): unknown {
  if (value instanceof Promise)
    return value.then(
      (settled) => settle(settled, complete, mayBeNull, run, path),
      (thrown) => broken(thrown, mayBeNull, run, path),
    );
  if (value === null || value === undefined)
    return mayBeNull ? null : broken(new TypeError('null where none may be'), mayBeNull, run, path);
  try {
    if (value instanceof Error) throw value;
    const made = complete(value, run, path);
    return made instanceof Promise ? made.catch((thrown: unknown) => broken(thrown, mayBeNull, run, path)) : made;
  } catch (thrown) {
    return broken(thrown, mayBeNull, run, path);
  }
}

/** What was thrown further down keeps the place where it was. */
class Thrown {
  constructor(readonly of: OwnFault) {}
}

function broken(thrown: unknown, mayBeNull: boolean, run: OwnRun, path: Path): null {
  const fault = asFault(thrown, path);
  if (!mayBeNull) throw new Thrown(fault);
  run.faults.push(fault);
  return null;
}

function asFault(thrown: unknown, at: Path | null): OwnFault {
  if (thrown instanceof Thrown) return thrown.of;
  const path: (string | number)[] = [];
  for (let step = at; step; step = step.before) path.unshift(step.key);
  return { path, fault: thrown };
}
