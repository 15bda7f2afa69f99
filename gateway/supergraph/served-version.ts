import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { type Engine, startEngine } from '../execution/engine';
import type { IdCipher } from '../linkage/id-cipher';
import { serveLinkage } from '../linkage/serve-linkage';
import type { PlanningLimits } from '../planning/start-planner';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { FieldRequirement } from '../policy/decide/field-decisions';
import type { SupergraphRules } from '../policy/read/read-rules';
import { actsOf } from '../schema-registry/acts/read-acts';
import { type AgencySubgraph, familyAgencies } from '../schema-registry/published-set';
import { type ReadSupergraph, readSupergraph } from '../schema-registry/read-supergraph';
import type { CacheSection } from '../shared/cache-budget';
import type { AgencyClient } from '../subgraph-client/agency-client';
import { createSteps, type Steps } from '../subgraph-client/prune-fetch';
import { requireStreams } from './require-streams';

/** What a version is built from: one supergraph, its agencies, one protocol. */
export interface VersionParts {
  readonly supergraphSdl: string;
  /** Where it has been read already, on another thread. */
  readonly read?: ReadSupergraph | null;
  readonly agencies: readonly Pick<AgencySubgraph, 'name' | 'sdl'>[];
  readonly protocol: CompiledProtocol;
  readonly clients: ReadonlyMap<string, AgencyClient>;
  /** Seals for just these agencies. */
  readonly idCipher: IdCipher;
  /** What is remembered of this version, and forgotten with it. */
  readonly caches: CacheSection;
}

/** Everything that depends on one supergraph and one protocol: an answer is made under one of these from end to end. */
export interface ServedVersion {
  readonly supergraph: string;
  readonly protocol: CompiledProtocol;
  readonly schema: GraphQLSchema;
  readonly engine: Engine;
  readonly requirements: ReadonlyMap<string, FieldRequirement>;
  readonly owners: ReadonlyMap<string, readonly string[]>;
  readonly inputs: SupergraphRules['inputs'];
  readonly linkage: ReturnType<typeof serveLinkage>;
  readonly agencies: readonly string[];
  readonly familyAgencies: readonly string[];
  readonly clients: ReadonlyMap<string, AgencyClient>;
  readonly idCipher: IdCipher;
  readonly caches: CacheSection;
  readonly steps: Steps;
}

/** Lets requests of the version that is served have their turn while the next one is built. */
export const letOthersIn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Builds and checks all of it before any of it is served. */
export async function buildVersion(
  { supergraphSdl, protocol, clients, idCipher, caches, ...parts }: VersionParts,
  planning?: PlanningLimits,
): Promise<ServedVersion> {
  const agencies = parts.agencies.map(({ name }) => name);
  const contributing = familyAgencies(parts.agencies);
  const { sdl, requirements, owners, inputs } = parts.read ?? readSupergraph(supergraphSdl).read;
  const engine = await startEngine(sdl, planning, caches);
  try {
    await letOthersIn();
    requireStreams(requirements, protocol);
    await letOthersIn();
    const acts = parts.agencies.flatMap(actsOf);
    const linkage = serveLinkage({ person: agencies, family: contributing }, caches, acts);
    await letOthersIn();
    return {
      supergraph: supergraphName(supergraphSdl),
      protocol,
      schema: engine.schema,
      engine,
      requirements,
      owners,
      inputs,
      linkage,
      agencies,
      familyAgencies: contributing,
      clients,
      idCipher,
      caches,
      steps: createSteps(engine.schema, caches),
    };
  } catch (cause) {
    await engine.stop();
    caches.close();
    throw cause;
  }
}

/** How a supergraph is named in answers, in the audit and in the registry's log. */
export const supergraphName = (supergraphSdl: string): string =>
  createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12);
