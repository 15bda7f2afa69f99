import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import { z } from 'zod';
import { UnservableSdl } from '../errors';

/** `@policy(policies: …)`: any one inner list is enough; in it every stream is needed. */
export type Policy = readonly (readonly string[])[];

/** The policies an SDL states, on types and on fields (`Type.field`). */
export interface StatedPolicies {
  readonly ofType: ReadonlyMap<string, readonly Policy[]>;
  readonly ofField: ReadonlyMap<string, readonly Policy[]>;
}

const FEDERATION = /^https:\/\/specs\.apollo\.dev\/federation\/v\d/;
const policiesArgument = z.array(z.array(z.string().min(1)).min(1)).min(1);
const imported = z.union([
  z.string().transform((name) => ({ name, as: name })),
  z.object({ name: z.string(), as: z.string().optional() }).transform(({ name, as }) => ({ name, as: as ?? name })),
]);

/** Reads each `@policy`, under whatever name the SDL's `@link` gives it: an import can be renamed. */
export function readPolicies(sdl: string): StatedPolicies {
  const document = parse(sdl);
  const directive = policyDirectiveName(document);
  const ofType = new Map<string, readonly Policy[]>();
  const ofField = new Map<string, readonly Policy[]>();
  const add = (to: Map<string, readonly Policy[]>, key: string, stated: readonly Policy[]) => {
    if (stated.length > 0) to.set(key, [...(to.get(key) ?? []), ...stated]);
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    const type = definition.name.value;
    add(ofType, type, readStated(definition.directives ?? [], directive, type));
    if (!isObject(definition)) continue;
    for (const field of definition.fields ?? []) {
      const coordinate = `${type}.${field.name.value}`;
      add(ofField, coordinate, readStated(field.directives ?? [], directive, coordinate));
    }
  }
  return { ofType, ofField };
}

const isObject = (
  node: DocumentNode['definitions'][number],
): node is (ObjectTypeDefinitionNode | ObjectTypeExtensionNode) & {
  readonly fields?: readonly FieldDefinitionNode[];
} => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;

function readStated(directives: readonly DirectiveNode[], name: string, where: string): readonly Policy[] {
  return directives
    .filter((directive) => directive.name.value === name)
    .map((directive) => {
      const argument = directive.arguments?.find((one) => one.name.value === 'policies');
      const policies = policiesArgument.safeParse(argument && valueFromASTUntyped(argument.value));
      if (!policies.success) throw new UnservableSdl(`@${name} on ${where}: expected policies: [["agency:stream"]]`);
      return policies.data;
    });
}

/** `policy`, `federation__policy`, or what the import renames it to. */
function policyDirectiveName(document: DocumentNode): string {
  const links = document.definitions
    .flatMap((definition) =>
      definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
        ? (definition.directives ?? [])
        : [],
    )
    .map((directive) => Object.fromEntries(directive.arguments?.map((one) => [one.name.value, one.value]) ?? []))
    .filter(({ url }) => url?.kind === Kind.STRING && FEDERATION.test(url.value));
  const link = links[0];
  if (!link || links.length > 1) throw new UnservableSdl('expected one @link to the federation specification');
  const imports = z.array(imported).parse(link.import ? valueFromASTUntyped(link.import) : []);
  const policy = imports.find(({ name }) => name === '@policy');
  if (policy) return policy.as.replace(/^@/, '');
  return `${link.as?.kind === Kind.STRING ? link.as.value : 'federation'}__policy`;
}
