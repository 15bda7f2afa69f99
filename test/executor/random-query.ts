import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Random } from '../random';

export interface RandomQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Values for arguments, by name: the type and value of a variable, and a literal. An argument that is not here is left out. */
export type Given = Readonly<Record<string, readonly (readonly [type: string, value: unknown, literal: string])[]>>;
const GIVEN: Given = {
  first: [
    ['Int', 1, '1'],
    ['Int', null, 'null'],
    ['Int', 3, '3'],
  ],
  unit: [
    ['Unit', 'INCH', 'INCH'],
    ['Unit', 'CM', 'CM'],
  ],
  id: [
    ['ID!', 'b1', '"b1"'],
    ['ID!', 'f2', '"f2"'],
    ['ID!', 'none', '"none"'],
  ],
  filter: [
    ['ItemFilter', { titled: true }, '{ titled: true }'],
    ['ItemFilter', { ids: ['b1', 'f1', 'b3'] }, '{ ids: ["b1", "f1", "b3"] }'],
    ['ItemFilter', null, 'null'],
  ],
};

/**
 * A random operation over a schema. It may ask under one key what cannot be: whoever takes it validates it.
 * @param isAsked which fields may be in it.
 */
export function writeQuery(
  schema: GraphQLSchema,
  random: Random,
  givenTo: (argument: GraphQLArgument, field: string) => Given[string] | undefined = ({ name }) => GIVEN[name],
  isAsked: (type: string, field: string) => boolean = () => true,
): RandomQuery {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const fragments: string[] = [];
  let left = random.pick([6, 15, 30, 60]);

  const variable = (type: string, value: unknown): string => {
    const name = `v${declared.length}`;
    const defaulted = type === 'Int' && random.chance(0.3);
    declared.push(`$${name}: ${type}${defaulted ? ' = 1' : ''}`);
    if (!defaulted || random.chance(0.5)) variables[name] = value;
    return `$${name}`;
  };
  const directive = (): string => {
    if (!random.chance(0.12)) return '';
    const said = random.chance(0.6);
    return ` @${random.pick(['skip', 'include'])}(if: ${random.chance(0.8) ? variable('Boolean!', said) : said})`;
  };
  const given = (argument: GraphQLArgument, to: string): readonly string[] => {
    const needed = String(argument.type).endsWith('!');
    const values = givenTo(argument, to);
    if (!values || (!needed && random.chance(0.4))) return [];
    const [type, value, literal] = random.pick(values);
    return [`${argument.name}: ${random.chance(0.4) ? variable(type, value) : literal}`];
  };
  const field = (one: GraphQLField<unknown, unknown>, depth: number): string => {
    left -= 1;
    const args = one.args.flatMap((argument) => given(argument, one.name));
    const type = getNamedType(one.type);
    const alias = random.chance(0.25) ? `x${random.int(4)}: ` : '';
    const below = isCompositeType(type) ? ` { ${selection(type, depth + 1)} }` : '';
    return `${alias}${one.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${directive()}${below}`;
  };
  const fragment = (on: GraphQLNamedType, depth: number): string => {
    if (!isCompositeType(on)) return '__typename';
    const text = selection(on, depth);
    if (random.chance(0.7)) return `... on ${on.name}${directive()} { ${text} }`;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${on.name} { ${text} }`);
    return `...${name}${directive()}`;
  };
  const selection = (on: GraphQLNamedType, depth: number): string => {
    const parts: string[] = [];
    if (isObjectType(on) || isInterfaceType(on)) {
      const fields = Object.values(on.getFields()).filter(({ name }) => isAsked(on.name, name));
      const deep = fields.filter(({ type }) => isCompositeType(getNamedType(type)));
      const flat = fields.filter((one) => !deep.includes(one));
      for (const one of random.some(flat, 0.4)) parts.push(field(one, depth));
      if (depth < 7)
        for (const one of random.some(deep, 1.5 / (deep.length + 1))) if (left > 0) parts.push(field(one, depth));
    }
    if (isAbstractType(on))
      for (const type of random.some(schema.getPossibleTypes(on), 0.6)) parts.push(fragment(type, depth + 1));
    if (isObjectType(on) && depth < 7 && random.chance(0.15))
      parts.push(fragment(random.pick([on, ...interfacesOf(on)]), depth + 1));
    if (parts.length === 0 || random.chance(0.15)) parts.push(random.chance(0.3) ? 'x9: __typename' : '__typename');
    return parts.join(' ');
  };

  const root = schema.getQueryType()!;
  const roots = Object.values(root.getFields()).filter(({ name }) => isAsked(root.name, name));
  const body = Array.from({ length: 1 + random.int(3) }, () => field(random.pick(roots), 0)).join(' ');
  const head = declared.length > 0 ? `query (${declared.join(', ')})` : 'query';
  return { query: [`${head} { ${body} }`, ...fragments].join('\n'), variables };
}

const interfacesOf = (type: GraphQLObjectType): readonly GraphQLNamedType[] => type.getInterfaces();
