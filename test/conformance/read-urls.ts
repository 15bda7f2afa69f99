import { Kind, parse, valueFromASTUntyped } from 'graphql';

/** Where each subgraph of a supergraph is reached, by its own `@join__graph`. */
export function readUrls(supergraphSdl: string): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  for (const definition of parse(supergraphSdl).definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const graph of (definition.values ?? []).flatMap(({ directives }) => directives ?? [])) {
      const given = new Map((graph.arguments ?? []).map((one) => [one.name.value, valueFromASTUntyped(one.value)]));
      urls.set(String(given.get('name')), String(given.get('url')));
    }
  }
  return urls;
}
