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
  /** @param cost of what has ended, where one of usual size costs 1: until then it counts as one of that size. */
  end(who: string, cost?: number): void;
}

export interface Shares {
  /** How many of one requester's may be under way while others ask, as it stands at each look. */
  readonly each: () => number;
  /**
   * How many of usual size one requester may begin at that pace; of what they have begun, so many a second are forgotten. Whoever has begun
   * more is busy: while somebody asks who is not, they have one under way at a time, and begin it when nobody else has
   * anything under way. So a page that asks for much at once is none the slower, and whoever goes on like that has the time
   * that others leave, and what is forgotten each second.
   */
  readonly burst?: { readonly most: number; readonly perSecond: number };
  /** Milliseconds on any clock that only goes forward. */
  readonly now?: () => number;
}

const OF_LATE_MS = 10_000;
const NO_END = { most: Number.POSITIVE_INFINITY, perSecond: 1 } as const;
/** Requesters whose beginnings are remembered: whoever is forgotten has a whole burst again. */
const MOST_REMEMBERED = 2_000;

export function countUnderWay({ each, burst = NO_END, now = () => performance.now() }: Shares): UnderWay {
  const own = countByName();
  /** What those began who were not busy. */
  const calm = countByName();
  const began = latestBeginnings(now);
  const calmBegan = latestBeginnings(now);
  const begun = new Map<string, { readonly count: number; readonly at: number }>();

  const begunBy = (who: string): number => {
    const { count, at } = begun.get(who) ?? { count: 0, at: 0 };
    return Math.max(0, count - ((now() - at) / 1_000) * burst.perSecond);
  };
  const isBusy = (who: string): boolean => begunBy(who) >= burst.most;
  const isAlone = (who: string): boolean => own.total === own.of(who) && !began.hasOther(who);
  const share = (who: string): number => {
    if (!isBusy(who) || !(calmBegan.hasOther(who) || calm.total > calm.of(who))) return each();
    return calm.total > calm.of(who) ? 0 : Math.min(1, each());
  };
  const noteCost = (who: string, cost: number): void => {
    if (burst.most === Number.POSITIVE_INFINITY) return;
    const count = Math.max(0, Math.min(begunBy(who), burst.most) + cost);
    // Whoever began last is last to be forgotten.
    begun.delete(who);
    begun.set(who, { count, at: now() });
    if (begun.size > MOST_REMEMBERED) begun.delete(begun.keys().next().value!);
  };
  return {
    get total() {
      return own.total;
    },
    mayBegin: (who) => own.of(who) < share(who) || isAlone(who),
    begin(who) {
      if (!isBusy(who)) {
        calm.add(who);
        calmBegan.note(who);
      }
      own.add(who);
      began.note(who);
      noteCost(who, 1);
    },
    end(who, cost = 1) {
      own.remove(who);
      calm.remove(who);
      if (cost !== 1) noteCost(who, cost - 1);
    },
  };
}

function countByName() {
  const counts = new Map<string, number>();
  let total = 0;
  const of = (who: string): number => counts.get(who) ?? 0;
  return {
    get total() {
      return total;
    },
    of,
    add(who: string): void {
      total += 1;
      counts.set(who, of(who) + 1);
    },
    /** One, if there is any. */
    remove(who: string): void {
      if (of(who) === 0) return;
      total -= 1;
      if (of(who) > 1) counts.set(who, of(who) - 1);
      else counts.delete(who);
    },
  };
}

/** Who began last, and who did last of the others. */
function latestBeginnings(now: () => number) {
  let last = { who: null as string | null, at: Number.NEGATIVE_INFINITY };
  let other = last;
  return {
    note(who: string): void {
      if (last.who !== who) other = last;
      last = { who, at: now() };
    },
    /** Whether somebody else has begun anything of late. */
    hasOther: (who: string): boolean => (last.who === who ? other : last).at >= now() - OF_LATE_MS,
  };
}
