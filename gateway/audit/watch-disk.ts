import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether the audit can be written, also while nobody asks anything. */
export interface DiskWatch {
  isWritable(): boolean;
  /** What became of a write of the record itself. */
  note(written: boolean): void;
  close(): void;
}

const LOOK_MS = 5_000;
/** As much as a group of records takes: on a full disk a few bytes more may still find room. */
const PROBE = Buffer.alloc(65_536);

/**
 * Writes a file beside the record now and then, to the disk and away again. A disk that is full, read-only or another's
 * fails it; one that does not answer within `patience` milliseconds fails it, too.
 */
export function watchDisk(directory: string, patience: number, lookMs = LOOK_MS): DiskWatch {
  let writable = true;
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    const late = setTimeout(() => {
      writable = false;
    }, patience);
    writable = await probe(directory).finally(() => clearTimeout(late));
    looking = false;
  };
  const timer = setInterval(() => void look(), lookMs).unref();
  return {
    isWritable: () => writable,
    note(written) {
      writable = written;
    },
    close: () => clearInterval(timer),
  };
}

async function probe(directory: string): Promise<boolean> {
  const file = join(directory, `.probe-${randomUUID()}`);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(PROBE);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch {
    return false;
  } finally {
    await rm(file, { force: true }).catch(() => {});
  }
}
