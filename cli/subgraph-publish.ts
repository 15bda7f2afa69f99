import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { askRegistry, keyFileOf, REGISTRY, readKey, signFor, versionTold } from './ask-registry';
import { EXIT, told, writeJson } from './protocol-source';
import { readSchema } from './subgraph-check';
import { judged, type TerminalStreams, tellJudged } from './tell-findings';

export interface SubgraphPublishOptions {
  readonly name: string;
  readonly schema: string;
  readonly registry: string;
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
}

const outcome = z.discriminatedUnion('outcome', [
  versionTold.extend({ outcome: z.literal('UNCHANGED') }),
  judged.extend({ outcome: z.literal('REFUSED') }),
  judged.extend({ outcome: z.literal('PUBLISHED'), ...versionTold.shape }),
]);

export function addSubgraphPublish(subgraph: Command): void {
  subgraph
    .command('publish')
    .description("publish an agency's SDL, signed with its key: live when this ends")
    .requiredOption('--name <agency>', 'the name it is published under')
    .requiredOption('--schema <file>', 'the SDL, without the shared types')
    .option('--url <url>', 'where the agency is reached; by default where it was')
    .option('--registry <url>', 'the gateway to publish to', REGISTRY)
    .option('--key <file>', "the agency's key; by default .familyview/keys/<agency>.json")
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `
Examples:
  familyview keys make adult-learning
  familyview subgraph publish --name adult-learning --schema learning.graphql --url http://127.0.0.1:4006

Publishing the same again changes nothing, and is no fault.
Exit: 0 published or unchanged, 1 refused (each reason is listed), 2 usage, no key or no registry.`,
    )
    .action(async (options: SubgraphPublishOptions) => {
      process.exitCode = await subgraphPublishCommand(options, process);
    });
}

/** `familyview subgraph publish`. */
export function subgraphPublishCommand(options: SubgraphPublishOptions, streams: TerminalStreams): Promise<number> {
  const { name, registry, url = null } = options;
  return told(streams, async () => {
    const schema = readSchema(options.schema);
    const key = readKey(options.key ?? keyFileOf(name));
    const sdl = createHash('sha256').update(schema).digest('hex');
    const signed = await signFor(registry, key, { action: 'publish', agency: name, sdl, url });
    const found = await askRegistry(registry, 'publish', { schema, signed }, outcome);
    if (options.json) writeJson(streams, found);
    else if (found.outcome === 'UNCHANGED')
      streams.stdout.write(`${name} is published so already; version ${found.version} stays.\n`);
    else {
      tellJudged(streams, basename(options.schema), found);
      streams.stdout.write(
        found.outcome === 'REFUSED'
          ? `${name} was not published; nothing has changed.\n`
          : `${name} is published: version ${found.version}, supergraph ${found.supergraph}, is live.\n`,
      );
    }
    return found.outcome === 'REFUSED' ? EXIT.found : EXIT.fine;
  });
}
