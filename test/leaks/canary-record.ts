/** Records grown from an agency's SDL: every type, every field, each leaf a value of its own. */
import { agencySdl } from '@family-view/schema';
import {
  buildASTSchema,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';
import { type Guard, guardsAt, type StatedGuards } from './oracle';
import type { Random } from './random';
import type { Cell, Tokens } from './tokens';

export type Grown =
  | { readonly kind: 'leaf'; readonly value: unknown; readonly guards: readonly Guard[] }
  | { readonly kind: 'list'; readonly items: readonly Grown[] }
  | { readonly kind: 'object'; readonly type: string; readonly fields: ReadonlyMap<string, Grown> };

const schemas = new Map<string, GraphQLSchema>();

/** The agency's own types, as its SDL writes them. */
export function agencySchema(agency: string): GraphQLSchema {
  const options = { assumeValid: true, assumeValidSDL: true };
  const schema = schemas.get(agency) ?? buildASTSchema(parse(agencySdl(agency)), options);
  schemas.set(agency, schema);
  return schema;
}

export interface Grower {
  readonly agency: string;
  readonly stated: StatedGuards;
  readonly tokens: Tokens;
  readonly random: Random;
}

/** Grows what stands behind one field. `about` says whose it is; `guards` are those met on the way down to it. */
export function growField(
  grower: Grower,
  type: GraphQLObjectType,
  fieldName: string,
  about: string,
  guards: readonly Guard[],
): Grown {
  const field = type.getFields()[fieldName];
  if (!field) throw new TypeError(`${grower.agency} publishes no ${type.name}.${fieldName}`);
  const coordinate = `${type.name}.${fieldName}`;
  const named = getNamedType(field.type);
  const onType = grower.stated.get(type.name) ?? [];
  return growValue(grower, field.type, coordinate, about, [
    ...guards,
    ...onType,
    ...guardsAt(grower.stated, coordinate, named.name),
  ]);
}

function growValue(
  grower: Grower,
  type: GraphQLOutputType,
  coordinate: string,
  about: string,
  guards: readonly Guard[],
): Grown {
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return { kind: 'list', items: [0, 1].map(() => growValue(grower, nullable.ofType, coordinate, about, guards)) };
  if (isObjectType(nullable)) {
    const fields = Object.keys(nullable.getFields()).map(
      (name) => [name, growField(grower, nullable, name, about, guards)] as const,
    );
    return { kind: 'object', type: nullable.name, fields: new Map(fields) };
  }
  const { tokens, random } = grower;
  const cell: Cell = { agency: grower.agency, about, coordinate, guards };
  const leaf = (value: unknown): Grown => ({ kind: 'leaf', value, guards });
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

const held = new WeakMap<Grown, unknown>();

/** The record as its agency hands it to its own resolvers: all of it. */
export function asHeld(grown: Grown): unknown {
  if (!held.has(grown)) held.set(grown, plain(grown));
  return held.get(grown);
}

function plain(grown: Grown): unknown {
  if (grown.kind === 'leaf') return grown.value;
  if (grown.kind === 'list') return grown.items.map(plain);
  return Object.fromEntries([...grown.fields].map(([name, field]) => [name, plain(field)]));
}
