import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { FamilyViewError, loadProtocol } from '@family-view/gateway';
import { schemaDirectory } from '@family-view/schema';

export interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export const EXIT = { fine: 0, found: 1, usage: 2 } as const;
export const PUBLISHED = 'schema/protocol/best-start.yaml';

/** A command that cannot go on: why, and how it ends. */
export class Stopped extends Error {
  constructor(
    message: string,
    readonly exit: number,
  ) {
    super(message);
  }
}

/** A file's text; the published protocol where none is named. */
export function readText(file: string | undefined): { readonly name: string; readonly text: string } {
  try {
    if (file === undefined)
      return { name: PUBLISHED, text: readFileSync(join(schemaDirectory, 'protocol', 'best-start.yaml'), 'utf8') };
    return { name: file, text: readFileSync(file, 'utf8') };
  } catch {
    throw new Stopped(`${file ?? PUBLISHED} cannot be read: is the path right?`, EXIT.usage);
  }
}

/** A protocol that can be used, with its text. */
export function openProtocol(file: string | undefined, now: () => Date = () => new Date()) {
  const { name, text } = readText(file);
  return { name, text, protocol: loadProtocol(now, text, name) };
}

/** Runs a command: what stops it, and what is ours, is told on standard error, and nothing else. */
export async function told(streams: Streams, run: () => number | Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (fault) {
    if (!(fault instanceof FamilyViewError || fault instanceof Stopped)) throw fault;
    streams.stderr.write(`${fault.message}\n`);
    return fault instanceof Stopped ? fault.exit : EXIT.found;
  }
}

export const writeJson = (streams: Streams, value: unknown): boolean =>
  streams.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
