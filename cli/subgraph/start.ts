import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { RunningAgency, StartOptions } from '@family-view/kit/agency';
import { KitError } from '@family-view/kit/errors';
import type { Command } from 'commander';
import { REGISTRY } from '../registry/ask-registry';

/** How `familyview subgraph start` ends. */
export const START_EXIT = { stopped: 0, notStarted: 1, usage: 2 } as const;

const ROOT = join(__dirname, '../..');

export interface StartCommandOptions {
  readonly port: string;
  readonly host?: string;
  readonly keys: string;
  readonly system?: string;
  readonly data?: string;
}

/** `familyview subgraph start NAME`. */
export function addStartCommand(subgraph: Command): void {
  subgraph
    .command('start')
    .description('start one agency alone: over a stand-in, or over its own system')
    .argument('<name>', "the agency's folder in subgraphs/")
    .option('--port <port>', 'where it listens', '4106')
    .option('--host <address>', 'on which address of this machine', '127.0.0.1')
    .option('--keys <url>', 'whose grants it takes', `${REGISTRY}/.well-known/jwks.json`)
    .option('--system <where>', "the agency's own system: a URL, a connection string or a folder")
    .option('--data <directory>', 'what the agency itself keeps; by default .familyview/subgraphs/NAME')
    .addHelpText(
      'after',
      `
Example, against a gateway on this machine that publishes it:
  familyview subgraph start adult-learning --port 4006
Against the conformance suite:
  familyview subgraph start adult-learning --keys http://127.0.0.1:4100/.well-known/jwks.json

It runs until it is stopped (Ctrl-C). Exit: 0 stopped, 1 it could not start, 2 usage.`,
    )
    .action(async (name: string, options: StartCommandOptions) => {
      const running = await startCommand(name, options, process);
      if (typeof running === 'number') {
        process.exitCode = running;
        return;
      }
      const stop = (): void => void running.close().finally(() => process.exit(START_EXIT.stopped));
      process.once('SIGINT', stop).once('SIGTERM', stop);
    });
}

/** The running agency, or how the command ends. */
export async function startCommand(
  name: string,
  { port, host, keys, system, data }: StartCommandOptions,
  { stdout, stderr }: { readonly stdout: Writable; readonly stderr: Writable },
): Promise<RunningAgency | number> {
  const stop = (sentence: string, exit: number): number => {
    stderr.write(`${sentence}\n`);
    return exit;
  };
  const file = join(ROOT, 'subgraphs', name, 'index.ts');
  if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(file))
    return stop(`there is no agency in subgraphs/${name}: familyview subgraph init writes one.`, START_EXIT.usage);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return stop(`--port: expected a port, came "${port}"`, START_EXIT.usage);
  if (!URL.canParse(keys)) return stop(`--keys: expected the URL of a key list, came "${keys}"`, START_EXIT.usage);
  const { start } = require(file) as { start?: (options: StartOptions) => Promise<RunningAgency> };
  if (!start) return stop(`subgraphs/${name}/index.ts exports no start: see another agency's.`, START_EXIT.notStarted);
  const dataDirectory = data ?? join('.familyview/subgraphs', name);
  mkdirSync(dataDirectory, { recursive: true });
  try {
    const running = await start({ port: Number(port), host, jwksUrl: keys, dataDirectory, partnerSystem: system });
    stdout.write(
      `${name} answers on ${running.url}, over ${system ? 'its own system' : 'a stand-in'}; it takes grants by the keys at ${keys}\n`,
    );
    return running;
  } catch (fault) {
    if (!(fault instanceof KitError)) throw fault;
    return stop(`${name} could not start: ${fault.message}`, START_EXIT.notStarted);
  }
}
