import {
  type ExecutionResult,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  getVariableValues,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  print,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { FamilyViewError } from '../errors';
import type { OperationRequest } from '../operation-context';
import { fragmentsIn } from '../shared/graphql-ast';
import { OperationOverLimit } from './query-limits';

/** Bounds on what an operation may make of its lists, and on what comes with it. */
export interface QueryCostLimits {
  /** Values that it may ask for, each list taken to be as long as its page or as lists here are wont to be. */
  readonly values: number;
  /** Values about the schema itself; where an IDE's whole question is of more, a quarter more than that. */
  readonly introspected: number;
  /** Of the variables: what they hold altogether, how deep, and their length in characters. */
  readonly variableValues: number;
  readonly variableDepth: number;
  readonly variableCharacters: number;
}

export const QUERY_COST_LIMITS: QueryCostLimits = {
  values: 100_000,
  introspected: 50_000,
  variableValues: 2_000,
  variableDepth: 8,
  // The id of a family of three hundred, sealed, is 77,000.
  variableCharacters: 131_072,
};

const USUAL_LIST = 10;

/** How long the lists of introspection are on average in this schema. */
function introspectedLists(schema: GraphQLSchema): ReadonlyMap<string, number> {
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  const inputs = types.flatMap((type) => (isInputObjectType(type) ? Object.values(type.getFields()) : []));
  const values = types.flatMap((type) => (isEnumType(type) ? type.getValues() : []));
  return new Map([
    ['types', types.length],
    ['directives', schema.getDirectives().length],
    ['fields', fields.length / types.length],
    ['args', fields.flatMap(({ args }) => args).length / fields.length],
    ['inputFields', inputs.length / types.length],
    ['enumValues', values.length / types.length],
  ]);
}

/** Puts the limits before what answers: nothing is decided, planned or asked for an operation beyond them. */
export function withinQueryCost<Rest extends readonly unknown[], Answer = ExecutionResult>(
  schema: GraphQLSchema,
  answer: (request: OperationRequest, ...rest: Rest) => Promise<Answer>,
  limits: QueryCostLimits = QUERY_COST_LIMITS,
): (request: OperationRequest, ...rest: Rest) => Promise<Answer> {
  const lists = introspectedLists(schema);
  const most = {
    values: limits.values,
    introspected: Math.max(limits.introspected, Math.ceil(1.25 * weighIntrospection(schema, lists))),
  };
  // Of each operation the last: as long as its pages are as long, it weighs the same.
  const weighed = new WeakMap<OperationRequest['operation'], Weight>();
  return async (request, ...rest) => {
    checkVariables(request.sent ?? request.variables, limits);
    const { coerced } = getVariableValues(schema, request.operation.variableDefinitions ?? [], request.variables);
    // Variables that are not what the operation declares are refused before anything is answered.
    if (!coerced) return answer(request, ...rest);
    const before = weighed.get(request.operation);
    const same = before && [...before.pages].every(([name, value]) => coerced[name] === value);
    const weight = same ? before : weigh(schema, lists, { ...request, variables: coerced }, most);
    weighed.set(request.operation, weight);
    const { values, introspected } = weight;
    check('values, by the length of its lists', limits.values, values);
    check('values about the schema', most.introspected, introspected);
    return answer(request, ...rest);
  };
}

interface Weight {
  readonly values: number;
  readonly introspected: number;
  /** The variables by which a page is as long as it is, and what they were. */
  readonly pages: ReadonlyMap<string, unknown>;
}

/** What an IDE's whole question of a schema weighs, with all that it may ask for. */
function weighIntrospection(schema: GraphQLSchema, lists: ReadonlyMap<string, number>): number {
  const text = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true });
  const document = parse(text, { noLocation: true });
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
  const unbounded = { values: Number.POSITIVE_INFINITY, introspected: Number.POSITIVE_INFINITY };
  return weigh(schema, lists, { document, operation, variables: {} }, unbounded).introspected;
}

class NumberTooLarge extends FamilyViewError {
  constructor() {
    super('A number in the variables is outside the range GraphQL can represent.', {
      code: 'BAD_USER_INPUT',
      httpStatus: 400,
    });
  }
}

