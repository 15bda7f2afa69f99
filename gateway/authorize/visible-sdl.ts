import { type GraphQLSchema, printSchema } from 'graphql';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { decideFields, type FieldRequirement } from '../policy/decide/field-decisions';
import { sayOpening } from '../policy/decide/say-opening';
import { visibleSchema } from '../policy/decide/visible-schema';
import { ANSWER_SDL } from '../schema-registry/gateway-sdl/answer-sdl';
import { withIncrementalDirectives } from '../shared/incremental-directives';

type Rights = ReturnType<CompiledProtocol['rights']>;

/** What these rights could ever be shown of a schema, each field with what opens it in its description. */
export function schemaFor(
  {
    schema,
    requirements,
  }: { readonly schema: GraphQLSchema; readonly requirements: ReadonlyMap<string, FieldRequirement> },
  rights: Rights,
  decide = decideFields(schema, requirements, rights),
): GraphQLSchema {
  return visibleSchema(schema, decide, (coordinate) =>
    sayOpening(requirements.get(coordinate), decide(coordinate), rights),
  );
}

/** A schema as SDL, headed by whose it is, and followed by what stands beside the data of an answer. */
export const writeVisibleSdl = (
  visible: GraphQLSchema,
  about: { readonly role: string; readonly purpose: string; readonly protocol: string },
): string =>
  `# What ${about.role} may ask for ${about.purpose}, under ${about.protocol}.\n\n${withIncrementalDirectives(printSchema(visible), visible)}\n\n${ANSWER_SDL}`;
