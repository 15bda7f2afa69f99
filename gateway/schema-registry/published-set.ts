import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENCIES, type AgencyName, familyKey, schemaDirectory } from '@family-view/schema';
import { Kind, parse } from 'graphql';
import { OWN_SUBGRAPHS } from '../shared/own-subgraphs';
import { actsSdl } from './acts/acts-sdl';
import { leaveOutActs } from './acts/leave-out-acts';
import { actsOf } from './acts/read-acts';
import type { PublishedSubgraph } from './compose-supergraph';
import { linkageSdl } from './gateway-sdl/linkage-sdl';
import { singleViewSdl } from './gateway-sdl/single-view-sdl';

/** What one agency publishes: its own SDL, without the shared types, and where it is reached; null where settings say so. */
export interface AgencySubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url: string | null;
}

/** What stands in `schema/agencies`. */
export const subgraphsInFiles = (directory = schemaDirectory): readonly AgencySubgraph[] =>
  inRegistryOrder(
    readdirSync(join(directory, 'agencies'))
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => ({
        name: file.replace(/\.graphql$/, ''),
        sdl: readFileSync(join(directory, 'agencies', file), 'utf8'),
        url: null,
      })),
  );

export const sharedSdl = (directory = schemaDirectory): string =>
  readFileSync(join(directory, 'shared.graphql'), 'utf8');

/** The founding five first, in the order of their ports; then by name. Ids and pointers follow this order. */
export function inRegistryOrder(agencies: readonly AgencySubgraph[]): readonly AgencySubgraph[] {
  const place = ({ name }: AgencySubgraph): number => {
    const at = AGENCIES.indexOf(name as AgencyName);
    return at === -1 ? AGENCIES.length : at;
  };
  return [...agencies].sort((one, other) => place(one) - place(other) || (one.name < other.name ? -1 : 1));
}

/** Agencies that contribute fields to Family: those whose SDL has the key for it. */
export function familyAgencies(agencies: readonly Pick<AgencySubgraph, 'name' | 'sdl'>[]): readonly string[] {
  return agencies.filter(({ name, sdl }) => hasFamilyKey(sdl, familyKey(name))).map(({ name }) => name);
}

const hasFamilyKey = (sdl: string, key: string): boolean =>
  parse(sdl, { noLocation: true }).definitions.some(
    (definition) =>
      (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) &&
      definition.name.value === 'Family' &&
      (definition.fields ?? []).some(({ name }) => name.value === key),
  );

/** The gateway's own two subgraphs, with pointers for these agencies, and what may be done at them. */
export function ownSubgraphs(agencies: readonly AgencySubgraph[], shared = sharedSdl()): readonly PublishedSubgraph[] {
  const [linkage, singleView] = OWN_SUBGRAPHS;
  const person = agencies.map(({ name }) => name);
  const acts = actsSdl(agencies.flatMap(actsOf), shared);
  return [
    { name: linkage, sdl: linkageSdl({ person, family: familyAgencies(agencies) }, acts) },
    { name: singleView, sdl: singleViewSdl() },
  ];
}

/** All that is composed into one supergraph. */
export function subgraphsOf(agencies: readonly AgencySubgraph[], shared = sharedSdl()): readonly PublishedSubgraph[] {
  const ordered = inRegistryOrder(agencies);
  const values = leaveOutActs(shared);
  return [
    ...ownSubgraphs(ordered, shared),
    ...ordered.map(({ name, sdl, url }) => ({ name, sdl: `${leaveOutActs(sdl)}\n${values}`, ...(url ? { url } : {}) })),
  ];
}

const STAMP = /^# Composed from ([0-9a-f]{64})\n/;

/** Names all that a supergraph is composed from. */
export const inputsOf = (subgraphs: readonly PublishedSubgraph[]): string =>
  createHash('sha256').update(JSON.stringify(subgraphs)).digest('hex');

/** A supergraph says in its first line what it was composed from, so that nobody composes again to know. */
export const stamped = (supergraphSdl: string, subgraphs: readonly PublishedSubgraph[]): string =>
  `# Composed from ${inputsOf(subgraphs)}\n${supergraphSdl}`;

export const isComposedFrom = (supergraphSdl: string, subgraphs: readonly PublishedSubgraph[]): boolean =>
  STAMP.exec(supergraphSdl)?.[1] === inputsOf(subgraphs);
