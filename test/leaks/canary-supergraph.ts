import { startEngine } from '@family-view/gateway/execution/engine';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import { linkageSdl } from '@family-view/gateway/schema-registry/gateway-sdl/linkage-sdl';
import { singleViewSdl } from '@family-view/gateway/schema-registry/gateway-sdl/single-view-sdl';
import { familyAgencies } from '@family-view/gateway/schema-registry/published-set';
import { OWN_SUBGRAPHS } from '@family-view/gateway/shared/own-subgraphs';
import { AGENCIES } from '@family-view/schema';
import type { GraphQLSchema } from 'graphql';
import { canarySdl } from './canary-sdl';

/** The supergraph of the canaries' agencies, and what clients may write operations against. */
export async function composeCanaries(): Promise<{ readonly sdl: string; readonly schema: GraphQLSchema }> {
  const [linkage, singleView] = OWN_SUBGRAPHS;
  const subgraphs = AGENCIES.map((name) => ({ name, sdl: canarySdl(name) }));
  const sdl = composeSupergraph([
    { name: linkage, sdl: linkageSdl({ person: AGENCIES, family: familyAgencies(subgraphs) }) },
    { name: singleView, sdl: singleViewSdl() },
    ...subgraphs,
  ]);
  const engine = await startEngine(readRules(sdl).sdl, async () => ({ data: null }));
  await engine.stop();
  return { sdl, schema: engine.schema };
}
