import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, type GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { FamilyViewError } from '../errors';
import { keyOfNull } from '../key-of-null';
import type { OwnSubgraph } from '../own-subgraphs';
import { linkageSdl, type Pointers } from './linkage-sdl';
import type { LinkageContext } from './resolvers';
import { linkageResolvers, singleViewResolvers } from './resolvers';
import { singleViewSdl } from './single-view-sdl';

export interface OwnAnswer {
  readonly data: Record<string, unknown> | null;
  /** Each with the canonical response key at which it left a null; null where it left none that the answer has. */
  readonly faults: readonly { readonly key: string | null; readonly fault: unknown }[];
}

/** Serves the gateway's own two subgraphs in process. */
export function serveLinkage(
  pointers: Pointers,
): (
  subgraph: OwnSubgraph,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  context: LinkageContext,
) => Promise<OwnAnswer> {
  const build = (sdl: string, resolvers: object): GraphQLSchema =>
    buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
  const schemas: Readonly<Record<OwnSubgraph, GraphQLSchema>> = {
    linkage: build(linkageSdl(pointers), linkageResolvers),
    'single-view': build(singleViewSdl(), singleViewResolvers),
  };
  const parsed = new Map<string, DocumentNode>();
  return async (subgraph, query, variables, contextValue) => {
    let document = parsed.get(query);
    if (!document) {
      if (parsed.size >= 1_000) parsed.clear();
      document = parse(query);
      parsed.set(query, document);
    }
    const { data, errors } = await execute({
      schema: schemas[subgraph],
      document,
      variableValues: { ...variables },
      contextValue,
    });
    return {
      data: data ?? null,
      faults: (errors ?? []).map((error: GraphQLError) => ({
        key: error.path ? keyOfNull(error.path, data) : null,
        fault: error.originalError ?? error,
      })),
    };
  };
}

/** A fault of linkage that the requester can act on: a bad id, a thin search. Anything else is ours. */
export const isTellable = (fault: unknown): fault is FamilyViewError =>
  fault instanceof FamilyViewError && fault.httpStatus < 500;
