/** What an agency publishes, read off its SDL: its name, its keys, and which streams each of its fields answers to. */
import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  Kind,
  parse,
} from 'graphql';
import { meets } from '../subgraph/field-rules';
import { type Policy, readPolicies, type StatedPolicies } from '../subgraph/policies';
import { Broken } from './expect-that';

/** A value that can be asked for under a type, and everything that must be granted for it. */
export interface LeafPath {
  readonly path: readonly string[];
  readonly policies: readonly Policy[];
}

/** Everything under one type that can be asked for at once. */
export interface Reach {
  /** A selection set without its braces. */
  readonly selection: string;
  readonly leaves: readonly LeafPath[];
}

/** The published side of an agency. */
export interface AgencyShape {
  readonly name: string;
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  readonly stated: StatedPolicies;
  readonly personKey: string;
  readonly familyKey: string | null;
  readonly person: Reach;
  readonly family: Reach | null;
  /** Root fields about places, each with what is under it. */
  readonly places: readonly { readonly field: string; readonly reach: Reach }[];
  /** Every stream that the SDL names. */
  readonly streams: readonly string[];
}

/** Is anything that this leaf asks for missing? */
export const isClosedTo = (leaf: LeafPath, held: ReadonlySet<string>): boolean => !meets(held, leaf.policies);

/** Deepest selection that is asked. */
const DEEPEST = 7;
const FEDERATION_ROOTS = ['_service', '_entities'];

/** Reads an SDL. `agency`: its name, where the streams do not tell it. Throws `Broken` where it is none that can be audited. */
export function describeAgency(sdl: string, agency?: string): AgencyShape {
  const schema = readSchema(sdl);
  const stated = readStated(sdl);
  const streams = [...new Set([...stated.ofField.values(), ...stated.ofType.values()].flat(3))].sort();
  const name = agency ?? nameOf(streams);
  const person = schema.getType('Person');
  if (!isObjectType(person)) throw new Broken('expected type Person @key(fields: "<agency>Ref"), found none');
  const family = schema.getType('Family');
  const query = schema.getQueryType();
  const personKey = keyOf(sdl, 'Person');
  if (personKey === null) throw new Broken('expected a @key of one field on Person, found none');
  const familyKey = isObjectType(family) ? keyOf(sdl, 'Family') : null;
  return {
    name,
    sdl,
    schema,
    stated,
    streams,
    personKey,
    familyKey,
    person: reachOf(person, stated, [personKey]),
    family: isObjectType(family) && familyKey ? reachOf(family, stated, [familyKey]) : null,
    places: Object.values(query?.getFields() ?? {})
      .filter((field) => !FEDERATION_ROOTS.includes(field.name) && !field.args.some(isRequiredArgument))
      .map((field) => ({ field: field.name, reach: reachOf(query!, stated, [], [field.name]) })),
  };
}

function readSchema(sdl: string): GraphQLSchema {
  try {
    return buildASTSchema(asDefinitions(parse(sdl, { noLocation: false })), { assumeValidSDL: true });
  } catch (cause) {
    throw new Broken(`expected an SDL, found text that is not GraphQL: ${(cause as Error).message.split('\n')[0]}`);
  }
}

function readStated(sdl: string): StatedPolicies {
  try {
    return readPolicies(sdl);
  } catch (cause) {
    throw new Broken((cause as Error).message);
  }
}

/** Servers print `type Query` or `extend type Query`; directive definitions may name scalars that are not printed. */
function asDefinitions(document: DocumentNode): DocumentNode {
  const defined = new Set(
    document.definitions.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION ? [one.name.value] : [])),
  );
  return {
    ...document,
    definitions: document.definitions.flatMap((one) => {
      if (one.kind === Kind.DIRECTIVE_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION) return [];
      if (one.kind !== Kind.OBJECT_TYPE_EXTENSION || defined.has(one.name.value)) return [one];
      defined.add(one.name.value);
      return [{ ...one, kind: Kind.OBJECT_TYPE_DEFINITION } as const];
    }),
  };
}

/** `health`, of `health:visits`: the part before the colon that most streams share. */
function nameOf(streams: readonly string[]): string {
  const names = new Set(streams.map((stream) => stream.split(':')[0] ?? ''));
  const [name] = names;
  if (name && names.size === 1) return name;
  throw new Broken(
    `expected streams of one agency (<agency>:<stream>), found ${names.size === 0 ? 'none' : [...names].join(', ')}: name the agency with --agency`,
  );
}

/** The one field of a type's @key; null where there is none, or one of several fields. */
export function keyOf(sdl: string, type: string): string | null {
  const keys = parse(sdl).definitions.flatMap((one) =>
    (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) && one.name.value === type
      ? (one.directives ?? []).filter((directive) => /(^|__)key$/.test(directive.name.value))
      : [],
  );
  const fields = keys[0]?.arguments?.find(({ name }) => name.value === 'fields')?.value;
  return keys.length === 1 && fields?.kind === Kind.STRING && /^\w+$/.test(fields.value.trim())
    ? fields.value.trim()
    : null;
}

/** Everything under a type that can be asked without an argument. */
export function reachOf(
  type: GraphQLObjectType,
  stated: StatedPolicies,
  leaveOut: readonly string[],
  only?: readonly string[],
): Reach {
  const leaves: LeafPath[] = [];
  const walk = (
    of: GraphQLObjectType,
    path: readonly string[],
    above: readonly Policy[],
    seen: readonly string[],
  ): string => {
    const parts = Object.values(of.getFields()).flatMap((field) => {
      if (path.length === 0 && (leaveOut.includes(field.name) || (only && !only.includes(field.name)))) return [];
      const returned = getNamedType(field.type);
      if (field.args.some(isRequiredArgument)) return [];
      const here = [...path, field.name];
      const policies = [
        ...above,
        ...(stated.ofType.get(of.name) ?? []),
        ...(stated.ofField.get(`${of.name}.${field.name}`) ?? []),
        ...(stated.ofType.get(returned.name) ?? []),
      ];
      if (isLeafType(returned)) {
        leaves.push({ path: here, policies });
        return [field.name];
      }
      if (!isObjectType(returned) || seen.includes(returned.name) || here.length >= DEEPEST) return [];
      const inside = walk(returned, here, policies, [...seen, returned.name]);
      return inside === '' ? [] : [`${field.name} { ${inside} }`];
    });
    return parts.join(' ');
  };
  const selection = walk(type, [], [], [type.name]);
  return { selection, leaves };
}
