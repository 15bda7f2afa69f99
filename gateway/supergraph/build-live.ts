import type { Config } from '../config';
import { beginParts } from '../http/answer-in-parts';
import type { PersistedQueries } from '../http/persisted-queries';
import { withinQueryCost } from '../http/query-cost';
import { serveGraphql } from '../http/serve-graphql';
import type { Entry } from '../identity/types';
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
      answer: withinQueryCost(gateway.version.schema, gateway.answer),
      answerInParts: withinQueryCost(gateway.version.schema, (request, entry: Entry, gone: AbortSignal) =>
        beginParts(gateway.answerInParts(request, entry, gone)),
      ),
      persistedQueries: parts.persistedQueries,
      introspection: parts.config.development,
      maxTokens: parts.maxTokens,
      caches: gateway.version.caches,
      onFault: parts.onFault,
    });
    await letOthersIn();
    return {
      graphql,
      named: { supergraph: gateway.version.supergraph, protocol: version.protocol.version },
      roles: version.protocol.roles,
      schemaFor: gateway.schemaFor,
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
