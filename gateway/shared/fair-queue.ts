/**
 * A bounded queue that is fair by requester: turns go round among those who wait, each first come, first served by
 * themselves. So whoever asks a hundred things at once waits for their own, and keeps nobody else waiting for more than one.
 */
export interface FairQueue<T extends object> {
  readonly size: number;
  /**
   * Takes a place. What is turned away for want of one: the last of whoever waits with the most, where that is more than
   * the newcomer's own would be; else the newcomer. Null where there was room.
   */
  join(who: string, item: T): T | null;
  /** Whether a newcomer of theirs would be turned away. */
  isFullFor(who: string): boolean;
  /** Whose turn it is, of those who may go, who then waits no longer. */
  next(mayGo?: (who: string) => boolean): T | undefined;
  /** Gives up a place before its turn. */
  leave(who: string, item: T): void;
}

export function createFairQueue<T extends object>(places: number): FairQueue<T> {
  // In the order of turns: whoever has had theirs goes to the end.
  const waiting = new Map<string, Set<T>>();
  let size = 0;

  const leave = (who: string, item: T): void => {
    const own = waiting.get(who);
    if (!own?.delete(item)) return;
    size -= 1;
    if (own.size === 0) waiting.delete(who);
  };
  const enter = (who: string, item: T): void => {
    const own = waiting.get(who);
    if (own) own.add(item);
    else waiting.set(who, new Set([item]));
    size += 1;
  };
  /** Whoever waits with more than the newcomer would. */
  const crowding = (who: string): string | null => {
    let most: string | null = null;
    let many = (waiting.get(who)?.size ?? 0) + 1;
    for (const [one, own] of waiting)
      if (own.size > many) {
        most = one;
        many = own.size;
      }
    return most;
  };

  return {
    get size() {
      return size;
    },
    leave,
    isFullFor: (who) => size >= places && (places === 0 || crowding(who) === null),
    join(who, item) {
      if (size < places) {
        enter(who, item);
        return null;
      }
      const most = places === 0 ? null : crowding(who);
      if (most === null) return item;
      const last = [...waiting.get(most)!].at(-1)!;
      leave(most, last);
      enter(who, item);
      return last;
    },
    next(mayGo = () => true) {
      for (const [who, own] of waiting) {
        if (!mayGo(who)) continue;
        const [first] = own;
        leave(who, first!);
        if (waiting.delete(who)) waiting.set(who, own);
        return first;
      }
      return undefined;
    },
  };
}

/** What is under way, in all and of each requester. */
export interface UnderWay {
  readonly total: number;
  /** Whether they have less under way than each may have, or nobody else has begun anything of late to be kept waiting. */
  mayBegin(who: string): boolean;
  begin(who: string): void;
  end(who: string): void;
}

const OF_LATE_MS = 10_000;
const NOBODY = { who: null, at: Number.NEGATIVE_INFINITY } as const;

/**
 * @param each how many of one requester's may be under way, as it stands at each look.
 * @param now milliseconds on any clock that only goes forward.
 */
export function countUnderWay(each: () => number, now: () => number = () => performance.now()): UnderWay {
  const own = new Map<string, number>();
  let total = 0;
  // Who began last, and who did last of the others.
  let last: { readonly who: string | null; readonly at: number } = NOBODY;
  let other: typeof last = NOBODY;
  const of = (who: string): number => own.get(who) ?? 0;
  const isAlone = (who: string): boolean =>
    total === of(who) && (last.who === who ? other : last).at < now() - OF_LATE_MS;
  return {
    get total() {
      return total;
    },
    mayBegin: (who) => of(who) < each() || isAlone(who),
    begin(who) {
      total += 1;
      own.set(who, of(who) + 1);
      if (last.who !== who) other = last;
      last = { who, at: now() };
    },
    end(who) {
      total -= 1;
      if (of(who) > 1) own.set(who, of(who) - 1);
      else own.delete(who);
    },
  };
}
