import {
  buildASTSchema,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  printSchema,
  specifiedScalarTypes,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { FieldDecision } from './field-decisions';

type WithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
type Types = ReadonlyMap<string, TypeDefinitionNode>;

const texts = new WeakMap<GraphQLSchema, readonly DefinitionNode[]>();

/**
 * What one set of rights could ever be shown of a schema: without the fields that are withheld, and without the types
 * that are reached through them alone. A field that depends on facts stays: it is open to some people's records.
 */
export function visibleSchema(
  schema: GraphQLSchema,
  decide: (coordinate: string) => FieldDecision,
  sayOpening: (coordinate: string) => string | null = () => null,
): GraphQLSchema {
  const definitions = texts.get(schema) ?? parse(printSchema(schema), { noLocation: true }).definitions;
  texts.set(schema, definitions);
  const types = withoutEmptied(
    new Map(
      definitions.filter(isType).map((type): readonly [string, TypeDefinitionNode] => {
        const open = (field: FieldDefinitionNode): boolean =>
          decide(`${type.name.value}.${field.name.value}`).kind !== 'withheld';
        if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return [type.name.value, type];
        const kept = keepFields(type, open);
        const fields = kept.fields?.map((field) =>
          withMore(field, sayOpening(`${type.name.value}.${field.name.value}`)),
        );
        return [type.name.value, { ...kept, fields }];
      }),
    ),
  );
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => (root ? [root.name] : []));
  const kept = reachable(types, roots);
  return buildASTSchema({
    kind: Kind.DOCUMENT,
    definitions: definitions.flatMap((one): DefinitionNode[] => {
      if (isType(one)) return kept.has(one.name.value) ? [withoutLostTypes(types.get(one.name.value)!, kept)] : [];
      if (one.kind !== Kind.SCHEMA_DEFINITION) return [one];
      const operationTypes = one.operationTypes.filter(({ type }) => kept.has(type.name.value));
      return [{ ...one, operationTypes }];
    }),
  });
}

const isType = (definition: DefinitionNode): definition is TypeDefinitionNode =>
  /TypeDefinition$/.test(definition.kind);
const keepFields = <T extends WithFields>(type: T, keep: (field: FieldDefinitionNode) => boolean): T => ({
  ...type,
  fields: (type.fields ?? []).filter(keep),
});
const withMore = (field: FieldDefinitionNode, more: string | null): FieldDefinitionNode =>
  more === null
    ? field
    : {
        ...field,
        description: { kind: Kind.STRING, value: [field.description?.value, more].filter(Boolean).join('\n\n') },
      };
const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));
const BUILT_IN = new Set(specifiedScalarTypes.map(({ name }) => name));

/** Types that nothing is left of go, and with them the fields that return them, until nothing more goes. */
function withoutEmptied(given: Types): Types {
  let types = given;
  for (;;) {
    const left = new Map<string, TypeDefinitionNode>();
    for (const [name, type] of types) {
      const one = shrink(type, types);
      if (one) left.set(name, one);
    }
    const size = (all: Types): number =>
      [...all.values()].reduce((sum, type) => sum + 1 + ('fields' in type ? (type.fields?.length ?? 0) : 0), 0);
    if (size(left) === size(types)) return left;
    types = left;
  }
}

function shrink(type: TypeDefinitionNode, types: Types): TypeDefinitionNode | null {
  const stands = (name: string): boolean => BUILT_IN.has(name) || types.has(name);
  if (type.kind === Kind.UNION_TYPE_DEFINITION) {
    const members = (type.types ?? []).filter((member) => types.has(member.name.value));
    return members.length > 0 ? { ...type, types: members } : null;
  }
  if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) return type;
  const implementors = implementorsOf(type.name.value, types);
  // What an interface promises, each that implements it must have.
  const kept = keepFields(
    type,
    (field) =>
      stands(named(field.type)) &&
      (type.kind === Kind.OBJECT_TYPE_DEFINITION ||
        implementors.every(({ fields = [] }) => fields.some((own) => own.name.value === field.name.value))),
  );
  const lives = kept.kind === Kind.OBJECT_TYPE_DEFINITION || implementors.length > 0;
  return lives && (kept.fields ?? []).length > 0 ? kept : null;
}

const implementorsOf = (name: string, types: Types): readonly WithFields[] =>
  [...types.values()].filter(
    (type): type is WithFields =>
      'interfaces' in type && (type.interfaces ?? []).some((implemented) => implemented.name.value === name),
  );

function reachable(types: Types, roots: readonly string[]): ReadonlySet<string> {
  const found = new Set(roots.filter((root) => types.has(root)));
  for (const name of found) {
    const type = types.get(name)!;
    const next = [
      ...('fields' in type ? (type.fields ?? []) : []).flatMap((field) => [
        named(field.type),
        ...('arguments' in field ? (field.arguments ?? []) : []).map((argument) => named(argument.type)),
      ]),
      ...(type.kind === Kind.UNION_TYPE_DEFINITION ? (type.types ?? []).map((member) => member.name.value) : []),
      ...implementorsOf(name, types).map((implementor) => implementor.name.value),
    ];
    for (const one of next) if (types.has(one)) found.add(one);
  }
  return found;
}

function withoutLostTypes(type: TypeDefinitionNode, kept: ReadonlySet<string>): TypeDefinitionNode {
  if (!('interfaces' in type)) return type;
  return { ...type, interfaces: (type.interfaces ?? []).filter((one) => kept.has(one.name.value)) };
}
