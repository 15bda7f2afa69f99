import { type GraphQLSchema, isAbstractType } from 'graphql';
import { type FieldRequirement, isSettleable } from '../decide/field-decisions';
import type { Stream } from '../types';

/** Streams that together open a field. */
export interface Way {
  readonly streams: readonly Stream[];
  /** What depends on facts is settled for each person. */
  readonly settles: boolean;
}

export type WaysInto =
  /** Open to everybody who may enter. */
  | { readonly kind: 'open' }
  /** Any one of them opens it. `anyInside`: they open something in it, and it with that. */
  | { readonly kind: 'guarded'; readonly ways: readonly Way[]; readonly anyInside: boolean }
  | { readonly kind: 'unknown' };

type Requirements = ReadonlyMap<string, FieldRequirement>;

/** Which streams open a field, by itself, by what it holds, or by what carries it. */
export function waysInto(coordinate: string, schema: GraphQLSchema, requirements: Requirements): WaysInto {
  // Names that are no coordinate are a client's, and without end.
  if (!requirements.has(coordinate)) return { kind: 'unknown' };
  const known = found.get(requirements) ?? new Map<string, WaysInto>();
  found.set(requirements, known);
  const into = known.get(coordinate) ?? readWays(coordinate, schema, requirements);
  known.set(coordinate, into);
  return into;
}

/** Read once for a supergraph: a container is all that is in it. */
const found = new WeakMap<Requirements, Map<string, WaysInto>>();

function readWays(coordinate: string, schema: GraphQLSchema, requirements: Requirements): WaysInto {
  const requirement = requirements.get(coordinate);
  if (!requirement || requirement.kind === 'uncovered') return { kind: 'unknown' };
  if (requirement.kind === 'exempt' && requirement.byLinkage) return { kind: 'open' };
  if (requirement.kind === 'exempt') return guarded(carriersOf(coordinate, schema, requirements), false);
  if (requirement.kind === 'container')
    return guarded(inside(requirement.returns, schema, requirements, new Set()), true);
  return guarded(waysOf(requirement), false);
}

function guarded(ways: readonly Way[], anyInside: boolean): WaysInto {
  const distinct = new Map(ways.map((way) => [JSON.stringify([way.streams, way.settles]), way]));
  return { kind: 'guarded', ways: [...distinct.values()], anyInside };
}

const waysOf = ({ alternatives }: FieldRequirement): readonly Way[] =>
  alternatives.map((streams) => ({ streams, settles: streams.every(isSettleable) }));

/** A part of a value type is seen by whoever may see a field that holds the value. */
function carriersOf(coordinate: string, schema: GraphQLSchema, requirements: Requirements): readonly Way[] {
  const [type = ''] = coordinate.split('.');
  return [...requirements.values()]
    .filter(({ kind, returns }) => kind === 'guarded' && objectsOf(returns, schema).includes(type))
    .flatMap(waysOf);
}

function inside(type: string, schema: GraphQLSchema, requirements: Requirements, seen: Set<string>): readonly Way[] {
  return objectsOf(type, schema).flatMap((object) => {
    if (seen.has(object)) return [];
    seen.add(object);
    return [...requirements.values()]
      .filter((requirement) => requirement.coordinate.startsWith(`${object}.`))
      .flatMap((requirement) => {
        if (requirement.kind === 'guarded') return waysOf(requirement);
        return requirement.kind === 'container' ? inside(requirement.returns, schema, requirements, seen) : [];
      });
  });
}

function objectsOf(name: string, schema: GraphQLSchema): readonly string[] {
  const type = schema.getType(name);
  if (!isAbstractType(type)) return [name];
  return schema.getPossibleTypes(type).map((possible) => possible.name);
}
