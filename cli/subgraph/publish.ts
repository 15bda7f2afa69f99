import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { EXIT, told, writeJson } from '../frame/command';
import { checked, printChecked, type TerminalStreams } from '../frame/print-findings';
import { askRegistry, keyFileOf, REGISTRY, readKey, signFor, versionTold } from '../registry/ask-registry';
import { checkReason, readSchema } from './check';

export interface SubgraphPublishOptions {
  readonly name: string;
  readonly schema: string;
  readonly registry: string;
  readonly url?: string;
  readonly key?: string;
  /** Tried at the gateway's staging address, and not published. */
  readonly stage?: boolean;
  /** Why what breaks others is published all the same: kept in the registry's log. */
  readonly allowBreaking?: string;
  readonly json?: boolean;
}

const outcome = z.discriminatedUnion('outcome', [
  versionTold.extend({ outcome: z.literal('UNCHANGED') }),
  checked.extend({ outcome: z.literal('REFUSED') }),
  checked.extend({ outcome: z.literal('PUBLISHED'), ...versionTold.shape }),
  checked.extend({ outcome: z.literal('STAGED'), staged: z.array(z.string()) }),
  z.object({ outcome: z.literal('CLEARED') }),
]);
type Outcome = z.infer<typeof outcome>;

export function addSubgraphPublish(subgraph: Command): void {
  subgraph
    .command('publish')
    .description("publish an agency's SDL, signed with its key: live when this ends")
    .requiredOption('--name <agency>', 'the name it is published under')
    .requiredOption('--schema <file>', 'the SDL, without the shared types')
    .option('--url <url>', 'where the agency is reached; by default where it was')
    .option('--registry <url>', 'the gateway to publish to', REGISTRY)
    .option('--key <file>', "the agency's key; by default .familyview/keys/<agency>.json")
    .option('--stage', 'only try it, at /staging/graphql of the gateway; the SDL that is live ends the trial')
    .option('--allow-breaking <reason>', "publish what breaks others, and say why: it is kept in the registry's log")
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `
Examples:
  familyview keys make adult-learning
  familyview subgraph publish --name adult-learning --schema learning.graphql --url http://127.0.0.1:4006
  familyview subgraph publish --name housing --schema housing.graphql --allow-breaking 'The landlord no longer tells it'

Publishing the same again changes nothing, and is no fault. What breaks others is refused without a reason; staging tells it.
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
    checkReason(options.allowBreaking);
    const key = readKey(options.key ?? keyFileOf(name));
    const sdl = createHash('sha256').update(schema).digest('hex');
    const action = options.stage ? 'stage' : 'publish';
    const reason = options.allowBreaking === undefined ? {} : { allowBreaking: options.allowBreaking.trim() };
    const signed = await signFor(registry, key, { action, agency: name, sdl, url, ...reason });
    const found = await askRegistry(registry, action, { schema, signed }, outcome);
    if (options.json) writeJson(streams, found);
    else {
      if ('findings' in found) printChecked(streams, basename(options.schema), found);
      streams.stdout.write(`${sentenceOf(found, name, registry)}\n`);
    }
    return found.outcome === 'REFUSED' ? EXIT.found : EXIT.fine;
  });
}

function sentenceOf(found: Outcome, name: string, registry: string): string {
  switch (found.outcome) {
    case 'UNCHANGED':
      return `${name} is published so already; version ${found.version} stays.`;
    case 'REFUSED':
      return `${name} was not taken; nothing has changed.`;
    case 'PUBLISHED':
      return `${name} is published: version ${found.version}, supergraph ${found.supergraph}, is live.`;
    case 'STAGED':
      return `${name} can be tried at ${registry}/staging/graphql (${found.staged.join(', ')}); what is published stays as it is.`;
    case 'CLEARED':
      return `${name} is published so: nothing of it is tried any more.`;
  }
}
