import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { FamilyViewError } from '../errors';
import { keyOfNull } from '../key-of-null';
import type { OwnSubgraph } from '../own-subgraphs';
import { linkageSdl, type Pointers } from './linkage-sdl';
import type { LinkageContext } from './resolvers';
import { linkageResolvers, singleViewResolvers } from './resolvers';
import { compileOwn, type OwnOperation } from './run-own';
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
  const serve = (sdl: string, resolvers: object) => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
    return new LRUCache<string, OwnOperation<LinkageContext>>({
      max: 500,
      memoMethod: (query) => compileOwn(schema, parse(query)),
    });
  };
  const compiled: Readonly<Record<OwnSubgraph, ReturnType<typeof serve>>> = {
    linkage: serve(linkageSdl(pointers), linkageResolvers),
    'single-view': serve(singleViewSdl(), singleViewResolvers),
  };
  return async (subgraph, query, variables, context) => {
    const { data, faults } = await compiled[subgraph].memo(query)(variables, context);
    return {
      data,
      faults: faults.map(({ path, fault }) => ({
        key: keyOfNull(path, data),
        fault: fault instanceof GraphQLError ? (fault.originalError ?? fault) : fault,
      })),
    };
  };
}

/** A fault of linkage that the requester can act on: a bad id, a thin search. Anything else is ours. */
export const isTellable = (fault: unknown): fault is FamilyViewError =>
  fault instanceof FamilyViewError && fault.httpStatus < 500;
