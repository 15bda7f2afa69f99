import { type DocumentNode, Kind, parse, visit } from 'graphql';

/**
 * Composition calls the root types Query and Mutation, whatever a subgraph calls them. An agency with other names is asked by
 * them, and answers by them.
 */
export interface RootNames {
  /** As the supergraph has it. */
  published<T>(what: T): T;
  /** As the agency has it. */
  own<T>(what: T): T;
}

const STANDARD = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

/** @param sdl with a schema definition where its roots have other names */
export function readRootNames(sdl: string): RootNames {
  const roots = parse(sdl).definitions.flatMap((one) =>
    one.kind === Kind.SCHEMA_DEFINITION ? one.operationTypes : [],
  );
  const names = roots.map(({ operation, type }) => [type.name.value, STANDARD[operation]] as const);
  return {
    published: renaming(new Map(names)),
    own: renaming(new Map(names.map(([own, published]) => [published, own]))),
  };
}

/** Types in a document; and in an answer every text that is a root's name. */
function renaming(names: ReadonlyMap<string, string>): <T>(what: T) => T {
  const named = (name: string): string => names.get(name) ?? name;
  return <T>(what: T): T => {
    if (names.size === 0 || what === undefined) return what;
    if (isDocument(what))
      return visit(what, {
        NamedType: (node) => ({ ...node, name: { ...node.name, value: named(node.name.value) } }),
      }) as T;
    return JSON.parse(JSON.stringify(what, (_key, value) => (typeof value === 'string' ? named(value) : value))) as T;
  };
}

const isDocument = (what: unknown): what is DocumentNode =>
  typeof what === 'object' && what !== null && 'kind' in what && what.kind === Kind.DOCUMENT;
