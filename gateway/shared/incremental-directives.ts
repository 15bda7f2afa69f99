import { buildSchema, type GraphQLDirective, GraphQLSchema } from 'graphql';

/** As the specification's draft on incremental delivery has them, and graphql-js 17. */
const SDL = `directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT

directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
`;

const declared = buildSchema(`${SDL}\ntype Query { none: Int }`);

export const DEFER: GraphQLDirective = declared.getDirective('defer')!;
export const STREAM: GraphQLDirective = declared.getDirective('stream')!;

/** A schema's text with both directives, whichever of them it declares itself. */
export function withIncrementalDirectives(sdl: string, schema: Pick<GraphQLSchema, 'getDirective'>): string {
  const missing = SDL.split('\n\n').filter((one) => !schema.getDirective(/@(\w+)/.exec(one)![1]!));
  return missing.length > 0 ? `${missing.join('\n\n')}\n${sdl}` : sdl;
}

/** A schema with both directives, whichever of them it declares itself; its types are the same. */
export function declareIncremental(schema: GraphQLSchema): GraphQLSchema {
  const missing = [DEFER, STREAM].filter(({ name }) => !schema.getDirective(name));
  if (missing.length === 0) return schema;
  return new GraphQLSchema({ ...schema.toConfig(), directives: [...missing, ...schema.getDirectives()] });
}
