/**
 * The layers of the gateway, the lowest first: folders and files by how their paths begin, of which the longest counts. What
 * stands in one imports from lower ones; in its own from those that stand before it. In the lowest anything goes but a circle.
 */
export const LAYERS: readonly (readonly string[])[] = [
  [
    'errors',
    'policy/types',
    'identity/types',
    'subgraph-client/types',
    'linkage/types',
    'notices/types',
    'limits/limit-terms',
    'shared',
    'config',
  ],
  ['policy', 'identity', 'limits', 'disclosure', 'catalogue', 'stops'],
  ['authorize/types', 'operation-context'],
  ['planning', 'subgraph-client', 'schema-registry'],
  ['notices', 'audit', 'authorize', 'execution', 'linkage'],
  ['supergraph/require-streams', 'supergraph/served-version', 'figures', 'governance'],
  ['pipeline', 'http'],
  ['supergraph', 'stores', 'telemetry', 'start', 'index'],
];

/** What may stand loose in `gateway/`. */
export const LOOSE = ['config.ts', 'errors.ts', 'index.ts', 'operation-context.ts', 'pipeline.ts'];

export interface Place {
  readonly layer: number;
  readonly at: number;
  readonly name: string;
}

/** Null where a file of the gateway is in none. */
export function placeOf(file: string): Place | null {
  const path = file.replace(/^gateway\//, '').replace(/\.\w+$/, '');
  const places = LAYERS.flatMap((names, layer) => names.map((name, at) => ({ layer, at, name })));
  const fitting = places.filter(({ name }) => path === name || path.startsWith(`${name}/`));
  return fitting.sort((one, other) => other.name.length - one.name.length)[0] ?? null;
}

export function mayImport(from: Place | null, to: Place | null): boolean {
  if (!from || !to) return false;
  if (from.layer !== to.layer) return from.layer > to.layer;
  return from.layer === 0 || from.at >= to.at;
}