function check(what: string, limit: number, came: number): void {
  if (came > limit) throw new OperationOverLimit(what, limit, came < 1e9 ? String(came) : 'far too many');
}

function checkVariables(variables: unknown, limits: QueryCostLimits): void {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: variables, depth: 0 }];
  let values = 0;
  let characters = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value === 'number' && !Number.isFinite(value)) throw new NumberTooLarge();
    if (typeof value === 'string') characters += value.length;
    else if (typeof value === 'object' && value !== null) {
      check('lists and objects in one another in its variables', limits.variableDepth, depth);
      for (const [name, inner] of Object.entries(value)) {
        values += 1;
        characters += name.length;
        check('values in its variables', limits.variableValues, values);
        waiting.push({ value: inner, depth: depth + 1 });
      }
    }
    check('characters in its variables', limits.variableCharacters, characters);
  }
}

function weigh(
  schema: GraphQLSchema,
  lists: ReadonlyMap<string, number>,
  { document, operation, variables }: Pick<OperationRequest, 'document' | 'operation' | 'variables'>,
  limits: Pick<Weight, 'values' | 'introspected'>,
): Weight {
  const fragments = fragmentsIn(document);
  const pages = new Map<string, unknown>();
  const total = { values: 0, introspected: 0, pages };

  /** @param times how often the object may stand in the answer. @param page how long its lists are, where it is a page. */
  const add = (
    set: SelectionSetNode,
    type: GraphQLNamedType | undefined,
    times: number,
    page: number | null,
    about: 'values' | 'introspected',
  ): void => {
    if (total.values > limits.values || total.introspected > limits.introspected) return;
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD) {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        const condition = fragment?.typeCondition?.name.value;
        if (fragment) add(fragment.selectionSet, condition ? schema.getType(condition) : type, times, page, about);
        continue;
      }
      const field = fieldOf(type, selection.name.value);
      const kind = field === SchemaMetaFieldDef || field === TypeMetaFieldDef ? 'introspected' : about;
      const asked = field && (pageSize(field, selection, variables) ?? namesGiven(field, selection, variables));
      for (const { name, value } of selection.arguments ?? [])
        if (value.kind === Kind.VARIABLE && asked !== undefined && (name.value === 'first' || name.value === 'fields'))
          pages.set(value.name.value, variables[value.name.value]);
      const long = field && holdsList(field) ? (page ?? asked ?? usualLength(kind, field.name, lists)) : 1;
      total[kind] += times;
      if (!selection.selectionSet || !field) continue;
      const named = getNamedType(field.type);
      if (isCompositeType(named))
        add(selection.selectionSet, named, times * long, holdsList(field) ? null : (asked ?? null), kind);
    }
  };
  add(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, 1, null, 'values');
  return total;
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

const holdsList = ({ type }: GraphQLField<unknown, unknown>): boolean =>
  isListType(isNonNullType(type) ? type.ofType : type);

const usualLength = (about: string, name: string, introspected: ReadonlyMap<string, number>): number =>
  about === 'values' ? USUAL_LIST : (introspected.get(name) ?? 1);

/** How many different fields are to be explained: the answer is as long. */
function namesGiven(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  if (!field.args.some(({ name }) => name === 'fields')) return undefined;
  const given = node.arguments?.find(({ name }) => name.value === 'fields')?.value;
  const names =
    given?.kind === Kind.LIST
      ? given.values.map((one) => (one.kind === Kind.VARIABLE ? variables[one.name.value] : print(one)))
      : given?.kind === Kind.VARIABLE
        ? variables[given.name.value]
        : undefined;
  return Array.isArray(names) ? Math.max(1, new Set(names).size) : USUAL_LIST;
}

/** What `first` says, where the field has it; never less than nothing, whoever writes it. */
function pageSize(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  const declared = field.args.find(({ name }) => name === 'first');
  if (!declared) return undefined;
  const given = node.arguments?.find(({ name }) => name.value === 'first')?.value;
  const value =
    given?.kind === Kind.INT
      ? Number(given.value)
      : given?.kind === Kind.VARIABLE
        ? variables[given.name.value]
        : undefined;
  // Null, and what was not given, are as if nothing had been said.
  const length = value ?? declared.defaultValue;
  return typeof length === 'number' && length >= 1 ? length : USUAL_LIST;
}
