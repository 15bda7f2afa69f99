import { createHash } from 'node:crypto';
import { agencySdl, familyKey, publishedAgencies } from '@family-view/schema';
import type { GraphQLSchema } from 'graphql';
import { FamilyViewError } from './errors';
import { linkageGrounds } from './linkage/linkage-streams';
import { serveLinkage } from './linkage/serve-linkage';
import { type AskSubgraph, type Engine, startEngine } from './plan/engine';
import type { CompiledProtocol } from './protocol/compile-protocol';
import { type FieldGround, groundFields, uncoveredFields } from './protocol/field-decisions';
import { readRules } from './registry/read-rules';

/** Everything that depends on one supergraph and one protocol: an answer is made under one of these from end to end. */
export interface ServedVersion<Context> {
  readonly supergraph: string;
  readonly protocol: CompiledProtocol;
  readonly schema: GraphQLSchema;
  readonly engine: Engine<Context>;
  readonly grounds: ReadonlyMap<string, FieldGround>;
  readonly owners: ReadonlyMap<string, readonly string[]>;
  readonly linkage: ReturnType<typeof serveLinkage>;
  readonly agencies: readonly string[];
  readonly familyAgencies: readonly string[];
}

/** A field that no stream covers is not served by anybody's leave. */
export class UncoveredFields extends FamilyViewError {
  constructor(coordinates: readonly string[]) {
    super(`No stream covers ${coordinates.join(', ')}. Mark each with @policy in its agency's SDL.`, {
      code: 'UNCOVERED_FIELDS',
    });
  }
}

/** Streams that the SDL names and the protocol does not declare: nobody would ever see them, so somebody misspelt one. */
export class UnknownStreams extends FamilyViewError {
  constructor(streams: readonly string[]) {
    super(`The SDL names ${streams.join(', ')}, which no protocol declares.`, { code: 'UNKNOWN_STREAMS' });
  }
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
): Promise<ServedVersion<Context>> {
  const agencies = publishedAgencies();
  const contributing = familyAgencies(agencies);
  const rules = readRules(supergraphSdl);
  const engine = await startEngine(rules.sdl, ask);
  const grounds = groundFields(engine.schema, rules, linkageGrounds(agencies));
  const uncovered = uncoveredFields(grounds);
  if (uncovered.length > 0) throw new UncoveredFields(uncovered);
  const named = new Set([...grounds.values()].flatMap((ground) => ground.alternatives.flat()));
  const unknown = [...named].filter((stream) => !protocol.stream(stream));
  if (unknown.length > 0) throw new UnknownStreams(unknown);
  return {
    supergraph: createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12),
    protocol,
    schema: engine.schema,
    engine,
    grounds,
    owners: rules.owners,
    linkage: serveLinkage({ person: agencies, family: contributing }),
    agencies,
    familyAgencies: contributing,
  };
}
