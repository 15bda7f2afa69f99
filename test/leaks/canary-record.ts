/** Records grown from an agency's SDL: every type, every field, each leaf a value of its own. */
import {
  buildASTSchema,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';
import type { Random } from '../random';
import { canarySdl } from './canary-sdl';
import type { Guard } from './oracle';
import { guardsAt, type StatedGuards } from './stated-guards';
import type { Cell, Tokens } from './tokens';

export type Grown = Leaf | GrownList | GrownObject;
export interface Leaf {
  readonly kind: 'leaf';
  readonly value: unknown;
  readonly guards: readonly Guard[];
  readonly ruled: readonly Guard[];
}
export interface GrownList {
  readonly kind: 'list';
  readonly items: readonly Grown[];
  readonly holds: 'leaves' | 'objects';
  readonly ruled: readonly Guard[];
}
export interface GrownObject {
  readonly kind: 'object';
  readonly type: string;
  readonly fields: ReadonlyMap<string, Grown>;
  readonly ruled: readonly Guard[];
}
/** Whose a record is, and what opens it: `guards` are those met on the way down, `ruled` the last of them. */
export interface Rooted {
  readonly about: string;
  readonly person?: string;
  readonly family?: string;
  readonly guards: readonly Guard[];
  readonly ruled: readonly Guard[];
}

const schemas = new Map<string, GraphQLSchema>();

/** The agency's own types, as its SDL writes them. */
export function agencySchema(agency: string): GraphQLSchema {
  const options = { assumeValid: true, assumeValidSDL: true };
  const schema = schemas.get(agency) ?? buildASTSchema(parse(canarySdl(agency)), options);
  schemas.set(agency, schema);
  return schema;
}

export interface Grower {
  readonly agency: string;
  readonly stated: StatedGuards;
  readonly tokens: Tokens;
  readonly random: Random;
}

/** Grows what stands behind one field. */
export function growField(grower: Grower, type: GraphQLObjectType, fieldName: string, rooted: Rooted): Grown {
  const field = type.getFields()[fieldName];
  if (!field) throw new TypeError(`${grower.agency} publishes no ${type.name}.${fieldName}`);
  const coordinate = `${type.name}.${fieldName}`;
  const named = getNamedType(field.type);
  const own = [...(grower.stated.get(type.name) ?? []), ...guardsAt(grower.stated, coordinate, named.name)];
  // What has no rule of its own is shown as what holds it.
  const ruled = own.length > 0 ? own : rooted.ruled;
  return growValue(grower, field.type, coordinate, { ...rooted, guards: [...rooted.guards, ...own], ruled });
}

function growValue(grower: Grower, type: GraphQLOutputType, coordinate: string, rooted: Rooted): Grown {
  const nullable = getNullableType(type);
  const { guards, ruled } = rooted;
  if (isListType(nullable)) {
    const items = [0, 1].map(() => growValue(grower, nullable.ofType, coordinate, rooted));
    return { kind: 'list', items, holds: isCompositeType(getNamedType(nullable)) ? 'objects' : 'leaves', ruled };
  }
  if (isAbstractType(nullable)) {
    const possible = agencySchema(grower.agency).getPossibleTypes(nullable);
    return growObject(grower, grower.random.pick(possible), rooted);
  }
  if (isObjectType(nullable)) return growObject(grower, nullable, rooted);
  const { tokens, random } = grower;
  const cell: Cell = { agency: grower.agency, coordinate, ...rooted };
  const leaf = (value: unknown): Grown => ({ kind: 'leaf', value, guards, ruled });
  if (isEnumType(nullable)) return leaf(random.pick(nullable.getValues()).name);
  switch (getNamedType(type).name) {
    case 'Boolean':
      return leaf(random.chance(0.5));
    case 'Int':
      return leaf(tokens.int(cell));
    case 'Float':
      return leaf(tokens.float(cell));
    case 'Date':
      return leaf(tokens.date(cell));
    case 'DateTime':
      return leaf(tokens.instant(cell));
    default:
      return leaf(tokens.text(cell));
  }
}

function growObject(grower: Grower, type: GraphQLObjectType, rooted: Rooted): GrownObject {
  const fields = Object.keys(type.getFields()).map((name) => [name, growField(grower, type, name, rooted)] as const);
  return { kind: 'object', type: type.name, fields: new Map(fields), ruled: rooted.ruled };
}

const held = new WeakMap<Grown, unknown>();

/** The record as its agency hands it to its own resolvers: all of it. */
export function asHeld(grown: Grown): unknown {
  if (!held.has(grown)) held.set(grown, plain(grown));
  return held.get(grown);
}

function plain(grown: Grown): unknown {
  if (grown.kind === 'leaf') return grown.value;
  if (grown.kind === 'list') return grown.items.map(plain);
  return {
    __typename: grown.type,
    ...Object.fromEntries([...grown.fields].map(([name, field]) => [name, plain(field)])),
  };
}
