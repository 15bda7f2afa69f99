import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  type NamedTypeNode,
  parse,
  Source,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { z } from 'zod';
import { refused, type SchemaFinding } from './findings';
import { measurePlaces, measureSdl, SDL_LIMITS } from './measure-sdl';

export interface ReadField {
  readonly name: string;
  readonly coordinate: string;
  readonly type: TypeNode;
  readonly line: number;
}

/** One definition or extension of a type. */
export interface ReadType {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'union' | 'enum' | 'input' | 'scalar';
  readonly extends: boolean;
  readonly fields: readonly ReadField[];
  readonly interfaces: readonly NamedTypeNode[];
  /** Members of a union. */
  readonly members: readonly NamedTypeNode[];
  /** Values of an enum. */
  readonly values: readonly string[];
  readonly line: number;
}

/** One use of a directive, by what its name means here and not by how it is spelt. */
export interface DirectiveUse {
  /** `policy` for `@policy` and for `@federation__policy`; null for a name that no `@link` explains. */
  readonly means: string | null;
  readonly written: string;
  /** `Person`, `Person.health`; the schema's own is ''. */
  readonly coordinate: string;
  readonly on: 'schema' | ReadType['kind'] | 'field' | 'argument' | 'value' | 'inputField';
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly line: number;
}

export interface ReadLink {
  readonly url: string;
  readonly as: string | null;
  readonly imports: readonly { readonly name: string; readonly as: string | null }[];
  /** The first of its arguments that is not what a `@link` takes; null where all are. */
  readonly malformed: string | null;
  readonly line: number;
}

/** An agency's own SDL, without the shared types. */
export interface ReadSubgraph {
  readonly name: string;
  readonly document: DocumentNode;
  readonly types: readonly ReadType[];
  readonly uses: readonly DirectiveUse[];
  readonly links: readonly ReadLink[];
  /** Line of a type or a field in the agency's file; null where it has none. */
  lineOf(coordinate: string): number | null;
}

const BUILT_IN = new Set(['deprecated', 'specifiedBy', 'oneOf', 'link']);
const KINDS: Readonly<Record<string, ReadType['kind']>> = {
  ObjectType: 'object',
  InterfaceType: 'interface',
  UnionType: 'union',
  EnumType: 'enum',
  InputObjectType: 'input',
  ScalarType: 'scalar',
};

/** Reads an SDL within its limits; what is over them, or is no SDL, is told as a finding. */
export function readSubgraph(name: string, sdl: string): ReadSubgraph | SchemaFinding {
  const bytes = Buffer.byteLength(sdl);
  if (bytes > SDL_LIMITS.bytes)
    return refused('SDL_TOO_LARGE', `An SDL may have ${SDL_LIMITS.bytes} bytes; this one has ${bytes}.`);
  const source = new Source(sdl, name);
  const over = measureSdl(source);
  if (over) return over;
  let document: DocumentNode;
  try {
    document = parse(source, { maxTokens: SDL_LIMITS.tokens });
  } catch (fault) {
    const line = fault instanceof GraphQLError ? (fault.locations?.[0]?.line ?? null) : null;
    return refused('SDL_UNREADABLE', `This is not an SDL: ${reasonOf(fault)}`, { line });
  }
  const crowded = measurePlaces(document);
  if (crowded) return crowded;
  const types = document.definitions.flatMap(readType);
  const fields = types.reduce((sum, type) => sum + type.fields.length, 0);
  for (const [what, limit, came] of [
    ['types', SDL_LIMITS.types, types.length],
    ['fields', SDL_LIMITS.fields, fields],
  ] as const)
    if (came > limit) return refused('SDL_TOO_LARGE', `An SDL may have ${limit} ${what}; this one has ${came}.`);
  const links = document.definitions.flatMap(readLinks);
  const meanings = meaningsOf(links);
  const uses = document.definitions.flatMap((definition) => readUses(definition, meanings));
  const lines = new Map<string, number>();
  for (const type of types) {
    if (!lines.has(type.name)) lines.set(type.name, type.line);
    for (const { coordinate, line } of type.fields) lines.set(coordinate, line);
  }
  return { name, document, types, uses, links, lineOf: (coordinate) => lines.get(coordinate) ?? null };
}

export const namedType = (type: TypeNode): NamedTypeNode =>
  type.kind === Kind.NAMED_TYPE ? type : namedType(type.type);

/** A federation specification that a `@link` names: `v2.9`. */
export const federationVersion = ({ url }: ReadLink): string | null =>
  /^https:\/\/specs\.apollo\.dev\/federation\/(v2\.\d+)$/.exec(url)?.[1] ?? null;

const reasonOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

const lineAt = (node: { readonly loc?: { readonly startToken: { readonly line: number } } | undefined }): number =>
  node.loc?.startToken.line ?? 1;

