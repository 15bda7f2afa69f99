import { type FSWatcher, watch } from 'node:fs';
import { BrokenExport } from '@family-view/kit';
import type { ExportIndex } from './export-index';
import { fingerprint, readExport } from './read-export';
import { refuseUnreadable } from './readable-shares';

export interface WatchOptions {
  /** Looks again this often, in ms, whether or not the file system says that something happened: shares often do not. */
  readonly pollEvery?: number;
  /** A folder must look the same for this long, in ms, before it is read. */
  readonly settleFor?: number;
  readonly now?: () => Date;
  /** Hears, once for each fault, that an export was refused. Nothing in it is about a person. */
  readonly tell?: (event: string) => void;
}

/** What the newest export was refused for, while an older one is still answered from. */
export interface Refusal {
  readonly since: string;
  readonly fault: string;
}

export interface ExportWatch {
  /** The last good export; null if there never was one. */
  current(): ExportIndex | null;
  refusal(): Refusal | null;
  /** Looks now, and says when done. For start-up and for tests. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Keeps the last good export of a folder in memory and swaps in a newer one whole. A broken, half-written or vanished
 * export changes nothing but the refusal: an outage must never read as "nothing known".
 */
export async function watchExports(folder: string, options: WatchOptions = {}): Promise<ExportWatch> {
  const { pollEvery = 5_000, settleFor = 250, now = () => new Date() } = options;
  let current: { readonly index: ExportIndex; readonly text: string } | null = null;
  let refusal: Refusal | null = null;
  let looking: Promise<void> = Promise.resolve();
  let closed = false;

  const lookOnce = async (settle: boolean): Promise<void> => {
    if (closed) return;
    try {
      const seen = await fingerprint(folder);
      if (seen.text !== current?.text) {
        if (settle) await pause(settleFor);
        const index = await readExport(folder, seen);
        refuseVanished(current?.index ?? null, index);
        refuseUnreadable(current?.index.readable ?? null, index.readable);
        current = { index, text: seen.text };
      }
      refusal = null;
    } catch (fault) {
      // The cause of an unreadable folder names paths of the agency's own machines: it is not told on.
      const told = fault instanceof BrokenExport ? fault.message : 'the export folder cannot be read';
      if (refusal?.fault === told) return;
      refusal = { since: now().toISOString(), fault: told };
      options.tell?.(
        `the newest export is refused and ${current === null ? 'nothing can be answered' : 'the last good one kept'}: ${told}`,
      );
    }
  };
  // One look at a time: two would race for the swap.
  const look = (settle: boolean): Promise<void> => {
    looking = looking.then(() => lookOnce(settle));
    return looking;
  };

  let due: NodeJS.Timeout | null = null;
  const soon = (): void => {
    due ??= setTimeout(() => {
      due = null;
      void look(true);
    }, settleFor).unref();
  };
  const watcher = watchFolder(folder, soon);
  const poll = setInterval(soon, pollEvery).unref();
  await look(false);
  return {
    current: () => current?.index ?? null,
    refusal: () => refusal,
    look: () => look(false),
    close: async () => {
      closed = true;
      clearInterval(poll);
      if (due !== null) clearTimeout(due);
      watcher?.close();
      await looking;
    },
  };
}

/** Null where the folder cannot be watched: the poll still looks. */
function watchFolder(folder: string, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}

/**
 * A well-formed export that has lost most of its people, or a whole file, is a failed export, not a borough that moved
 * away. Restarting the agency accepts it, if it is true after all.
 */
function refuseVanished(last: ExportIndex | null, next: ExportIndex): void {
  if (last === null) return;
  if (next.people.size < last.people.size / 2) {
    throw new BrokenExport('registrations.csv', 'holds less than half of the people of the last export');
  }
  for (const table of ['attendances', 'familySupport', 'referrals'] as const) {
    if (last[table] !== null && next[table] === null)
      throw new BrokenExport('export', 'lacks a file that the last one had');
  }
  // Heading and no row: the same loss, in a file that is there.
  for (const [table, before] of Object.entries(last.rows)) {
    if (before > FEW && next.rows[table as keyof typeof next.rows] === 0)
      throw new BrokenExport(`${table}.csv`, 'has no row, and the last one had');
  }
}

/** One row may rightly go. */
const FEW = 1;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
