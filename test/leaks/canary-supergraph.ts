import { startEngine } from '@family-view/gateway/execution/engine';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { leaveOutActs } from '@family-view/gateway/schema-registry/acts/leave-out-acts';
import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import { ownSubgraphs } from '@family-view/gateway/schema-registry/published-set';
import { AGENCIES } from '@family-view/schema';
import type { GraphQLSchema } from 'graphql';
import { canarySdl } from './canary-sdl';

interface CanarySupergraph {
  readonly sdl: string;
  readonly schema: GraphQLSchema;
}
/** Of all stacks of a worker: it hangs on nothing but the files. */
let composed: Promise<CanarySupergraph> | undefined;

/** The supergraph of the canaries' agencies, and what clients may write operations against. */
export function composeCanaries(): Promise<CanarySupergraph> {
  composed ??= compose();
  return composed;
}

async function compose(): Promise<CanarySupergraph> {
  const agencies = AGENCIES.map((name) => ({ name, sdl: canarySdl(name), url: null }));
  const sdl = composeSupergraph([
    ...ownSubgraphs(agencies),
    ...agencies.map(({ name, sdl }) => ({ name, sdl: leaveOutActs(sdl) })),
  ]);
  const engine = await startEngine(readRules(sdl).sdl);
  await engine.stop();
  return { sdl, schema: engine.schema };
}
