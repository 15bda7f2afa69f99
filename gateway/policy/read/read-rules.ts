import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  type TypeDefinitionNode,
  type ValueNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { FamilyViewError } from '../../errors';
import { readInputs } from './read-inputs';

/** What one coordinate asks of a requester: OR of ANDs, as in Federation. All three must hold where present. */
export interface Rule {
  readonly policies: readonly (readonly string[])[] | null;
  readonly scopes: readonly (readonly string[])[] | null;
  readonly authenticated: boolean;
}

/** The rules and owners of a supergraph. Keys are schema coordinates: `HealthRecord.maternity`, `Maternity`. */
export interface SupergraphRules {
  readonly rules: ReadonlyMap<string, Rule>;
  /** Which subgraphs resolve a field, by `@join__field` or, where it has none, by the type's `@join__type`. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
  /** Coordinates and types that a field is made from, by `@requires` and `@fromContext`. */
  readonly inputs?: ReadonlyMap<string, readonly string[]>;
  /** The supergraph without its rules: what the engine can load. */
  readonly sdl: string;
}

/** A supergraph whose security directives cannot be read must not start. */
export class UnreadableRules extends FamilyViewError {
  constructor(message: string) {
    super(message, { code: 'UNREADABLE_RULES' });
  }
}

const SPECIFICATIONS = { policy: 'policy', requiresScopes: 'scopes', authenticated: 'authenticated' } as const;
type Specification = keyof typeof SPECIFICATIONS;
const NO_RULE: Rule = { policies: null, scopes: null, authenticated: false };

/**
 * Reads `@policy`, `@requiresScopes` and `@authenticated` out of a supergraph, by the names its `@link`s give them, and
 * returns the supergraph without them. The engine refuses to load them (`for: SECURITY but is unsupported`).
 */
export function readRules(supergraphSdl: string): SupergraphRules {
  const document = parse(supergraphSdl);
  const names = localNames(document);
  const rules = new Map<string, Rule>();
  const owners = new Map<string, readonly string[]>();
  const graphs = graphNames(document);

  for (const definition of document.definitions) {
    if (!isTypeDefinition(definition)) continue;
    const type = definition.name.value;
    keepRule(rules, type, definition.directives, names);
    const typeOwners = joinArguments(definition.directives, 'join__type', graphs);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      const coordinate = `${type}.${field.name.value}`;
      keepRule(rules, coordinate, field.directives, names);
      const fieldOwners = joinArguments(field.directives, 'join__field', graphs);
      owners.set(coordinate, fieldOwners.length > 0 ? fieldOwners : typeOwners);
    }
  }
  return { rules, owners, inputs: readInputs(document), sdl: print(withoutRules(document, names)) };
}

/** Directive name in this document → what it means there. A rename in one subgraph's import is a rename throughout. */
function localNames(document: DocumentNode): ReadonlyMap<string, Specification> {
  const names = new Map<string, Specification>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const link of definition.directives ?? []) {
      const specification = linkedSpecification(link);
      if (!specification) continue;
      const alias = argumentOf(link, 'as');
      const imported = importedAs(argumentOf(link, 'import'), specification);
      names.set(imported ?? (typeof alias === 'string' ? alias : specification), specification);
    }
  }
  return names;
}

function linkedSpecification(directive: DirectiveNode): Specification | undefined {
  const url = argumentOf(directive, 'url');
  if (typeof url !== 'string') return undefined;
  const named = /\/([A-Za-z]+)\/v\d+\.\d+$/.exec(url)?.[1];
  return named !== undefined && Object.hasOwn(SPECIFICATIONS, named) ? (named as Specification) : undefined;
}

function importedAs(imports: unknown, specification: Specification): string | undefined {
  if (!Array.isArray(imports)) return undefined;
  for (const entry of imports) {
    if (entry === `@${specification}`) return specification;
    if (typeof entry !== 'object' || entry === null) continue;
    const { name, as } = entry as { name?: unknown; as?: unknown };
    if (name === `@${specification}`) return typeof as === 'string' ? as.replace(/^@/, '') : specification;
  }
  return undefined;
}

