import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { EXIT, Stopped, told, writeJson } from '../frame/command';
import { checked, counted, printable, printChecked, type TerminalStreams } from '../frame/print-findings';
import {
  askRegistry,
  keyFileOf,
  REGISTRY,
  readKey,
  signFor,
  signReading,
  statusTold,
  type VersionTold,
  versionTold,
} from './ask-registry';

export interface RegistryOptions {
  readonly registry: string;
  readonly key?: string;
  readonly json?: boolean;
}

/** `familyview registry …`. */
export function addRegistryCommands(program: Command): void {
  const registry = program.command('registry').description('versions of what the agencies publish');
  const command = (name: string, description: string): Command =>
    registry
      .command(name)
      .description(description)
      .option('--registry <url>', 'the gateway whose registry it is', REGISTRY)
      .option('--key <file>', 'a key to sign with')
      .option('--json', 'one JSON document on standard output');
  const ends = async (exit: Promise<number>): Promise<void> => {
    process.exitCode = await exit;
  };

  command('status', 'which version is live, since when, and by whom')
    .addHelpText('after', '\nExit: 0 told, 1 it may not be read, 2 usage or no registry.')
    .action((options: RegistryOptions) => ends(statusCommand(options, process)));
  command('log', 'every version, the newest first: when, by whom, what changed')
    .addHelpText('after', '\nExit: 0 told, 1 the log is damaged or may not be read, 2 usage or no registry.')
    .action((options: RegistryOptions) => ends(logCommand(options, process)));
  command('diff', 'what differs from one version to another, for those who ask and for whom it opens what')
    .argument('<from>', 'a version, as 3')
    .argument('<to>', 'another')
    .addHelpText(
      'after',
      '\nExample:\n  familyview registry diff 3 4\n\nExit: 0 nothing differs, 1 something does, 2 usage or no registry.',
    )
    .action((from: string, to: string, options: RegistryOptions) =>
      ends(diffVersionsCommand(from, to, options, process)),
    );
  command('rollback', 'publish an earlier version again, as the newest; the protocol stays as it is')
    .argument('<version>', 'the version to go back to')
    .addHelpText(
      'after',
      "\nExample:\n  familyview registry rollback 3\n\nSigned with an operator's key: .familyview/keys/operator.json, or --key.\nExit: 0 done or unchanged, 1 refused, 2 usage, no key or no registry.",
    )
    .action((version: string, options: RegistryOptions) => ends(rollbackCommand(version, options, process)));
  command('supergraph', 'the supergraph of a version, to develop against')
    .option('--of <version>', 'by default the newest')
    .option('--out <file>', 'by default standard output')
    .action((options: RegistryOptions & { readonly of?: string; readonly out?: string }) =>
      ends(supergraphCommand(options, process)),
    );
}

export const statusCommand = (options: RegistryOptions, streams: TerminalStreams): Promise<number> =>
  told(streams, async () => {
    const signed = await signReading(options.registry, options.key);
    const status = await askRegistry(options.registry, 'status', { signed }, statusTold);
    if (options.json) writeJson(streams, status);
    else {
      streams.stdout.write(`Version ${status.version} is live, since ${minuteOf(status.at)}, by ${status.by}.\n`);
      streams.stdout.write(`  supergraph  ${status.supergraph}\n  protocol    ${status.protocol}\n`);
      for (const { name, url, sdl } of status.agencies)
        streams.stdout.write(`  ${name.padEnd(18)} ${sdl}  ${url ?? 'reached by the settings of the gateway'}\n`);
      if (status.staged.length > 0)
        streams.stdout.write(`Tried at ${options.registry}/staging/graphql: ${status.staged.join(', ')}.\n`);
    }
    return EXIT.fine;
  });

export const logCommand = (options: RegistryOptions, streams: TerminalStreams): Promise<number> =>
  told(streams, async () => {
    const signed = await signReading(options.registry, options.key);
    const { versions } = await askRegistry(
      options.registry,
      'log',
      { signed },
      z.object({ versions: z.array(versionTold) }),
    );
    if (options.json) writeJson(streams, { versions });
    else for (const version of versions.toReversed()) streams.stdout.write(`${printable(lineOf(version))}\n`);
    return EXIT.fine;
  });

