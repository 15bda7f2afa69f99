/** The names under which the gateway's own subgraphs stand in the supergraph. */
export const OWN_SUBGRAPHS = ['linkage', 'single-view'] as const;
export type OwnSubgraph = (typeof OWN_SUBGRAPHS)[number];
export const isOwnSubgraph = (name: string): name is OwnSubgraph => (OWN_SUBGRAPHS as readonly string[]).includes(name);
