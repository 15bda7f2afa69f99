import type { Config } from '../config';
import type { PersistedQueries } from '../http/persisted-queries';
import { withinQueryCost } from '../http/query-cost';
import { serveGraphql } from '../http/serve-graphql';
import { createIdCipher } from '../linkage/id-cipher';
import { type GatewayParts, openGateway } from '../pipeline';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { type AgencySubgraph, inRegistryOrder } from '../schema-registry/published-set';
import type { ReadSupergraph } from '../schema-registry/read-supergraph';
import type { AgencyClients } from '../subgraph-client/agency-clients';
import { letOthersIn } from './served-version';
import type { LiveVersion } from './supergraph-manager';

/** What every version is built with. */
export interface LiveParts {
  readonly config: Config;
  readonly gateway: GatewayParts;
  readonly clients: AgencyClients;
  readonly linkageKey: Uint8Array;
  readonly persistedQueries: PersistedQueries;
  readonly maxTokens: number;
  /** Around each answer: what is measured of it. */
  readonly timed: <Args extends readonly unknown[], T>(
    work: (...args: Args) => Promise<T>,
  ) => (...args: Args) => Promise<T>;
  readonly onFault: (fault: unknown) => void;
  /** Lists of agencies under which ids of today may have been sealed, the newest first. */
  readonly earlierLists: () => readonly (readonly string[])[];
}

/** Builds all that answers under one version, and checks it: engine, clients, seals, limits, the GraphQL endpoint. */
export async function buildLive(
  parts: LiveParts,
  version: {
    readonly supergraphSdl: string;
    readonly agencies: readonly AgencySubgraph[];
    readonly protocol: CompiledProtocol;
    readonly read: ReadSupergraph | null;
  },
): Promise<LiveVersion> {
  const agencies = inRegistryOrder(version.agencies);
  const names = agencies.map(({ name }) => name);
  const { clients, release } = parts.clients.acquire(addressesOf(agencies, parts.config));
  const { now } = parts.gateway;
  try {
    const earlier = parts.earlierLists().filter((list) => list.join() !== names.join());
    const gateway = await openGateway(parts.gateway, {
      ...version,
      agencies,
      clients,
      idCipher: createIdCipher(parts.linkageKey, names, now, earlier),
    });
    const graphql = await serveGraphql({
      apiSdl: gateway.version.engine.apiSdl,
      supergraphSdl: version.supergraphSdl,
      answer: parts.timed(withinQueryCost(gateway.version.schema, gateway.answer)),
      persistedQueries: parts.persistedQueries,
      introspection: parts.config.development,
      maxTokens: parts.maxTokens,
      caches: gateway.version.caches,
      onFault: parts.onFault,
    });
    await letOthersIn();
    return {
      graphql,
      roles: version.protocol.roles,
      clients,
      async close() {
        await graphql.stop();
        await gateway.close();
        await release();
      },
    };
  } catch (cause) {
    await release();
    throw cause;
  }
}

/** What is set for an agency goes before what it published, and both before its port on this machine. */
function addressesOf(agencies: readonly AgencySubgraph[], config: Config): ReadonlyMap<string, string> {
  return new Map(
    agencies.map(({ name, url }, at) => {
      const set = config.agencies.get(name);
      const published = url === null ? null : new URL(url).origin;
      const own = config.agenciesSet.has(name) ? set : (published ?? set);
      return [name, own ?? `http://127.0.0.1:${config.firstAgencyPort + at}`];
    }),
  );
}
