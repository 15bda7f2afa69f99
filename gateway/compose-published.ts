import { agencySdl, publishedAgencies } from '@family-view/schema';
import { linkageSdl } from './linkage/linkage-sdl';
import { singleViewSdl } from './linkage/single-view-sdl';
import { OWN_SUBGRAPHS } from './own-subgraphs';
import { composeSupergraph } from './registry/compose-supergraph';
import { familyAgencies } from './served-version';

/** The supergraph of everything in `schema/agencies`, with the gateway's own subgraphs: `schema/supergraph.graphql`. */
export function composePublished(): string {
  const agencies = publishedAgencies();
  const [linkage, singleView] = OWN_SUBGRAPHS;
  return composeSupergraph([
    { name: linkage, sdl: linkageSdl({ person: agencies, family: familyAgencies(agencies) }) },
    { name: singleView, sdl: singleViewSdl() },
    ...agencies.map((name) => ({ name, sdl: agencySdl(name) })),
  ]);
}