function keepRule(
  rules: Map<string, Rule>,
  coordinate: string,
  directives: readonly ConstDirectiveNode[] | undefined,
  names: ReadonlyMap<string, Specification>,
): void {
  for (const directive of directives ?? []) {
    const specification = names.get(directive.name.value);
    if (!specification) continue;
    const before = rules.get(coordinate) ?? NO_RULE;
    if (specification === 'authenticated') rules.set(coordinate, { ...before, authenticated: true });
    else if (specification === 'policy')
      rules.set(coordinate, { ...before, policies: alternatives(directive, 'policies', coordinate) });
    else rules.set(coordinate, { ...before, scopes: alternatives(directive, 'scopes', coordinate) });
  }
}

function alternatives(directive: ConstDirectiveNode, name: string, coordinate: string): readonly (readonly string[])[] {
  const value = argumentOf(directive, name);
  const ok =
    Array.isArray(value) && value.every((all) => Array.isArray(all) && all.every((one) => typeof one === 'string'));
  if (!ok)
    throw new UnreadableRules(`${coordinate}: @${directive.name.value} needs ${name} as a list of lists of names.`);
  return value as string[][];
}

function withoutRules(document: DocumentNode, names: ReadonlyMap<string, Specification>): DocumentNode {
  const support = new Set(
    [...names].flatMap(([name, specification]) => [
      `${name}__${capitalised(specification)}`,
      `${name}__Policy`,
      `${name}__Scope`,
    ]),
  );
  return visit(document, {
    ObjectTypeDefinition: (node) => ({ ...node, directives: withoutClosedKeys(node.directives) }),
    InterfaceTypeDefinition: (node) => ({ ...node, directives: withoutClosedKeys(node.directives) }),
    Directive: (node) =>
      names.has(node.name.value) || (node.name.value === 'link' && linkedSpecification(node)) ? null : undefined,
    DirectiveDefinition: (node) => (names.has(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) => (support.has(node.name.value) ? null : undefined),
  });
}

/**
 * The keys by which a graph can be entered. The planner (2.14.4) enters a graph by a key that is `resolvable: false` there, where
 * another key of the same graph is not: the former says no more than that the fields are there, as `@join__field` does.
 */
function withoutClosedKeys(directives: readonly ConstDirectiveNode[] = []): readonly ConstDirectiveNode[] {
  const keys = directives.filter(({ name }) => name.value === 'join__type');
  const isClosed = (key: DirectiveNode): boolean => argumentOf(key, 'resolvable') === false;
  const open = new Set(
    keys.filter((key) => argumentOf(key, 'key') !== undefined && !isClosed(key)).map((key) => argumentOf(key, 'graph')),
  );
  return directives.filter((one) => !(keys.includes(one) && isClosed(one) && open.has(argumentOf(one, 'graph'))));
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function graphNames(document: DocumentNode): ReadonlyMap<string, string> {
  const graphs = new Map<string, string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const graph = value.directives?.find((directive) => directive.name.value === 'join__graph');
      const name = graph && argumentOf(graph, 'name');
      if (typeof name === 'string') graphs.set(value.name.value, name);
    }
  }
  return graphs;
}

function joinArguments(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
  graphs: ReadonlyMap<string, string>,
): readonly string[] {
  const found = (directives ?? []).filter(
    (directive) => directive.name.value === name && argumentOf(directive, 'external') !== true,
  );
  return [
    ...new Set(
      found
        .map((directive) => graphs.get(String(argumentOf(directive, 'graph'))))
        .filter((graph) => graph !== undefined),
    ),
  ];
}

function argumentOf(directive: DirectiveNode, name: string): unknown {
  const value: ValueNode | undefined = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value && valueFromASTUntyped(value);
}

function isTypeDefinition(node: { readonly kind: string }): node is TypeDefinitionNode {
  return /TypeDefinition$/.test(node.kind);
}
