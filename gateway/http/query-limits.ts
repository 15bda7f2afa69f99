import { hash } from 'node:crypto';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { FamilyViewError } from '../errors';
import { type CacheSection, createCacheBudget } from '../shared/cache-budget';
import { fragmentsIn } from '../shared/graphql-ast';
import { overlappingFieldsCost } from './overlapping-fields-cost';

/** Bounds that an operation meets before it is validated or planned; either can take seconds on a hostile text. */
export interface QueryLimits {
  readonly tokens: number;
  readonly depth: number;
  /** Fields selected once fragments are written out. */
  readonly selections: number;
  readonly aliases: number;
  readonly rootFields: number;
  /** Lists and objects in one another in an argument: the planner takes twice as long for each. */
  readonly valueDepth: number;
  readonly directives: number;
  readonly variables: number;
  /** Operations and fragments. */
  readonly definitions: number;
  /** Pairs of fields that stand in one place under one name: validation compares each with each, arguments and all. */
  readonly comparisons: number;
}

export const DEFAULT_LIMITS: QueryLimits = {
  tokens: 4_000,
  depth: 24,
  selections: 2_000,
  aliases: 200,
  rootFields: 20,
  valueDepth: 6,
  directives: 200,
  variables: 100,
  definitions: 150,
  comparisons: 40_000,
};

export class OperationOverLimit extends FamilyViewError {
  constructor(what: string, limit: number, came: string) {
    super(`The operation has ${came} ${what}; at most ${limit} are taken. Ask for less at a time.`, {
      code: 'OPERATION_OVER_LIMIT',
      httpStatus: 400,
    });
  }
}

class OperationUnreadable extends FamilyViewError {
  constructor(message: string) {
    super(message, { code: 'GRAPHQL_PARSE_FAILED', httpStatus: 400 });
  }
}

interface Size {
  /** Of this level alone. */
  readonly fields: number;
  readonly selections: number;
  readonly depth: number;
  readonly aliases: number;
}

/** Measures an operation's text, in time that grows with the text and not with what its fragments expand to. */
export function createQueryLimits(
  limits: QueryLimits = DEFAULT_LIMITS,
  caches: CacheSection = createCacheBudget().section(),
): (text: string) => void {
  const passed = caches.open<'passed'>('measured-operations', { bytesOf: () => 0 });
  return (text) => {
    const name = hash('sha256', text, 'base64url');
    if (passed.get(name)) return;
    measure(read(text, limits), limits);
    passed.set(name, 'passed');
  };
}

function read(text: string, { tokens, depth }: QueryLimits): DocumentNode {
  try {
    return parse(text, { maxTokens: tokens, noLocation: true });
  } catch (cause) {
    if (cause instanceof GraphQLError && cause.message.includes('tokens'))
      throw new OperationOverLimit('tokens', tokens, `more than ${tokens}`);
    // Nested deeper than a stack is: what is deep for the parser is far deeper than is taken.
    if (cause instanceof RangeError) throw new OperationOverLimit('levels', depth, 'far too many');
    throw new OperationUnreadable(
      cause instanceof GraphQLError ? cause.message : 'The operation cannot be read as GraphQL.',
    );
  }
}

function measure(document: DocumentNode, limits: QueryLimits): void {
  const fragments = fragmentsIn(document);
  const known = new Map<string, Size>();
  const check = (what: string, limit: number, came: number): void => {
    if (came > limit)
      throw new OperationOverLimit(what, limit, Number.isFinite(came) && came < 1e6 ? String(came) : 'far too many');
  };
  check('operations and fragments', limits.definitions, document.definitions.length);
  const { directives, variables } = countThroughout(document);
  check('directives', limits.directives, directives);
  check('variables', limits.variables, variables);
  check('lists and objects in one another', limits.valueDepth, deepestValue(document));
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = sizeOf(definition.selectionSet, fragments, known, []);
    check('root fields', limits.rootFields, size.fields);
    check('levels', limits.depth, size.depth);
    check('aliases', limits.aliases, size.aliases);
    check('fields once its fragments are expanded', limits.selections, size.selections);
  }
  check('fields under one name to compare', limits.comparisons, overlappingFieldsCost(document, fragments));
}

function countThroughout(document: DocumentNode): { readonly directives: number; readonly variables: number } {
  let directives = 0;
  let variables = 0;
  const number = ({ value }: { readonly value: string }): void => {
    if (!Number.isFinite(Number(value)))
      throw new OperationUnreadable('A number literal is outside the range GraphQL can represent.');
  };
  visit(document, {
    [Kind.DIRECTIVE]() {
      directives += 1;
    },
    [Kind.VARIABLE_DEFINITION]() {
      variables += 1;
    },
    [Kind.INT]: number,
    [Kind.FLOAT]: number,
  });
  return { directives, variables };
}

function deepestValue(document: DocumentNode): number {
  let deepest = 0;
  let depth = 0;
  const value = {
    enter(): void {
      depth += 1;
      deepest = Math.max(deepest, depth);
    },
    leave(): void {
      depth -= 1;
    },
  };
  visit(document, { [Kind.LIST]: value, [Kind.OBJECT]: value });
  return deepest;
}

function sizeOf(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  known: Map<string, Size>,
  inside: readonly string[],
): Size {
  let selections = 0;
  let depth = 0;
  let aliases = 0;
  let fields = 0;
  const add = (size: Size, levels: number): void => {
    if (levels === 0) fields += size.fields;
    selections += size.selections;
    aliases += size.aliases;
    depth = Math.max(depth, size.depth + levels);
  };
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      selections += 1;
      fields += 1;
      if (selection.alias) aliases += 1;
      depth = Math.max(depth, 1);
      if (selection.selectionSet) add(sizeOf(selection.selectionSet, fragments, known, inside), 1);
    } else if (selection.kind === Kind.INLINE_FRAGMENT)
      add(sizeOf(selection.selectionSet, fragments, known, inside), 0);
    else {
      const name = selection.name.value;
      const fragment = fragments.get(name);
      if (!fragment || inside.includes(name)) continue;
      let size = known.get(name);
      if (!size) {
        size = sizeOf(fragment.selectionSet, fragments, known, [...inside, name]);
        known.set(name, size);
      }
      add(size, 0);
    }
  }
  return { fields, selections, depth, aliases };
}
