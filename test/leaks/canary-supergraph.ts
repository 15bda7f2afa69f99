import { linkageSdl } from '@family-view/gateway/linkage/linkage-sdl';
import { singleViewSdl } from '@family-view/gateway/linkage/single-view-sdl';
import { OWN_SUBGRAPHS } from '@family-view/gateway/own-subgraphs';
import { startEngine } from '@family-view/gateway/plan/engine';
import { familyAgencies } from '@family-view/gateway/published-set';
import { composeSupergraph } from '@family-view/gateway/registry/compose-supergraph';
import { readRules } from '@family-view/gateway/registry/read-rules';
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
