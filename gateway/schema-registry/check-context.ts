import { familyKey, personKey } from '@family-view/schema';
import { parse } from 'graphql';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { isOwnSubgraph } from '../shared/own-subgraphs';
import type { ChangeToJudge } from './proposed-change';
import { ownSubgraphs } from './published-set';
import type { Guarded } from './read-supergraph';
import { coordinatesIn, type Surroundings } from './rule-context';

/** What one agency's SDL is judged beside: the others, the shared types, the gateway, the protocols. */
export function surroundAgency(
  agency: string,
  { agencies, sharedSdl, ownership }: ChangeToJudge,
  protocol: CompiledProtocol,
  before: Guarded | null,
): Surroundings {
  const owners = new Map<string, string>();
  const others = agencies.filter(({ name }) => name !== agency);
  const readable = [...ownSubgraphs(others), ...others].filter(({ sdl }) => canRead(sdl));
  for (const { name, sdl } of readable)
    for (const coordinate of coordinatesIn(sdl)) owners.set(coordinate, isOwnSubgraph(name) ? 'gateway' : name);
  for (const [name, { joins }] of ownership.agencies)
    if (name !== agency) for (const coordinate of joins) owners.set(coordinate, name);
  // Linkage offers this agency its own pointers, and has none of the shared types to itself.
  const sharedTypes = new Set(coordinatesIn(sharedSdl));
  for (const coordinate of [`Person.${personKey(agency)}`, `Family.${familyKey(agency)}`, ...sharedTypes])
    owners.delete(coordinate);
  const streams = protocol.documents.flatMap((one) => Object.entries(one.streams));
  return {
    agency,
    keys: { Person: personKey(agency), Family: familyKey(agency) },
    sharedTypes,
    owners,
    ownership,
    streams: new Map(streams.map(([stream, terms]) => [stream, { about: terms.public ? 'places' : 'people' }])),
    flows: (from, stream) =>
      protocol.documents.some((one) =>
        (one.flows ?? []).some(
          ({ by, to, shares }) =>
            by === from && to.includes(agency) && (shares as readonly string[]).includes(stream.split(':')[1] ?? ''),
        ),
      ),
    field(coordinate) {
      const ground = before?.read.grounds.get(coordinate);
      return ground ? { streams: [...new Set(ground.alternatives.flat())], returns: ground.returns } : null;
    },
  };
}

function canRead(sdl: string): boolean {
  try {
    return parse(sdl, { noLocation: true }).definitions.length > 0;
  } catch {
    return false;
  }
}
