import { type GraphQLSchema, isAbstractType } from 'graphql';
import type { Stream } from '../../operation-context';
import { type FieldGround, isSettleable } from '../decide/field-decisions';

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

type Grounds = ReadonlyMap<string, FieldGround>;

/** Which streams open a field, by itself, by what it holds, or by what carries it. */
export function waysInto(coordinate: string, schema: GraphQLSchema, grounds: Grounds): WaysInto {
  // Names that are no coordinate are a client's, and without end.
  if (!grounds.has(coordinate)) return { kind: 'unknown' };
  const known = found.get(grounds) ?? new Map<string, WaysInto>();
  found.set(grounds, known);
  const into = known.get(coordinate) ?? readWays(coordinate, schema, grounds);
  known.set(coordinate, into);
  return into;
}

/** Read once for a supergraph: a container is all that is in it. */
const found = new WeakMap<Grounds, Map<string, WaysInto>>();

function readWays(coordinate: string, schema: GraphQLSchema, grounds: Grounds): WaysInto {
  const ground = grounds.get(coordinate);
  if (!ground || ground.kind === 'uncovered') return { kind: 'unknown' };
  if (ground.kind === 'exempt' && ground.byLinkage) return { kind: 'open' };
  if (ground.kind === 'exempt') return guarded(carriersOf(coordinate, schema, grounds), false);
  if (ground.kind === 'container') return guarded(inside(ground.returns, schema, grounds, new Set()), true);
  return guarded(waysOf(ground), false);
}

function guarded(ways: readonly Way[], anyInside: boolean): WaysInto {
  const distinct = new Map(ways.map((way) => [JSON.stringify([way.streams, way.settles]), way]));
  return { kind: 'guarded', ways: [...distinct.values()], anyInside };
}

const waysOf = ({ alternatives }: FieldGround): readonly Way[] =>
  alternatives.map((streams) => ({ streams, settles: streams.every(isSettleable) }));

/** A part of a value type is seen by whoever may see a field that holds the value. */
function carriersOf(coordinate: string, schema: GraphQLSchema, grounds: Grounds): readonly Way[] {
  const [type = ''] = coordinate.split('.');
  return [...grounds.values()]
    .filter(({ kind, returns }) => kind === 'guarded' && objectsOf(returns, schema).includes(type))
    .flatMap(waysOf);
}

function inside(type: string, schema: GraphQLSchema, grounds: Grounds, seen: Set<string>): readonly Way[] {
  return objectsOf(type, schema).flatMap((object) => {
    if (seen.has(object)) return [];
    seen.add(object);
    return [...grounds.values()]
      .filter((ground) => ground.coordinate.startsWith(`${object}.`))
      .flatMap((ground) => {
        if (ground.kind === 'guarded') return waysOf(ground);
        return ground.kind === 'container' ? inside(ground.returns, schema, grounds, seen) : [];
      });
  });
}

function objectsOf(name: string, schema: GraphQLSchema): readonly string[] {
  const type = schema.getType(name);
  if (!isAbstractType(type)) return [name];
  return schema.getPossibleTypes(type).map((possible) => possible.name);
}
