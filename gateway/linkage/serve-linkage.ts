import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';
import { FamilyViewError } from '../errors';
import { actsSdl } from '../schema-registry/acts/acts-sdl';
import type { AgencyAct } from '../schema-registry/acts/read-acts';
import { linkageSdl, type Pointers } from '../schema-registry/gateway-sdl/linkage-sdl';
import { singleViewSdl } from '../schema-registry/gateway-sdl/single-view-sdl';
import { sharedSdl } from '../schema-registry/published-set';
import type { CacheSection } from '../shared/cache-budget';
import { FaultyNull } from '../shared/faulty-null';
import type { OwnSubgraph } from '../shared/own-subgraphs';
import { placeErrors } from '../subgraph-client/place-errors';
import { withActs } from './acts/resolve-acts';
import type { LinkageContext } from './linkage-context';
import { linkageResolvers, singleViewResolvers } from './resolvers';
import { compileOwn, type OwnOperation } from './run-own';

export interface OwnAnswer {
  /** With a faulty null where a resolver threw. */
  readonly data: Record<string, unknown> | FaultyNull;
  /** What was thrown. */
  readonly faults: readonly unknown[];
}

interface Compiled {
  readonly run: OwnOperation<LinkageContext>;
  readonly characters: number;
}
/** A compiled operation, for each character of its text. */
const OPERATION_BYTES = 40;

/** Serves the gateway's own two subgraphs in process. */
export function serveLinkage(
  pointers: Pointers,
  caches: CacheSection,
  acts: readonly AgencyAct[] = [],
): (
  subgraph: OwnSubgraph,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  context: LinkageContext,
) => Promise<OwnAnswer> {
  const serve = (sdl: string, resolvers: object) => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
    const known = caches.open<Compiled>('own-operations', {
      bytesOf: ({ characters }) => OPERATION_BYTES * characters,
    });
    return (query: string) =>
      known.memo(query, () => ({
        run: compileOwn(schema, parse(query, { noLocation: true })),
        characters: query.length,
      })).run;
  };
  const compiled: Readonly<Record<OwnSubgraph, ReturnType<typeof serve>>> = {
    linkage: serve(linkageSdl(pointers, actsSdl(acts, sharedSdl())), withActs(linkageResolvers, acts)),
    'single-view': serve(singleViewSdl(), singleViewResolvers),
  };
  return async (subgraph, query, variables, context) => {
    const { data, faults } = await compiled[subgraph](query)(variables, context);
    const errors = faults.map(({ path, fault }) => ({ path, why: { kind: 'own' as const, fault: thrownIn(fault) } }));
    const thrown = errors.map(({ why }) => why.fault);
    const whole = errors.find(({ path }) => path.length === 0);
    if (whole) throw whole.why.fault;
    if (data === null) return { data: new FaultyNull(errors), faults: thrown };
    placeErrors(data, errors);
    return { data, faults: thrown };
  };
}

const thrownIn = (fault: unknown): unknown => (fault instanceof GraphQLError ? (fault.originalError ?? fault) : fault);

/** A fault of linkage that the requester can act on: a bad id, a thin search. Anything else is ours. */
export const isTellable = (fault: unknown): fault is FamilyViewError =>
  fault instanceof FamilyViewError && fault.httpStatus < 500;
