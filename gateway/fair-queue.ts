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
  /** Whose turn it is, who then waits no longer. */
  next(): T | undefined;
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
    next() {
      for (const [who, own] of waiting) {
        const [first] = own;
        leave(who, first!);
        if (waiting.delete(who)) waiting.set(who, own);
        return first;
      }
      return undefined;
    },
  };
}
