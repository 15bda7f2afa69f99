import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { FamilyViewError } from '@family-view/gateway';
import {
  loadProtocols,
  type NamedText,
  publishedProtocols,
  readNamed,
} from '@family-view/gateway/policy/read/load-protocols';

export interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export const EXIT = { fine: 0, found: 1, usage: 2 } as const;

/** A command that cannot go on: why, and how it ends. */
export class Stopped extends Error {
  constructor(
    message: string,
    readonly exit: number,
  ) {
    super(message);
  }
}

/** One file's text; of all published protocols, where none is named. */
export function readTexts(file: string | undefined): readonly NamedText[] {
  if (file === undefined) return publishedProtocols();
  try {
    return [{ name: file, text: readFileSync(file, 'utf8') }];
  } catch {
    throw new Stopped(`${file} cannot be read: is the path right?`, EXIT.usage);
  }
}

/** Protocols that can be used together, with their texts. */
export function openProtocols(file: string | undefined, now: () => Date = () => new Date()) {
  const texts = readTexts(file);
  const protocol = loadProtocols(now, texts);
  return { protocol, read: texts.map((text) => ({ ...text, document: readNamed(text) })) };
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
