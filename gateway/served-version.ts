import { createHash } from 'node:crypto';
import { agencySdl, familyKey, publishedAgencies } from '@family-view/schema';
import type { GraphQLSchema } from 'graphql';
import { checkCoverage } from './check-coverage';
import { linkageGrounds } from './linkage/linkage-streams';
import { serveLinkage } from './linkage/serve-linkage';
import { type AskSubgraph, type Engine, startEngine } from './plan/engine';
import type { PlanningLimits } from './plan/start-planner';
import type { CompiledProtocol } from './protocol/compile-protocol';
import { type FieldGround, groundFields } from './protocol/field-decisions';
import { readRules, type SupergraphRules } from './registry/read-rules';

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
}

/** Agencies that contribute fields to Family, by their SDL. */
export function familyAgencies(agencies: readonly string[] = publishedAgencies()): readonly string[] {
  return agencies.filter((agency) => agencySdl(agency).includes(familyKey(agency)));
}

/** Builds and checks all of it before any of it is served. */
export async function buildVersion<Context>(
  supergraphSdl: string,
  protocol: CompiledProtocol,
  ask: AskSubgraph<Context>,
  planning?: PlanningLimits,
): Promise<ServedVersion<Context>> {
  const agencies = publishedAgencies();
  const contributing = familyAgencies(agencies);
  const rules = readRules(supergraphSdl);
  const engine = await startEngine(rules.sdl, ask, planning);
  const grounds = groundFields(engine.schema, rules, linkageGrounds(agencies));
  try {
    checkCoverage(grounds, protocol);
  } catch (uncovered) {
    await engine.stop();
    throw uncovered;
  }
  return {
    supergraph: createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12),
    protocol,
    schema: engine.schema,
    engine,
    grounds,
    owners: rules.owners,
    inputs: rules.inputs,
    linkage: serveLinkage({ person: agencies, family: contributing }),
    agencies,
    familyAgencies: contributing,
  };
}
