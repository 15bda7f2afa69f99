import {
  buildASTSchema,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  visit,
} from 'graphql';
import { type FieldRequirement, requireFields } from '../policy/decide/field-decisions';
import { readRules, type SupergraphRules } from '../policy/read/read-rules';
import { isOwnSubgraph } from '../shared/own-subgraphs';
import { linkageRequirements } from './gateway-sdl/linkage-streams';

/** What a version has to know of its supergraph. It can be read on another thread: nothing in it is more than data. */
export interface ReadSupergraph extends Pick<SupergraphRules, 'sdl' | 'owners' | 'inputs'> {
  readonly requirements: ReadonlyMap<string, FieldRequirement>;
}

/** A supergraph as clients see it, with what guards each field. */
export interface Guarded {
  readonly schema: GraphQLSchema;
  readonly read: ReadSupergraph;
}

/** Agencies are read out of the supergraph itself: whatever was served before had others. */
export function readSupergraph(supergraphSdl: string): Guarded {
  const rules = readRules(supergraphSdl);
  const schema = apiSchema(rules.sdl);
  const agencies = new Set([...rules.owners.values()].flat().filter((name) => !isOwnSubgraph(name)));
  const requirements = requireFields(schema, rules, linkageRequirements([...agencies], rules.rules));
  return { schema, read: { sdl: rules.sdl, owners: rules.owners, inputs: rules.inputs, requirements } };
}

/** What clients see of a supergraph: without what is inaccessible, and without what joins it. */
function apiSchema(supergraphSdl: string): GraphQLSchema {
  const document = parse(supergraphSdl, { noLocation: true });
  const isOurs = (definition: DefinitionNode): boolean =>
    definition.kind !== Kind.DIRECTIVE_DEFINITION &&
    definition.kind !== Kind.SCHEMA_DEFINITION &&
    !('name' in definition && definition.name && /__/.test(definition.name.value));
  const hides = (directives: readonly DirectiveNode[] | undefined): boolean =>
    directives?.some(({ name }) => name.value === 'inaccessible') === true;
  const api: DocumentNode = visit(
    { ...document, definitions: document.definitions.filter(isOurs) },
    {
      FieldDefinition: { enter: ({ directives }) => (hides(directives) ? null : undefined) },
      Directive: ({ name }) => (name.value === 'deprecated' ? undefined : null),
    },
  );
  return buildASTSchema(api, { assumeValidSDL: true });
}
