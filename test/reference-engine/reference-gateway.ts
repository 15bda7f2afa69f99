/** @apollo/gateway over the same supergraph and the same agencies, as an independent engine: its planner, its executor, its own shaping. */
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { Entry } from '@family-view/gateway/identity/types';
import { createIdCipher } from '@family-view/gateway/linkage/id-cipher';
import type { LinkageContext } from '@family-view/gateway/linkage/linkage-context';
import { openKeys } from '@family-view/gateway/linkage/open-keys';
import { loadProtocols, type NamedText } from '@family-view/gateway/policy/read/load-protocols';
import { familyAgencies, subgraphsInFiles } from '@family-view/gateway/schema-registry/published-set';
import { readSupergraph } from '@family-view/gateway/schema-registry/read-supergraph';
import { isOwnSubgraph, type OwnSubgraph } from '@family-view/gateway/shared/own-subgraphs';
import { serializeRequest } from '@family-view/gateway/shared/serialize-request';
import { createAgencyClient } from '@family-view/gateway/subgraph-client/agency-client';
import { openFileGrantKeyStore } from '@family-view/gateway/subgraph-client/file-grant-key-store';
import { openGrantKeys } from '@family-view/gateway/subgraph-client/grant-keys';
import { bodyDigest, createGrantSigner, type GrantSigner } from '@family-view/gateway/subgraph-client/sign-grants';
import { AGENCIES, familyKey, type Grant, personKey } from '@family-view/schema';
import { type GraphQLSchema, parse } from 'graphql';
import { serveOwn } from './own-subgraphs';

export interface ReferenceGateway {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  answer(query: string, variables: Readonly<Record<string, unknown>>, entry: Entry): Promise<unknown>;
  stop(): Promise<void>;
}

const MAX_BYTES = 8 * 1_048_576;
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

type Representation = Readonly<Record<string, unknown>>;

/**
 * @param options.supergraphSdl as published: its rules are stripped here.
 * @param options.dataDirectory of the gateway that it is held to: grants and ids are made with its keys.
 * @param options.origins where each agency answers.
 */
export async function openReference(options: {
  readonly supergraphSdl: string;
  readonly protocols: readonly NamedText[];
  readonly dataDirectory: string;
  readonly origins: ReadonlyMap<string, string>;
}): Promise<ReferenceGateway> {
  const now = () => new Date();
  const { schema: guarded, read } = readSupergraph(options.supergraphSdl);
  const directory = join(options.dataDirectory, 'gateway');
  const sign = createGrantSigner(await openGrantKeys(openFileGrantKeyStore(directory), now), now);
  const protocol = loadProtocols(now, options.protocols);
  const clients = new Map(
    AGENCIES.map((agency) => [agency, createAgencyClient(options.origins.get(agency)!, { maxBytes: MAX_BYTES })]),
  );
  const own = serveOwn({
    clients,
    sign,
    protocol,
    idCipher: createIdCipher(openKeys(directory).linkage, AGENCIES, now),
    familyAgencies: familyAgencies(subgraphsInFiles()),
    coordinates: new Set(read.requirements.keys()),
  });
  const agency = (name: string): GraphQLDataSource => ({
    process: async ({ request, context }) => {
      const { query = '', variables = {} } = request;
      const { linkage } = context as unknown as { readonly linkage: LinkageContext };
      const grant = await grantFor(name, linkage, sign, query, variables);
      const response = await fetch(`${options.origins.get(name)}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables, extensions: { grant } }),
      });
      return (await response.json()) as object;
    },
  });
  const ownSubgraph = (name: OwnSubgraph): GraphQLDataSource => ({
    process: async ({ request, context }) => {
      const { linkage } = context as unknown as { readonly linkage: LinkageContext };
      return { data: (await own.answer(name, request.query!, request.variables ?? {}, linkage)) as object };
    },
  });
  const gateway = new ApolloGateway({
    supergraphSdl: read.sdl,
    buildService: ({ name }) => (isOwnSubgraph(name) ? ownSubgraph(name) : agency(name)),
    logger: QUIET,
  });
  const { executor } = await gateway.load();
  return {
    schema: guarded,
    async answer(query, variables, entry) {
      const request = requestOf(query, variables, { linkage: own.contextFor(entry) });
      return (await executor(request as never)).data;
    },
    stop: async () => {
      await gateway.stop();
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

/** What Apollo Server would hand to its gateway. */
const requestOf = (query: string, variables: object, context: object) => ({
  request: { query, variables },
  document: parse(query),
  queryHash: createHash('sha256').update(query).digest('hex'),
  source: query,
  context,
  metrics: {},
  logger: QUIET,
});

/** Everything that this agency shares, of whom it is asked about. */
function grantFor(
  agency: string,
  { run }: LinkageContext,
  sign: GrantSigner,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Grant> {
  const { requester, purpose, caseReference } = run.entry;
  const streams = run.streamsOf(agency);
  const representations = (variables.representations ?? []) as readonly Representation[];
  const group = (type: string, key: string) => {
    const refs = representations.flatMap((one) =>
      one.__typename === type && typeof one[key] === 'string' ? [one[key]] : [],
    );
    return refs.length > 0 ? [{ refs: [...new Set(refs)], streams }] : [];
  };
  return sign({
    agency,
    requester: {
      id: requester.id,
      organisation: requester.organisation,
      role: requester.role,
      area: requester.area,
    },
    purpose,
    caseReference,
    protocolVersion: run.protocolVersion,
    operation: run.id,
    people: group('Person', personKey(agency)),
    families: group('Family', familyKey(agency)),
    streams: streams.filter((stream) => run.isAboutPlaces(stream)),
    body: bodyDigest(serializeRequest(query, variables)),
  });
}
