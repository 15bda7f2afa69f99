import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedAgencies, schemaDirectory } from '@family-view/schema';
import { buildASTSchema, type GraphQLSchema, parse, visit } from 'graphql';
import { type FieldRequirement, requireFields } from '../policy/decide/field-decisions';
import type { NamedAt } from '../policy/lint/lint-protocol';
import { readRules } from '../policy/read/read-rules';
import type { Stream } from '../policy/types';
import { linkageRequirements } from './gateway-sdl/linkage-streams';

/** What guards each field of a supergraph; by default of the one that is published. */
export function readRequirements(supergraphSdl = readSupergraph()): {
  readonly schema: GraphQLSchema;
  readonly requirements: ReadonlyMap<string, FieldRequirement>;
} {
  const rules = readRules(supergraphSdl);
  const schema = buildASTSchema(parse(rules.sdl), { assumeValidSDL: true });
  return { schema, requirements: requireFields(schema, rules, linkageRequirements(publishedAgencies(), rules.rules)) };
}

/** Streams that the published SDL names, each where an agency's SDL first names it. */
export function readNamedStreams(): ReadonlyMap<Stream, NamedAt> {
  const { rules } = readRules(readSupergraph());
  const streams = new Set([...rules.values()].flatMap(({ policies }) => policies?.flat() ?? []));
  const places = new Map<Stream, NamedAt>();
  const directory = join(schemaDirectory, 'agencies');
  for (const file of readdirSync(directory).sort()) {
    visit(parse(readFileSync(join(directory, file), 'utf8')), {
      StringValue({ value, loc }) {
        if (streams.has(value) && !places.has(value))
          places.set(value, { file: `schema/agencies/${file}`, line: loc?.startToken.line ?? 1 });
      },
    });
  }
  return new Map(
    [...streams].map((stream) => [stream, places.get(stream) ?? { file: 'schema/supergraph.graphql', line: 1 }]),
  );
}

const readSupergraph = (): string => readFileSync(join(schemaDirectory, 'supergraph.graphql'), 'utf8');
