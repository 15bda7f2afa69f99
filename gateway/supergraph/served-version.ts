import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { type AskSubgraph, type Engine, startEngine } from '../execution/engine';
import type { Sealer } from '../linkage/id-cipher';
import { serveLinkage } from '../linkage/serve-linkage';
import type { PlanningLimits } from '../planning/start-planner';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { FieldGround } from '../policy/decide/field-decisions';
import type { SupergraphRules } from '../policy/read/read-rules';
import { type AgencySubgraph, familyAgencies } from '../schema-registry/published-set';
import { type ReadSupergraph, readSupergraph } from '../schema-registry/read-supergraph';
import type { CacheSection } from '../shared/cache-budget';
import type { AgencyClient } from '../subgraph-client/agency-client';
import { createSteps, type Steps } from '../subgraph-client/prune-fetch';
import { checkCoverage } from './require-streams';

/** What a version is built from: one supergraph, its agencies, one protocol. */
export interface VersionParts {
  readonly supergraphSdl: string;
  /** Where it has been read already, on another thread. */
  readonly read?: ReadSupergraph | null;
  readonly agencies: readonly Pick<AgencySubgraph, 'name' | 'sdl'>[];
  readonly protocol: CompiledProtocol;
  readonly clients: ReadonlyMap<string, AgencyClient>;
  /** Seals for just these agencies. */
  readonly sealer: Sealer;
  /** What is remembered of this version, and forgotten with it. */
  readonly caches: CacheSection;
}

/** Everything that depends on one supergraph and one protocol: an answer is made under one of these from end to end. */
export interface ServedVersion<Context> {
  readonly supergraph: string;
  readonly protocol: CompiledProtocol;
  readonly schema: GraphQLSchema;
  readonly engine: Engine<Context>;
  readonly grounds: ReadonlyMap<string, FieldGround>;
  readonly owners: ReadonlyMap<string, readonly string[]>;
  readonly inputs: SupergraphRules['inputs'];
  readonly linkage: ReturnType<typeof serveLinkage>;
  readonly agencies: readonly string[];
  readonly familyAgencies: readonly string[];
  readonly clients: ReadonlyMap<string, AgencyClient>;
  readonly sealer: Sealer;
  readonly caches: CacheSection;
  readonly steps: Steps;
}

/** Lets requests of the version that is served have their turn while the next one is built. */
export const letOthersIn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Builds and checks all of it before any of it is served. */
export async function buildVersion<Context>(
  { supergraphSdl, protocol, clients, sealer, caches, ...parts }: VersionParts,
  ask: AskSubgraph<Context>,
  planning?: PlanningLimits,
): Promise<ServedVersion<Context>> {
  const agencies = parts.agencies.map(({ name }) => name);
  const contributing = familyAgencies(parts.agencies);
  const { sdl, grounds, owners, inputs } = parts.read ?? readSupergraph(supergraphSdl).read;
  const engine = await startEngine(sdl, ask, planning, caches);
  try {
    await letOthersIn();
    checkCoverage(grounds, protocol);
    await letOthersIn();
    const linkage = serveLinkage({ person: agencies, family: contributing }, caches);
    await letOthersIn();
    return {
      supergraph: supergraphName(supergraphSdl),
      protocol,
      schema: engine.schema,
      engine,
      grounds,
      owners,
      inputs,
      linkage,
      agencies,
      familyAgencies: contributing,
      clients,
      sealer,
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
