import { stopsInForce } from './stops-in-force';
import type { Lift, Stop, StopEntry, StopStore, StopsInForce } from './types';

/** What is stopped, as this gateway knows it: read anew wherever the store has more, twice a second. */
export interface Stops {
  /** For one operation from its first step to its last. */
  now(): StopsInForce;
  /** Every entry, the oldest first, also of stops that are over. */
  all(): readonly StopEntry[];
  /** Keeps an entry: it holds here once this resolves, and at every other gateway of the store at its next look. */
  add(entry: StopEntry): Promise<void>;
  close(): void;
}

const LOOK_MS = 500;

/**
 * @param options.onEntries told of entries that came from elsewhere, and at first of all that are there.
 * @throws where the store cannot be read at first: what is stopped is not known then, and nothing is answered.
 */
export async function openStops(options: {
  readonly store: StopStore;
  readonly now: () => Date;
  readonly onEntries: (entries: readonly StopEntry[]) => void;
  readonly onFault: (fault: unknown) => void;
}): Promise<Stops> {
  const { store, now, onEntries, onFault } = options;
  let entries: readonly StopEntry[] = [];
  let stamp = '';
  let held: ReturnType<typeof stopsInForce> | null = null;
  let looking: Promise<void> = Promise.resolve();

  const look = async (own?: StopEntry): Promise<void> => {
    const found = await store.stamp();
    if (found === stamp) return;
    const read = await store.read();
    const more = read.slice(entries.length);
    entries = read;
    held = null;
    stamp = found;
    const foreign = more.filter((one) => own === undefined || !isSame(one, own));
    if (foreign.length > 0) onEntries(foreign);
  };
  /** One at a time, so that no entry is told twice. */
  const next = (work: () => Promise<void>): Promise<void> => {
    looking = looking.catch(() => {}).then(work);
    return looking;
  };

  await next(look);
  let failing = false;
  // A store that cannot be read for a while: what was stopped stays so, and it is told once.
  const timer = setInterval(
    () =>
      void next(look).then(
        () => {
          failing = false;
        },
        (fault: unknown) => {
          if (!failing) onFault(fault);
          failing = true;
        },
      ),
    LOOK_MS,
  ).unref();
  return {
    now() {
      const at = now().getTime();
      if (held === null || at >= held.nextEnd) held = stopsInForce(entries, at);
      return held.inForce;
    },
    all: () => entries,
    // No look comes between an entry that is kept and the one that knows it for this gateway's own.
    add: (entry) =>
      next(async () => {
        await look();
        await store.add(entry);
        await look(entry);
      }),
    close: () => clearInterval(timer),
  };
}

/** What an entry keeps. */
export const keptOf = (entry: StopEntry): Stop | Lift => (entry.entry === 'LIFT' ? entry.lift : entry.stop);

/** Two gateways may lift one stop: each is told of the other's lift. */
function isSame(one: StopEntry, other: StopEntry): boolean {
  const [kept, given] = [keptOf(one), keptOf(other)];
  const isOfOne = one.entry === other.entry && kept.reference === given.reference && kept.at === given.at;
  return isOfOne && kept.by.id === given.by.id && kept.by.organisation === given.by.organisation;
}
