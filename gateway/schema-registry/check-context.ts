import { familyKey, personKey } from '@family-view/schema';
import { parse } from 'graphql';
import { readCatalogue } from '../catalogue/read-catalogue';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { isOwnSubgraph } from '../shared/own-subgraphs';
import { leaveOutActs } from './acts/leave-out-acts';
import { actsOf } from './acts/read-acts';
import type { ProposedChange } from './proposed-change';
import { ownSubgraphs } from './published-set';
import type { Guarded } from './read-supergraph';
import { coordinatesIn, type RuleContext } from './rule-context';

/** What one agency's SDL is checked beside: the others, the shared types, the gateway, the protocols. */
export function contextOf(
  agency: string,
  { agencies, sharedSdl, ownership, catalogue }: ProposedChange,
  protocol: CompiledProtocol,
  before: Guarded | null,
): RuleContext {
  const owners = new Map<string, string>();
  const others = agencies.filter(({ name }) => name !== agency);
  // Acts belong to nobody: several agencies may take one.
  const withoutActs = others.map((one) => ({ ...one, sdl: leaveOutActs(one.sdl) }));
  const readable = [...ownSubgraphs(withoutActs, sharedSdl), ...withoutActs].filter(({ sdl }) => canRead(sdl));
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
    catalogue: catalogue ? readCatalogue(catalogue) : null,
    streams: new Map(
      streams.map(([stream, terms]) => [
        stream,
        { about: terms.public ? 'places' : 'people', isAct: terms.detail === 'ACT' },
      ]),
    ),
    acts: others.flatMap((one) => (canRead(one.sdl) ? actsOf(one) : [])),
    flows: (from, stream) =>
      protocol.documents.some((one) =>
        (one.flows ?? []).some(
          ({ by, to, shares, acts }) =>
            acts === undefined &&
            by === from &&
            to.includes(agency) &&
            (shares as readonly string[]).includes(stream.split(':')[1] ?? ''),
        ),
      ),
    field(coordinate) {
      const requirement = before?.read.requirements.get(coordinate);
      return requirement
        ? { streams: [...new Set(requirement.alternatives.flat())], returns: requirement.returns }
        : null;
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
