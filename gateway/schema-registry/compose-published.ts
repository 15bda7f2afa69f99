import { composeSupergraph } from './compose-supergraph';
import { stamped, subgraphsInFiles, subgraphsOf } from './published-set';

/** The supergraph of everything in `schema/agencies`, with the gateway's own subgraphs: `schema/supergraph.graphql`. */
export function composePublished(agencies = subgraphsInFiles()): string {
  const subgraphs = subgraphsOf(agencies);
  return stamped(composeSupergraph(subgraphs), subgraphs);
}
