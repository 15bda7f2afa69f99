import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEngine } from '@family-view/gateway/execution/engine';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { schemaDirectory } from '@family-view/schema';
import type { GraphQLSchema } from 'graphql';

/** The whole schema that clients may write operations against; introspection tells each role its own part. */
export async function readPublishedSchema(): Promise<GraphQLSchema> {
  const { sdl } = readRules(readFileSync(join(schemaDirectory, 'supergraph.graphql'), 'utf8'));
  const engine = await startEngine(sdl);
  await engine.stop();
  return engine.schema;
}
