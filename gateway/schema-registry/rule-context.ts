import { Kind, parse } from 'graphql';
import type { Catalogue } from '../catalogue/catalogue-document';
import type { AgencyAct } from './acts/read-acts';
import type { Ownership } from './read-ownership';

/** Types to which several subgraphs add fields: who may add which is agreed in the ownership file. */
export const JOINED_TYPES: ReadonlySet<string> = new Set(['Person', 'Family', 'Query', 'Mutation']);
/** Types that people are: nobody but the gateway returns them. */
export const PEOPLE: ReadonlySet<string> = new Set(['Person', 'Family']);

/** What an agency's SDL is checked beside. */
export interface RuleContext {
  readonly agency: string;
  /** Key fields under which alone the agency is asked: `healthRef`, `healthGroupRef`. */
  readonly keys: { readonly Person: string; readonly Family: string };
  /** Types of `schema/shared.graphql`. */
  readonly sharedTypes: ReadonlySet<string>;
  /** Types, and fields of joined types, with the subgraph that publishes each. The agency's own are not in it. */
  readonly owners: ReadonlyMap<string, string>;
  readonly ownership: Ownership;
  /** What the agencies are to count; null where nothing is. */
  readonly catalogue: Catalogue | null;
  readonly streams: ReadonlyMap<string, { readonly about: 'people' | 'places'; readonly isAct: boolean }>;
  /** What may be done at the other agencies. */
  readonly acts: readonly AgencyAct[];
  /** May records of `from` that stand under `stream` be told to this agency? */
  readonly flows: (from: string, stream: string) => boolean;
  /** Of a field that others publish: the streams it stands under, and the type it returns; null where it is not known. */
  readonly field: (coordinate: string) => { readonly streams: readonly string[]; readonly returns: string } | null;
}

/** Types that an SDL defines or extends, and the fields that it adds to joined types. */
export function coordinatesIn(sdl: string): readonly string[] {
  return parse(sdl, { noLocation: true }).definitions.flatMap((definition) => {
    if (!('name' in definition) || !definition.name || definition.kind === Kind.DIRECTIVE_DEFINITION) return [];
    const name = definition.name.value;
    if (!JOINED_TYPES.has(name)) return [name];
    return ('fields' in definition ? (definition.fields ?? []) : []).map((field) => `${name}.${field.name.value}`);
  });
}
