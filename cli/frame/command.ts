import type { Writable } from 'node:stream';
import { FamilyViewError } from '@family-view/gateway';

export interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** How a command ends: nothing to tell of, something found or refused, or not asked as it must be. */
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