export const diffVersionsCommand = (
  from: string,
  to: string,
  options: RegistryOptions,
  streams: TerminalStreams,
): Promise<number> =>
  told(streams, async () => {
    const body = { from: numberOf(from), to: numberOf(to), signed: await signReading(options.registry, options.key) };
    const form = checked
      .pick({ changes: true, openings: true })
      .extend({ agreements: z.array(z.string()), from: versionTold, to: versionTold });
    const found = await askRegistry(options.registry, 'diff', body, form);
    const differs = found.changes.length + found.openings.length + found.agreements.length > 0;
    if (options.json) writeJson(streams, found);
    else {
      for (const version of [found.from, found.to]) streams.stdout.write(`${printable(lineOf(version))}\n`);
      printChecked(streams, '', { findings: [], breaks: [], milliseconds: 0, ...found });
      for (const sentence of found.agreements) streams.stdout.write(`${printable(sentence)}\n`);
      if (!differs) streams.stdout.write('No access changes.\n');
    }
    return differs ? EXIT.found : EXIT.fine;
  });

export const rollbackCommand = (version: string, options: RegistryOptions, streams: TerminalStreams): Promise<number> =>
  told(streams, async () => {
    const key = readKey(options.key ?? keyFileOf('operator'));
    const signed = await signFor(options.registry, key, { action: 'rollback', version: numberOf(version) });
    const form = z.discriminatedUnion('outcome', [
      versionTold.extend({ outcome: z.literal('UNCHANGED') }),
      checked.extend({ outcome: z.literal('REFUSED') }),
      checked.extend({ outcome: z.literal('PUBLISHED'), ...versionTold.shape }),
    ]);
    const found = await askRegistry(options.registry, 'rollback', { signed }, form);
    if (options.json) writeJson(streams, found);
    else if (found.outcome === 'UNCHANGED')
      streams.stdout.write(`What is live is as in version ${version}; nothing has changed.\n`);
    else {
      printChecked(streams, `version ${version}`, found);
      streams.stdout.write(
        found.outcome === 'REFUSED'
          ? `Version ${version} cannot be served under today's protocol; nothing has changed.\n`
          : `Version ${found.version} is live, as version ${version} was.\n`,
      );
    }
    return found.outcome === 'REFUSED' ? EXIT.found : EXIT.fine;
  });

export const supergraphCommand = (
  options: RegistryOptions & { readonly of?: string; readonly out?: string },
  streams: TerminalStreams,
): Promise<number> =>
  told(streams, async () => {
    const signed = await signReading(options.registry, options.key);
    const body = { version: options.of === undefined ? null : numberOf(options.of), signed };
    const found = await askRegistry(
      options.registry,
      'supergraph',
      body,
      versionTold.extend({ supergraphSdl: z.string() }),
    );
    if (options.json) writeJson(streams, found);
    else if (options.out === undefined) streams.stdout.write(found.supergraphSdl);
    else writeFileSync(options.out, found.supergraphSdl);
    return EXIT.fine;
  });

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Stopped(`Expected the number of a version, came "${text}".`, EXIT.usage);
  return Number(text);
}

const minuteOf = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

const KINDS: Readonly<Record<string, string>> = {
  FOUNDED: 'founded from files',
  PUBLISHED: 'published',
  EDITED: 'edited in files',
  ROLLED_BACK: 'rolled back',
  RECOMPOSED: "composed again with the gateway's own part",
  PROTOCOL: 'another protocol',
};

function lineOf({ version, at, by, kind, changed, rolledBackTo, breaking, supergraph, protocol }: VersionTold): string {
  const what = [KINDS[kind] ?? kind, rolledBackTo === null ? '' : `to ${rolledBackTo}`, changed.join(', ')];
  const why = breaking ? `, with ${counted(breaking.changes.length, 'breaking change')}: ${breaking.reason}` : '';
  return `${String(version).padStart(4)}  ${minuteOf(at)}  ${by.padEnd(16)}  ${supergraph}  ${protocol}  ${what.filter(Boolean).join(' ')}${why}`;
}
