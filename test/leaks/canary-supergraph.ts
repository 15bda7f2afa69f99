import { startEngine } from '@family-view/gateway/execution/engine';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { leaveOutActs } from '@family-view/gateway/schema-registry/acts/leave-out-acts';
import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import { ownSubgraphs } from '@family-view/gateway/schema-registry/published-set';
import { AGENCIES } from '@family-view/schema';
import type { GraphQLSchema } from 'graphql';
import { canarySdl } from './canary-sdl';

/** The supergraph of the canaries' agencies, and what clients may write operations against. */
export async function composeCanaries(): Promise<{ readonly sdl: string; readonly schema: GraphQLSchema }> {
  const agencies = AGENCIES.map((name) => ({ name, sdl: canarySdl(name), url: null }));
  const sdl = composeSupergraph([
    ...ownSubgraphs(agencies),
    ...agencies.map(({ name, sdl }) => ({ name, sdl: leaveOutActs(sdl) })),
  ]);
  const engine = await startEngine(readRules(sdl).sdl);
  await engine.stop();
  return { sdl, schema: engine.schema };
}
