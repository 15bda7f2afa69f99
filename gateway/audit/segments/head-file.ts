import { closeSync, fsyncSync, openSync, readFileSync, write, writeSync } from 'node:fs';
import { z } from 'zod';
import { type ChainHead, isSealed, sealHead } from '../chain';

/**
 * Where the chain ended when this was last written: never ahead of the segments, because it is written after they are on the
 * disk, and not synchronised itself. So a segment that ends before it was cut. Two places in turn, so that one is always
 * whole.
 */
export interface HeadFile {
  /** Notes an end; what comes while one is written waits, and only the last of it is. */
  note(sequence: number, hash: string): void;
  close(): Promise<void>;
}

const PLACE = 256;
const chainHead = z.object({ sequence: z.number(), hash: z.string(), seal: z.string() });

/**
 * Where the chain ended, by whichever place is sealed by this key and further on. `other`: a place that another key sealed, or
 * nobody. Without a key, what the places say is taken as it is.
 */
export function readHead(
  file: string,
  sealKey: Uint8Array | null,
): { readonly head: ChainHead | null; readonly other: boolean } {
  const text = readFileSync(file, 'latin1');
  const places = [text.slice(0, PLACE), text.slice(PLACE, 2 * PLACE)].map(parsed);
  const sealed = places.flatMap((one) => (one && (sealKey === null || isSealed(one, sealKey)) ? [one] : []));
  const head = sealed.sort((one, next) => next.sequence - one.sequence)[0] ?? null;
  return { head, other: head === null && places.some((one) => one !== null) };
}

function parsed(text: string): ChainHead | null {
  try {
    return chainHead.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function openHeadFile(file: string, sealKey: Uint8Array): HeadFile {
  const descriptor = openSync(file, 'r+');
  let place = 0;
  let next: Buffer | null = null;
  let writing: Promise<void> | null = null;

  const writeOn = async (): Promise<void> => {
    while (next) {
      const bytes = next;
      next = null;
      place = 1 - place;
      // A head that cannot be noted is an older one: the segments are the record.
      await new Promise<void>((done) => write(descriptor, bytes, 0, PLACE, place * PLACE, () => done()));
    }
    writing = null;
  };

  return {
    note(sequence, hash) {
      next = placeOf(sequence, hash, sealKey);
      writing ??= writeOn();
    },
    async close() {
      await writing;
      closeSync(descriptor);
    },
  };
}

const placeOf = (sequence: number, hash: string, sealKey: Uint8Array): Buffer =>
  Buffer.from(`${JSON.stringify({ sequence, hash, seal: sealHead(sequence, hash, sealKey) }).padEnd(PLACE - 1)}\n`);

/** Begins the file, on the disk before anything is recorded: a directory of segments without it is damaged. */
export function beginHeadFile(file: string, sequence: number, hash: string, sealKey: Uint8Array): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    const bytes = placeOf(sequence, hash, sealKey);
    writeSync(descriptor, Buffer.concat([bytes, bytes]), 0, 2 * PLACE, 0);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