function readType(definition: DefinitionNode): readonly ReadType[] {
  const [, form = '', how = ''] = /^(\w+)(Definition|Extension)$/.exec(definition.kind) ?? [];
  const kind = KINDS[form];
  if (!kind || !('name' in definition) || !definition.name) return [];
  const name = definition.name.value;
  const fields = 'fields' in definition ? (definition.fields ?? []) : [];
  return [
    {
      name,
      kind,
      extends: how === 'Extension',
      fields: fields.map((field) => ({
        name: field.name.value,
        coordinate: `${name}.${field.name.value}`,
        type: field.type,
        line: lineAt(field.name),
      })),
      interfaces: 'interfaces' in definition ? (definition.interfaces ?? []) : [],
      members: 'types' in definition ? (definition.types ?? []) : [],
      values: 'values' in definition ? (definition.values ?? []).map((value) => value.name.value) : [],
      line: lineAt(definition.name),
    },
  ];
}

const linkForm = z.object({
  url: z.string(),
  as: z.string().nullish(),
  import: z
    .array(
      z.union([
        z.string(),
        z
          .object({ name: z.string(), as: z.string().nullish() })
          .transform(({ name, as }) => ({ name, as: as ?? null })),
      ]),
    )
    .nullish(),
});

const isSchema = (kind: string): boolean => kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION;

function readLinks(definition: DefinitionNode): readonly ReadLink[] {
  if (!isSchema(definition.kind) || !('directives' in definition)) return [];
  return (definition.directives ?? [])
    .filter(({ name }) => name.value === 'link')
    .map((directive) => {
      const given = argumentsOf(directive as ConstDirectiveNode);
      const read = linkForm.safeParse(given);
      const { url, as, import: imports } = read.success ? read.data : { url: given.url };
      return {
        url: typeof url === 'string' ? url : '',
        as: as ?? null,
        imports: (imports ?? []).map((one) => (typeof one === 'string' ? { name: one, as: null } : one)),
        malformed: read.success ? null : String(read.error.issues[0]?.path[0] ?? 'an argument'),
        line: lineAt(directive),
      };
    });
}

/** What a directive's name means in this document: `@guard` may be `@policy`, and `@policy` something else. */
function meaningsOf(links: readonly ReadLink[]): (written: string) => string | null {
  const meanings = new Map<string, string>();
  for (const link of links) {
    const [, specification = ''] = /\/([A-Za-z]+)\/v\d+\.\d+$/.exec(link.url) ?? [];
    const prefix = `${link.as ?? specification}__`;
    if (federationVersion(link) !== null) meanings.set(prefix, '');
    for (const { name, as } of link.imports)
      if (name.startsWith('@')) meanings.set((as ?? name).replace(/^@/, ''), name.slice(1));
  }
  return (written) => {
    if (BUILT_IN.has(written)) return written;
    const imported = meanings.get(written);
    if (imported !== undefined && imported !== '') return imported;
    const [, prefix = '', rest = ''] = /^(\w+?__)(\w+)$/.exec(written) ?? [];
    return meanings.get(prefix) === '' ? rest : null;
  };
}

function readUses(definition: DefinitionNode, means: (written: string) => string | null): readonly DirectiveUse[] {
  const uses: DirectiveUse[] = [];
  const add = (
    directives: readonly ConstDirectiveNode[] | undefined,
    coordinate: string,
    on: DirectiveUse['on'],
  ): void => {
    for (const directive of directives ?? []) {
      const written = directive.name.value;
      uses.push({
        means: means(written),
        written,
        coordinate,
        on,
        arguments: argumentsOf(directive),
        line: lineAt(directive),
      });
    }
  };
  if (isSchema(definition.kind)) add('directives' in definition ? (definition.directives as never) : [], '', 'schema');
  const [type] = readType(definition);
  if (!type || !('directives' in definition)) return uses;
  add(definition.directives as readonly ConstDirectiveNode[], type.name, type.kind);
  for (const field of 'fields' in definition ? (definition.fields ?? []) : []) {
    const coordinate = `${type.name}.${field.name.value}`;
    add(field.directives, coordinate, type.kind === 'input' ? 'inputField' : 'field');
    for (const argument of 'arguments' in field ? (field.arguments ?? []) : [])
      add(argument.directives, coordinate, 'argument');
  }
  for (const value of 'values' in definition ? (definition.values ?? []) : [])
    add(value.directives, `${type.name}.${value.name.value}`, 'value');
  return uses;
}

const argumentsOf = (directive: ConstDirectiveNode): Readonly<Record<string, unknown>> =>
  Object.fromEntries((directive.arguments ?? []).map((one) => [one.name.value, valueFromASTUntyped(one.value)]));
