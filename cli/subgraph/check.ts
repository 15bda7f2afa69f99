import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readManifest } from '@family-view/gateway/http/operation-manifest';
import { startSchemaCheck } from '@family-view/gateway/schema-registry/schema-check-client';
import { openSchemaFolder } from '@family-view/gateway/schema-registry/schema-folder';
import { breakingReason } from '@family-view/gateway/schema-registry/signed-statement';
import type { Command } from 'commander';
import { z } from 'zod';
import { EXIT, Stopped, told, writeJson } from '../frame/command';
import { type Checked, checked, counted, printChecked, type TerminalStreams } from '../frame/print-findings';
import { askRegistry, signReading } from '../registry/ask-registry';

export interface SubgraphCheckOptions {
  readonly name: string;
  readonly schema: string;
  readonly registry?: string;
  readonly url?: string;
  readonly key?: string;
  readonly operations?: string;
  readonly allowBreaking?: string;
  readonly json?: boolean;
}

export function addSubgraphCheck(subgraph: Command): void {
  subgraph
    .command('check')
    .description("say whether an agency's SDL could be published, and what it would change for whom")
    .requiredOption('--name <agency>', 'the name it is published under, as adult-learning')
    .requiredOption('--schema <file>', 'the SDL, without the shared types')
    .option('--registry <url>', 'a running gateway to check against; by default the files of schema/')
    .option('--url <url>', 'where the agency would be reached')
    .option('--operations <file>', 'a manifest of stored operations; a registry uses its own')
    .option(
      '--allow-breaking <reason>',
      'tell what breaks others, and do not refuse it: as a publish with this reason would',
    )
    .option('--key <file>', 'a key to sign with: outside development the registry tells only its partners')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `
Examples:
  familyview subgraph check --name housing --schema schema/agencies/housing.graphql
  familyview subgraph check --name adult-learning --schema learning.graphql --registry http://127.0.0.1:4000

A change that breaks others is refused: who asked for it in the last 30 days is told by role, where a registry is asked.
Exit: 0 it could be published (warnings are listed), 1 it could not, 2 usage, or no registry.`,
    )
    .action(async (options: SubgraphCheckOptions) => {
      process.exitCode = await subgraphCheckCommand(options, process);
    });
}

/** `familyview subgraph check`. */
export function subgraphCheckCommand(options: SubgraphCheckOptions, streams: TerminalStreams): Promise<number> {
  return told(streams, async () => {
    const schema = readSchema(options.schema);
    checkReason(options.allowBreaking);
    const found = options.registry
      ? await checkThere(options, options.registry, schema)
      : await checkHere(options, schema);
    const refusals = found.findings.filter(({ severity }) => severity === 'REFUSED').length;
    const warnings = found.findings.length - refusals;
    if (options.json) writeJson(streams, { accepted: refusals === 0, ...found });
    else {
      printChecked(streams, basename(options.schema), found);
      const verdict = refusals === 0 ? `${options.name} would be accepted.` : `${options.name} would be refused.`;
      streams.stdout.write(
        `${verdict} ${counted(refusals, 'refusal')}, ${counted(warnings, 'warning')}, ${counted(found.changes.length, 'change')}; ${Math.round(found.milliseconds)} ms.\n`,
      );
    }
    return refusals === 0 ? EXIT.fine : EXIT.found;
  });
}

/** @throws {Stopped} a reason that the registry would not take. */
export function checkReason(reason: string | undefined): void {
  if (reason === undefined || breakingReason.safeParse(reason.trim()).success) return;
  throw new Stopped('--allow-breaking: expected why, in 10 to 500 characters on one line.', EXIT.usage);
}

export function readSchema(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Stopped(`${file} cannot be read: is the path right?`, EXIT.usage);
  }
}

async function checkThere(
  { name, url, key, allowBreaking }: SubgraphCheckOptions,
  registry: string,
  schema: string,
): Promise<Checked> {
  const signed = await signReading(registry, key);
  return askRegistry(
    registry,
    'check',
    { agency: name, schema, url, allowBreaking: allowBreaking?.trim(), signed },
    checked.extend({ accepted: z.boolean() }),
  );
}

async function checkHere(
  { name, url, operations, allowBreaking }: SubgraphCheckOptions,
  sdl: string,
): Promise<Checked> {
  const folder = openSchemaFolder();
  const schemaCheck = startSchemaCheck();
  try {
    const others = folder.agencies().filter((one) => one.name !== name);
    const found = await schemaCheck.run({
      agencies: [...others, { name, sdl, url: url ?? null }],
      changed: [name],
      sharedSdl: folder.sharedSdl(),
      ownership: folder.ownership(),
      protocols: folder.protocols(),
      catalogue: folder.catalogue(),
      before: folder.supergraph(),
      operations: operations === undefined ? [] : [...readManifest(operations, () => {})],
      breaking: allowBreaking === undefined ? 'REFUSED' : 'TOLD',
      development: true,
    });
    return checked.parse(found);
  } finally {
    await schemaCheck.close();
  }
}
